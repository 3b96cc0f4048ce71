import { openDoor, type Connection } from '../model/connection'
import type { Session } from '../model/session'
import type { Counts } from '../model/summary'
import { internet } from '../model/table'
import { trustClasses, type TrustClass } from '../model/verdict'
import { isolationOf } from './isolation'

/** The name of whoever comes in through an open door. */
export const anyone = 'anyone'

type OpenCounts = { -readonly [K in TrustClass]: number }

export const noCounts = (): OpenCounts => ({ implicit: 0, unknown: 0, partial: 0, verified: 0 })

export const total = (counts: Counts): number =>
  trustClasses.reduce((sum, trustClass) => sum + counts[trustClass], 0)

/** The worst class that occurs; absent where nothing does. */
export const worst = (counts: Counts): TrustClass | undefined =>
  trustClasses.find(trustClass => counts[trustClass] > 0)

export function sumCounts(parts: Iterable<Counts | undefined>): OpenCounts {
  const sum = noCounts()
  for (const part of parts) for (const trustClass of trustClasses) sum[trustClass] += part?.[trustClass] ?? 0
  return sum
}

/** Whether a workload of the cluster gets in at another one because no policy limits the ingress there. */
export const comesThroughDoor = (
  session: Pick<Session, 'isolation'>,
  from: string,
  to: string,
  { trustClass }: Pick<Connection, 'trustClass'>,
): boolean =>
  trustClass === 'implicit' && from !== internet && to !== internet && openDoor(isolationOf(session, to))

/** The value of a key, made on first use. */
export function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}
