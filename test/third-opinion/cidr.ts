import type { Family } from './raw'

export interface Address {
  readonly family: Family
  readonly value: bigint
}

/** All addresses from `first` to `last`, both included. */
export interface Range {
  readonly family: Family
  readonly first: bigint
  readonly last: bigint
}

const BITS: Record<Family, number> = { 4: 32, 6: 128 }

/** Reads `10.0.0.1` or `fd00::1`; undefined when it is not an address (leading zeros and zones included). */
export function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseV6(text) : parseV4(text)
}

function parseV4(text: string): Address | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let value = 0n
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined
    value = value * 256n + BigInt(part)
  }
  return { family: 4, value }
}

function parseV6(text: string): Address | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head = [], tail = []] = halves.map(half => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - tail.length
  // `::` stands for at least one group of zeros; without it all eight groups are there.
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  let value = 0n
  for (const group of [...head, ...Array<string>(missing).fill('0'), ...tail]) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined
    value = value * 65536n + BigInt(`0x${group}`)
  }
  return { family: 6, value }
}

/** Reads `10.0.0.0/8`; bits behind the prefix are ignored, as the API server does. Undefined when malformed. */
export function parseBlock(text: string): Range | undefined {
  const [left = '', right = '', ...rest] = text.split('/')
  const address = parseAddress(left)
  if (address === undefined || rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(right)) return undefined
  const free = BigInt(BITS[address.family] - Number(right))
  if (free < 0n) return undefined
  const first = (address.value >> free) << free
  return { family: address.family, first, last: first + (1n << free) - 1n }
}

export function block(text: string): Range {
  const parsed = parseBlock(text)
  if (parsed === undefined) throw new Error(`\`${text}\` is no block of addresses`)
  return parsed
}

export const EVERY_ADDRESS: readonly Range[] = [block('0.0.0.0/0'), block('::/0')]

/** The ranges that pods without an address are expected in (RFC 1918 and RFC 4193). */
export const PRIVATE: readonly Range[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'].map(
  block,
)

export function overlap(a: Range, b: Range): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last
}

export function covers(outer: Range, inner: Range): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last
}

export function contains(ranges: readonly Range[], address: Address): boolean {
  return ranges.some(r => r.family === address.family && r.first <= address.value && address.value <= r.last)
}

/** What is left of `ranges` once `cut` is taken out. */
export function without(ranges: readonly Range[], cut: Range): Range[] {
  return ranges.flatMap(range => {
    if (!overlap(range, cut)) return [range]
    const below = { ...range, last: cut.first - 1n }
    const above = { ...range, first: cut.last + 1n }
    return [below, above].filter(piece => piece.first <= piece.last)
  })
}
