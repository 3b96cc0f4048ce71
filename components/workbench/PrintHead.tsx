import type { Overview } from '@/lib/api/overview-contract'
import { filterWords, sourceWords, unknownWords } from '../graph/picture-words'
import { endText } from '../signs/EndName'
import type { ViewControl } from './use-view'

interface PrintHeadProps {
  readonly overview: Overview
  readonly control: ViewControl
}

/** What stands over a printed page, so that it cannot be read as more than it shows; on the screen the header says it. */
export const PrintHead = ({ overview, control: { view, filter } }: PrintHeadProps) => (
  <div aria-hidden className="hidden border-b border-line-strong px-4 pb-2 print:block">
    <p className="font-semibold">{sourceWords(overview)}</p>
    <p>
      {[
        `Filter: ${filterWords(filter)}`,
        ...(view.about === '' ? [] : [`Looking at ${endText(view.about)}`]),
        ...unknownWords(overview),
      ].join(' · ')}
    </p>
  </div>
)
