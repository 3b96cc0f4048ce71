'use client'

import { createContext, use, useEffect, useMemo, useRef, useSyncExternalStore, type ReactNode } from 'react'
import { isForPage, pageKeys, readKey, type KeyName } from './key-table'
import { keysSwitch } from './keys-switch'

interface Keys {
  /** Has a key answered until the returned function is called; who came last answers. */
  readonly answer: (name: KeyName, act: () => void) => () => void
  /** The keys that somebody answers now, in the order of the table. */
  readonly answered: () => KeyName[]
}

const KeysContext = createContext<Keys | undefined>(undefined)

/** Milliseconds in which the second key of a pair is waited for. */
const patience = 1500

/** Listens for the keys of the page, for all that answer one (`useKey`). */
export function KeysProvider({ children }: { readonly children: ReactNode }) {
  const acts = useRef(new Map<KeyName, (() => void)[]>())
  const keys = useMemo<Keys>(
    () => ({
      answer: (name, act) => {
        acts.current.set(name, [...(acts.current.get(name) ?? []), act])
        return () => {
          const others = (acts.current.get(name) ?? []).filter(other => other !== act)
          acts.current.set(name, others)
        }
      },
      answered: () =>
        pageKeys.map(([name]) => name).filter(name => (acts.current.get(name) ?? []).length > 0),
    }),
    [],
  )

  useEffect(() => {
    let before: { readonly key: string; readonly at: number } | undefined
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null
      const { key, ctrlKey, metaKey, altKey, defaultPrevented } = event
      const getModifierState = (name: 'AltGraph') => event.getModifierState(name)
      const stroke = { key, ctrlKey, metaKey, altKey, defaultPrevented, getModifierState, target }
      if (!isForPage(stroke, document) || (key !== 'Escape' && !keysSwitch.isOn())) return
      const fresh = before !== undefined && event.timeStamp - before.at < patience
      const { name, pending } = readKey(key, fresh ? before?.key : undefined)
      before = pending === undefined ? undefined : { key: pending, at: event.timeStamp }
      const act = name === undefined ? undefined : acts.current.get(name)?.at(-1)
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])

  return <KeysContext value={keys}>{children}</KeysContext>
}

function useKeys(): Keys {
  const keys = use(KeysContext)
  if (!keys) throw new Error('a key is asked for outside the page')
  return keys
}

/** Answers a key of the page's table while the component is there; not while somebody types, or a dialog is open. */
export function useKey(name: KeyName, act: () => void): void {
  const { answer } = useKeys()
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  }, [act])
  useEffect(() => answer(name, () => latest.current()), [answer, name])
}

/** The keys that somebody answers at the moment of asking. */
export const useAnsweredKeys = (): (() => KeyName[]) => useKeys().answered

/** Whether single keys act at all, and how to change that. */
export function useKeysSwitch(): readonly [on: boolean, set: (on: boolean) => void] {
  const on = useSyncExternalStore(keysSwitch.subscribe, keysSwitch.isOn, () => true)
  return [on, keysSwitch.set]
}
