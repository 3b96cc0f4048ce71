'use client'

import { FileUp } from 'lucide-react'
import { useEffect, useRef, useState, type DragEvent, type ReactNode } from 'react'
import { Button } from '../ui/Button'
import type { OpeningControl } from './use-opening'
import { gatherChosen, gatherDropped } from './walk'

interface DropAreaProps {
  readonly look: OpeningControl['look']
  readonly children: ReactNode
}

/** Takes what is dropped anywhere in it; beside it a drop must not make the browser leave the page. */
export function DropArea({ look, children }: DropAreaProps) {
  const [over, setOver] = useState(false)
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    // The list is empty as soon as this returns.
    const entries: FileSystemEntry[] = []
    const files: File[] = []
    for (const item of event.dataTransfer.items) {
      const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null
      const file = entry === null ? item.getAsFile() : null
      if (entry) entries.push(entry)
      else if (file) files.push(file)
    }
    if (entries.length > 0) look((onSeen, signal) => gatherDropped(entries, onSeen, signal))
    else if (files.length > 0) look((onSeen, signal) => gatherChosen(files, onSeen, signal))
  }
  return (
    <div
      className={`min-h-0 flex-1 overflow-y-auto ${over ? 'outline-2 -outline-offset-4 outline-ink outline-dashed' : ''}`}
      onDragOver={event => {
        event.preventDefault()
        setOver(event.dataTransfer.types.includes('Files'))
      }}
      onDragLeave={event => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget))
          setOver(false)
      }}
      onDrop={onDrop}
    >
      {children}
    </div>
  )
}

interface ChooseButtonsProps extends Pick<DropAreaProps, 'look'> {
  /** Takes the focus, because what had it is gone. */
  readonly focused: boolean
}

/** Two ways into the browser's own dialog: for files, an archive among them, and for a folder. */
export function ChooseButtons({ look, focused }: ChooseButtonsProps) {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const take = (input: HTMLInputElement | null) => {
    const chosen = [...(input?.files ?? [])]
    // So that the same choice can be made again.
    if (input) input.value = ''
    if (chosen.length > 0) look((onSeen, signal) => gatherChosen(chosen, onSeen, signal))
  }
  const chooseFolder = () => {
    if (!folder.current) return
    // Every browser knows it, and no standard does, so React has no such attribute.
    folder.current.webkitdirectory = true
    folder.current.click()
  }
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (focused) first.current?.focus()
  }, [focused])
  return (
    <>
      <Button ref={first} onClick={() => files.current?.click()}>
        <FileUp size={14} aria-hidden />
        Choose files
      </Button>
      <Button onClick={chooseFolder}>Choose a folder</Button>
      <input ref={files} type="file" multiple hidden onChange={() => take(files.current)} />
      <input ref={folder} type="file" hidden onChange={() => take(folder.current)} />
    </>
  )
}
