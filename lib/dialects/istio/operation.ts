import type { Json } from '../../model/json'
import type { Path } from '../../model/object'
import type { Reading } from '../reading'
import { destinationPort, host, requestField, requestPath } from './attribute'
import { readClause } from './clause'
import type { RulePlace } from './rule-place'
import type { Clause } from './term'

/** Reads one entry of `to` (istio.md section 5). */
export const readOperation = (reading: Reading, entry: Json, path: Path, { config }: RulePlace): Clause =>
  readClause(reading, entry, path, 'operation', [
    { name: 'ports', attribute: destinationPort },
    { name: 'hosts', attribute: host },
    { name: 'methods', attribute: requestField({ kind: 'method' }) },
    { name: 'paths', attribute: requestPath(config) },
  ])
