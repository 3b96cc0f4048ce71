import type { Gap } from '../../model/capture'
import { KindTally } from '../../model/kind-tally'
import { isPolicyGroup, meshRootNamespace } from '../../model/policy-kinds'
import { BadInput } from '../bad-input'
import type { Collector } from '../collect'
import type { Progress } from '../manifests'
import { takeValue } from '../objects'
import { readMap } from './answer'
import type { Failure } from './client'
import { isServed, versionsOf } from './discovery'
import { readEngineSettings } from './engine-settings'
import { unlisted } from './gaps'
import { readInjectors } from './injectors'
import { inParallel } from './in-parallel'
import { listKind, type Listed, type Reader } from './list'
import { addressOf, isPolicy, staysInNamespace, type Resource } from './resource'

export interface Plan {
  readonly resources: readonly Resource[]
  /** Groups of policy kinds that the server did not tell of, and why. */
  readonly hidden: ReadonlyMap<string, Failure>
  /** Only these; absent = all. */
  readonly namespaces: readonly string[] | undefined
  /** The namespace of the context: where rights are most likely, if not everywhere. */
  readonly home: string | undefined
  readonly onProgress: ((progress: Progress) => void) | undefined
}

/** What was read of one kind. */
interface Kind {
  readonly resource: Resource
  readonly lists: Listed[]
  readonly gaps: Gap[]
  /** Refused for the whole cluster; it may be allowed in some namespaces. */
  refused?: Failure
}

/** Namespaces that one kind is asked for one by one, at most. */
const mostNamespaces = 500

const namespaceKind: Resource = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  namespaced: false,
}

/**
 * One reading of a cluster: first every kind at once for the whole cluster, then namespace by namespace what was refused
 * so, then by name what lists did not show. What could not be read is in the gaps.
 */
export class Walk {
  readonly notInstalled = new Set<string>()
  /** What went wrong with lists, in the order in which kinds are asked for. */
  failures: readonly Failure[] = []
  /** Whether any list was read. */
  anyRead = false
  private done = 0
  private of = 0
  private objects = 0
  private readonly kinds = new KindTally()

  constructor(
    private readonly reader: Reader,
    private readonly plan: Plan,
  ) {
    this.reader = {
      ...reader,
      onObjects: (more, resource) => {
        this.objects += more
        this.kinds.add(resource, more)
        this.report(resource)
      },
    }
  }

  async run(into: Collector): Promise<void> {
    const kinds = this.plan.resources
      .filter(({ kind, group }) => !(this.plan.namespaces && group === '' && kind === 'Namespace'))
      .map((resource): Kind => ({ resource, lists: [], gaps: [] }))
    this.of = kinds.length
    await inParallel(kinds, async kind => this.ask(kind))
    await this.askByNamespace(kinds)
    this.failures = kinds.flatMap(({ lists }) => lists.flatMap(({ failure }) => failure ?? []))
    for (const { lists, gaps } of kinds) {
      for (const { found } of lists) for (const _ of into.mergeSlowly(found)) await this.reader.turns.pause()
      gaps.forEach(gap => into.addGap(gap))
    }
    for (const [group, failure] of this.plan.hidden) into.addGap(unlisted({ group, kind: '*' }, failure))
    await this.readLabels(into)
    await readEngineSettings(this.reader, into, this.servesCilium())
    await readInjectors(this.reader, into)
    if (this.plan.namespaces) into.addGap(elsewhere(this.plan.namespaces))
  }

  private report({ plural }: Resource): void {
    const { done, of, objects } = this
    this.plan.onProgress?.({
      unit: 'kind',
      file: plural,
      filesRead: Math.min(done, of - 1),
      files: of,
      objects,
      kinds: this.kinds.counts,
    })
  }

  private async ask(kind: Kind): Promise<void> {
    const { resource } = kind
    this.report(resource)
    for (const namespace of this.namespacesOf(resource)) {
      const listed = await this.list(resource, namespace)
      kind.lists.push(listed)
      if (!listed.failure) continue
      if (listed.failure.why === 'forbidden' && resource.namespaced && namespace === undefined)
        kind.refused = listed.failure
      else kind.gaps.push(unlisted(resource, listed.failure, namespace))
    }
    this.done += 1
  }

  /** Where a kind is asked for in the first round: undefined stands for the whole cluster. */
  private namespacesOf(resource: Resource): readonly (string | undefined)[] {
    const { namespaces } = this.plan
    if (!namespaces || !staysInNamespace(resource)) return [undefined]
    // Policies there hold for the whole mesh (istio.md sections 3 and 5).
    const root = isPolicy(resource) && resource.group.endsWith('.istio.io') ? [meshRootNamespace] : []
    return [...new Set([...namespaces, ...root])]
  }

  private async list(resource: Resource, namespace?: string): Promise<Listed> {
    let listed = await listKind(this.reader, resource, namespace)
    if (listed.absent) listed = await this.checkAbsence(resource, namespace)
    if (!listed.failure && !listed.absent) this.anyRead = true
    return listed
  }

