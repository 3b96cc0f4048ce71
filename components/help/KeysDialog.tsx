'use client'

import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { IconButton } from '../ui/IconButton'
import { pageKeys, placeKeys, type KeyName } from '../workbench/key-table'
import { useKeysSwitch } from '../workbench/KeysProvider'

interface KeysDialogProps {
  /** The keys that somebody answers; undefined while the list is not shown. */
  readonly names: readonly KeyName[] | undefined
  readonly onClose: () => void
}

/** Every key that does something on this page, and the switch that turns them off. */
export function KeysDialog({ names, onClose }: KeysDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const open = names !== undefined
  useEffect(() => {
    if (!open) return dialog.current?.close()
    dialog.current?.showModal()
    // Not the first button, whose tooltip would take the first Escape.
    heading.current?.focus()
  }, [open])
  const [on, setOn] = useKeysSwitch()
  return (
    <dialog
      ref={dialog}
      aria-labelledby="keys-title"
      onClose={onClose}
      onClick={event => {
        if (event.target === event.currentTarget) onClose()
      }}
      className="m-auto max-h-[calc(100dvh-2rem)] w-[44rem] max-w-[calc(100vw-2rem)] overflow-y-auto rounded-lg border border-line-control bg-surface text-text shadow-pop backdrop:bg-overlay"
    >
      {names && (
        <>
          <div className="flex items-center justify-between border-b border-line px-4 py-2">
            <h2
              id="keys-title"
              ref={heading}
              tabIndex={-1}
              className="text-lg font-semibold outline-none focus-visible:shadow-none"
            >
              Keys
            </h2>
            <IconButton label="Close the keys" onClick={onClose}>
              <X size={15} aria-hidden />
            </IconButton>
          </div>
          <div className="grid gap-x-8 gap-y-4 px-4 py-3 sm:grid-cols-2">
            <KeyList
              title="On this page"
              keys={pageKeys
                .filter(([name]) => names.includes(name))
                .map(([name, does]) => [shownAs(name), does])}
            />
            {placeKeys.map(({ place, keys }) => (
              <KeyList key={place} title={place} keys={keys} />
            ))}
          </div>
          <label className="target flex items-center gap-2 border-t border-line px-4 py-2">
            <input
              type="checkbox"
              checked={on}
              onChange={event => setOn(event.target.checked)}
              className="size-4"
            />
            Keys without Ctrl, Alt or Command act
            <span className="text-text-2">(Escape always does)</span>
          </label>
        </>
      )}
    </dialog>
  )
}

const shownAs = (name: KeyName): string => (name === 'Escape' ? 'Esc' : name)

interface KeyListProps {
  readonly title: string
  readonly keys: readonly (readonly [keys: string, does: string])[]
}

const KeyList = ({ title, keys }: KeyListProps) => (
  <section>
    <h3 className="text-xs font-semibold text-text-2">{title}</h3>
    <dl className="mt-1">
      {keys.map(([key, does]) => (
        <div key={key} className="flex min-h-7 items-center justify-between gap-3 border-b border-line">
          <dt>{does}</dt>
          <dd className="flex shrink-0 gap-1">
            {key.split(' ').map((part, i) => (
              <kbd
                key={i}
                className="rounded-sm border border-line-strong bg-surface-2 px-1.5 font-sans text-xs text-text-2"
              >
                {part}
              </kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  </section>
)
