import { parseBlock, type Block } from '../model/address'
import { isList, isMap, own, quote, type Json, type JsonMap } from '../model/json'
import { below, pathText, type KubeObject, type Path } from '../model/object'
import type { Problem } from '../model/problem'
import type { Operator, Requirement, Selector } from '../model/selector'

/**
 * Reads the fields of one object and remembers what could not be honoured. Dialects share it, so that every kind
 * treats a misspelt key, a wrong type or a bad selector alike: a part that does not parse never widens a rule, it
 * becomes doubtful.
 */
export class Reading {
  readonly problems: Problem[] = []
  /** The API server would refuse the object as written (contract.md section 1, Verdict: then "absent" is a reading). */
  refused = false

  constructor(private readonly object: KubeObject) {}

  /** The API server refuses this value; whatever rests on it is unknown. */
  refuse(code: string, path: Path, message: string, remedy: string): void {
    this.refused = true
    this.report(code, path, message, remedy, 'unknown')
  }

  /** Legal, but what it does cannot be told from what was read; whatever rests on it is unknown. */
  doubt(code: string, path: Path, message: string, remedy: string): void {
    this.report(code, path, message, remedy, 'unknown')
  }

  /** Legal, but most likely not what was meant. */
  warn(code: string, path: Path, message: string, remedy: string): void {
    this.report(code, path, message, remedy, 'none')
  }