  /** The server told of the kind and has it no more: it was taken away meanwhile, or is not there yet for a moment. */
  private async checkAbsence(resource: Resource, namespace: string | undefined): Promise<Listed> {
    const { client } = this.reader
    if (await isServed(client, resource)) {
      const again = await listKind(this.reader, resource, namespace)
      if (!again.absent) return again
      const reason = 'the API server says that it serves the kind, and answers 404'
      return { ...again, failure: { why: 'server-error', reason } }
    }
    const { group } = resource
    if (isPolicyGroup(group) && (await versionsOf(client, group)) === 'absent') this.notInstalled.add(group)
    return listKind(this.reader, resource, namespace)
  }

  /** The second round: kinds that are refused for the whole cluster, in every namespace that is known by now. */
  private async askByNamespace(kinds: readonly Kind[]): Promise<void> {
    const refused = kinds.filter(kind => kind.refused)
    if (refused.length === 0) return
    const lists = kinds.find(({ resource }) => isNamespaceKind(resource))?.lists ?? []
    const allKnown = lists.length > 0 && lists.every(({ failure, absent }) => !failure && !absent)
    const known = this.knownNamespaces(kinds)
    const asked = known.slice(0, mostNamespaces)
    for (const kind of refused) {
      const { resource, refused: failure } = kind
      if (!failure) continue
      if (!staysInNamespace(resource)) {
        kind.gaps.push(unlisted(resource, failure))
        continue
      }
      const results: (Listed | undefined)[] = known.map(() => undefined)
      await inParallel(asked, async (namespace, at) => {
        results[at] = await this.list(resource, namespace)
      })
      kind.lists.push(...results.filter(listed => listed !== undefined))
      const gaps = known.flatMap((namespace, at) => {
        const listed = results[at]
        const missed = listed ? listed.failure : tooMany
        return missed ? [unlisted(resource, missed, namespace)] : []
      })
      const read = known.filter((_, at) => results[at] && !results[at].failure)
      // Of namespaces that nobody knows no pod is known either, so that their policies decide nothing that is shown.
      if (read.length > 0 && (allKnown || isPolicy(resource))) kind.gaps.push(...gaps)
      else kind.gaps.push(unlisted(resource, readOnlyIn(failure, read)))
    }
  }

  private knownNamespaces(kinds: readonly Kind[]): readonly string[] {
    const home = this.plan.home ?? 'default'
    const known = new Set([home])
    for (const { lists } of kinds)
      for (const { found } of lists) {
        const { mentioned, declared } = found.namespaces()
        for (const name of [...mentioned, ...declared]) known.add(name)
      }
    return [...known]
  }

  /** By name, the namespaces that objects are in and that no list showed: policies select them by their labels. */
  private async readLabels(into: Collector): Promise<void> {
    const { namespaces } = this.plan
    const names = [...(namespaces ?? into.namespaces().undeclared)]
    const listFailed = into.misses('Namespace')
    const hide = (name: string, failure: Failure): void => {
      into.hideLabels(name, failure.reason, undefined)
      if (!listFailed) into.addGap(unlisted(namespaceKind, failure, undefined, name))
    }
    for (const name of names.splice(mostNamespaces)) hide(name, tooMany)
    await inParallel(names, async name => {
      const read = readMap(await this.reader.client.get(addressOf(namespaceKind, undefined, name)))
      if (read.kind === 'map') takeValue({ apiVersion: 'v1', kind: 'Namespace', ...read.map }, place, into)
      else if (read.kind === 'failed') hide(name, read.failure)
      else if (namespaces) throw new BadInput(`there is no namespace \`${name}\` in this cluster`)
      else hide(name, { why: 'server-error', reason: 'the namespace is gone by now' })
    })
  }

  private servesCilium(): boolean {
    const { resources, hidden } = this.plan
    return hidden.has('cilium.io') || resources.some(({ group }) => group === 'cilium.io')
  }
}

const place = { text: 'an answer of the API server' }

const isNamespaceKind = ({ group, kind }: Resource): boolean => group === '' && kind === 'Namespace'

const tooMany: Failure = {
  why: 'not-asked',
  reason: `no more than ${mostNamespaces} namespaces are asked for one by one`,
}

const readOnlyIn = (failure: Failure, namespaces: readonly string[]): Failure =>
  namespaces.length === 0
    ? failure
    : { ...failure, reason: `${failure.reason}; only those in ${namespaces.join(', ')} are read` }

/**
 * Policies of other namespaces govern no pod of these, so what is decided here is decided rightly at this end. But workloads
 * elsewhere are not known.
 */
const elsewhere = (namespaces: readonly string[]): Gap =>
  unlisted(
    { group: '', kind: 'Pod' },
    {
      why: 'not-asked',
      reason: `only ${namespaces.length === 1 ? 'the namespace' : 'the namespaces'} ${namespaces.join(', ')} ${namespaces.length === 1 ? 'was' : 'were'} asked for`,
    },
  )
