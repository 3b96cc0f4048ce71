import { QueryClient } from '@tanstack/react-query'
import { createLoader } from 'nuqs/server'
import { afterEach, expect, it, vi } from 'vitest'
import { askClasses } from './ask-view'
import { viewParsers, type View } from './view-state'

const never = new AbortController().signal
const view: View = createLoader(viewParsers)('')
const filterOf = (change: Partial<View> = {}) => ({ class: view.class, q: '', hide: view.hide, ...change })

/** Classes that were asked for, in order, each answered after so many milliseconds. */
function listen(wait = 0): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (address: string) => {
    const { pathname, searchParams } = new URL(address, 'http://here')
    asked.push(`${pathname} ${searchParams.get('class') ?? ''}`)
    await new Promise(next => setTimeout(next, wait))
    return Response.json({})
  })
  return asked
}

afterEach(() => vi.unstubAllGlobals())

it('asks what each class alone shows, the worst first, each once', async () => {
  const asked = listen()
  const client = new QueryClient()
  await askClasses(client, 'matrix', { view, filter: filterOf() }, never)
  const all = ['implicit', 'unknown', 'partial', 'verified'].map(each => `/api/matrix ${each}`)
  expect(asked).toEqual(all)
  await askClasses(client, 'matrix', { view, filter: filterOf() }, never)
  expect(asked).toEqual(all)
})

it('leaves a server alone that needs long', async () => {
  const asked = listen(150)
  await askClasses(new QueryClient(), 'map', { view, filter: filterOf() }, never)
  expect(asked).toEqual(['/api/map implicit'])
})

it('asks nothing where classes are chosen, of the table, or of a view that is left', async () => {
  const asked = listen()
  const client = new QueryClient()
  await askClasses(client, 'map', { view, filter: filterOf({ class: ['partial'] }) }, never)
  await askClasses(client, 'table', { view, filter: filterOf() }, never)
  const left = new AbortController()
  const asking = askClasses(client, 'map', { view, filter: filterOf() }, left.signal)
  left.abort(new Error('left'))
  await expect(asking).rejects.toThrow('left')
  expect(asked).toEqual([])
})