  /** Keys that the kind does not have: kubectl refuses them, older clients drop them; either way the author meant something. */
  onlyKeys(map: JsonMap, path: Path, known: readonly string[]): boolean {
    const strangers = Object.keys(map).filter(key => !known.includes(key))
    for (const key of strangers)
      this.refuse(
        'unknown-field',
        below(path, key),
        `${quote(key)} is not a field here; known are ${known.map(name => `\`${name}\``).join(', ')}`,
        `correct the spelling of ${quote(key)} or remove it`,
      )
    return strangers.length === 0
  }

  private report(code: string, path: Path, message: string, remedy: string, effect: Problem['effect']): void {
    const { ref, origin } = this.object
    const text = path.length > 0 ? `${pathText(path)}: ${message}` : message
    this.problems.push({ code, message: text, remedy, effect, object: ref, path, ...(origin && { origin }) })
  }
}

/** `null` is the same as an absent field in every Kubernetes API (networkpolicy.md 4, rule 12). */
export const present = (map: JsonMap, key: string): Json | undefined => own(map, key) ?? undefined

const namePart = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)$/
const prefixPart = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

/** Whether the API server takes this as a label key: a name, with an optional DNS prefix before a slash. */
export function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/')
  if (slash < 0) return namePart.test(key)
  const prefix = key.slice(0, slash)
  return prefix.length <= 253 && prefixPart.test(prefix) && namePart.test(key.slice(slash + 1))
}

export const isLabelValue = (value: string): boolean => value === '' || namePart.test(value)

const operators: readonly Operator[] = ['In', 'NotIn', 'Exists', 'DoesNotExist']

/** Reads a LabelSelector; conditions that do not parse end in `unreadable` (apimachinery, ValidateLabelSelector). */
export function readSelector(reading: Reading, value: Json, path: Path): Selector {
  if (!isMap(value)) {
    reading.refuse(
      'bad-selector',
      path,
      `${quote(value)} is no label selector`,
      'write a map with `matchLabels` or `matchExpressions`',
    )
    return { requirements: [], unreadable: [path] }
  }
  const unreadable: Path[] = reading.onlyKeys(value, path, ['matchLabels', 'matchExpressions']) ? [] : [path]
  const requirements: Requirement[] = []
  const labels = present(value, 'matchLabels')
  const labelsPath = below(path, 'matchLabels')
  if (isMap(labels)) {
    for (const key of Object.keys(labels)) {
      const at = below(labelsPath, key)
      const wanted = own(labels, key)
      if (!isLabelKey(key) || typeof wanted !== 'string' || !isLabelValue(wanted)) {
        refuseLabel(reading, at, key, wanted)
        unreadable.push(at)
      } else requirements.push({ key, operator: 'In', values: [wanted], path: at })
    }
  } else if (labels !== undefined) {
    reading.refuse(
      'bad-selector',
      labelsPath,
      `${quote(labels)} is no map of labels`,
      'write `key: value` pairs',
    )
    unreadable.push(labelsPath)
  }
  const expressions = present(value, 'matchExpressions')
  const expressionsPath = below(path, 'matchExpressions')
  if (isList(expressions))
    expressions.forEach((expression, i) => {
      const at = below(expressionsPath, i)
      const requirement = readExpression(reading, expression, at)
      if (requirement) requirements.push(requirement)
      else unreadable.push(at)
    })
  else if (expressions !== undefined) {
    reading.refuse(
      'bad-selector',
      expressionsPath,
      `${quote(expressions)} is no list`,
      'write a list of `key`, `operator`, `values`',
    )
    unreadable.push(expressionsPath)
  }
  // A copy has no room for more, unlike an array that grew.
  return { requirements: requirements.slice(), unreadable }
}

function readExpression(reading: Reading, value: Json, path: Path): Requirement | undefined {
  const refuse = (message: string, remedy: string): undefined => {
    reading.refuse('bad-selector', path, message, remedy)
    return undefined
  }
  if (!isMap(value)) return refuse(`${quote(value)} is no expression`, 'write `key`, `operator` and `values`')
  if (!reading.onlyKeys(value, path, ['key', 'operator', 'values'])) return undefined
  const key = own(value, 'key')
  if (typeof key !== 'string' || !isLabelKey(key))
    return refuse(`${quote(key)} is no label key`, 'name the label to look at')
  const operator = operators.find(name => name === own(value, 'operator'))
  if (!operator)
    return refuse(`${quote(own(value, 'operator'))} is no operator`, 'use In, NotIn, Exists or DoesNotExist')
  const values = present(value, 'values') ?? []
  if (!isList(values) || !values.every(entry => typeof entry === 'string' && isLabelValue(entry)))
    return refuse(`${quote(values)} is no list of label values`, 'write the values as strings')
  const takesValues = operator === 'In' || operator === 'NotIn'
  if (takesValues && values.length === 0)
    return refuse(`${operator} needs at least one value`, 'list the values')
  if (!takesValues && values.length > 0) return refuse(`${operator} takes no values`, 'remove `values`')
  return { key, operator, values: values.filter(entry => typeof entry === 'string'), path }
}

function refuseLabel(reading: Reading, path: Path, key: string, value: Json | undefined): void {
  if (!isLabelKey(key))
    reading.refuse('bad-selector', path, `${quote(key)} is no label key`, 'use a legal label key')
  else if (typeof value !== 'string')
    reading.refuse('bad-selector', path, `${quote(value)} is no string`, 'put the label value in quotes')
  else
    reading.refuse(
      'bad-selector',
      path,
      `${quote(value)} is no label value`,
      'use at most 63 letters, digits, `-`, `_`, `.`',
    )
}

/** Reads an address and a prefix; undefined where they do not parse (networkpolicy.md 4, rule 24). */
export function readCidr(reading: Reading, value: Json | undefined, path: Path): Block | undefined {
  const block = typeof value === 'string' ? parseBlock(value) : undefined
  if (!block || typeof value !== 'string') {
    reading.refuse(
      'bad-cidr',
      path,
      `${quote(value)} is no address range`,
      'write an address and a prefix, `10.0.0.0/8`',
    )
    return undefined
  }
  const address = value.slice(0, value.lastIndexOf('/'))
  if (/(^|\.)0\d/.test(address))
    reading.warn(
      'odd-cidr',
      path,
      `${quote(value)} has leading zeros, which other tools read as octal`,
      'write plain decimal numbers',
    )
  else if (!startsAt(address, block))
    reading.warn(
      'odd-cidr',
      path,
      `${quote(value)} has bits set after the prefix, which are ignored`,
      'write the first address of the range',
    )
  return block
}

const startsAt = (address: string, block: Block): boolean => {
  const host = parseBlock(`${address}/${block.family === 4 ? 32 : 128}`)
  return host?.first === block.first
}
