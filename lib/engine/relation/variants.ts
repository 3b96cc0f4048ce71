import type { Policy, Rule } from '../../model/rule'
import { isOpen, ours, resolved, theirs } from '../part-played'
import type { Governor } from './governors'
import type { Lens } from './lens'
import type { Holding } from './tier-rows'

/** One entry of a rule, by its peer and its port. */
export interface Spot {
  readonly rule: Rule
  readonly peer: Rule['peers'][number]
  readonly port: Rule['ports'][number]
}

/** Allow rules say whose they are; those of the object only where they surely match. */
const marking = (key: string, whose: (sure: boolean) => number): Lens => ({
  key,
  see: hit => [hit.action === 'allow' ? { ...hit, namings: [whose(hit.match === 'yes')] } : hit],
})

/**
 * Policies with something changed, for questions of what an answer would be then (`part-played.ts` says which and why).
 * Each is made once and has a number of its own, so that what it says can be remembered like that of any other.
 */
export class Variants {
  private readonly made = new Map<string, Governor>()
  private readonly oursLens = marking('o', sure => (sure ? ours : theirs))
  private readonly theirsLens = marking('t', () => theirs)

  /** `next`: from here on no governor has the number. */
  constructor(private next: number) {}

  /** With its allow rules marked as the object's. */
  readonly ours = ({ governor, certain }: Holding): Holding => {
    const lens = certain && !governor.policy.refused ? this.oursLens : this.theirsLens
    return this.seen(governor, certain, lens)
  }

  readonly theirs = ({ governor, certain }: Holding): Holding => this.seen(governor, certain, this.theirsLens)

  readonly withoutAllows = (holding: Holding): Holding =>
    this.rewritten(holding, 'no allow', policy => ({ ...policy, rules: without('allow', policy) }))

  readonly withoutDenial = (holding: Holding): Holding =>
    this.rewritten(holding, 'no deny', policy => ({
      ...policy,
      isolates: 'no',
      rules: without('deny', policy),
    }))

  /** There for sure, its doubtful entries matching or not as `matches` says. */
  settled({ governor }: Holding, matches: (spot: Spot) => boolean): Holding {
    const { policy } = governor
    return {
      certain: true,
      governor: {
        ...governor,
        id: this.next++,
        policy: { ...policy, refused: false, isolates: policy.isolates === 'no' ? 'no' : 'yes' },
        lens: {
          see: (hit, rule, peer, port) =>
            isOpen(hit) ? resolved(hit, matches({ rule, peer, port })) : [hit],
        },
      },
    }
  }

  private seen(governor: Governor, certain: boolean, lens: Lens): Holding {
    if (!governor.policy.rules.some(({ action }) => action === 'allow')) return { governor, certain }
    return { governor: this.once(governor, lens.key ?? '', () => ({ lens })), certain }
  }

  private rewritten(
    { governor, certain }: Holding,
    name: string,
    change: (policy: Policy) => Policy,
  ): Holding {
    return { governor: this.once(governor, name, () => ({ policy: change(governor.policy) })), certain }
  }

  private once(governor: Governor, name: string, change: () => Partial<Governor>): Governor {
    const key = `${governor.id} ${name}`
    let known = this.made.get(key)
    if (!known) {
      known = { ...governor, ...change(), id: this.next++ }
      this.made.set(key, known)
    }
    return known
  }
}

const without = (action: Rule['action'], { rules }: Policy): Rule[] =>
  rules.filter(rule => rule.action !== action)
