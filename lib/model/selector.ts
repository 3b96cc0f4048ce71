import type { Path } from './object'
import type { Tri } from './tri'

export type Operator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'

/** One condition on one label; all conditions of a selector are ANDed (apimachinery LabelSelector). */
export interface Requirement {
  readonly key: string
  readonly operator: Operator
  readonly values: readonly string[]
  readonly path: Path
}

/**
 * A label selector. `unreadable` holds the paths of conditions that do not parse: the API server would refuse
 * them, so they match everything in one reading and nothing in another.
 */
export interface Selector {
  readonly requirements: readonly Requirement[]
  readonly unreadable: readonly Path[]
}

/** A label's value, `undefined` where the object lacks the key, `hidden` where it could not be read. */
export type LabelLookup = (key: string) => string | undefined | typeof hidden

export const hidden = Symbol('hidden')

export const selectsAll = (selector: Selector): boolean =>
  selector.requirements.length === 0 && selector.unreadable.length === 0

/** Whether one condition holds. NotIn and DoesNotExist match objects that lack the key (networkpolicy.md 4, rule 15). */
export function meets(requirement: Requirement, lookup: LabelLookup): Tri {
  const value = lookup(requirement.key)
  if (value === hidden) return 'maybe'
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && requirement.values.includes(value) ? 'yes' : 'no'
    case 'NotIn':
      return value === undefined || !requirement.values.includes(value) ? 'yes' : 'no'
    case 'Exists':
      return value !== undefined ? 'yes' : 'no'
    case 'DoesNotExist':
      return value === undefined ? 'yes' : 'no'
  }
}

/** Whether the selector matches an object with these labels. */
export function selects(selector: Selector, lookup: LabelLookup): Tri {
  let result: Tri = selector.unreadable.length > 0 ? 'maybe' : 'yes'
  for (const requirement of selector.requirements) {
    const met = meets(requirement, lookup)
    if (met === 'no') return 'no'
    if (met === 'maybe') result = 'maybe'
  }
  return result
}

/** A selector names whom it wants when it requires a label to be there; exclusions name nobody (contract.md section 1). */
export const requiresLabel = (selector: Selector): boolean =>
  selector.requirements.some(({ operator }) => operator === 'In' || operator === 'Exists')

/** `app=ledger-db`, `tier in (a, b)`, `!quarantine`; `any` for the empty selector. */
export function selectorText(selector: Selector): string {
  if (selector.requirements.length === 0) return 'any'
  return selector.requirements.map(requirementText).join(', ')
}

export function requirementText({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(', ')})`
    case 'NotIn':
      return values.length === 1 ? `${key}!=${values[0]}` : `${key} not in (${values.join(', ')})`
    case 'Exists':
      return key
    case 'DoesNotExist':
      return `!${key}`
  }
}
