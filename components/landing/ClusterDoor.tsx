import { ChevronRight, Plug } from 'lucide-react'
import Link from 'next/link'
import type { Overview } from '@/lib/api/overview-contract'
import { count } from '@/lib/words/count'
import { visible } from '@/lib/words/visible'
import { Code, Command, Door } from './Door'

/** The cluster that the server was started with; else how to start one with a cluster. Browsers give no credentials. */
export function ClusterDoor({ overview }: { readonly overview: Overview | undefined }) {
  const live = overview?.source.kind === 'cluster' ? overview : undefined
  return (
    <Door icon={<Plug size={16} aria-hidden />} title="Live cluster">
      <p>
        The server reads with the kubeconfig that it is started with, by <Code>get</Code> and{' '}
        <Code>list</Code> alone.
      </p>
      {live && <Context overview={live} />}
      <p className="mt-3">{live ? 'Another one, from a terminal:' : 'Start it so, in a terminal:'}</p>
      <Command>npm start -- --kubeconfig FILE</Command>
      <p className="mt-3">The rights that it needs, and no more:</p>
      <Command>kubectl apply -f deploy/rbac.yaml</Command>
      <details className="mt-3 text-xs">
        <summary className="target-row flex items-center font-medium underline decoration-line-control underline-offset-3">
          Some of it only, or no access from here
        </summary>
        <ul className="mt-1 list-disc space-y-1 pl-4">
          <li>
            <Code>--context NAME</Code> chooses among the contexts of the file, <Code>--namespaces a,b</Code>{' '}
            reads only these.
          </li>
          <li>
            <Code>node bin/podtrust.js capture --kubeconfig FILE -o cluster.json</Code> writes a cluster to
            one file, to be dropped here.
          </li>
          <li>
            Where Istio runs, <Code>kubectl apply -f deploy/rbac-istio.yaml</Code> too: its settings and its
            webhooks.
          </li>
          <li>A kubeconfig itself is refused here: it holds credentials, and may name programs to run.</li>
        </ul>
      </details>
    </Door>
  )
}

const Context = ({ overview: { source, cluster, gaps } }: { readonly overview: Overview }) => (
  <Link
    href="/explorer"
    prefetch={false}
    className="target mt-3 flex items-center gap-2 rounded-md border border-line-strong px-3 hover:bg-surface-2"
  >
    <bdi className="min-w-0 truncate font-medium text-text">{visible(source.label)}</bdi>
    <span className="min-w-0 flex-1 truncate text-xs">
      {[
        ...(cluster?.version === undefined ? [] : [visible(cluster.version)]),
        gaps.length === 0 ? 'every kind read' : `${count(gaps.length, 'kind')} not read to the end`,
      ].join(' · ')}
    </span>
    <ChevronRight size={14} aria-hidden className="shrink-0" />
  </Link>
)
