/** A file that the user picked, under its path in what was picked: `prod/base/web.yaml`, `cluster.yaml`. */
export interface PickedFile {
  readonly path: string
  readonly file: File
}

/** What is not sent, in files; hidden and `node_modules` folders are not looked into and count as one. */
export interface LeftOut {
  readonly hidden: number
  readonly modules: number
  /** Files by ending, `.png`; those without one under the empty text. */
  readonly endings: ReadonlyMap<string, number>
}

/** What would be sent, and what would not. */
export interface Pick {
  readonly files: readonly PickedFile[]
  readonly bytes: number
  readonly leftOut: LeftOut
}

/**
 * Gathers what is picked by the rules that the server reads by (lib/sources/upload.ts): a file that stands alone is taken
 * whatever it is called, of several manifests and archives are, and in folders `.yaml`, `.yml` and `.json`, outside hidden
 * folders and node_modules.
 */
export class Gathering {
  readonly #files: PickedFile[] = []
  /** Files that the user named and that are called like nothing known. */
  readonly #strays: PickedFile[] = []
  readonly #hidden = new Set<string>()
  readonly #modules = new Set<string>()
  readonly #endings = new Map<string, number>()
  #bytes = 0

  /** Files and folders looked at so far. */
  get seen(): number {
    const others = [...this.#endings.values()].reduce((sum, each) => sum + each, 0)
    return this.#files.length + this.#strays.length + this.#hidden.size + this.#modules.size + others
  }

  /** True for a folder to look into; the path of what was dropped itself has one part. */
  enters(path: string): boolean {
    const [at, name] = this.#barred(path.split('/')) ?? []
    if (name === undefined || at === undefined) return true
    this.#leave(name, at)
    return false
  }

  add(path: string, file: File): void {
    const parts = path.split('/')
    const named = parts.length === 1
    const [at, name] = this.#barred(parts) ?? []
    if (name !== undefined && at !== undefined) return this.#leave(name, at)
    if (isManifest(path) || (named && isArchive(path))) this.#take({ path, file })
    else if (named) this.#strays.push({ path, file })
    else this.#pass(path)
  }

  /** Everything gathered, in order of paths, so that the same pick is always sent in the same way. */
  done(): Pick {
    const [stray] = this.#strays
    if (stray && this.seen === 1) this.#take(stray)
    else for (const { path } of this.#strays) this.#pass(path)
    this.#strays.length = 0
    return {
      files: this.#files.sort((a, b) => (a.path < b.path ? -1 : 1)),
      bytes: this.#bytes,
      leftOut: { hidden: this.#hidden.size, modules: this.#modules.size, endings: this.#endings },
    }
  }

  #take(picked: PickedFile): void {
    this.#files.push(picked)
    this.#bytes += picked.file.size
  }

  #pass(path: string): void {
    const ending = endingOf(path)
    this.#endings.set(ending, (this.#endings.get(ending) ?? 0) + 1)
  }

  /** The outermost part that keeps a path out, with the path that leads there. What was dropped itself never does. */
  #barred(parts: readonly string[]): readonly [path: string, name: string] | undefined {
    const at = parts.findIndex((part, i) => i > 0 && (part.startsWith('.') || part === 'node_modules'))
    const name = parts[at]
    return name === undefined ? undefined : [parts.slice(0, at + 1).join('/'), name]
  }

  #leave(name: string, path: string): void {
    if (name === 'node_modules') this.#modules.add(path)
    else this.#hidden.add(path)
  }
}

const isManifest = (path: string): boolean => /\.(?:ya?ml|json)$/i.test(path)
const isArchive = (path: string): boolean => /\.(?:tar|tar\.gz|tgz|zip)$/i.test(path)

export function endingOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot).toLowerCase()
}
