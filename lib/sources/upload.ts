import type { Capture, CaptureSource } from '../model/capture'
import { archiveKind, BrokenArchive, unpack, Unpacked, type ArchiveEntry, type ArchiveKind } from './archive'
import { BadInput } from './bad-input'
import { Collector } from './collect'
import { byPath, isArchive, isLeftOut, isManifest, safeName } from './file-names'
import { readFiles, refuseFile, type NamedFile, type ReadOptions } from './manifests'

/** A file as it was sent: under its path relative to what the user chose, in pieces. */
export interface SentFile {
  readonly path: string
  readonly chunks: readonly Uint8Array[]
}

/** Bounds of what is read. */
export interface UploadLimits {
  /** Bytes that all archives together may unpack to. */
  readonly unpacked: number
  readonly files: number
  readonly documents: number
}

/** The name under which pasted text is sent. */
const pasted = 'pasted.yaml'

/**
 * Reads files that were sent: manifests, in the order of a folder, and what is in archives (tar, tar.gz, zip), told by
 * their first bytes. Nothing is written anywhere, and names are labels. What cannot be read is in the capture's gaps and
 * problems; throws BadInput where nothing at all could be loaded, or where it comes to too much.
 */
export async function readUpload(
  sent: readonly SentFile[],
  limits: UploadLimits,
  options: ReadOptions = {},
): Promise<Capture> {
  const source: CaptureSource = { kind: 'upload', label: labelOf(sent) }
  const collector = new Collector()
  const upload = new Upload(collector, limits)
  for (const file of sent) {
    options.signal?.throwIfAborted()
    await upload.take(file, sent.length === 1, () =>
      options.onProgress?.({
        file: safeName(file.path).text,
        filesRead: 0,
        files: sent.length,
        objects: 0,
        kinds: [],
      }),
    )
  }
  upload.report()
  return readFiles(upload.inOrder(), source, { ...options, mostDocuments: limits.documents }, collector)
}

/** `pasted text`, `shop.tar.gz`, `folder shop`, `37 files`. */
function labelOf(sent: readonly SentFile[]): string {
  const [first] = sent
  if (sent.length === 1 && first) return first.path === pasted ? 'pasted text' : safeName(first.path).text
  const folders = new Set(sent.map(({ path }) => safeName(path).text.split('/').slice(0, -1)[0]))
  const [folder] = folders
  return folders.size === 1 && folder !== undefined ? `folder ${folder}` : `${sent.length} files`
}

/** Gathers the files that are to be read, and what is to be said of the others. */
class Upload {
  private readonly files: NamedFile[] = []
  private readonly unpacked: Unpacked
  private readonly passedOver = new Names()
  private readonly odd = new Names()
  private readonly links = new Names()
  private readonly nested = new Names()

  constructor(
    private readonly collector: Collector,
    private readonly limits: UploadLimits,
  ) {
    this.unpacked = new Unpacked(limits.unpacked, 10 * limits.files)
  }

  /** Takes a file; `alone` it is read whatever it is called, as a file that is named on the command line. */
  async take({ path, chunks }: SentFile, alone: boolean, onUnpack: () => void): Promise<void> {
    const { text: name, odd } = safeName(path)
    const [top = '', ...below] = name.split('/')
    // What the user chose is read, and what a folder on disk would be read without is not.
    if (isLeftOut(below.length > 0 ? below : []) || top === '__MACOSX') return
    if (odd) this.odd.add(name)
    const kind = await archiveKind(chunks)
    if (kind) {
      onUnpack()
      await this.open(name, kind, chunks)
    } else if (alone || isManifest(name)) this.add(name, Buffer.concat(chunks))
    else this.passedOver.add(name)
  }

  /** The files to read, each as a folder on disk would have it. */
  inOrder(): NamedFile[] {
    return this.files.sort((a, b) => byPath(a.name, b.name))
  }

