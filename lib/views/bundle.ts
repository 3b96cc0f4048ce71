import type { PairClass, Tally } from './tally'
import { entry, noCounts, type OpenCounts } from './tally'

/** All pairs from one namespace to another, or (without `from`) all that an open door lets into one namespace. */
export interface Bundle {
  readonly from?: string
  readonly to: string
  readonly counts: OpenCounts
  /** Workloads at the far end. */
  readonly targets: Set<string>
}

/** The pairs of one namespace with the internet, by direction. */
export interface Stub {
  readonly namespace: string
  readonly direction: 'in' | 'out'
  readonly counts: OpenCounts
}

export interface Bundles {
  readonly lines: readonly Bundle[]
  readonly inside: ReadonlyMap<string, OpenCounts>
  readonly stubs: readonly Stub[]
}

/** Sorts every pair into the one sign that draws it: a line from Anyone, a line, the inside of a hull, or a stub. */
export function bundle({ pairs, namespaceOf }: Pick<Tally, 'pairs' | 'namespaceOf'>): Bundles {
  const lines = new Map<string, Bundle>()
  const inside = new Map<string, OpenCounts>()
  const stubs = new Map<string, Stub>()
  for (const pair of pairs) {
    const sign = signOf(pair, namespaceOf)
    const id = JSON.stringify(sign)
    if (sign.kind === 'inside') entry(inside, sign.namespace, noCounts)[pair.trustClass]++
    else if (sign.kind === 'stub')
      entry(stubs, id, () => ({
        namespace: sign.namespace,
        direction: sign.direction,
        counts: noCounts(),
      })).counts[pair.trustClass]++
    else if (sign.kind === 'line') {
      const line = entry(lines, id, () => ({
        ...(sign.from !== undefined && { from: sign.from }),
        to: sign.to,
        counts: noCounts(),
        targets: new Set<string>(),
      }))
      line.counts[pair.trustClass]++
      line.targets.add(pair.to)
    }
  }
  return { lines: [...lines.values()], inside, stubs: [...stubs.values()] }
}

type Sign =
  | { readonly kind: 'line'; readonly from?: string; readonly to: string }
  | { readonly kind: 'inside'; readonly namespace: string }
  | { readonly kind: 'stub'; readonly namespace: string; readonly direction: 'in' | 'out' }
  | { readonly kind: 'none' }

function signOf({ from, to, openDoor }: PairClass, namespaceOf: ReadonlyMap<string, string>): Sign {
  const source = namespaceOf.get(from)
  const target = namespaceOf.get(to)
  if (target === undefined)
    return source === undefined ? { kind: 'none' } : { kind: 'stub', namespace: source, direction: 'out' }
  if (source === undefined) return { kind: 'stub', namespace: target, direction: 'in' }
  if (openDoor) return { kind: 'line', to: target }
  return source === target
    ? { kind: 'inside', namespace: target }
    : { kind: 'line', from: source, to: target }
}
