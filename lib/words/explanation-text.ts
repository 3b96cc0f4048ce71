import type { Explanation, SideTrace, TraceStep } from '../model/explanation'
import { pathText, refKey, refText, type ObjectRef, type Origin } from '../model/object'
import type { SaidDial } from '../model/said-dial'
import { portsText } from '../model/port'
import {
  causeGloss,
  classGloss,
  className,
  pillarGloss,
  pillarName,
  pillarOrder,
  planeName,
  sideTitle,
  verdictName,
} from './glossary'
import { alteredText } from './altered'
import { dialText } from './dial'
import { stepSentence } from './step'
import { judgedAt, verdictSentence } from './verdict'
import { visible } from './visible'
import { numberText } from './number'
import { issuerText } from './identity'
import { stretchTitles, wireFacts, wireReasonText } from './wire'

/** An explanation, and where what it says comes from. */
export interface ExplanationToTell {
  /** The two ends in words. */
  readonly from: string
  readonly to: string
  readonly explanation: Explanation
  /** The request and the way to dial that were asked about. */
  readonly dial?: SaidDial
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
  const { trustClass, verdict, engineDependent, pillars } = explanation
  const alike = portsText(explanation.alike)
  const ports =
    alike === '' ? explanation.protocol : alike === 'All Connections' ? 'all ports and protocols' : alike
  const lines = [
    `${visible(told.from)} -> ${visible(told.to)}, ${ports}`,
    ...(told.dial ? [`Asked for: ${dialText(told.dial)}`] : []),
    trustClass ? `${className[trustClass]}: ${classGloss[trustClass]}` : verdictName[verdict],
    verdictSentence(explanation),
    ...(engineDependent
      ? ['Another network engine would decide otherwise, and none was seen in what was loaded.']
      : []),
    ...(explanation.alteredBy ? [`${alteredText(explanation.alteredBy)}.`] : []),
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
  lines.push('', ...wireLines(explanation, origins), sourceLine(told.source, told.readAt))
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

function sideLines(side: SideTrace, origins: Origins): string[] {
  const { at, direction, plane, cause, steps } = side
  return [
    `${sideTitle(direction, visible(at))} (${direction}, ${planeName[plane].toLowerCase()}): ${cause}, ${causeGloss[cause]}`,
    ...steps.map(step => {
      const { role, object } = step
      const said = `${object ? `${visible(refText(object))} ` : ''}${stepSentence(step, side)}`
      return `- ${roles[role]}: ${said}${whereText(step, origins)}`
    }),
  ]
}

/** What is on the wire, and why, stretch by stretch. */
function wireLines(explanation: Explanation, origins: Origins): string[] {
  const titles = stretchTitles(explanation)
  return [
    ...wireFacts(explanation).map(
      ({ name, text, issuer }) => `${name}: ${text}${issuer ? `, issued by ${issuerText(issuer)}` : ''}.`,
    ),
    ...(explanation.route?.because ?? []).flatMap((reasons, stretch) => [
      ...(titles[stretch] === undefined ? [] : [`From ${titles[stretch]}:`]),
      ...reasons.map(reason => {
        const object = reason.object ? `${visible(refText(reason.object))}: ` : ''
        return `- ${object}${wireReasonText(reason)}${whereText(reason, origins)}`
      }),
    ]),
  ]
}

type Origins = ReadonlyMap<string, Origin | undefined>

/** ` [shop.yaml, document 2, line 14; spec.mtls]`; empty where nothing is known. */
function whereText({ object, path }: Pick<TraceStep, 'object' | 'path'>, origins: Origins): string {
  const origin = object && origins.get(refKey(object))
  const where = [
    ...(origin ? [`${visible(origin.file)}, document ${origin.document}, line ${origin.line}`] : []),
    ...(path && path.length > 0 ? [visible(pathText(path))] : []),
  ]
  return where.length > 0 ? ` [${where.join('; ')}]` : ''
}
