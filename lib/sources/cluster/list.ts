import { asString, dig, field, isList, own } from '../../model/json'
import { Collector } from '../collect'
import { takeItem } from '../objects'
import type { StringPool } from '../string-pool'
import type { Place } from '../unread'
import { readMap } from './answer'
import type { Client, Failure } from './client'
import { addressOf, type Resource } from './resource'
import type { Turnstile } from './turnstile'

/** How often a page is asked for again that was cut off on the way. */
const repeats = 2

/** What came of listing one kind: what was read, and what kept the rest from being read. */
export interface Listed {
  readonly found: Collector
  readonly pages: number
  readonly failure?: Failure
  /** The server has no such kind. */
  readonly absent?: true
}

export interface Reader {
  readonly client: Client
  readonly turns: Turnstile
  /** Equal texts once, over all that is read. */
  readonly strings: StringPool
  /** How many more objects of a kind were read. */
  readonly onObjects?: (more: number, resource: Resource) => void
}

/** Objects asked for at once: the stall of the event loop and the memory of a page grow with them (stack.md section 4). */
const pageSize = 500

/** Bytes of a page beyond which the next one is asked for with fewer objects. */
const heavy = 4 << 20

/** How often a list is begun anew when its pages are no longer to be had. */
const restarts = 2

/**
 * Lists one kind page by page, in one namespace or everywhere. Of every page only what is read here is kept. When the
 * server has forgotten the state that the pages are of, they are dropped and the list is begun anew (the rest that it
 * offers instead is of another state); what was read before any other failure stays.
 */
export async function listKind(reader: Reader, resource: Resource, namespace?: string): Promise<Listed> {
  for (let begun = 0; ; begun++) {
    const listed = await listOnce(reader, resource, namespace)
    if (listed.failure?.why !== 'expired' || begun === restarts) return listed
    reader.onObjects?.(-listed.found.size, resource)
  }
}

async function listOnce(reader: Reader, resource: Resource, namespace: string | undefined): Promise<Listed> {
  const found = new Collector(reader.strings)
  let limit = pageSize
  let next: string | undefined
  let cuts = 0
  for (let pages = 0; ;) {
    const page = await readPage(reader, resource, namespace, { limit, next }, found)
    if (page.kind === 'absent') return { found, pages, absent: true }
    if (page.kind === 'failed') {
      if (page.failure.why === 'cut-off' && !page.failure.tooLarge && cuts++ < repeats) continue
      if (!page.failure.tooLarge || limit === 1) return { found, pages, failure: page.failure }
      limit = Math.ceil(limit / 10)
      continue
    }
    pages += 1
    if (!page.next) return { found, pages }
    if (page.next === next)
      return {
        found,
        pages,
        failure: { why: 'server-error', reason: 'the API server repeats the same page' },
      }
    next = page.next
    if (page.bytes > heavy) limit = Math.max(1, Math.floor((limit * heavy) / page.bytes))
  }
}

const place: Place = { text: 'an answer of the API server' }

type Page =
  | { readonly kind: 'read'; readonly next: string | undefined; readonly bytes: number }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly failure: Failure }

async function readPage(
  { client, turns, onObjects }: Reader,
  resource: Resource,
  namespace: string | undefined,
  { limit, next }: { readonly limit: number; readonly next: string | undefined },
  into: Collector,
): Promise<Page> {
  const parameters = new URLSearchParams({
    limit: String(limit),
    ...(next !== undefined && { continue: next }),
  })
  const got = await client.get(`${addressOf(resource, namespace)}?${parameters.toString()}`)
  return turns.run(async (): Promise<Page> => {
    const read = readMap(got)
    if (read.kind !== 'map') return read
    const { map } = read
    const items = own(map, 'items')
    // Go writes an empty list as null.
    const isEmpty = items === null && asString(own(map, 'kind'))?.endsWith('List') === true
    if (!isList(items) && !isEmpty)
      return {
        kind: 'failed',
        failure: { why: 'server-error', reason: `the answer is no list of ${resource.kind}` },
      }
    if (turns.isOver) await turns.pause()
    const before = into.size
    const { group, version, kind } = resource
    const list = { kind: `${kind}List`, apiVersion: group === '' ? version : `${group}/${version}` }
    for (const item of isList(items) ? items : []) {
      takeItem(item, list, place, into)
      if (turns.isOver) await turns.pause()
    }
    onObjects?.(into.size - before, resource)
    const rest = asString(dig(field(map, 'metadata'), 'continue'))
    return {
      kind: 'read',
      next: rest === '' ? undefined : rest,
      bytes: got.kind === 'body' ? got.body.length : 0,
    }
  })
}
