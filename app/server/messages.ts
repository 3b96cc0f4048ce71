import type { MessagePort } from 'node:worker_threads'
import type { Changes, ExampleName } from '@/lib/api/capture-contract'
import type { KindCount } from '@/lib/model/kind-tally'
import type { Stage } from '@/lib/model/stepwise'
import type { ClusterChoice } from '@/lib/sources/cluster/choice'
import type { Progress } from '@/lib/sources/manifests'
import type { Query, Reply } from './engine'

/** What the server and its worker say to each other. */

/** What the worker is to read. */
export type Start =
  /** A cluster that ships with the program. */
  | { readonly kind: 'example'; readonly name: ExampleName }
  | { readonly kind: 'manifests'; readonly paths: readonly string[] }
  /** Files that the server passes on as they come in. */
  | { readonly kind: 'upload' }
  | { readonly kind: 'cluster'; readonly choice: ClusterChoice }

/** With what the worker is started. */
export interface WorkerData {
  readonly start: Start
  /** Where the worker that read the source before tells what it read (hand-over.ts). */
  readonly before?: MessagePort
}

/** The files of an upload. Bytes are those of the file of this place, counted from 0; files may come in between. */
export type Sent =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'bytes'; readonly file: number; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Nothing comes after this. */
  | { readonly kind: 'sent' }

export type ToWorker =
  | { readonly kind: 'ask'; readonly id: number; readonly query: Query }
  /** Whoever asked went away. */
  | { readonly kind: 'abandon'; readonly id: number }
  /** Another worker wants to know what was read here. */
  | { readonly kind: 'hand-over'; readonly to: MessagePort }
  | Sent

export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: LoadProgress }
  /** `changes` against the worker before, where there was one. */
  | { readonly kind: 'ready'; readonly changes?: Changes }
  /** Nothing could be loaded; `message` is the sentence for the user. */
  | { readonly kind: 'bad-input'; readonly message: string }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply }

/** First everything is read, then it is judged. */
export type LoadProgress =
  | ({ readonly step: 'reading' } & Progress)
  | ({ readonly step: 'judging'; readonly kinds: readonly KindCount[] } & Stage)
