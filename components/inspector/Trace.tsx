import type { SideTrace, TraceStep } from '@/lib/model/explanation'
import { pathText, type ObjectRef } from '@/lib/model/object'
import { planeName, sideTitle } from '@/lib/words/glossary'
import { stepSentence } from '@/lib/words/step'
import { visible } from '@/lib/words/visible'
import { ObjectLink } from './ObjectLink'

interface TraceProps {
  readonly sides: readonly SideTrace[]
  /** Address of the same page with the objects open. */
  readonly href: string
  readonly onObject: (ref: ObjectRef) => void
}

/** How each side came to its answer, in the order of evaluation. */
export function Trace({ sides, href, onObject }: TraceProps) {
  const planes = new Set(sides.map(({ plane }) => plane))
  return sides.map((side, i) => (
    <section key={i} className="pt-2.5">
      <h3 className="flex items-baseline gap-2 text-xs font-semibold">
        <bdi>{sideTitle(side.direction, visible(side.at))}</bdi>
        <span className="font-normal text-text-3">
          {side.direction}
          {planes.size > 1 && ` · ${planeName[side.plane]}`}
        </span>
      </h3>
      <ol className="mt-1.5 ml-1.5 border-l border-line-strong">
        {side.steps.map((step, i) => (
          <Step key={i} step={step} side={side} href={href} onObject={onObject} />
        ))}
        {side.steps.every(({ role }) => role !== 'decided') && (
          <li className="relative py-1 pl-4 text-text">
            <Mark role="decided" open={isOpen(side)} />
            <Cause side={side} />
          </li>
        )}
      </ol>
    </section>
  ))
}

interface StepProps {
  readonly step: TraceStep
  readonly side: SideTrace
  /** Address of the same page with the objects open. */
  readonly href: string
  readonly onObject: (ref: ObjectRef) => void
}

function Step({ step, side, href, onObject }: StepProps) {
  const { role, object, path } = step
  return (
    <li
      className={`relative py-1 pl-4 text-[0.78125rem] leading-[1.0625rem] break-words ${role === 'decided' ? 'text-text' : 'text-text-2'}`}
    >
      <Mark role={role} open={isOpen(side)} />
      {role === 'decided' && (
        <>
          <span className="sr-only">Decides: </span>
          <Cause side={side} />
          <span aria-hidden> · </span>
        </>
      )}
      {role === 'near-miss' && (
        <span className="mr-1 inline-block rounded-sm border border-line-control px-1 text-2xs leading-[0.9375rem] font-medium text-text-2">
          near miss
        </span>
      )}
      {object && <ObjectLink object={object} href={href} onObject={onObject} />} {stepSentence(step, side)}
      {path && path.length > 0 && (
        <span className="block font-mono text-2xs leading-4 text-text-3">{visible(pathText(path))}</span>
      )}
    </li>
  )
}

const isOpen = ({ cause }: SideTrace): boolean =>
  cause === 'default-allow' || cause === 'bypass' || cause === 'not-enforced'

const Cause = ({ side }: { readonly side: SideTrace }) => (
  <span className={`font-mono text-2xs font-medium ${isOpen(side) ? 'text-implicit-text' : 'text-text'}`}>
    {side.cause}
  </span>
)

/** Diamond = decided, circle = looked at, dashed = near miss. */
function Mark({ role, open }: { readonly role: TraceStep['role']; readonly open: boolean }) {
  const shape = {
    decided: `size-[7px] rotate-45 rounded-[1px] ${open ? 'bg-implicit' : 'bg-ink'} forced-color-adjust-none`,
    considered: 'size-[7px] rounded-full border-[1.5px] border-line-control bg-surface',
    'near-miss': 'size-[8px] rounded-full border-[1.5px] border-dashed border-line-control bg-surface',
  }[role]
  return <span aria-hidden className={`absolute top-[9px] -left-[4px] ${shape}`} />
}
