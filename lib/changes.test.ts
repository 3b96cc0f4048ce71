import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, pod } from '../test/kit/manifests'
import { captureOfObjects, settingsOf } from '../test/kit/random-capture'
import { captureOf } from '../test/kit/world'
import { randomCase } from '../test/third-opinion/random-cluster'
import { analyze } from './analyze'
import { changesBetween, type Changes } from './changes'
import { joinRanges, rangeText, type AddressRange } from './model/address'
import type { Capture, Gap } from './model/capture'
import type { Connection } from './model/connection'
import { defaultSettings, type Settings } from './model/settings'
import type { Session } from './model/session'

const seed = Number(process.env['PODTRUST_SEED'] ?? 20261101)
const clusters = Number(process.env['PODTRUST_SEEDS'] ?? 100)

const between = (before: readonly string[], after: readonly string[], gaps: readonly Gap[] = []): Changes =>
  changesBetween(captureOf(before), analyze(captureOf(after, gaps)))

const shop = [namespace('shop'), pod('shop/web'), pod('shop/db')]
const deny = networkPolicy('shop/deny', '{podSelector: {matchLabels: {app: db}}}')
const narrow = networkPolicy(
  'shop/deny',
  '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]}',
)

describe('what a reading changed', () => {
  it('is nothing where everything says the same, wherever it was written', () => {
    const none = { added: 0, removed: 0, changed: 0 }
    expect(between([...shop, deny], [deny, ...shop])).toEqual({ connections: none, objects: none })
  })

  it('counts pairs and classes that go, and come back', () => {
    // web → db, and the internet → db; nothing else ends at db.
    expect(between(shop, [...shop, deny])).toEqual({
      connections: { added: 0, removed: 2, changed: 0 },
      objects: { added: 1, removed: 0, changed: 0 },
    })
    expect(between([...shop, deny], shop)).toEqual({
      connections: { added: 2, removed: 0, changed: 0 },
      objects: { added: 0, removed: 1, changed: 0 },
    })
  })

  it('counts another class as one that goes and one that comes', () => {
    // web → db was implicit on all ports, and is partial on one; the internet is shut out.
    expect(between(shop, [...shop, narrow]).connections).toEqual({ added: 1, removed: 2, changed: 0 })
  })

  it('counts other ports of the same class as changed', () => {
    const wider = narrow.replace('5432', '5433')
    expect(between([...shop, narrow], [...shop, wider])).toEqual({
      connections: { added: 0, removed: 0, changed: 1 },
      objects: { added: 0, removed: 0, changed: 1 },
    })
  })

  it('counts what a new gap makes unknown', () => {
    const gap: Gap = {
      kind: 'policy',
      object: { group: 'networking.k8s.io', kind: 'NetworkPolicy', namespace: 'shop', name: 'x' },
      namespace: 'shop',
      reason: 'is broken',
    }
    const { connections, objects } = between(shop, shop, [gap])
    expect(objects).toEqual({ added: 0, removed: 0, changed: 0 })
    expect(connections.added).toBeGreaterThan(0)
  })

  it('is told as a lower bound where it would be too much to tell', () => {
    const { connections } = changesBetween(
      captureOf(shop),
      analyze(captureOf([...shop, deny])),
      defaultSettings,
      0,
    )
    expect(connections).toEqual({ added: 0, removed: 2, changed: 0, atLeast: true })
  })
})

/** By pair and class: all that is said of it but how many pods it is said of. All addresses outside are one end. */
function byPairAndClass({ connections }: Session): Map<string, string> {
  const said = new Map<string, Map<string, AddressRange[]>>()
  for (const { from, to, pods: _, ...state } of connections) {
    const end = (side: Connection['from']): unknown => (side.kind === 'workload' ? side.key : null)
    const key = JSON.stringify([end(from), end(to), state.trustClass])
    const states = said.get(key) ?? new Map<string, AddressRange[]>()
    const text = JSON.stringify(state)
    const ranges = [from, to].flatMap(side => (side.kind === 'outside' ? [side.range] : []))
    said.set(key, states.set(text, [...(states.get(text) ?? []), ...ranges]))
  }
  const textOf = ([state, ranges]: [string, AddressRange[]]): string =>
    `${state} ${joinRanges(ranges).map(rangeText).join()}`
  return new Map([...said].map(([key, states]) => [key, [...states].map(textOf).sort().join()]))
}

function counted(before: Capture, after: Capture, settings: Settings): Changes['connections'] {
  const [old, now] = [before, after].map(capture => byPairAndClass(analyze(capture, settings)))
  if (!old || !now) throw new Error('there are two')
  const inBoth = [...now.keys()].filter(key => old.has(key))
  return {
    added: now.size - inBoth.length,
    removed: old.size - inBoth.length,
    changed: inBoth.filter(key => old.get(key) !== now.get(key)).length,
  }
}

const next = <T>(stream: Iterator<T, unknown>): T | undefined => {
  const step = stream.next()
  return step.done ? undefined : step.value
}

it('is what two lists of connections differ in, in random clusters', () => {
  fc.assert(
    fc.property(
      randomCase,
      fc.infiniteStream(fc.nat(3)),
      fc.infiniteStream(fc.boolean()),
      (one, fate, side) => {
        const settings = settingsOf(one.options)
        // Each object is in both, or in one of them only.
        const kept = one.objects.map(() => ({
          fate: next(fate) ?? 0,
          first: next(side) ?? true,
        }))
        const [before, after] = [true, false].map(first =>
          captureOfObjects(one.objects.filter((_, at) => kept[at]?.fate !== 0 || kept[at]?.first === first)),
        )
        if (!before || !after) throw new Error('there are two')
        const told = changesBetween(before, analyze(after, settings), settings, Infinity)
        expect(told.connections).toEqual(counted(before, after, settings))
      },
    ),
    { seed, numRuns: clusters },
  )
}, 600_000)
