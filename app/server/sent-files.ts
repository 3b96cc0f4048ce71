import type { MessagePort } from 'node:worker_threads'
import type { SentFile } from '@/lib/sources/upload'
import type { ToWorker } from './messages'

/** Gathers the files that the server passes on, until it says that there are no more. */
export function receiveFiles(server: MessagePort): Promise<SentFile[]> {
  return new Promise(resolve => {
    const files: { path: string; chunks: Uint8Array[] }[] = []
    const take = (message: ToWorker): void => {
      switch (message.kind) {
        case 'file':
          files.push({ path: message.path, chunks: [] })
          return
        case 'bytes':
          files[message.file]?.chunks.push(message.bytes)
          return
        case 'sent':
          server.off('message', take)
          resolve(files)
          return
        default:
          // Nobody can ask yet.
          throw new Error(`\`${message.kind}\` came before everything was sent`)
      }
    }
    server.on('message', take)
  })
}
