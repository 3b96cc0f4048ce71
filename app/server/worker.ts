import { setImmediate } from 'node:timers/promises'
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { changesBetween, type Changes } from '@/lib/changes'
import { kindsOf } from '@/lib/model/kind-tally'
import { BadInput } from '@/lib/sources/bad-input'
import type { Progress } from '@/lib/sources/manifests'
import { handOver, takeOver } from './hand-over'
import { driveInTurns } from './in-turns'
import type { FromWorker, ToWorker, WorkerData } from './messages'
import { replyTo } from './reply'
import { readSource } from './source'
import { receiveFiles } from './sent-files'
import { openWorkspace, type Workspace } from './workspace'

/**
 * The thread that reads, judges and answers, so that none of it holds the server. What is thrown here and caught nowhere
 * ends it, and the server tells (worker-engine.ts).
 */

const server = parentPort
if (!server) throw new Error('this is a worker of the server and runs nowhere else')

const { start, before: port } = workerData as WorkerData
const before = port && takeOver(port)

const say = (message: FromWorker, transfer: readonly ArrayBuffer[] = []): void =>
  server.postMessage(message, transfer)

async function load(from: MessagePort): Promise<Workspace> {
  const onProgress = (progress: Progress): void =>
    say({ kind: 'progress', progress: { step: 'reading', ...progress } })
  const sent = start.kind === 'upload' ? await receiveFiles(from) : []
  const capture = await readSource(start, { onProgress }, sent)
  const kinds = kindsOf(capture.objects)
  return driveInTurns(openWorkspace(capture), stage =>
    say({ kind: 'progress', progress: { step: 'judging', kinds, ...stage } }),
  )
}

/** What is other than in the worker before; undefined where there was none, or it has ended. */
async function compare({ survey: { session } }: Workspace): Promise<Changes | undefined> {
  const old = await before?.()
  return old && changesBetween(old, session)
}

/** Answers until the server ends; queries whose lists are long let others pass in between. */
function serve(workspace: Workspace): void {
  const asked = new Map<number, AbortController>()
  server?.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'abandon':
        asked.get(message.id)?.abort()
        return
      case 'ask':
        void answer(message)
        return
      case 'hand-over':
        handOver(workspace.survey.session.capture, message.to)
        return
      default:
        throw new Error(`\`${message.kind}\` came after everything was read`)
    }
  })

  async function answer({ id, query }: Extract<ToWorker, { kind: 'ask' }>): Promise<void> {
    const abandoned = new AbortController()
    asked.set(id, abandoned)
    // Lets the messages behind this one in first: one of them may say that nobody waits any more.
    await setImmediate()
    if (!abandoned.signal.aborted) {
      const reply = await replyTo(workspace, query, abandoned.signal)
      if (!abandoned.signal.aborted)
        say({ kind: 'reply', id, reply }, reply.kind === 'answer' ? [reply.bytes.buffer] : [])
    }
    asked.delete(id)
  }
}

try {
  const workspace = await load(server)
  const changes = await compare(workspace)
  serve(workspace)
  say({ kind: 'ready', ...(changes && { changes }) })
} catch (error) {
  if (!(error instanceof BadInput)) throw error
  port?.close()
  say({ kind: 'bad-input', message: error.message })
}
