import { analyze } from '../lib/analyze'
import { Collector } from '../lib/sources/collect'
import { readText } from '../lib/sources/read-text'
import { clusterText } from './cluster'

/**
 * How long reading, analysing and one question take, by size. These machines are noisy, so each figure stands beside a
 * yardstick timed in the same run: sorting a million numbers.
 */
const yardstick = best(5, () => {
  let seed = 1
  const numbers = Array.from({ length: 1_000_000 }, () => (seed = (seed * 48_271) % 2_147_483_647))
  numbers.sort((a, b) => a - b)
})
console.log(`yardstick: a million numbers sorted in ${yardstick.toFixed(0)} ms`)
console.log('workloads  connections  read ms (ratio)  analyse ms (ratio)  one explain ms')
for (const workloads of [50, 100, 200, 400]) {
  const text = clusterText(workloads)
  const read = best(3, () => capture(text))
  const captured = capture(text)
  const analyse = best(3, () => analyze(captured))
  const session = analyze(captured)
  const [from, to] = session.inventory.workloads
  if (!from || !to) throw new Error('the cluster is empty')
  const explain = best(20, () =>
    session.explain({
      from: { kind: 'pods', label: from.key, pods: from.pods },
      to: { kind: 'pods', label: to.key, pods: to.pods },
      protocol: 'TCP',
      port: 8080,
    }),
  )
  const ratio = (ms: number): string => `${ms.toFixed(0)} (${(ms / yardstick).toFixed(2)})`
  console.log(
    [workloads, session.connections.length, ratio(read), ratio(analyse), explain.toFixed(1)].join('  '),
  )
}

function capture(text: string) {
  const collector = new Collector()
  for (const _ of readText(text, 'cluster.yaml', collector));
  return collector.capture({ kind: 'manifests', label: 'bench' })
}

function best(times: number, work: () => unknown): number {
  const runs = Array.from({ length: times }, () => {
    const started = performance.now()
    work()
    return performance.now() - started
  })
  return Math.min(...runs)
}
