import { quote, type JsonMap } from '../../model/json'
import type { Path } from '../../model/object'
import { present, type Reading } from '../reading'

/** `` `tcp`, `udp` or `sctp` ``. */
export function alternatives(words: readonly string[]): string {
  const quoted = words.map(word => `\`${word}\``)
  const last = quoted.pop() ?? ''
  return quoted.length > 0 ? `${quoted.join(', ')} or ${last}` : last
}

/** The one field that is set, where exactly one of them must be; refuses everything else. */
export function oneOf<Field extends string>(
  reading: Reading,
  map: JsonMap,
  path: Path,
  fields: readonly Field[],
  code: string,
): Field | undefined {
  const understood = reading.onlyKeys(map, path, fields)
  const set = fields.filter(field => present(map, field) !== undefined)
  const [only] = set
  if (understood && set.length === 1) return only
  if (understood || set.length > 1)
    reading.refuse(
      code,
      path,
      set.length === 0
        ? `${quote(map)} sets none of ${alternatives(fields)}`
        : `sets ${set.map(field => `\`${field}\``).join(' and ')}, of which only one may stand here`,
      set.length === 0 ? 'set exactly one of them' : 'make two entries of them, or keep one',
    )
  return undefined
}
