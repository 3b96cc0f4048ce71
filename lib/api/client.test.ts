import { afterEach, describe, expect, it, vi } from 'vitest'
import { apiOf, ApiProblem, closeCapture, isGone, openCapture, openExample, pastedText } from './client'
import { problemType } from './problem-types'

const own = apiOf(undefined)

/** Answers every request with one response, and remembers the addresses. */
function server(answer: () => Response | Promise<Response>): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    return answer()
  })
  return asked
}

const problemOf = async (question: Promise<unknown>): Promise<ApiProblem> => {
  const error: unknown = await question.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof ApiProblem) return error
  throw new Error('it was answered', { cause: error })
}

afterEach(() => vi.unstubAllGlobals())

describe('the client', () => {
  it('asks by address, escaped', async () => {
    const asked = server(() => Response.json({}))
    await own.getOverview()
    await own.getMap()
    await own.getMap({ focus: 'shop/web[Pod]', expand: ['a', 'b'] })
    await own.getConnections({ class: ['implicit', 'unknown'], q: 'a&b=c', offset: 100 })
    await own.getWorkloads({ namespace: 'shop', limit: 500 })
    await own.getWorkload('shop/web[Pod]')
    await own.getExplanation({ from: 'internet', to: 'shop/web[Pod]', port: 'http' })
    await own.getExplanation({ from: 'a/b', to: 'c/d', method: 'GET', header: ['x-a=1,2', 'x-b=3'] })
    await own.getObject({
      ref: { group: '', kind: 'Pod', namespace: 'shop', name: 'web' },
      paths: [['spec', 'ports', 0]],
    })
    expect(asked).toEqual([
      '/api/overview',
      '/api/map',
      '/api/map?focus=shop%2Fweb%5BPod%5D&expand=a%2Cb',
      '/api/connections?class=implicit%2Cunknown&q=a%26b%3Dc&offset=100',
      '/api/workloads?namespace=shop&limit=500',
      '/api/workload?key=shop%2Fweb%5BPod%5D',
      '/api/explain?from=internet&to=shop%2Fweb%5BPod%5D&port=http',
      '/api/explain?from=a%2Fb&to=c%2Fd&method=GET&header=x-a%3D1%2C2&header=x-b%3D3',
      '/api/object?group=&kind=Pod&namespace=shop&name=web&path=%5B%5B%22spec%22%2C%22ports%22%2C0%5D%5D',
    ])
  })

  it('says which capture it asks about', async () => {
    const asked = server(() => Response.json({}))
    const api = apiOf('a/b')
    await api.getOverview()
    await api.getMap({ expand: ['a'] })
    await api.getHealth()
    expect(asked).toEqual([
      '/api/overview?capture=a%2Fb',
      '/api/map?expand=a&capture=a%2Fb',
      '/api/health?capture=a%2Fb',
    ])
  })

  it('carries the problem document, and when to come back', async () => {
    const problem = {
      type: problemType('loading'),
      title: 'Still loading',
      status: 503,
      detail: 'file 3 of 9',
    }
    const headers = { 'content-type': 'application/problem+json', 'retry-after': '1' }
    server(() => Response.json(problem, { status: 503, headers }))
    const error = await problemOf(own.getOverview())
    expect(error.problem).toEqual(problem)
    expect([error.message, error.retryAfter]).toEqual(['file 3 of 9', 1])
  })

  it('makes a problem of an error page', async () => {
    server(() => new Response('<html>', { status: 502, headers: { 'content-type': 'text/html' } }))
    const { problem, retryAfter } = await problemOf(own.getOverview())
    expect(problem).toMatchObject({ type: problemType('unexpected'), status: 502 })
    expect(retryAfter).toBeUndefined()
  })

  it('makes a problem of silence', async () => {
    server(() => Promise.reject(new TypeError('fetch failed')))
    expect((await problemOf(own.getOverview())).problem).toMatchObject({
      type: problemType('unreachable'),
      status: 0,
    })
  })

  it('leaves an abort to whoever aborted', async () => {
    const controller = new AbortController()
    controller.abort()
    server(() => Promise.reject(new DOMException('aborted', 'AbortError')))
    await expect(own.getOverview(controller.signal)).rejects.toThrow(DOMException)
  })
})

