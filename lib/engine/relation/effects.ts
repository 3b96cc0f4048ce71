import type { Policy, Resolution } from '../../model/rule'
import {
  anyOrder,
  apply,
  effectsOf,
  isolation,
  leaveTier,
  open,
  outcomesOf,
  settle,
  stateText,
  type Hit,
  type State,
} from '../readings'
import { emptyUnion, joinUnions, unionText, type Union } from '../unions'
import { rememberedMap, rememberedOperation, type CombineOperation, type MapOperation } from './port-maps'

/** How the rules of one tier add up, and what a rule that matches is worth there. */
export interface Arithmetic {
  readonly hit: (hit: Hit) => number
  readonly none: number
  readonly operation: CombineOperation
}

/**
 * What policies do to one port, in all readings at once, as small numbers that port maps can hold. Inside a tier where
 * denies win the number stands for a set of unions, everywhere else for a set of states. Every operation is worked out
 * by the functions of `readings.ts`, once for each pair of numbers: here nothing is decided.
 */
export class Effects {
  private readonly unions = new Interner<Union>(union => this.numbers.of(unionText(union)))
  private readonly states = new Interner<State>(state => this.numbers.of(stateText(state)))
  private readonly numbers = new Numbers()

  /** Nothing is said: no union, and a reading that stays open. */
  readonly noUnion = this.unions.id([emptyUnion])
  readonly untouched = this.states.id([open])

  /** Policies of one tier add up; every reading of one meets every reading of the other. */
  readonly add: CombineOperation = rememberedOperation((a, b) =>
    this.unions.id(product(this.unions.of(a), this.unions.of(b), joinUnions)),
  )

  /** One after the other: what the first leaves open, the second may decide. */
  readonly then: CombineOperation = rememberedOperation((a, b) =>
    this.states.id(product(this.states.of(a), this.states.of(b), follow)),
  )

  /** Two policies of equal precedence: every order is a reading. */
  readonly tie: CombineOperation = rememberedOperation((a, b) =>
    this.states.id(anyOrder([this.states.of(a), this.states.of(b)])),
  )

  /** One or the other, and nobody knows which. */
  readonly either: CombineOperation = rememberedOperation((a, b) =>
    this.states.id([...this.states.of(a), ...this.states.of(b)]),
  )

  /** The policy may not be there, or not govern this pod. */
  readonly perhapsNoUnion: MapOperation = rememberedMap(a =>
    this.unions.id([...this.unions.of(a), emptyUnion]),
  )
  readonly perhapsUntouched: MapOperation = rememberedMap(a => this.states.id([...this.states.of(a), open]))

  /** The end of a tier. */
  readonly settled: MapOperation = rememberedMap(a =>
    this.states.id(this.unions.of(a).map(union => leaveTier(settle(open, union)))),
  )
  readonly left: MapOperation = rememberedMap(a => this.states.id(this.states.of(a).map(leaveTier)))

  /** The end of the last tier. */
  readonly outcomes: MapOperation = rememberedMap(a => outcomesOf(this.states.of(a)))

  private readonly arithmetics: Readonly<Record<Resolution, Arithmetic>> = {
    'deny-overrides': {
      hit: hit => this.unions.id(effectsOf(hit)),
      none: this.noUnion,
      operation: this.add,
    },
    'first-match': {
      hit: hit => this.states.id(apply(open, hit)),
      none: this.untouched,
      operation: this.then,
    },
  }

  arithmetic(resolution: Resolution): Arithmetic {
    return this.arithmetics[resolution]
  }

  /** What a policy says by governing alone. */
  isolation(isolates: Policy['isolates']): number {
    return this.unions.id(isolation(isolates))
  }
}

/** What a tier does to a reading does not hang on how it came there, so that effects can be worked out from `open`. */
const follow = (a: State, b: State): State => ({
  decided: a.decided === 'open' ? b.decided : a.decided,
  without: a.without === 'open' ? b.without : a.without,
  requests: a.decided === 'open' ? `${a.requests}${b.requests}` : a.requests,
})

function product<T>(a: readonly T[], b: readonly T[], join: (x: T, y: T) => T): T[] {
  return a.flatMap(x => b.map(y => join(x, y)))
}

/** Numbers for texts, in the order in which they come. */
class Numbers {
  private readonly known = new Map<string | number, number>()

  of(text: string | number): number {
    const known = this.known.get(text)
    if (known !== undefined) return known
    const made = this.known.size
    this.known.set(text, made)
    return made
  }
}

/** Sets of things by number. */
class Interner<T> {
  private readonly sets: (readonly T[])[] = []
  private readonly known = new Map<string, number>()

  constructor(private readonly code: (item: T) => number) {}

  id(items: readonly T[]): number {
    const byCode = new Map(items.map(item => [this.code(item), item] as const))
    const codes = [...byCode.keys()].sort((a, b) => a - b)
    const key = codes.join()
    const known = this.known.get(key)
    if (known !== undefined) return known
    const made = this.sets.length
    this.sets.push(codes.flatMap(code => byCode.get(code) ?? []))
    this.known.set(key, made)
    return made
  }

  of(id: number): readonly T[] {
    return this.sets[id] ?? []
  }
}
