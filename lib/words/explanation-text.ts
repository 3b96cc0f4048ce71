import type { Explanation, SideTrace, TraceStep } from '../model/explanation'
import { pathText, refKey, refText, type ObjectRef, type Origin } from '../model/object'
import { portsText } from '../model/port'
import {
  causeGloss,
  classGloss,
  className,
  pillarGloss,
  pillarName,
  pillarOrder,
  planeName,
  serverAcceptsGloss,
  sideTitle,
  transportGloss,
  verdictName,
} from './glossary'
import { stepSentence } from './step'
import { judgedAt, verdictSentence } from './verdict'
import { visible } from './visible'
import { numberText } from './number'

/** An explanation, and where what it says comes from. */
export interface ExplanationToTell {
  /** The two ends in words. */
  readonly from: string
  readonly to: string
  readonly explanation: Explanation
  /** Kinds of pod pairs that there are, where this is one of several. */
  readonly kinds: number
  /** Where each object was written, as far as that is known. */
  readonly objects: readonly { readonly ref: ObjectRef; readonly origin?: Origin }[]
  readonly source: { readonly kind: string; readonly label: string }
  /** ISO time of the reading. */
  readonly readAt: string
}

/** All that the page says of one connection, as plain text for a ticket; every name in characters that show. */
export function explanationText(told: ExplanationToTell): string {
  const { explanation, kinds } = told
  const { trustClass, verdict, transport, serverAccepts, engineDependent, pillars } = explanation
  const alike = portsText(explanation.alike)
  const ports =
    alike === '' ? explanation.protocol : alike === 'All Connections' ? 'all ports and protocols' : alike
  const lines = [
    `${visible(told.from)} -> ${visible(told.to)}, ${ports}`,
    trustClass ? `${className[trustClass]}: ${classGloss[trustClass]}` : verdictName[verdict],
    verdictSentence(explanation),
    ...(engineDependent
      ? ['Another network engine would decide otherwise, and none was seen in what was loaded.']
      : []),
    ...(kinds > 1 ? [`The pods differ: this is one of ${numberText(kinds)} answers.`] : []),
  ]
  if (pillars)
    lines.push(
      '',
      ...pillarOrder.map(
        pillar =>
          `${pillarName[pillar]}: ${pillars[pillar]} (${pillarGloss(pillar, pillars[pillar], judgedAt(explanation))})`,
      ),
    )
  const origins = new Map(told.objects.map(({ ref, origin }) => [refKey(ref), origin]))
  for (const side of explanation.sides) lines.push('', ...sideLines(side, origins))
  lines.push(
    '',
    `On the wire: ${transportGloss[transport]}${serverAccepts ? `; ${serverAcceptsGloss[serverAccepts]}` : ''}.`,
    sourceLine(told.source, told.readAt),
  )
  return `${lines.join('\n')}\n`
}

/** Where all of it comes from, and when that was read. */
export const sourceLine = (source: ExplanationToTell['source'], readAt: string): string =>
  `Source: ${visible(source.label)}${source.kind === source.label ? '' : ` (${source.kind})`}, read ${readAt}. By podtrust.`

const roles: Readonly<Record<TraceStep['role'], string>> = {
  decided: 'Decides',
  considered: 'Looked at',
  'near-miss': 'Near miss',
}

function sideLines(side: SideTrace, origins: ReadonlyMap<string, Origin | undefined>): string[] {
  const { at, direction, plane, cause, steps } = side
  return [
    `${sideTitle(direction, visible(at))} (${direction}, ${planeName[plane].toLowerCase()}): ${cause}, ${causeGloss[cause]}`,
    ...steps.map(step => {
      const { role, object, path } = step
      const said = `${object ? `${visible(refText(object))} ` : ''}${stepSentence(step, side)}`
      const origin = object && origins.get(refKey(object))
      const where = [
        ...(origin ? [`${visible(origin.file)}, document ${origin.document}, line ${origin.line}`] : []),
        ...(path && path.length > 0 ? [visible(pathText(path))] : []),
      ]
      return `- ${roles[role]}: ${said}${where.length > 0 ? ` [${where.join('; ')}]` : ''}`
    }),
  ]
}
