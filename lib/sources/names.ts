import { asString, dig, quote, type JsonMap } from '../model/json'
import type { ObjectRef, Origin } from '../model/object'
import type { Problem } from '../model/problem'

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
/** Path segments: names of RBAC objects may hold colons and capitals. */
const segment = /^(?!\.{1,2}$)[^/%]+$/

/**
 * What is wrong with an object's name and namespace. Nothing that is decided hangs on it, so it is only said
 * (contract.md section 1, Verdict: "a bad object name is only a problem").
 */
export function nameProblems(ref: ObjectRef, value: JsonMap, origin: Origin | undefined): Problem[] {
  const name = asString(dig(value, 'metadata', 'name'))
  const problem = (code: string, field: string, message: string, remedy: string): Problem => ({
    code,
    message,
    remedy,
    effect: 'none',
    object: ref,
    path: ['metadata', field],
    ...(origin && { origin }),
  })
  const problems: Problem[] = []
  if (!name) {
    const generated = asString(dig(value, 'metadata', 'generateName'))
    problems.push(
      generated
        ? problem('generated-name', 'generateName', 'the name is still to be generated', 'none is needed')
        : problem('no-name', 'name', 'the object has no name', 'give it one'),
    )
  } else if (
    name.length > 253 ||
    !(ref.group === 'rbac.authorization.k8s.io' ? segment : subdomain).test(name)
  )
    problems.push(problem('bad-name', 'name', `${quote(name)} is no name that the API server takes`, legal))
  if (
    ref.namespace !== undefined &&
    (ref.namespace.length > 63 || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(ref.namespace))
  )
    problems.push(
      problem(
        'bad-name',
        'namespace',
        `${quote(ref.namespace)} is no namespace that the API server takes`,
        legal,
      ),
    )
  return problems
}

const legal = 'use lower-case letters, digits, `-` and, in names, `.`'
