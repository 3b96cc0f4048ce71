import { Fragment } from 'react'
import { WithCode } from '../ui/WithCode'
import { examples } from './examples'

/** The language at a glance, where it is needed. */
export const FilterHelp = () => (
  <details className="border-t border-line text-xs">
    <summary className="target flex items-center px-3 -outline-offset-2 text-text-2 hover:text-text">
      What one can write
    </summary>
    <dl className="grid max-h-60 grid-cols-[max-content_1fr] gap-x-4 gap-y-1 overflow-y-auto px-3 pb-2.5 max-sm:grid-cols-1">
      {examples.map(([text, keeps]) => (
        <Fragment key={text}>
          <dt className="font-mono">{text}</dt>
          <dd className="text-text-2">
            <WithCode text={keeps} />
          </dd>
        </Fragment>
      ))}
    </dl>
  </details>
)
