import { setImmediate } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { BadInput } from '@/lib/sources/bad-input'
import { driveInTurns } from './in-turns'
import type { FromWorker, Start, ToWorker } from './messages'
import { replyTo } from './reply'
import { readSource } from './source'
import { openWorkspace, type Workspace } from './workspace'

/**
 * The thread that reads, judges and answers, so that none of it holds the server. What is thrown here and caught nowhere
 * ends it, and the server tells (worker-engine.ts).
 */

const server = parentPort
if (!server) throw new Error('this is a worker of the server and runs nowhere else')

const say = (message: FromWorker, transfer: readonly ArrayBuffer[] = []): void =>
  server.postMessage(message, transfer)

async function load(start: Start): Promise<Workspace> {
  const capture = await readSource(start, {
    onProgress: progress => say({ kind: 'progress', progress: { step: 'reading', ...progress } }),
  })
  return driveInTurns(openWorkspace(capture), stage =>
    say({ kind: 'progress', progress: { step: 'judging', ...stage } }),
  )
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
  serve(await load(workerData as Start))
  say({ kind: 'ready' })
} catch (error) {
  if (!(error instanceof BadInput)) throw error
  say({ kind: 'bad-input', message: error.message })
}
