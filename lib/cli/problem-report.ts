import { pathText, refText, type Origin } from '../model/object'
import type { Problem } from '../model/problem'
import type { Session } from '../model/session'
import { finish } from '../model/stepwise'
import { gapCosts, type GapCost } from '../views/gaps'
import { count } from '../words/count'
import { costText, gapWords } from '../words/gap'
import { visible } from '../words/visible'

const effects: Readonly<Record<Problem['effect'], string>> = {
  unknown: 'what it could decide is unknown',
  'left-out': 'left out',
  none: 'no verdict depends on it',
}

/** Kinds of problems shown before the rest is only counted. */
const most = 20

/** A session, or what was read before anything was judged, when nobody can say what gaps cost. */
type Report = Pick<Session, 'capture' | 'problems'> & Partial<Pick<Session, 'unknownBecauseOf'>>

/**
 * What was wrong with the input, for standard error: one entry per kind of problem with the first place where it
 * stands, the worst effects first, and what was loaded all the same. Empty when nothing was wrong.
 */
export function problemReport({ capture, problems, unknownBecauseOf }: Report): string {
  const groups = new Map<string, Problem[]>()
  for (const problem of [...problems].sort((a, b) => rank(a) - rank(b))) {
    const key = JSON.stringify([problem.code, problem.effect, problem.message])
    const group = groups.get(key)
    if (group) group.push(problem)
    else groups.set(key, [problem])
  }
  const gaps = unknownBecauseOf ? finish(gapCosts({ capture, unknownBecauseOf })) : gapWords(capture.gaps)
  const entries = [
    ...gaps.map(gap => ({
      effect: gap.decides ? ('unknown' as const) : ('left-out' as const),
      text: `${[costText(gap), gap.cause, ...effectOf(gap), gap.remedy].join('; ')}\n`,
      count: 1,
    })),
    ...[...groups.values()].map(group => ({
      effect: group[0]?.effect ?? 'none',
      text: entry(group),
      count: group.length,
    })),
  ].sort((a, b) => rank(a) - rank(b))
  if (entries.length === 0) return ''
  const hidden = entries.slice(most).reduce((sum, { count }) => sum + count, 0)
  const others = untouched(capture, problems)
  return [
    ...entries.slice(0, most).map(({ text }) => text),
    ...(hidden > 0 ? [`${count(hidden, 'more problem')}\n`] : []),
    ...(others === undefined
      ? []
      : [
          `${others === 1 ? 'The other document is' : `The other ${count(others, 'document')} are`} loaded.\n`,
        ]),
  ].join('')
}

/** How many documents are loaded without a problem that changes anything; undefined where there is no such problem. */
function untouched({ objects }: Session['capture'], problems: readonly Problem[]): number | undefined {
  const textOf = ({ file, document }: Origin): string => JSON.stringify([file, document])
  const serious = problems.filter(({ effect }) => effect !== 'none')
  const touched = new Set(serious.flatMap(({ origin }) => (origin ? [textOf(origin)] : [])))
  const loaded = new Set(objects.flatMap(({ origin }) => (origin ? [textOf(origin)] : [])))
  return serious.length > 0 && loaded.size > 0
    ? [...loaded].filter(document => !touched.has(document)).length
    : undefined
}

/** Where a count says it, nothing more is to be said. */
const effectOf = ({ decides, unknown }: GapCost): string[] =>
  unknown === undefined ? [decides ? effects.unknown : 'they are left out'] : []

const order: readonly Problem['effect'][] = ['unknown', 'left-out', 'none']

const rank = ({ effect }: Pick<Problem, 'effect'>): number => order.indexOf(effect)

function entry(group: readonly Problem[]): string {
  const [first] = group
  if (!first) return ''
  const others = group.length - 1
  const where = place(first)
  const more = others > 0 ? ` (and ${others} more like it)` : ''
  return (
    visible(
      `${where === '' ? '' : `${where}: `}${first.message}${more}; ${effects[first.effect]}; ${first.remedy}`,
    ) + '\n'
  )
}

/** `base.yaml, document 3, line 14, NetworkPolicy shop/web, spec.podSelector`. */
function place({ origin, object, path, message }: Problem): string {
  return [
    ...(origin ? [origin.file, `document ${origin.document}`, `line ${origin.line}`] : []),
    ...(object ? [refText(object)] : []),
    // Most messages about a field begin with it.
    ...(path && path.length > 0 && !message.startsWith(`${pathText(path)}: `) ? [pathText(path)] : []),
  ].join(', ')
}
