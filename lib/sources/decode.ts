import { Buffer, isAscii } from 'node:buffer'

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

/** Bytes that are looked at between two pauses. */
const slice = 1 << 20

/**
 * Bytes to text: UTF-8, or UTF-16 where a byte order mark says so (YAML 1.2.2 section 5.2). Archives, images and other
 * files that are no text are named for what they are. CRLF, CR and LF all become LF. Pauses.
 */
export function* decode(bytes: Uint8Array): Generator<void, Decoded> {
  const signature = signatures.find(([, ...start]) => start.every((byte, at) => bytes[at] === byte))
  if (signature) return { kind: 'binary', what: signature[0] }
  const encoding = encodingOf(bytes)
  if (encoding === 'utf-8' && mostlyControl(bytes))
    return { kind: 'binary', what: 'a binary file, or UTF-16 text without a byte order mark' }
  const lines = encoding === 'utf-8' ? yield* withLineFeeds(bytes) : bytes
  yield
  // Of all ways to make one long text of bytes this is the quickest by far.
  if (encoding === 'utf-8' && isAscii(lines))
    return {
      kind: 'text',
      text: Buffer.from(lines.buffer, lines.byteOffset, lines.length).toString('latin1'),
      clean: true,
    }
  try {
    return { kind: 'text', text: yield* decodeAs(encoding, true, lines), clean: true }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { kind: 'text', text: yield* decodeAs(encoding, false, lines), clean: false }
  }
}

/** Throws a TypeError at bytes that are none of the encoding, if `fatal`. */
function* decodeAs(encoding: string, fatal: boolean, bytes: Uint8Array): Generator<void, string> {
  const decoder = new TextDecoder(encoding, { fatal })
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += slice) {
    parts.push(decoder.decode(bytes.subarray(at, at + slice), { stream: true }))
    yield
  }
  parts.push(decoder.decode())
  const text = parts.join('')
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

const lineFeed = 0x0a
const carriageReturn = 0x0d

/** UTF-8 with every CRLF and CR as LF. */
function* withLineFeeds(bytes: Uint8Array): Generator<void, Uint8Array> {
  if (!bytes.includes(carriageReturn)) return bytes
  const lines = new Uint8Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte !== carriageReturn) lines[length++] = byte
    else if (bytes[at + 1] !== lineFeed) lines[length++] = lineFeed
    if (at % slice === slice - 1) yield
  }
  return lines.subarray(0, length)
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
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
