import type { WayIn, WorkloadDetail } from '@/lib/api/workload-contract'
import { refKey, refText } from '@/lib/model/object'
import { verdictName } from '@/lib/words/glossary'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'

/** What opens the workload to the outside, and whether policies let it through. */
export function WaysIn({ of: { total, items } }: { readonly of: WorkloadDetail['waysIn'] }) {
  if (total === 0) return 'none that Services, Ingresses, Routes or Gateways open'
  return (
    <ul className="flex flex-col gap-1.5">
      {items.map(way => (
        <li key={keyOf(way)} className="break-words">
          <span className="font-mono">{visible(refText(way.object))}</span> {way.way}, to {way.protocol}{' '}
          {way.port}: <b className={inks[way.verdict]}>{verdictName[way.verdict]}</b>, {way.why}
          {way.facts.map(fact => (
            <span key={fact} className="block text-text-2">
              {fact}
            </span>
          ))}
          {way.doubts.map(doubt => (
            <span key={doubt} className="block text-unknown-text">
              {visible(doubt)}
            </span>
          ))}
        </li>
      ))}
      {total > items.length && <li>and {numberText(total - items.length)} more</li>}
    </ul>
  )
}

/** The word says it too; only what is not known has a colour of its own. */
const inks = { allow: '', conditional: '', deny: '', unknown: 'text-unknown-text' }

const keyOf = ({ object, via, way, service, protocol, port }: WayIn): string =>
  [refKey(object), via, way, service, protocol, port].join(' ')
