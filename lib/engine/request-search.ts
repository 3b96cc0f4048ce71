import type { RequestField, RequestMatch, RequestTest } from '../model/request'
import { and, type Tri } from '../model/tri'
import { satisfiable, type Literal } from './request-witness'

/** Choices of which test fails that are tried; beyond them nothing is said. */
const mostChoices = 4096

/** What is asked of one field so far. */
interface Asked {
  readonly field: RequestField
  readonly literals: readonly Literal[]
}

type State = ReadonlyMap<string, Asked>

/** Whether there is a request that passes all of the tests and meets none of the matches; `maybe` where that is not told. */
export function someRequest(tests: readonly RequestTest[], none: readonly RequestMatch[]): Tri {
  return new Search().from(tests, none)
}

class Search {
  private choices = 0

  from(tests: readonly RequestTest[], none: readonly RequestMatch[]): Tri {
    const matches = [...new Map(none.map(match => [match.key, match])).values()].sort(
      (a, b) => a.tests.length - b.tests.length,
    )
    // A match of one test leaves no choice.
    const forced = matches.flatMap(({ tests: [only, ...others] }) =>
      only && others.length === 0 ? [{ test: only, fails: true }] : [],
    )
    const state = [...tests.map(test => ({ test, fails: false })), ...forced].reduce<State>(
      withLiteral,
      new Map(),
    )
    const known = [...state.values()].reduce<Tri>((met, asked) => and(met, answer(asked)), 'yes')
    return this.choose(
      state,
      matches.filter(match => match.tests.length > 1),
      known,
    )
  }

  /** Lets one test of the first match fail, in every way there is, and goes on with the others. */
  private choose(state: State, matches: readonly RequestMatch[], known: Tri): Tri {
    const [match, ...others] = matches
    if (known === 'no' || !match) return known
    let best: Tri = 'no'
    for (const test of match.tests) {
      if (++this.choices > mostChoices) return 'maybe'
      const literal = { test, fails: true }
      const next = withLiteral(state, literal)
      const touched = next.get(fieldKey(test.field))
      const found = this.choose(next, others, touched ? and(known, answer(touched)) : known)
      if (found === 'yes') return 'yes'
      if (found === 'maybe') best = 'maybe'
    }
    return best
  }
}

const answer = ({ field, literals }: Asked): Tri => satisfiable(field, literals)

const fieldKey = (field: RequestField): string => JSON.stringify(field)

function withLiteral(state: State, literal: Literal): State {
  const key = fieldKey(literal.test.field)
  const asked = state.get(key)
  return new Map(state).set(key, {
    field: literal.test.field,
    literals: [...(asked?.literals ?? []), literal],
  })
}
