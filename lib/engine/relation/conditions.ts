/** A condition on the answers to numbered questions, by number: two are equal exactly when their numbers are. */
export type ConditionId = number

export const never: ConditionId = 0
export const always: ConditionId = 1

/** Asks one question; what is left after either answer is a condition again. */
interface Node {
  readonly question: number
  readonly no: ConditionId
  readonly yes: ConditionId
}

/**
 * Boolean conditions as ordered decision diagrams: on every way down, questions come in the order of their numbers, each
 * once at most, and no condition is there twice. What is left of one after some answers is a condition too.
 */
export class ConditionStore {
  /** The first two are never and always, which ask nothing. */
  private readonly nodes: (Node | undefined)[] = [undefined, undefined]
  private readonly byKey = new Map<string, ConditionId>()
  private readonly combined = new Map<string, ConditionId>()

  /** Throws what `full` makes where more conditions than `most` would have to be told apart. */
  constructor(
    private readonly most: number,
    private readonly full: () => Error,
  ) {}

  question(number: number): ConditionId {
    return this.make(number, never, always)
  }

  /** Undefined where nothing is left to ask. */
  nodeOf(condition: ConditionId): Node | undefined {
    return this.nodes[condition]
  }

  not(a: ConditionId): ConditionId {
    const node = this.nodeOf(a)
    if (!node) return a === never ? always : never
    return this.memoised('not', a, a, () => this.make(node.question, this.not(node.no), this.not(node.yes)))
  }

  and(a: ConditionId, b: ConditionId): ConditionId {
    if (a === never || b === never) return never
    if (a === always || a === b) return b
    if (b === always) return a
    return this.memoised('and', Math.min(a, b), Math.max(a, b), () => {
      const [one, other] = [this.nodeOf(a), this.nodeOf(b)]
      const question = Math.min(one?.question ?? Infinity, other?.question ?? Infinity)
      const after = (id: ConditionId, node: Node | undefined, answer: 'no' | 'yes'): ConditionId =>
        node?.question === question ? node[answer] : id
      return this.make(
        question,
        this.and(after(a, one, 'no'), after(b, other, 'no')),
        this.and(after(a, one, 'yes'), after(b, other, 'yes')),
      )
    })
  }

  or(a: ConditionId, b: ConditionId): ConditionId {
    return this.not(this.and(this.not(a), this.not(b)))
  }

  private make(question: number, no: ConditionId, yes: ConditionId): ConditionId {
    if (no === yes) return no
    const key = `${question} ${no} ${yes}`
    let id = this.byKey.get(key)
    if (id === undefined) {
      if (this.nodes.length > this.most) throw this.full()
      id = this.nodes.push({ question, no, yes }) - 1
      this.byKey.set(key, id)
    }
    return id
  }

  private memoised(name: string, a: ConditionId, b: ConditionId, compute: () => ConditionId): ConditionId {
    const key = `${name} ${a} ${b}`
    let made = this.combined.get(key)
    if (made === undefined) this.combined.set(key, (made = compute()))
    return made
  }
}
