/** Names of files that somebody sent, alone or in an archive. They are labels and nothing else: nothing is opened by them. */

/** A name as it may be shown, and whether it is another than was sent because that one meant harm, or may have. */
export interface SafeName {
  readonly text: string
  readonly odd: boolean
}

const longest = 500

/** Control characters, NUL among them, and those that turn the direction of text. */
const unshowable = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/**
 * A relative path with `/` between its parts. Whatever leads out of the folder (`..`, a drive, the root of the disk) is
 * left out of it, and signs that cannot be shown stand as U+FFFD.
 */
export function safeName(name: string): SafeName {
  const shown = name.replace(unshowable, '\uFFFD').replaceAll('\\', '/')
  const relative = shown.replace(/^(?:[A-Za-z]:)?\/*/, '')
  const parts = relative.split('/').filter(part => part !== '' && part !== '.')
  const inside = parts.filter(part => part !== '..')
  const text = inside.join('/') || 'unnamed'
  const odd = shown !== name.replaceAll('\\', '/') || relative !== shown || inside.length < parts.length
  return text.length <= longest
    ? { text, odd }
    : { text: `${text.slice(0, longest / 2)}…${text.slice(-longest / 2)}`, odd: true }
}

/** Whether a name is that of a manifest, as in a folder on disk. */
export const isManifest = (path: string): boolean => /\.(?:ya?ml|json)$/i.test(path)

/** Whether a name is that of an archive. */
export const isArchive = (path: string): boolean => /\.(?:zip|tar|tgz|gz|bz2|xz|zst|7z|rar)$/i.test(path)

/** Whether a folder on disk would be read without it: hidden files and folders, node_modules, and what macOS adds to archives. */
export const isLeftOut = (parts: readonly string[]): boolean =>
  parts.some(part => part.startsWith('.') || part === 'node_modules' || part === '__MACOSX')

/** The order in which a folder is read: its entries by name, each folder where its name stands. */
export function byPath(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')]
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [one, other] = [left[at] ?? '', right[at] ?? '']
    if (one !== other) return one < other ? -1 : 1
  }
  return left.length - right.length
}
