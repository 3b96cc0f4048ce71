import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readKinds } from '../lib/analyze'
import { readCluster } from '../lib/sources/cluster/read'
import { builtIn, startFakeApiServer, type FakeObject } from '../test/kit/fake-api-server'
import { podManifest } from './manifests'
import { cost, mainThread } from './measure'
import { podsOf, type Plan, type PlannedPod } from './plan'
import { servedPod } from './served-pod'
import type { Job, Outcome } from './tasks'

/** Serves a cluster, in full as an API server does, until it is ended; prints its address. */
export async function serveCluster(plan: Plan): Promise<void> {
  // Written when they are asked for: all at once they would not fit in memory beside whoever reads them.
  const pods = new Map<FakeObject, PlannedPod>(
    [...podsOf(plan)].map(pod => [
      { metadata: { name: pod.name, namespace: pod.workload.namespace.name } },
      pod,
    ]),
  )
  const lists: Readonly<Record<string, readonly FakeObject[]>> = {
    Namespace: plan.namespaces.map(({ name, labels }) => ({ metadata: { name, labels } })),
    NetworkPolicy: plan.policies.map(({ namespace, name, spec }) => ({
      metadata: { namespace, name },
      spec,
    })),
    Pod: [...pods.keys()],
  }
  const server = await startFakeApiServer(
    builtIn.map(kind => ({ ...kind, objects: lists[kind.kind] ?? [] })),
    {
      packs: false,
      write(object) {
        const pod = pods.get(object)
        return pod ? servedPod(podManifest(pod), pod, 'api') : object
      },
    },
  )
  console.log(server.url)
}

/** Lists everything page by page; the longest time that the event loop was held beside what it cost. */
export async function measureList(job: Job): Promise<Outcome> {
  const child = spawn(process.execPath, [process.argv[1] ?? '', 'serve-cluster', JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const folder = await mkdtemp(join(tmpdir(), 'podtrust-bench-'))
  try {
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (text: Buffer) => resolve(text.toString().trim()))
      child.once('exit', code => reject(new Error(`the API server ended with ${code}`)))
    })
    const kubeconfig = join(folder, 'config')
    await writeFile(kubeconfig, JSON.stringify(configFor(url)))
    const stall = new Stall()
    const { result, cost: paid } = await cost(() => readCluster({ kubeconfig }, { reads: readKinds }))
    return {
      cost: paid,
      facts: { objects: result.objects.length, gaps: result.gaps.length, problems: result.problems.length },
      figures: stall.end(),
    }
  } finally {
    child.kill()
    await rm(folder, { recursive: true })
  }
}

const configFor = (server: string): object => ({
  clusters: [{ name: 'c', cluster: { server } }],
  contexts: [{ name: 'c', context: { cluster: 'c' } }],
  'current-context': 'c',
})

/** How often the event loop is looked at, in milliseconds. */
const beat = 2

/** Watches for how long the event loop is held: as time goes by, and as time that the thread itself took of it. */
class Stall {
  private longest = { wall: 0, cpu: 0 }
  private last = { wall: performance.now(), cpu: mainThread() ?? NaN }
  private readonly timer = setInterval(() => {
    const now = { wall: performance.now(), cpu: mainThread() ?? NaN }
    this.longest = {
      wall: Math.max(this.longest.wall, now.wall - this.last.wall - beat),
      cpu: Math.max(this.longest.cpu, now.cpu - this.last.cpu),
    }
    this.last = now
  }, beat)

  end(): Readonly<Record<string, number>> {
    clearInterval(this.timer)
    return { 'longest stall': this.longest.wall, 'longest stall, own CPU': this.longest.cpu }
  }
}
