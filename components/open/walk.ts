import { Gathering, type Pick } from './pick'

/** Told how many files and folders were looked at; called often. */
export type OnSeen = (seen: number) => void

/** How long a list may hold the page before it is drawn again, in milliseconds. */
const turn = 10

/** Files that are asked for at the same time. */
const atOnce = 10

/** Lets the browser draw and answer the user in between. */
const pause = (): Promise<void> => new Promise(resolve => setTimeout(resolve))

/**
 * The files that were dropped, folders walked to their end, in turns. What the browser cannot read rejects with its own
 * error; rejects with the signal's reason once nobody waits any more.
 */
export async function gatherDropped(
  entries: readonly FileSystemEntry[],
  onSeen: OnSeen,
  signal: AbortSignal,
): Promise<Pick> {
  const gathering = new Gathering()
  const folders: FileSystemDirectoryEntry[] = []
  const take = async (entry: FileSystemEntry): Promise<void> => {
    const path = entry.fullPath.replace(/^\//, '')
    if (isFolder(entry)) {
      if (gathering.enters(path)) folders.push(entry)
    } else if (isFile(entry)) gathering.add(path, await fileOf(entry))
  }
  await takeAll(entries, take, signal)
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const reader = folder.createReader()
    for (let batch = await nextBatch(reader); batch.length > 0; batch = await nextBatch(reader)) {
      await takeAll(batch, take, signal)
      onSeen(gathering.seen)
    }
  }
  return gathering.done()
}

/** Asks the browser for a few at a time, because that itself holds the page. */
async function takeAll(
  entries: readonly FileSystemEntry[],
  take: (entry: FileSystemEntry) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  for (let at = 0; at < entries.length; at += atOnce) {
    await Promise.all(entries.slice(at, at + atOnce).map(take))
    signal.throwIfAborted()
  }
}

/** The files that were chosen in the browser's own dialog; those of a folder carry their path in it. */
export async function gatherChosen(
  files: readonly File[],
  onSeen: OnSeen,
  signal: AbortSignal,
): Promise<Pick> {
  const gathering = new Gathering()
  await inTurns(
    files,
    file => gathering.add(file.webkitRelativePath === '' ? file.name : file.webkitRelativePath, file),
    () => onSeen(gathering.seen),
    signal,
  )
  return gathering.done()
}

/** Goes through a list without holding the page. */
async function inTurns<Item>(
  list: readonly Item[],
  act: (item: Item) => void,
  onPause: () => void,
  signal: AbortSignal,
): Promise<void> {
  let began = performance.now()
  for (const item of list) {
    act(item)
    if (performance.now() - began < turn) continue
    onPause()
    await pause()
    signal.throwIfAborted()
    began = performance.now()
  }
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject))

/** The next hundred or so; none at the end. */
const nextBatch = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject))
