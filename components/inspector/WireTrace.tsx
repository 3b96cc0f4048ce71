import { pathText, type ObjectRef } from '@/lib/model/object'
import type { Explanation } from '@/lib/model/explanation'
import type { WireReason } from '@/lib/model/mesh'
import { visible } from '@/lib/words/visible'
import { stretchTitles, wireFacts, wireReasonText } from '@/lib/words/wire'
import { IssuedBy } from '../signs/IssuedBy'
import { ObjectLink } from './ObjectLink'

interface WireTraceProps {
  readonly explanation: Explanation
  /** Address of the same page with the objects open. */
  readonly href: string
  readonly onObject: (ref: ObjectRef) => void
}

/** What is on the wire, whom it proves and by which way, and why: each stretch with its reasons, the last word last. */
export function WireTrace({ explanation, ...link }: WireTraceProps) {
  const [wire, ...facts] = wireFacts(explanation)
  const titles = stretchTitles(explanation)
  const stretches = explanation.route?.because ?? []
  return (
    <section aria-label="On the wire" className="mt-3 border-t border-line pt-2.5">
      <h3 className="text-xs font-semibold">On the wire</h3>
      <p className="mt-1 text-xs text-text-2 first-letter:capitalize">{wire?.text}.</p>
      {facts.length > 0 && (
        <dl className="mt-1.5 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-xs">
          {facts.map(({ name, text, issuer }) => (
            <div key={name} className="col-span-2 grid grid-cols-subgrid">
              <dt className="text-text-2">{name}</dt>
              <dd className={`break-words ${text.startsWith('spiffe://') ? 'font-mono' : ''}`}>{text}</dd>
              {issuer && (
                <dd className="col-start-2 mb-1">
                  <IssuedBy says="issued by" issuer={issuer} />
                </dd>
              )}
            </div>
          ))}
        </dl>
      )}
      {stretches.map((reasons, i) => (
        <div key={i} className="mt-2">
          {titles[i] !== undefined && <h4 className="text-xs font-medium">From {titles[i]}</h4>}
          <ol
            aria-label={`Why${titles[i] === undefined ? '' : `, from ${titles[i]}`}`}
            className="mt-1 ml-1.5 border-l border-line-strong"
          >
            {reasons.map((reason, at) => (
              <Reason key={at} reason={reason} {...link} />
            ))}
          </ol>
        </div>
      ))}
    </section>
  )
}

interface ReasonProps extends Omit<WireTraceProps, 'explanation'> {
  readonly reason: WireReason
}

function Reason({ reason, ...link }: ReasonProps) {
  const { object, path, overruled } = reason
  return (
    <li
      className={`relative py-1 pl-4 text-[0.78125rem] leading-[1.0625rem] break-words ${overruled ? 'text-text-2' : 'text-text'}`}
    >
      <span
        aria-hidden
        className={`absolute top-[9px] -left-[4px] size-[7px] ${
          overruled
            ? 'rounded-full border-[1.5px] border-line-control bg-surface'
            : 'rotate-45 rounded-[1px] bg-ink forced-color-adjust-none'
        }`}
      />
      {object && (
        <>
          <ObjectLink object={object} {...link} />:{' '}
        </>
      )}
      {wireReasonText(reason)}
      {path && path.length > 0 && (
        <span className="block font-mono text-2xs leading-4 text-text-3">{visible(pathText(path))}</span>
      )}
    </li>
  )
}
