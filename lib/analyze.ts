import { dialects, entryDialects } from './dialects/all'
import { istioMesh } from './dialects/istio/mesh'
import { unread } from './dialects/unread/compile'
import { KindIndex } from './engine/kind-index'
import { openSession } from './engine/session'
import type { Capture, Gap } from './model/capture'
import type { Around, Compilation, Compiled, Dialect, EntryReader, KindClaim } from './model/dialect'
import type { Inventory } from './model/inventory'
import { refKey, type KubeObject, type ObjectRef } from './model/object'
import { anyPolicy, mayAlter, reachOf } from './model/policy-kinds'
import type { Problem } from './model/problem'
import type { Fragment, Policy, TransportPolicy } from './model/rule'
import type { Session } from './model/session'
import { defaultSettings, type Settings } from './model/settings'
import { finish, type Stepwise } from './model/stepwise'

/** From what was read to everything that can be asked of it. Pure: the same capture gives the same session. */
export const analyze = (capture: Capture, settings: Settings = defaultSettings): Session =>
  analyzeWithPolicies(capture, settings).session

/** A session, and beside it the compiled policies, for views that look at what rules mean to do. */
export interface Analysis {
  readonly session: Session
  readonly policies: readonly Policy[]
}

export const analyzeWithPolicies = (capture: Capture, settings: Settings = defaultSettings): Analysis =>
  finish(analyzeStepwise(capture, settings))

/** The same with pauses, for those who must not hold the event loop. */
export function* analyzeStepwise(capture: Capture, settings: Settings = defaultSettings): Stepwise<Analysis> {
  const compilation = compile(capture)
  const session = yield* openSession(capture, compilation, settings)
  return { session, policies: compilation.policies }
}

/** Hands every object to the dialect that claims it; what nobody claims is unread in its reach. */
export function compile(capture: Capture): Compilation {
  const around = new Surroundings(capture.objects, capture.gaps)
  const policies: Policy[] = []
  const transports: TransportPolicy[] = []
  const problems: Problem[] = []
  const add = (fragment: Fragment): void => {
    policies.push(...fragment.policies)
    transports.push(...fragment.transports)
  }
  for (const object of capture.objects) {
    const compiled = compileObject(object, around)
    if (mayAlter(object.ref.group, object.ref.kind)) problems.push(alterProblem(object))
    if (!compiled) continue
    add(compiled)
    problems.push(...compiled.problems)
  }
  for (const gap of capture.gaps) {
    if (gap.kind === 'namespace-labels') continue
    // Of a kind that is known to be no policy, nothing can decide.
    const reach = reachOf(gap.object.group, gap.object.kind) ?? (gap.kind === 'policy' ? anyPolicy : 'inert')
    const scope = gap.namespace === undefined ? 'cluster' : 'namespace'
    if (reach !== 'inert') add(unread(gap.object, { ...reach, scope }, gap.reason, gap.namespace))
  }
  return {
    policies,
    transports,
    problems,
    mesh: istioMesh(around),
    waysIn: inventory => readWaysIn(around, inventory),
  }
}

function readWaysIn(around: Around, inventory: Inventory): EntryReader {
  const readers = entryDialects.map(dialect => dialect(around, inventory))
  return object => {
    for (const read of readers) {
      const found = read(object)
      if (found) return found
    }
    return undefined
  }
}

/** Finds objects; most captures hold nothing that looks at another object, so the indexes wait for the first call. */
class Surroundings implements Around {
  private byRef: Map<string, KubeObject> | undefined
  private kinds: KindIndex | undefined

  constructor(
    private readonly objects: readonly KubeObject[],
    readonly gaps: readonly Gap[],
  ) {}

  named(ref: ObjectRef): KubeObject | undefined {
    this.byRef ??= new Map(this.objects.map(object => [refKey(object.ref), object]))
    return this.byRef.get(refKey(ref))
  }

  all(group: string, kind: string): readonly KubeObject[] {
    this.kinds ??= new KindIndex(this.objects)
    return this.kinds.of(group, kind)
  }
}

interface Claim {
  readonly dialect: Dialect
  readonly claim: KindClaim
}

/** Every kind that a dialect reads, with the versions whose fields it knows. */
export const readKinds: readonly KindClaim[] = dialects.flatMap(dialect => dialect.claims)

/** By group: who reads which of its kinds. */
const claims: ReadonlyMap<string, readonly Claim[]> = claimsByGroup()

function claimsByGroup(): Map<string, Claim[]> {
  const byGroup = new Map<string, Claim[]>()
  for (const dialect of dialects)
    for (const claim of dialect.claims)
      byGroup.set(claim.group, [...(byGroup.get(claim.group) ?? []), { dialect, claim }])
  return byGroup
}

/** What one object amounts to; undefined where it is no policy. `around` finds the objects that it is read with. */
export function compileObject(object: KubeObject, around: Around): Compiled | undefined {
  const { group, kind } = object.ref
  const ofGroup = claims.get(group) ?? []
  const match = ofGroup.find(({ claim }) => claim.kind === kind && claim.versions.includes(object.version))
  if (match) return match.dialect.compile(object, around)
  const reach = reachOf(group, kind)
  if (reach === undefined || reach === 'inert') return undefined
  const reason = ofGroup.some(({ claim }) => claim.kind === kind)
    ? `version ${object.version} of ${kind} is not read here`
    : `${kind} of ${group} is not read yet`
  return { ...unread(object.ref, reach, reason), problems: [unreadProblem(object, reason)], dependsOn: [] }
}

const alterProblem = ({ ref, origin }: KubeObject): Problem => ({
  code: 'may-alter',
  message: `${ref.kind} may change what proxies let through, in ways that cannot be read`,
  remedy: 'judge by hand what it does to the workloads that it selects',
  effect: 'none',
  object: ref,
  ...(origin && { origin }),
})

const unreadProblem = ({ ref, origin }: KubeObject, reason: string): Problem => ({
  code: 'unread-kind',
  message: reason,
  remedy: 'judge by hand what it decides, until podtrust reads this kind',
  effect: 'unknown',
  object: ref,
  ...(origin && { origin }),
})
