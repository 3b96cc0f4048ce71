import type { Engine } from '../../app/server/engine'
import { Captures } from '../../app/server/captures'
import { Holder, type HolderOptions, type Load } from '../../app/server/holder'
import { replyTo } from '../../app/server/reply'
import { openWorkspace } from '../../app/server/workspace'
import { finish } from '../../lib/model/stepwise'
import { POST as again } from '../../app/api/again/route'
import { DELETE as closeCapture, POST as openCapture } from '../../app/api/captures/route'
import { GET as complete } from '../../app/api/complete/route'
import { GET as connections } from '../../app/api/connections/route'
import { POST as openExample } from '../../app/api/examples/route'
import { GET as explain } from '../../app/api/explain/route'
import { GET as exported } from '../../app/api/export/route'
import { GET as group } from '../../app/api/group/route'
import { GET as health } from '../../app/api/health/route'
import { GET as findings } from '../../app/api/findings/route'
import { GET as identities } from '../../app/api/identities/route'
import { GET as identity } from '../../app/api/identity/route'
import { GET as lenses } from '../../app/api/lenses/route'
import { GET as map } from '../../app/api/map/route'
import { GET as matrix } from '../../app/api/matrix/route'
import { GET as object } from '../../app/api/object/route'
import { GET as openapi } from '../../app/api/openapi.json/route'
import { GET as overview } from '../../app/api/overview/route'
import { GET as policies } from '../../app/api/policies/route'
import { GET as policy } from '../../app/api/policy/route'
import { GET as reach } from '../../app/api/reach/route'
import { GET as row } from '../../app/api/row/route'
import { GET as scope } from '../../app/api/scope/route'
import { GET as unknowns } from '../../app/api/unknowns/route'
import { GET as workload } from '../../app/api/workload/route'
import { GET as workloads } from '../../app/api/workloads/route'
import { GET as unknown } from '../../app/api/[[...unknown]]/route'
import type { Capture } from '../../lib/model/capture'

/** An engine in this very thread, which answers as the worker does. */
export function engineOf(capture: Capture): Engine {
  const workspace = finish(openWorkspace(capture))
  return {
    ask: (query, signal) => replyTo(workspace, query, signal),
    lost: new Promise(() => undefined),
  }
}

/** What the routes of this process answer about from here on. */
export const serve = (capture: Capture): Promise<void> => serveBy(engineOf(capture))

/** Who answers the routes of this process from here on. */
export async function serveBy(engine: Engine): Promise<void> {
  await serveLoads(() => Promise.resolve(engine))
}

/** The routes of this process answer about what this loads, at once and whenever it is read again. */
export async function serveLoads(load: Load, options: HolderOptions = {}): Promise<Holder> {
  const holder = new Holder(load, options)
  await holder.settled
  Reflect.set(globalThis, Symbol.for('podtrust.holder'), holder)
  return holder
}

/** The opened captures of this process, none at first, from here on. */
export function serveCaptures(...options: ConstructorParameters<typeof Captures>): Captures {
  const captures = new Captures(...options)
  Reflect.set(globalThis, Symbol.for('podtrust.captures'), captures)
  return captures
}

export const routes = {
  '/api/complete': complete,
  '/api/connections': connections,
  '/api/explain': explain,
  '/api/export': exported,
  '/api/group': group,
  '/api/health': health,
  '/api/findings': findings,
  '/api/identities': identities,
  '/api/identity': identity,
  '/api/lenses': lenses,
  '/api/map': map,
  '/api/matrix': matrix,
  '/api/object': object,
  '/api/openapi.json': openapi,
  '/api/overview': overview,
  '/api/policies': policies,
  '/api/policy': policy,
  '/api/reach': reach,
  '/api/row': row,
  '/api/scope': scope,
  '/api/unknowns': unknowns,
  '/api/workload': workload,
  '/api/workloads': workloads,
} as const

export type Route = keyof typeof routes

const isRoute = (path: string): path is Route => Object.hasOwn(routes, path)

export interface Answer {
  readonly status: number
  readonly type: string | null
  readonly cache: string | null
  readonly text: string
  readonly body: unknown
}

/** Asks a route handler as Next would, `/api/map?focus=internet`. */
export async function ask(path: string): Promise<Answer> {
  const url = new URL(path, 'http://localhost:3000')
  const answer = await (isRoute(url.pathname) ? routes[url.pathname] : unknown)(new Request(url))
  const text = await answer.text()
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    cache: answer.headers.get('cache-control'),
    text,
    body: JSON.parse(text),
  }
}

type Handler = (request: Request) => Promise<Response>

/** Handlers of addresses at which something may be changed. */
export const changers: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  '/api/again': { POST: again },
  '/api/captures': { POST: openCapture, DELETE: closeCapture },
  '/api/examples': { POST: openExample },
}

/** Has something changed as Next would, `send('DELETE', '/api/captures?capture=x')`. */
export async function send(
  method: 'POST' | 'DELETE',
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const url = new URL(path, 'http://localhost:3000')
  const handler = changers[url.pathname]?.[method]
  if (!handler) throw new Error(`nothing answers ${method} ${url.pathname}`)
  return handler(new Request(url, { method, ...init }))
}

/** `path` with parameters, escaped. */
export const withQuery = (path: Route, query: Readonly<Record<string, string>>): string =>
  `${path}?${new URLSearchParams(query).toString()}`
