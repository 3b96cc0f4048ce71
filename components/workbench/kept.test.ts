import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { kept } from './kept'

/** A window whose storage is this, or is forbidden. */
function browser(storage: Map<string, string> | undefined): EventTarget {
  const window = new EventTarget()
  Object.defineProperty(window, 'localStorage', {
    get: () => {
      if (!storage) throw new DOMException('no storage here', 'SecurityError')
      return {
        getItem: (name: string) => storage.get(name) ?? null,
        setItem: (name: string, value: string) => void storage.set(name, value),
        removeItem: (name: string) => void storage.delete(name),
      }
    },
  })
  vi.stubGlobal('window', window)
  return window
}

let storage: Map<string, string>
beforeEach(() => {
  storage = new Map()
  browser(storage)
})
afterEach(() => vi.unstubAllGlobals())

it('is what it was at first until it is set, and then stays', () => {
  expect([kept('a', true).isOn(), kept('b', false).isOn()]).toEqual([true, false])
  kept('a', true).set(false)
  expect([kept('a', true).isOn(), storage.get('a')]).toEqual([false, 'off'])
  kept('a', true).set(true)
  expect([kept('a', true).isOn(), storage.size]).toEqual([true, 0])
})

it('tells who listens, of changes in other windows too', () => {
  const window = browser(storage)
  const tour = kept('tour', false)
  const changed = vi.fn()
  const end = tour.subscribe(changed)
  tour.set(true)
  window.dispatchEvent(new Event('storage'))
  expect(changed).toHaveBeenCalledTimes(2)
  end()
  tour.set(false)
  window.dispatchEvent(new Event('storage'))
  expect(changed).toHaveBeenCalledTimes(2)
})

it('lasts as long as the page where nothing may be kept', () => {
  browser(undefined)
  const tour = kept('tour', false)
  expect(tour.isOn()).toBe(false)
  tour.set(true)
  expect(tour.isOn()).toBe(true)
  expect(kept('tour', false).isOn()).toBe(false)
})
