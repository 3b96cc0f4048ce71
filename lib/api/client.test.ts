import { afterEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem, apiOf } from './client'
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
