'use client'

import { useQuery } from '@tanstack/react-query'
import { FolderOpen, Plug } from 'lucide-react'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { uploadLimits } from '@/lib/api/capture-contract'
import { bytesText } from '@/lib/words/bytes'
import { useReading } from '../capture/ReadingProvider'
import { useHrefs } from '../capture/use-capture'
import { Header } from '../workbench/Header'
import { overviewQuery } from '../workbench/queries'
import { ChooseButtons, DropArea } from './DropArea'
import { OpenStatus } from './OpenStatus'
import { PasteBox } from './PasteBox'
import { useOpening } from './use-opening'

const number = (value: number): string => value.toLocaleString('en-US')
const { sent, unpacked, files, documents, open, minutes } = uploadLimits

/** The ways to another cluster: files from this machine, or a live one. What is read, and what never is, stands below. */
export function OpenPage() {
  const control = useOpening()
  const { health } = useReading()
  const { data: overview } = useQuery({ ...overviewQuery(), enabled: health.data !== undefined })
  const { explorer } = useHrefs()
  const router = useRouter()
  const { opening } = control
  const idle = opening.kind === 'idle'
  return (
    <div className="flex h-full flex-col">
      <Header
        overview={overview}
        problemsShown={false}
        onProblems={() => router.push(explorer({ show: 'problems' }))}
      />
      <DropArea look={control.look}>
        <main className="mx-auto max-w-[70rem] px-4 py-6 md:px-6 md:py-10">
          <h1 className="text-xl font-semibold tracking-[-0.01em]">Open a cluster</h1>
          <p className="mt-1 max-w-[72ch] text-md text-text-2">
            podtrust works out who may talk to whom from pods and policies alone, with or without traffic.
            Nothing is applied anywhere, and nothing leaves this server.
          </p>
          <div className="mt-5 grid items-start gap-4 md:grid-cols-2">
            <Card icon={<FolderOpen size={16} aria-hidden />} title="Files">
              <div hidden={!idle}>
                <p>
                  A folder, files or an archive (.tar.gz, .tgz, .tar, .zip) of manifests, of what{' '}
                  <Code>kubectl get -o yaml</Code> prints, or of <Code>podtrust capture</Code>.
                </p>
                <div className="mt-3 rounded-md border border-dashed border-line-control px-4 py-5 text-center">
                  <p className="font-medium text-text">
                    Drop files or a folder<span className="max-sm:sr-only"> anywhere on this page</span>
                  </p>
                  <div className="mt-3 flex flex-wrap justify-center gap-2">
                    <ChooseButtons
                      look={control.look}
                      focused={opening.kind === 'idle' && opening.returned}
                    />
                  </div>
                </div>
                <PasteBox look={control.look} />
              </div>
              {!idle && (
                <div className="rounded-md border border-line-strong px-4 py-3">
                  <OpenStatus control={control} />
                </div>
              )}
              <ul className="mt-4 list-disc space-y-1 border-t border-line pt-3 pl-4 text-xs">
                <li>
                  At most {bytesText(sent)} at a time, archives unpacked {bytesText(unpacked)};{' '}
                  {number(files)} files and {number(documents)} documents.
                </li>
                <li>
                  In this server’s memory only; nothing is written to disk. Gone when you close it, or when
                  nobody has looked at it for {minutes} minutes. {open} can be open at a time.
                </li>
                <li>
                  In folders, only .yaml, .yml and .json are sent, no hidden files and no node_modules. What
                  stays behind is told before anything is sent.
                </li>
              </ul>
            </Card>
            <Card icon={<Plug size={16} aria-hidden />} title="A live cluster">
              <p>
                The browser is never given credentials. Start podtrust with the kubeconfig that you use for
                kubectl; it asks for <Code>get</Code> and <Code>list</Code>, nothing else.
              </p>
              <Command>npm start -- --kubeconfig FILE</Command>
              <p className="mt-3">
                Or write the cluster to one file where you have access, and drop that file here:
              </p>
              <Command>podtrust capture --kubeconfig FILE -o cluster.json</Command>
              <p className="mt-3">
                Both take <Code>--context NAME</Code> and <Code>--namespaces a,b</Code>. A kubeconfig itself
                is refused here: it holds credentials, and may name programs to run.
              </p>
            </Card>
          </div>
          <dl className="mt-8 grid gap-x-6 gap-y-4 border-t border-line-strong pt-5 sm:grid-cols-2 md:grid-cols-4">
            <Fact name="Read">
              Pods and their owners, namespaces, nodes, services, service accounts, ways in from outside, and
              every kind of policy that podtrust knows.
            </Fact>
            <Fact name="Kept">
              The fields that decide a verdict, in memory. Environment values, command lines, volumes and
              copies in annotations are dropped on arrival.
            </Fact>
            <Fact name="Never read">
              Secrets, logs and traffic. Secrets in files are passed over; from a cluster they are never asked
              for.
            </Fact>
            <Fact name="Not known">
              What could not be read is shown as unknown, with what would settle it. Unknown is never counted
              as safe.
            </Fact>
          </dl>
        </main>
      </DropArea>
    </div>
  )
}

interface CardProps {
  readonly icon: ReactNode
  readonly title: string
  readonly children: ReactNode
}

const Card = ({ icon, title, children }: CardProps) => (
  <section className="min-w-0 rounded-lg border border-line-strong bg-surface px-4 py-4 text-text-2 md:px-5">
    <h2 className="mb-2 flex items-center gap-2 text-lg font-semibold text-text">
      {icon}
      {title}
    </h2>
    {children}
  </section>
)

const Code = ({ children }: { readonly children: ReactNode }) => (
  <code className="rounded-sm bg-surface-2 px-1 font-mono text-text">{children}</code>
)

const Command = ({ children }: { readonly children: ReactNode }) => (
  <pre className="mt-2 rounded-md border border-line bg-surface-2 px-3 py-2 font-mono whitespace-pre-wrap text-text">
    {children}
  </pre>
)

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt className="font-semibold">{name}</dt>
    <dd className="mt-1 text-text-2">{children}</dd>
  </div>
)
