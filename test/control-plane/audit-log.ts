import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { asString, dig, type Json } from '../../lib/model/json'
import type { Client } from './client'

/** What the API server writes down: each request once, when it was answered, without bodies. */
export const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived', 'ResponseStarted'],
  rules: [{ level: 'Metadata' }],
}

/** A request as the API server saw it. */
export interface Request {
  readonly user: string
  readonly verb: string
  /** Path and query as they were sent. */
  readonly uri: string
  /** Empty for the core group; all three empty for a path that is no resource (`/apis`). */
  readonly group: string
  readonly resource: string
  readonly namespace: string
  readonly name: string
  readonly status: number
}

/** The API server's own log of requests. */
export class AuditLog {
  constructor(
    private readonly path: string,
    private readonly admin: () => Client,
  ) {}

  /** All requests of a user that were answered by now, in the order of their answers. */
  async of(user: string): Promise<readonly Request[]> {
    // A request is written down after its answer went out. This one comes last; those before it have had their time.
    const mark = `/version?mark=${randomUUID()}`
    await this.admin().must('GET', mark)
    for (;;) {
      const requests = await this.#read()
      if (requests.some(({ uri }) => uri === mark)) {
        await wait(100)
        return (await this.#read()).filter(request => request.user === user)
      }
      await wait(20)
    }
  }

  async #read(): Promise<readonly Request[]> {
    const text = await readFile(this.path, 'utf8')
    // The last line may still be in writing.
    return text
      .split('\n')
      .slice(0, -1)
      .map(line => requestOf(JSON.parse(line) as Json))
  }
}

function requestOf(event: Json): Request {
  const text = (...keys: readonly string[]): string => asString(dig(event, ...keys)) ?? ''
  const resource = [text('objectRef', 'resource'), text('objectRef', 'subresource')].filter(Boolean).join('/')
  return {
    user: text('user', 'username'),
    verb: text('verb'),
    uri: text('requestURI'),
    group: text('objectRef', 'apiGroup'),
    resource,
    namespace: text('objectRef', 'namespace'),
    name: text('objectRef', 'name'),
    status: Number(dig(event, 'responseStatus', 'code')),
  }
}
