/** Requests to one API server at a time: more would wait there, and take turns from others. */
const width = 4

/** Works on all items, some at a time, in their order. */
export async function inParallel<T>(
  items: readonly T[],
  work: (item: T, at: number) => Promise<void>,
): Promise<void> {
  const queue = items.entries()
  const lane = async (): Promise<void> => {
    for (const [at, item] of queue) await work(item, at)
  }
  await Promise.all(Array.from({ length: width }, lane))
}
