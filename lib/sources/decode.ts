/** What the bytes of a file turned out to be. */
export type Decoded =
  /** `clean` is false where bytes were no UTF-8: each stands as U+FFFD, and the documents that hold one are refused. */
  | { readonly kind: 'text'; readonly text: string; readonly clean: boolean }
  | { readonly kind: 'binary'; readonly what: string }

const signatures: readonly (readonly [what: string, ...bytes: number[]])[] = [
  ['a gzip archive', 0x1f, 0x8b],
  ['a zip archive', 0x50, 0x4b, 0x03, 0x04],
  ['a zstd archive', 0x28, 0xb5, 0x2f, 0xfd],
  ['an xz archive', 0xfd, 0x37, 0x7a, 0x58, 0x5a],
  ['a bzip2 archive', 0x42, 0x5a, 0x68],
  ['a PDF file', 0x25, 0x50, 0x44, 0x46],
  ['a PNG image', 0x89, 0x50, 0x4e, 0x47],
  ['a program', 0x7f, 0x45, 0x4c, 0x46],
]

/**
 * Bytes to text: UTF-8, or UTF-16 where a byte order mark says so (YAML 1.2.2 section 5.2). Archives, images and other
 * files that are no text are named for what they are.
 */
export function decode(bytes: Uint8Array): Decoded {
  const signature = signatures.find(([, ...start]) => start.every((byte, at) => bytes[at] === byte))
  if (signature) return { kind: 'binary', what: signature[0] }
  const encoding = bomOf(bytes)
  if (encoding === 'utf-8' && mostlyControl(bytes))
    return { kind: 'binary', what: 'a binary file, or UTF-16 text without a byte order mark' }
  try {
    return { kind: 'text', text: new TextDecoder(encoding, { fatal: true }).decode(bytes), clean: true }
  } catch {
    return { kind: 'text', text: new TextDecoder(encoding).decode(bytes), clean: false }
  }
}

function bomOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return 'utf-8'
}

/** More than one control character in ten, of the first 4 KiB, is no text; a stray NUL byte among text still is. */
function mostlyControl(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, 4096)
  let controls = 0
  for (const byte of start) if (byte < 0x09 || (byte > 0x0d && byte < 0x20)) controls += 1
  return controls * 10 > start.length
}
