import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Precedence } from './precedence'

it('lets what stands beside go on when the last view is made', async () => {
  const order: string[] = []
  const precedence = new Precedence()
  const view = (name: string, milliseconds: number): Promise<void> =>
    precedence.first(async () => {
      await setTimeout(milliseconds)
      order.push(name)
    })
  const views = [view('map', 20), view('matrix', 40)]
  const beside = precedence.pause().then(() => order.push('lenses'))
  await Promise.all([...views, beside])
  expect(order).toEqual(['map', 'matrix', 'lenses'])
})

it('does so where a view fails', async () => {
  const precedence = new Precedence()
  const view = precedence.first(() => setTimeout(20).then(() => Promise.reject(new Error('too fine'))))
  const beside = precedence.pause()
  await expect(view).rejects.toThrow('too fine')
  await beside
})

it('waits not at all without a view, and not for ever with one', async () => {
  const precedence = new Precedence()
  await precedence.pause()
  let end = (): void => undefined
  const view = precedence.first(() => new Promise<void>(resolve => (end = resolve)))
  await precedence.pause()
  end()
  await view
})
