import type { Stage } from '@/lib/model/stepwise'
import type { Progress } from '@/lib/sources/manifests'
import type { Query, Reply } from './engine'

/** What the server and its worker say to each other. */

/** With what the worker is started: what it is to read. */
export type Start =
  { readonly kind: 'demo' } | { readonly kind: 'manifests'; readonly paths: readonly string[] }

export type ToWorker =
  | { readonly kind: 'ask'; readonly id: number; readonly query: Query }
  /** Whoever asked went away. */
  | { readonly kind: 'abandon'; readonly id: number }

export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: LoadProgress }
  | { readonly kind: 'ready' }
  /** Nothing could be loaded; `message` is the sentence for the user. */
  | { readonly kind: 'bad-input'; readonly message: string }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply }

/** First everything is read, then it is judged. */
export type LoadProgress = ({ readonly step: 'reading' } & Progress) | ({ readonly step: 'judging' } & Stage)
