import { field, isList, type Json } from '../../model/json'
import { below, type Path } from '../../model/object'
import type { Reading } from '../reading'
import { account, identity, remoteAddress, requestField, sourceAddress } from './attribute'
import { readClause, type Field } from './clause'
import type { RulePlace } from './rule-place'
import type { Clause } from './term'

const mostAccounts = 16

const fieldsFor = ({ namespace, config }: RulePlace): readonly Field[] => [
  { name: 'principals', attribute: identity('principal') },
  { name: 'namespaces', attribute: identity('namespace') },
  { name: 'serviceAccounts', attribute: account(namespace) },
  { name: 'trustDomains', attribute: identity('trust-domain', 'silent') },
  { name: 'requestPrincipals', attribute: requestField({ kind: 'request-principal' }) },
  { name: 'ipBlocks', attribute: sourceAddress },
  { name: 'remoteIpBlocks', attribute: remoteAddress(config) },
]

/** Reads one entry of `from` (istio.md section 5). */
export function readSource(reading: Reading, entry: Json, path: Path, place: RulePlace): Clause {
  const clause = readClause(reading, entry, path, 'source', fieldsFor(place))
  checkAccounts(reading, field(entry, 'source'), below(path, 'source'))
  return clause
}

/** What the schema demands of service accounts: at most 16, and neither principals nor namespaces beside them. */
function checkAccounts(reading: Reading, source: Json | undefined, path: Path): void {
  const has = (name: string): boolean => (field(source, name) ?? undefined) !== undefined
  for (const name of ['serviceAccounts', 'notServiceAccounts']) {
    const list = field(source, name)
    if (isList(list) && list.length > mostAccounts)
      reading.refuse(
        'too-many',
        below(path, name),
        `lists ${list.length} service accounts, ${mostAccounts} are allowed`,
        'split the source into two',
      )
  }
  const beside = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces'].find(has)
  if (beside !== undefined && (has('serviceAccounts') || has('notServiceAccounts')))
    reading.refuse(
      'bad-source',
      below(path, beside),
      'stands beside service accounts, which already say both',
      'keep one of the two',
    )
}
