import { parseAddress, parseBlock, type Block } from '../../model/address'
import { isList, quote, type Json } from '../../model/json'
import { below, type Path } from '../../model/object'
import { lastPort } from '../../model/port'
import type { Reading } from '../reading'
import type { PortRange, WrittenBlock } from './term'

export interface Text {
  readonly text: string
  readonly path: Path
}

/** Values of a field: at least one text, none empty; undefined where that does not hold, which is refused. */
export function readTexts(reading: Reading, value: Json, path: Path): readonly Text[] | undefined {
  const refuse = (at: Path, message: string): undefined => {
    reading.refuse('bad-value', at, message, 'list texts that are not empty')
    return undefined
  }
  if (!isList(value)) return refuse(path, `${quote(value)} is no list`)
  const texts: Text[] = []
  for (const [at, entry] of value.entries()) {
    if (typeof entry !== 'string' || entry === '')
      return refuse(below(path, at), `${quote(entry)} is no text to compare with`)
    texts.push({ text: entry, path: below(path, at) })
  }
  return texts
}

/** An address alone, or with a prefix. */
export function readBlocks(reading: Reading, texts: readonly Text[]): readonly WrittenBlock[] | undefined {
  return allOf(texts, ({ text, path }) => {
    const block = text.includes('/') ? parseBlock(text) : oneAddress(text)
    if (block) return { block, path }
    reading.refuse(
      'bad-cidr',
      path,
      `${quote(text)} is no address and no address range`,
      'write `10.0.0.7` or `10.0.0.0/8`',
    )
    return undefined
  })
}

function oneAddress(text: string): Block | undefined {
  const address = parseAddress(text)
  return address && parseBlock(`${text}/${address.family === 4 ? 32 : 128}`)
}

/** Ports are texts here. Only TCP comes through a proxy. */
export function readPorts(reading: Reading, texts: readonly Text[]): readonly PortRange[] | undefined {
  return allOf(texts, ({ text, path }) => {
    const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
    if (port >= 1 && port <= lastPort)
      return { kind: 'range', path, protocol: 'TCP', first: port, last: port }
    reading.refuse('bad-port', path, `${quote(text)} is no port`, 'write a number from 1 to 65535, in quotes')
    return undefined
  })
}

/** Every value read; undefined where one of them does not parse, and all are told. */
export function allOf<From, To>(
  from: readonly From[],
  read: (value: From) => To | undefined,
): readonly To[] | undefined {
  const all = from.map(read)
  const good = all.filter(value => value !== undefined)
  return good.length === from.length ? good : undefined
}
