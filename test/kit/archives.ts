import { deflateRawSync, gzipSync } from 'node:zlib'
import { Header } from 'tar/header'
import type { EntryTypeName } from 'tar/types'

/** Archives as people and their enemies make them, in memory. */

export interface Packed {
  readonly path: string
  readonly contents?: string | Uint8Array
  /** What it is in a tar archive; absent = a file. */
  readonly type?: EntryTypeName
  /** Where a link leads. */
  readonly target?: string
}

/** A tar archive; `ended` says whether the two empty blocks of its end are there. */
export function tarOf(entries: readonly Packed[], ended = true): Buffer {
  const blocks = entries.flatMap(({ path, contents = '', type = 'File', target }) => {
    const body = Buffer.from(contents)
    const header = Buffer.alloc(512)
    new Header({
      path,
      type,
      mode: 0o644,
      size: body.length,
      uid: 0,
      gid: 0,
      mtime: new Date(0),
      ...(target !== undefined && { linkpath: target }),
    }).encode(header, 0)
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(ended ? 1024 : 0)])
}

export const tarGzOf = (entries: readonly Packed[]): Buffer => gzipSync(tarOf(entries))

/** A zip archive; entries with a `target` are symbolic links as Unix packs them. `flags` are the general purpose bits. */
export function zipOf(entries: readonly Packed[], flags = 0x0800): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { path, contents = '', target } of entries) {
    const name = Buffer.from(path)
    const body = Buffer.from(target ?? contents)
    const packed = deflateRawSync(body)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(flags, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(body), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(body.length, 18)
    common.writeUInt16LE(name.length, 22)
    const header = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(((target === undefined ? 0o100644 : 0o120777) << 16) >>> 0, 6)
    tail.writeUInt32LE(offset, 10)
    // Made by Unix.
    central.push(Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 3]), common, tail, name)
    local.push(header)
    offset += header.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06', 'latin1'), end])
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}
