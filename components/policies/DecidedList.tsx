import { Check } from 'lucide-react'
import Link from 'next/link'
import type { PolicyDetail } from '@/lib/api/policy-contract'
import { numberText } from '@/lib/words/number'
import { useHrefs } from '../capture/use-capture'
import { ClassGlyph } from '../signs/ClassGlyph'
import { EndName } from '../signs/EndName'

type Pair = PolicyDetail['pairs'][number]

const effects = [
  { effect: 'unknown', title: 'Unknown because of it' },
  { effect: 'allows', title: 'Allowed by it' },
  { effect: 'denies', title: 'Kept shut by it' },
] as const

/** The pairs that an object decides about, each a way to its reasons in the explorer. */
export function DecidedList({ detail }: { readonly detail: PolicyDetail }) {
  const { pairs } = detail
  if (pairs.length === 0) return <p className="text-text-2">It decides about no pair.</p>
  return effects.map(({ effect, title }) => {
    const total = detail[effect]
    const listed = pairs.filter(pair => pair.effect === effect)
    if (total === 0) return null
    const heading = `decided-${effect}`
    return (
      <section key={effect} aria-labelledby={heading} className="not-first:mt-3">
        <h3 id={heading} className="flex items-baseline gap-2 text-xs font-semibold">
          {title} <span className="font-normal text-text-3">{numberText(total)}</span>
          {effect === 'allows' && detail.soleAllow > 0 && (
            <span className="font-normal text-text-2">
              {numberText(detail.soleAllow)} of them at some port by no other rule (sole)
            </span>
          )}
        </h3>
        <ul className="mt-1 -mx-1.5">
          {listed.map(pair => (
            <li key={`${pair.from} ${pair.to}`}>
              <PairLink pair={pair} />
            </li>
          ))}
        </ul>
        {total > listed.length && (
          <p className="mt-1 text-xs text-text-2">and {numberText(total - listed.length)} more pairs</p>
        )}
      </section>
    )
  })
}

function PairLink({ pair: { from, to, effect, sole, port } }: { readonly pair: Pair }) {
  const { explorer } = useHrefs()
  return (
    <Link
      href={explorer({ from, to, port: port ?? null })}
      prefetch={false}
      className="target-row flex min-w-0 items-center gap-2 rounded-sm px-1.5 hover:bg-surface-2"
    >
      {effect === 'allows' ? (
        <Check size={12} aria-hidden className="shrink-0" />
      ) : (
        <ClassGlyph of={effect === 'denies' ? 'denied' : 'unknown'} size={12} />
      )}
      {/* Relative, so that what is for screen readers alone is cut off with the names that it stands behind. */}
      <span className="relative min-w-0 truncate">
        <EndName end={from} />{' '}
        <span className="text-text-3">
          <span aria-hidden>→</span>
          <span className="sr-only">to</span>
        </span>{' '}
        <EndName end={to} />
      </span>
      <span className="ml-auto shrink-0 pl-2 text-2xs text-text-2">
        {sole && 'sole '}
        {port && (
          <span className="font-mono">
            {port.protocol} {port.port}
          </span>
        )}
      </span>
    </Link>
  )
}
