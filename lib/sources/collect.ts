import type { Capture, CaptureSource, ClusterFacts, Gap } from '../model/capture'
import { KindTally } from '../model/kind-tally'
import { refText, type KubeObject, type ObjectRef, type Origin } from '../model/object'
import type { Problem } from '../model/problem'
import type { CaptureHead } from './capture-head'
import { restoreCapture, type CapturedFile } from './restore-capture'
import { StringPool } from './string-pool'

/** Gathers what the files of one source hold. Of an object given twice the later one counts, as with `kubectl apply`. */
export class Collector {
  /** The texts of the objects; collectors that are merged later may share it. */
  readonly strings: StringPool
  private readonly objects = new Map<string, KubeObject>()
  private readonly gaps: Gap[] = []
  private readonly problems: Problem[] = []
  private readonly noted = new Map<string, Noted>()
  private readonly captured: CapturedFile[] = []
  /** By namespace. */
  private readonly hidden = new Map<string | undefined, Hidden>()
  /** By code and effect. */
  private readonly told = new Map<string, Told>()
  private readonly reaches = new Set<string>()
  /** What is held so far. */
  readonly kinds = new KindTally()

  constructor(strings = new StringPool()) {
    this.strings = strings
  }

  get size(): number {
    return this.objects.size
  }

  /** What was wrong so far, in the order of the input. */
  get complaints(): readonly Problem[] {
    return this.problems
  }

  add(object: KubeObject): void {
    const key = keyOf(object.ref)
    const earlier = this.objects.get(key)
    if (earlier) {
      this.objects.delete(key)
      this.addProblem(givenTwice(earlier, object))
    } else this.kinds.add(object.ref)
    this.objects.set(key, object)
    const file = this.captured.at(-1)
    if (file && file.file === object.origin?.file) file.objects += 1
  }

  /** Behind very many gaps, one that reaches no further than another says nothing new. */
  addGap(gap: Gap): void {
    if (this.gaps.length >= most) {
      const { kind, namespace } = gap
      const about = gap.kind === 'namespace-labels' ? undefined : gap.object
      const one = gap.kind === 'unlisted' ? gap.object.name : undefined
      const reach = JSON.stringify([kind, namespace, about?.group, about?.kind, one])
      if (this.reaches.has(reach)) return
      this.reaches.add(reach)
    }
    this.gaps.push(gap)
  }

  /** Behind very many problems of one sort, the others are only counted. */
  addProblem(problem: Problem): void {
    const sort = `${problem.code} ${problem.effect}`
    const { count, beyond } = this.told.get(sort) ?? { count: 0, beyond: problem }
    if (count < most) this.problems.push(problem)
    this.told.set(sort, { count: count + 1, beyond: count > most ? beyond : problem })
  }

  /** The file is a capture of a cluster, and its objects follow. */
  addHead(file: string, head: CaptureHead): void {
    this.captured.push({ file, head, objects: 0 })
  }

  get isEmpty(): boolean {
    return this.objects.size === 0 && this.captured.length === 0
  }

  /** An object of a kind that nobody here knows; one line will speak for all of its kind. */
  note(ref: ObjectRef, origin: Origin | undefined): void {
    const key = JSON.stringify([ref.group, ref.kind])
    const { ref: first, origin: place, count } = this.noted.get(key) ?? { ref, origin, count: 0 }
    this.noted.set(key, { ref: first, origin: place, count: count + 1 })
  }

  /** A namespace exists whose labels could not be read; without a name it may be any that no Namespace object declares. */
  hideLabels(namespace: string | undefined, reason: string, origin: Origin | undefined): void {
    if (!this.hidden.has(namespace)) this.hidden.set(namespace, { namespace, reason, origin })
  }

  /** The namespaces of the objects that fit. */
  namespacesOf(fits: (ref: ObjectRef) => boolean): ReadonlySet<string> {
    const found = new Set<string>()
    for (const { ref } of this.objects.values())
      if (ref.namespace !== undefined && fits(ref)) found.add(ref.namespace)
    return found
  }

  /** Whether some object fits. */
  holds(fits: (object: KubeObject) => boolean): boolean {
    for (const object of this.objects.values()) if (fits(object)) return true
    return false
  }

  /** The objects that fit. */
  refsOf(fits: (ref: ObjectRef) => boolean): readonly ObjectRef[] {
    return [...this.objects.values()].map(({ ref }) => ref).filter(fits)
  }

  /** Whether objects of a kind of the core group may be missing anywhere. */
  misses(kind: string): boolean {
    return this.gaps.some(
      gap => gap.kind === 'unlisted' && gap.object.group === '' && gap.object.kind === kind,
    )
  }

  /** Takes over what another collector gathered, as if it had come here in the same order. */
  merge(other: Collector): void {
    for (const _ of this.mergeSlowly(other));
  }

