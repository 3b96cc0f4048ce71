import { expect, it } from 'vitest'
import type { Gap } from '../../lib/model/capture'
import type { Settings } from '../../lib/model/settings'
import { causes, connections, explain, open, trust, verdict } from '../kit/world'

/** One row of the worked examples of the contract: a world, one question, and everything that is said about it. */
export interface Example {
  readonly asks: string
  readonly verdict: string
  /** How each side allows or denies, in the words of the causes. */
  readonly sides: string
  /** The class, and the pillars authenticated/authorized/encrypted. */
  readonly trust: string
  /** `transport, serverAccepts`; `—` where that is not ours to know. */
  readonly wire: string
  /** All lines of the pair, as `podtrust list` prints them. */
  readonly list: readonly string[]
  /** How the lines of the pair begin; `cart` to `api` where nothing is said. */
  readonly pair?: string
  readonly engineDependent?: boolean
  /** Other questions to the same world. */
  readonly also?: Readonly<Record<string, string>>
  readonly settings?: Partial<Settings>
  readonly gaps?: readonly Gap[]
}

export const example = (number: number, title: string, documents: readonly string[], row: Example): void =>
  it(`example ${number}: ${title}`, () => {
    const session = open(documents, row.settings, row.gaps)
    const { transport, serverAccepts = '—', engineDependent } = explain(session, row.asks)
    const pair = row.pair ?? 'shop/cart[Deployment] => shop/api[Deployment] :'
    expect({
      verdict: verdict(session, row.asks),
      sides: causes(session, row.asks),
      trust: trust(session, row.asks),
      wire: `${transport}, ${serverAccepts}`,
      engineDependent,
      list: connections(session, { outside: true }).filter(line => line.startsWith(pair)),
    }).toEqual({
      verdict: row.verdict,
      sides: row.sides,
      trust: row.trust,
      wire: row.wire,
      engineDependent: row.engineDependent ?? false,
      list: row.list,
    })
    for (const [question, expected] of Object.entries(row.also ?? {}))
      expect(verdict(session, question)).toBe(expected)
  })
