import { setImmediate } from 'node:timers/promises'

/** How long one request may hold the event loop before others get their turn, in milliseconds. */
const turn = 20

/** Maps a list, letting other requests run in between. */
export async function inTurns<From, To>(list: readonly From[], map: (item: From) => To): Promise<To[]> {
  const mapped: To[] = []
  let began = performance.now()
  for (const item of list) {
    mapped.push(map(item))
    if (performance.now() - began < turn) continue
    await setImmediate()
    began = performance.now()
  }
  return mapped
}
