import ipaddr from 'ipaddr.js'

export type Family = 4 | 6

/** One IP address as a number in its family's space. */
export interface Address {
  readonly family: Family
  readonly value: bigint
}

/** A run of addresses of one family, both ends included. */
export interface AddressRange {
  readonly family: Family
  readonly first: bigint
  readonly last: bigint
}

/** A CIDR block; `prefix` counts the leading bits that are fixed. */
export interface Block extends AddressRange {
  readonly prefix: number
}

const bits = { 4: 32, 6: 128 } as const

export const lastAddress = (family: Family): bigint => (1n << BigInt(bits[family])) - 1n

export const wholeSpace = (family: Family): AddressRange => ({ family, first: 0n, last: lastAddress(family) })

/**
 * Parses one address. IPv4 is read in four decimal parts, leading zeros included, as the Kubernetes API server reads
 * it in legacy fields (never octal). Zones (`fe80::1%eth0`) and IPv4-mapped IPv6 addresses are refused.
 */
export function parseAddress(text: string): Address | undefined {
  const quad = parseQuad(text)
  if (quad !== undefined) return { family: 4, value: BigInt(quad) }
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined
  const address = ipaddr.IPv6.parse(text)
  if (address.isIPv4MappedAddress()) return undefined
  return { family: 6, value: address.parts.reduce((sum, part) => sum * 65536n + BigInt(part), 0n) }
}

const zero = 48
const dot = 46

/** Four decimal parts of at most four digits, each below 256; a scan, since every pod of a cluster comes through here. */
function parseQuad(text: string): number | undefined {
  let value = 0
  let part = 0
  let digits = 0
  let dots = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === dot) {
      if (digits === 0 || part > 255) return undefined
      value = value * 256 + part
      part = 0
      digits = 0
      dots++
    } else {
      const digit = code - zero
      if (digit < 0 || digit > 9 || digits === 4) return undefined
      part = part * 10 + digit
      digits++
    }
  }
  return dots === 3 && digits > 0 && part <= 255 ? value * 256 + part : undefined
}

/** Parses `a.b.c.d/n` or its IPv6 twin; host bits are cleared, as the API server does. */
export function parseBlock(text: string): Block | undefined {
  const slash = text.lastIndexOf('/')
  if (slash < 0 || !/^\d{1,3}$/.test(text.slice(slash + 1))) return undefined
  const address = parseAddress(text.slice(0, slash))
  const prefix = Number(text.slice(slash + 1))
  if (!address || prefix > bits[address.family]) return undefined
  const size = 1n << BigInt(bits[address.family] - prefix)
  const first = address.value - (address.value % size)
  return { family: address.family, first, last: first + size - 1n, prefix }
}

export const contains = (outer: AddressRange, inner: AddressRange): boolean =>
  outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last

export const overlaps = (a: AddressRange, b: AddressRange): boolean =>
  a.family === b.family && a.first <= b.last && b.first <= a.last

/** What both hold; undefined where that is nothing. */
export const overlapOf = (a: AddressRange, b: AddressRange): AddressRange | undefined =>
  overlaps(a, b)
    ? {
        family: a.family,
        first: a.first > b.first ? a.first : b.first,
        last: a.last < b.last ? a.last : b.last,
      }
    : undefined

export const rangeOf = ({ family, value }: Address): AddressRange => ({ family, first: value, last: value })

export function addressText({ family, value }: Address): string {
  if (family === 4) {
    const quad = Number(value)
    return `${quad >>> 24}.${(quad >>> 16) & 255}.${(quad >>> 8) & 255}.${quad & 255}`
  }
  const parts = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(112 - 16 * i)) & 0xffffn))
  return new ipaddr.IPv6(parts).toString()
}

/** `10.0.0.0-10.255.255.255`. */
export const rangeText = ({ family, first, last }: AddressRange): string =>
  `${addressText({ family, value: first })}-${addressText({ family, value: last })}`

/**
 * Cuts both address spaces at the borders of the given ranges: every piece lies wholly inside or wholly outside each
 * of them, so that one address of a piece stands for all.
 */
export function cutSpace(ranges: Iterable<AddressRange>): AddressRange[] {
  const starts: Record<Family, Set<bigint>> = { 4: new Set([0n]), 6: new Set([0n]) }
  for (const { family, first, last } of ranges) {
    starts[family].add(first)
    if (last < lastAddress(family)) starts[family].add(last + 1n)
  }
  return ([4, 6] as const).flatMap(family => {
    const sorted = [...starts[family]].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    return sorted.map((first, i) => ({
      family,
      first,
      last: (sorted[i + 1] ?? lastAddress(family) + 1n) - 1n,
    }))
  })
}

/** Joins neighbouring ranges to maximal ones, in order (IPv4 first). */
export function joinRanges(ranges: Iterable<AddressRange>): AddressRange[] {
  const sorted = [...ranges].sort(
    (a, b) => a.family - b.family || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0),
  )
  const joined: { family: Family; first: bigint; last: bigint }[] = []
  for (const range of sorted) {
    const tail = joined.at(-1)
    if (tail && tail.family === range.family && range.first <= tail.last + 1n) {
      if (range.last > tail.last) tail.last = range.last
    } else joined.push({ ...range })
  }
  return joined
}

/** The ranges that clusters draw pod addresses from (RFC 1918, RFC 6598, RFC 4193). */
export const privateRanges: readonly AddressRange[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
].map(text => {
  const block = parseBlock(text)
  if (!block) throw new Error(`not a block: ${text}`)
  return block
})