  /** Tells what was not read, and why, in a line for each reason. */
  report(): void {
    this.tell(this.odd, 'odd-name', 'none', names => ({
      message: `names that lead out of their folder or hold signs that cannot be shown are shown without: ${names}`,
      remedy: 'nothing is ever opened by these names; ask whoever made the files what they were to do',
    }))
    this.tell(this.links, 'link', 'none', names => ({
      message: `links are not read, and what they lead to is, where it stands: ${names}`,
      remedy: 'nothing needs to be done',
    }))
    this.tell(this.nested, 'nested-archive', 'left-out', names => ({
      message: `archives inside of an archive are not unpacked: ${names}`,
      remedy: 'if they hold manifests of this cluster, unpack them, or send them on their own',
    }))
    this.tell(this.passedOver, 'no-manifest', 'none', names => ({
      message: `files that end in none of \`.yaml\`, \`.yml\` and \`.json\` are not read: ${names}`,
      remedy: 'rename those that are manifests',
    }))
  }

  private tell(
    names: Names,
    code: string,
    effect: 'none' | 'left-out',
    say: (names: string) => { readonly message: string; readonly remedy: string },
  ): void {
    const [first] = names.shown
    if (first === undefined) return
    this.collector.addProblem({
      code,
      ...say(names.text),
      effect,
      origin: { file: first, document: 1, line: 1 },
    })
  }

  private add(name: string, bytes: Uint8Array): void {
    if (this.files.length >= this.limits.files)
      throw new BadInput(
        `more than ${this.limits.files.toLocaleString('en-US')} manifests are too many to be opened in the browser; name their folder after --manifests instead`,
      )
    this.files.push({ name, bytes: async () => bytes })
  }

  private async open(archive: string, kind: ArchiveKind, chunks: readonly Uint8Array[]): Promise<void> {
    const links: Link[] = []
    const inside = new Set<string>()
    const wanted = (path: string): boolean => {
      const { text } = safeName(path)
      return isManifest(text) && !isLeftOut(text.split('/'))
    }
    try {
      for await (const entry of unpack(archive, kind, chunks, wanted, this.unpacked)) {
        const { text: path, odd } = safeName(entry.path)
        if (isLeftOut(path.split('/'))) continue
        const name = `${archive}/${path}`
        if (odd) this.odd.add(name)
        inside.add(path)
        if (entry.kind === 'link') links.push({ ...entry, path })
        else this.takeEntry(entry, name)
      }
    } catch (error) {
      if (!(error instanceof BrokenArchive)) throw error
      refuseFile(
        archive,
        {
          code: 'broken-archive',
          message: `the archive ${error.message}, and what it held beyond that is not known`,
          remedy: 'pack and send it again',
        },
        this.collector,
      )
    }
    for (const link of links) this.takeLink(link, archive, inside)
  }

  private takeEntry(entry: Exclude<ArchiveEntry, { kind: 'link' }>, name: string): void {
    if (entry.kind === 'file') this.add(name, entry.bytes)
    else if (isManifest(name) && entry.kind === 'unreadable')
      this.files.push({ name, bytes: async () => entry.reason })
    else if (isArchive(name)) this.nested.add(name)
    else this.passedOver.add(name)
  }

  /** What a link leads to is read where it stands; one that leads nowhere may have stood for anything. */
  private takeLink({ path, target, from }: Link, archive: string, inside: ReadonlySet<string>): void {
    const name = `${archive}/${path}`
    const base = from === 'archive' ? [] : path.split('/').slice(0, -1)
    const leadsTo = target === undefined ? undefined : resolve(base, target)
    const found =
      leadsTo !== undefined && [...inside].some(each => each === leadsTo || each.startsWith(`${leadsTo}/`))
    if (found || !isManifest(path)) this.links.add(name)
    else this.files.push({ name, bytes: async () => 'is a link to a file that is not in the archive' })
  }
}

type Link = Extract<ArchiveEntry, { kind: 'link' }>

/** Where a relative path leads from a folder; undefined where that is outside. */
function resolve(folder: readonly string[], target: string): string | undefined {
  if (target.startsWith('/')) return undefined
  const parts = [...folder]
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.join('/')
}

/** Names of files that share a fate: how many, and some of them. */
class Names {
  readonly shown: string[] = []
  private count = 0

  add(name: string): void {
    this.count += 1
    if (this.shown.length < 3) this.shown.push(name)
  }

  get text(): string {
    const names = this.shown.map(name => `\`${name}\``).join(', ')
    const more = this.count - this.shown.length
    return more > 0 ? `${names} and ${more.toLocaleString('en-US')} more` : names
  }
}