describe('the client of one capture', () => {
  it('asks about that one alone', async () => {
    const asked = server(() => Response.json({}))
    const api = apiOf('x&y')
    await api.getOverview()
    await api.getMap({ focus: 'internet' })
    await api.getHealth()
    await api.getPolicy({ group: '', kind: 'Pod', name: 'x' })
    await api.readAgain()
    expect(asked).toEqual([
      '/api/overview?capture=x%26y',
      '/api/map?focus=internet&capture=x%26y',
      '/api/health?capture=x%26y',
      '/api/policy?group=&kind=Pod&name=x&capture=x%26y',
      '/api/again?capture=x%26y',
    ])
  })

  it('opens an example by its name', async () => {
    const asked = server(() => Response.json({ id: 'x' }, { status: 201 }))
    expect(await openExample('textbook')).toBe('x')
    expect(asked).toEqual(['/api/examples?name=textbook'])
  })

  it('closes it, and does not mind if it is gone already', async () => {
    const asked = server(() => new Response(null, { status: 204 }))
    await closeCapture('x')
    expect(asked).toEqual(['/api/captures?capture=x'])
    const gone = (type: 'no-such-capture' | 'unexpected'): Response =>
      Response.json(
        { type: problemType(type), title: '', status: 404, detail: 'gone' },
        { status: 404, headers: { 'content-type': 'application/problem+json' } },
      )
    server(() => gone('no-such-capture'))
    await closeCapture('x')
    expect(isGone(await problemOf(apiOf('x').getMap()))).toBe(true)
    server(() => gone('unexpected'))
    expect(isGone(await problemOf(closeCapture('x')))).toBe(false)
  })
})

/** As much of a browser's request as the client asks of it. */
class FakeRequest {
  static last: FakeRequest | undefined
  readonly upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {}
  onload?: () => void
  onabort?: () => void
  onerror?: () => void
  onloadend?: () => void
  status = 0
  responseText = ''
  headers: Readonly<Record<string, string>> = {}
  sent: Blob | undefined
  readonly asked: string[] = []

  constructor() {
    FakeRequest.last = this
  }
  open(method: string, url: string): void {
    this.asked.push(`${method} ${url}`)
  }
  setRequestHeader(): void {
    this.asked.push('header')
  }
  getResponseHeader(name: string): string | null {
    return this.headers[name] ?? null
  }
  send(body: Blob): void {
    this.sent = body
  }
  abort(): void {
    this.onabort?.()
    this.onloadend?.()
  }
  answer(status: number, body: object, headers: Readonly<Record<string, string>>): void {
    Object.assign(this, { status, responseText: JSON.stringify(body), headers })
    this.onload?.()
    this.onloadend?.()
  }
}

describe('opening files', () => {
  /** The opening, and its request as soon as everything is put together. */
  const start = async (
    ...options: Parameters<typeof openCapture>
  ): Promise<{ opening: Promise<unknown>; request: FakeRequest }> => {
    vi.stubGlobal('XMLHttpRequest', FakeRequest)
    FakeRequest.last = undefined
    const opening = openCapture(...options)
    return { opening, request: await vi.waitUntil(() => FakeRequest.last) }
  }
  const files = [{ path: 'shop/web.yaml', contents: new Blob(['a: 1']) }, pastedText('b: 2')]

  it('sends them under their paths, tells how far it is, and gives the id', async () => {
    const told: number[][] = []
    const { opening, request } = await start(files, { onProgress: (sent, of) => told.push([sent, of]) })
    request.upload.onprogress?.({ loaded: 3, total: 8 })
    request.answer(201, { id: 'x' }, { 'content-type': 'application/json' })
    expect(await opening).toEqual({ id: 'x' })
    expect(request.asked[0]).toBe('POST /api/captures')
    expect(told).toEqual([[3, 8]])
    const names = [...((await request.sent?.text()) ?? '').matchAll(/filename="([^"]*)"/g)].map(
      ([, name]) => name,
    )
    expect(names).toEqual(['shop/web.yaml', 'pasted.yaml'])
  })

  it('says why the server does not take them, and when to come back', async () => {
    const { opening, request } = await start(files)
    const problem = { type: problemType('too-many-captures'), title: '', status: 429, detail: 'close one' }
    request.answer(429, problem, { 'content-type': 'application/problem+json', 'retry-after': '60' })
    const error = await problemOf(opening)
    expect([error.message, error.retryAfter]).toEqual(['close one', 60])
  })

  it('says so when nobody answers', async () => {
    const { opening, request } = await start(files)
    request.onerror?.()
    expect((await problemOf(opening)).problem.type).toBe(problemType('unreachable'))
  })

  it('can be stopped, before and while', async () => {
    const leaving = new AbortController()
    const { opening } = await start(files, { signal: leaving.signal })
    leaving.abort(new Error('no more'))
    await expect(opening).rejects.toThrow('no more')
    await expect(openCapture(files, { signal: leaving.signal })).rejects.toThrow('no more')
  })
})