  /** The same with pauses. */
  *mergeSlowly(other: Collector): Generator<void> {
    let taken = 0
    for (const object of other.objects.values()) {
      this.add(object)
      if (++taken % mergedAtOnce === 0) yield
    }
    for (const gap of other.gaps) this.addGap(gap)
    for (const problem of other.problems) this.addProblem(problem)
    for (const { count, beyond } of other.told.values())
      for (let i = most; i < count; i++) this.addProblem(beyond)
    for (const { namespace, reason, origin } of other.hidden.values())
      this.hideLabels(namespace, reason, origin)
    this.captured.push(...other.captured)
    for (const { ref, origin, count } of other.noted.values())
      for (let i = 0; i < count; i++) this.note(ref, origin)
  }

  namespaces(): Namespaces {
    const mentioned = new Set<string>()
    const declared = new Set<string>()
    for (const { ref } of this.objects.values()) {
      if (ref.namespace !== undefined) mentioned.add(ref.namespace)
      if (ref.group === '' && ref.kind === 'Namespace') declared.add(ref.name)
    }
    return { mentioned, declared, undeclared: [...mentioned].filter(name => !declared.has(name)) }
  }

  capture(source: CaptureSource, cluster?: ClusterFacts): Capture {
    const read: Capture = {
      source,
      capturedAt: new Date().toISOString(),
      ...(cluster && { cluster }),
      objects: [...this.objects.values()],
      gaps: [...this.gaps, ...this.hiddenLabels()],
      problems: [
        ...this.problems,
        ...[...this.told.values()].flatMap(othersOf),
        ...[...this.noted.values()].map(otherKind),
      ],
    }
    return restoreCapture(read, this.captured)
  }

  private hiddenLabels(): Gap[] {
    if (this.hidden.size === 0) return []
    const { undeclared } = this.namespaces()
    return [...this.hidden.values()].flatMap(({ namespace, reason, origin }) =>
      (namespace === undefined ? undeclared : [namespace]).map(name => ({
        kind: 'namespace-labels' as const,
        namespace: name,
        reason,
        ...(origin && { origin }),
      })),
    )
  }
}

interface Namespaces {
  /** Objects are in them. */
  readonly mentioned: ReadonlySet<string>
  /** Namespace objects say that they are there. */
  readonly declared: ReadonlySet<string>
  /** Mentioned, and not declared. */
  readonly undeclared: readonly string[]
}

/** Objects that are merged between two pauses. */
const mergedAtOnce = 2000

/** Gaps, and problems of one sort, that are told one by one: more than anybody reads, and few enough to be held. */
const most = 10_000

interface Told {
  readonly count: number
  /** The first one that is not told by itself. */
  readonly beyond: Problem
}

function othersOf({ count, beyond }: Told): Problem[] {
  const more = count - most - 1
  if (more < 0) return []
  return [more === 0 ? beyond : { ...beyond, message: `${beyond.message} (and so on, ${more} times more)` }]
}

interface Noted {
  readonly ref: ObjectRef
  readonly origin: Origin | undefined
  readonly count: number
}

interface Hidden {
  readonly namespace: string | undefined
  readonly reason: string
  readonly origin: Origin | undefined
}

/** Names come from files and may hold slashes, so no separator keeps them apart. */
const keyOf = ({ group, kind, namespace, name }: ObjectRef): string =>
  JSON.stringify([group, kind, namespace ?? null, name])

function givenTwice(earlier: KubeObject, later: KubeObject): Problem {
  const same = JSON.stringify(earlier.body) === JSON.stringify(later.body)
  return {
    code: 'given-twice',
    message:
      `${refText(later.ref)} is given twice, ${same ? 'alike' : 'with different content'}: ` +
      `first in ${placeText(earlier.origin)}, then in ${placeText(later.origin)}; the second one counts`,
    remedy: 'keep one of the two',
    effect: 'none',
    object: later.ref,
    ...(later.origin && { origin: later.origin }),
  }
}

const otherKind = ({ ref, origin, count }: Noted): Problem => ({
  code: 'other-kind',
  message:
    `${count === 1 ? 'an object' : `${count} objects`} of kind \`${ref.kind}\` (\`${ref.group}\`) ` +
    `${count === 1 ? 'is' : 'are'} not read: no policy kind that is known here`,
  remedy:
    ref.group === 'kustomize.config.k8s.io'
      ? 'load the output of `kubectl kustomize` instead'
      : 'check the spelling of `apiVersion` and `kind` if it was meant to be one',
  effect: 'none',
  ...(origin && { origin }),
})

/** `shop/web.yaml, document 2, line 14`. */
export const placeText = (origin: Origin | undefined): string =>
  origin ? `${origin.file}, document ${origin.document}, line ${origin.line}` : 'an unknown place'
