import type { Overview } from '@/lib/api/overview-contract'
import { count } from '@/lib/words/count'
import { visible } from '@/lib/words/visible'
import { headlineSentence, startSentence } from '../overview/sentences'

/** What the server was started with; known before any of it is read. */
export type Started = 'demo' | 'manifests' | 'cluster'

export const startedTitle: Readonly<Record<Started, string>> = {
  demo: 'Demo cluster',
  manifests: 'Manifests of this server',
  cluster: 'Cluster of this server',
}

/** `data has no default deny: 274 implicit connections.`; where nothing stands out, what the cluster is as a whole. */
export function worstSentence({ start: [first], headline }: Pick<Overview, 'start' | 'headline'>): string {
  return first === undefined
    ? headlineSentence(headline)
    : `${startSentence(first)}: ${count(first.implicit, 'implicit connection')}.`
}

type Contents = Pick<Overview, 'source' | 'workloads'> & { readonly namespaces: readonly unknown[] }

/** `A shop with 61 workloads in 9 namespaces…`, `prod.yaml: 61 workloads in 9 namespaces.` */
export function contentsSentence(started: Started, { source, workloads, namespaces }: Contents): string {
  const size = `${count(workloads, 'workload')} in ${count(namespaces.length, 'namespace')}`
  return started === 'demo'
    ? `A shop with ${size} and a dozen planted gaps. Nothing to install.`
    : `${visible(source.label)}: ${size}.`
}
