/** A yes or no that this browser keeps; where it may keep nothing, it lasts as long as the page. */
export interface Kept {
  readonly isOn: () => boolean
  readonly set: (on: boolean) => void
  /** Calls back at every change, in other windows too; returns how to end that. */
  readonly subscribe: (changed: () => void) => () => void
}

/** Only what is other than `first` is written down. */
export function kept(name: string, first: boolean): Kept {
  const listeners = new Set<() => void>()
  let here: boolean | undefined
  const read = (): boolean => {
    if (here !== undefined) return here
    try {
      const text = window.localStorage.getItem(name)
      return text === null ? first : text === 'on'
    } catch {
      return first
    }
  }
  return {
    isOn: read,
    set: on => {
      try {
        if (on === first) window.localStorage.removeItem(name)
        else window.localStorage.setItem(name, on ? 'on' : 'off')
      } catch {
        here = on
      }
      for (const changed of listeners) changed()
    },
    subscribe: changed => {
      listeners.add(changed)
      window.addEventListener('storage', changed)
      return () => {
        listeners.delete(changed)
        window.removeEventListener('storage', changed)
      }
    },
  }
}
