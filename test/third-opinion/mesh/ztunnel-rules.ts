import { namespaceOf } from '../ends'
import type { RawObject } from '../raw'
import { alternatives, isAccount, plain, type Arrival, type Field } from './envoy-rules'
import { fits, isIn, partsOf } from './patterns'

/** All that ztunnel understands. */
const KNOWN = new Set([
  'principals',
  'namespaces',
  'serviceAccounts',
  'ipBlocks',
  'ports',
  'source.ip',
  'source.namespace',
  'source.principal',
  'destination.port',
])

const fieldName = (name: string): string => (name.startsWith('not ') ? name.slice(4) : plain(name))

/** Section 5, L7 fields at ztunnel: whether what is left of a rule there is met. */
export function ztunnelMatches(
  policy: RawObject,
  rule: RawObject,
  action: 'ALLOW' | 'DENY',
  arrival: Arrival,
): boolean {
  const demands = alternatives(rule)
  const known = ([name]: Field): boolean => KNOWN.has(fieldName(name))
  if (action === 'ALLOW' && !demands.flat(2).every(known)) return false
  for (const list of demands) {
    let met = false
    for (const fields of list) {
      const left = fields.filter(known)
      // What is emptied never matches.
      if (left.length === 0) continue
      if (left.every(field => holds(field, arrival, namespaceOf(policy)))) met = true
    }
    if (!met) return false
  }
  return true
}

function holds([name, values]: Field, { identity, ip, port }: Arrival, home: string): boolean {
  const some = values.some(value => {
    switch (fieldName(name)) {
      case 'principals':
      case 'source.principal':
        return identity !== undefined && fits(value, identity)
      case 'namespaces':
      case 'source.namespace':
        return identity !== undefined && fits(value, partsOf(identity).namespace)
      case 'serviceAccounts':
        return identity !== undefined && isAccount(value, identity, home)
      case 'ipBlocks':
      case 'source.ip':
        return isIn(value, ip)
      default:
        return value === String(port)
    }
  })
  return some !== (name !== fieldName(name))
}
