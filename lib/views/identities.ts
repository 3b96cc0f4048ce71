import type {
  IdentitiesPage,
  IdentitiesQuery,
  IdentityDetail,
  IdentityFilter,
  IdentityIssuer,
  IdentityRow,
  IdentitySection,
} from '../api/identity-contract'
import {
  absences,
  type IdentityRule,
  type Nameless,
  type Naming,
  type PresentedIdentity,
} from '../model/identities'
import type { Issuer } from '../model/mesh'
import { refKey } from '../model/object'
import type { Action, Subject } from '../model/rule'
import type { Session } from '../model/session'
import { entry } from './tally'

/** Workloads that a row names, and that the answer about one row names. */
const fewWorkloads = 3
const mostWorkloads = 500
/** Rules that the answer about one identity names, and the workloads that each is followed to. */
const mostRules = 200
const workloadsOfRule = 20

/** Workloads of one namespace that present nothing for the same reason. */
interface NamelessGroup {
  readonly namespace: string
  readonly why: Nameless['why']
  readonly members: readonly Nameless[]
}

type Entry =
  | { readonly kind: 'identity'; readonly id: string; readonly presented: PresentedIdentity }
  | { readonly kind: 'none'; readonly id: string; readonly group: NamelessGroup }

/** The rows of one page, not described yet, and everything around them. */
export interface SelectedIdentities {
  readonly around: Omit<IdentitiesPage, 'rows'>
  readonly entries: readonly Entry[]
}

export function selectIdentities(session: Session, query: IdentitiesQuery): SelectedIdentities {
  const { identities, nameless } = session.identityReport()
  const all = entriesOf(session)
  const there = query.namespace === '' ? all : all.filter(each => namespaceOf(each) === query.namespace)
  const kept = there.filter(each => passes(each, query.filter))
  const counted = (filter: IdentityFilter): number => there.filter(each => passes(each, filter)).length
  const workloadsOf = (section?: IdentitySection['section']): number =>
    new Set(
      identities
        .filter(one => section === undefined || sectionOf(one) === section)
        .flatMap(({ presenters }) => presenters.map(({ workload }) => workload)),
    ).size
  return {
    around: {
      meshed: identities.length > 0 || nameless.some(({ why }) => why === 'not-captured'),
      workloads: {
        presenting: workloadsOf(),
        sharing: workloadsOf('shared'),
        optional: workloadsOf('optional'),
        own: workloadsOf('own'),
        without: nameless.length,
      },
      issuers: distinct(identities.flatMap(({ issuers }) => issuers)),
      trustDomains: [...new Set(identities.map(({ trustDomain }) => trustDomain))].sort(),
      total: kept.length,
      offset: query.offset,
      counts: {
        all: there.length,
        shared: counted('shared'),
        default: counted('default'),
        unasked: counted('unasked'),
        none: counted('none'),
      },
      sections: sections
        .map(section => ({ section, rows: kept.filter(each => isIn(each, section)).length }))
        .filter(({ rows }) => rows > 0),
      namespaces: [...new Set(session.inventory.workloads.map(({ namespace }) => namespace))].sort(),
    },
    entries: kept.slice(query.offset, query.offset + query.limit),
  }
}

/** One row with its numbers; `governed` is shared by all of an answer. */
export const describeIdentity = (each: Entry, session: Session, governed: Governed): IdentityRow =>
  each.kind === 'none' ? namelessRow(each, session, fewWorkloads) : identityRow(each, governed, fewWorkloads)

/** One row with all that is known of it; undefined where nothing is called so. */
export function identityView(session: Session, id: string): IdentityDetail | undefined {
  const found = entriesOf(session).find(each => each.id === id)
  if (found?.kind !== 'identity')
    return found && { row: namelessRow(found, session, mostWorkloads), accepted: [], denied: [] }
  const governed = new Governed(session)
  const listed = (action: Action) =>
    rulesOf(found.presented, action)
      .slice(0, mostRules)
      .map(({ by, text, rule }) => {
        const workloads = governed.by([rule])
        return {
          object: rule.object,
          path: rule.path,
          by,
          text,
          certain: rule.certain,
          workloads: workloads.slice(0, workloadsOfRule),
          workloadsTotal: workloads.length,
        }
      })
  return {
    row: identityRow(found, governed, mostWorkloads),
    accepted: listed('allow'),
    denied: listed('deny'),
  }
}

/** Whom rules govern; each set of pods is looked up once. */
export class Governed {
  private readonly known = new Map<Subject, readonly string[]>()

  constructor(private readonly session: Session) {}

  /** Keys of the workloads, each once. */
  by(rules: readonly IdentityRule[]): readonly string[] {
    const found = new Set<string>()
    for (const { subjects, services } of rules) {
      for (const subject of subjects) for (const key of this.of(subject)) found.add(key)
      for (const { namespace, name } of services)
        for (const service of this.session.inventory.services)
          if (service.name === name && service.namespace === namespace)
            for (const key of service.targets) found.add(key)
    }
    return [...found].sort()
  }

  private of(subject: Subject): readonly string[] {
    return entry(this.known, subject, () =>
      subject.kind === 'pods' ? this.session.workloadsIn(subject).map(({ key }) => key) : [],
    )
  }
}

/** Each issuer once. */
const distinct = (issuers: readonly Issuer[]): IdentityIssuer[] => [
  ...new Map(
    issuers.map(({ path, ...issuer }) => [
      JSON.stringify([issuer, path]),
      { ...issuer, ...(path && { path: [...path] }) },
    ]),
  ).values(),
]

const sections = [
  'none',
  'shared',
  'optional',
  'own',
] as const satisfies readonly IdentitySection['section'][]

const isShared = ({ presenters }: PresentedIdentity): boolean => presenters.length > 1

const isAsked = ({ named }: PresentedIdentity): boolean =>
  named.some(({ rules }) => rules.some(({ action }) => action === 'allow'))

const isDefault = (serviceAccount: string): boolean => serviceAccount === 'default'

const sectionOf = (presented: PresentedIdentity): (IdentityRow & { kind: 'identity' })['section'] =>
  isShared(presented) ? 'shared' : presented.demanded === 'yes' ? 'own' : 'optional'

const isIn = (each: Entry, section: IdentitySection['section']): boolean =>
  section === (each.kind === 'none' ? 'none' : sectionOf(each.presented))

function passes(each: Entry, filter: IdentityFilter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'none':
      return each.kind === 'none'
    case 'shared':
      return each.kind === 'identity' && isShared(each.presented)
    case 'unasked':
      return each.kind === 'identity' && !isAsked(each.presented)
    case 'default':
      return each.kind === 'identity'
        ? isDefault(each.presented.serviceAccount)
        : each.group.members.some(runsAsDefault)
  }
}

const runsAsDefault = ({ serviceAccounts }: Nameless): boolean => serviceAccounts.some(isDefault)

const namespaceOf = (each: Entry): string =>
  each.kind === 'none' ? each.group.namespace : each.presented.namespace

/** All rows, in the order of the page. */
function entriesOf(session: Session): readonly Entry[] {
  const { identities, nameless } = session.identityReport()
  const namespaces = new Map(session.inventory.workloads.map(({ key, namespace }) => [key, namespace]))
  const groups = new Map<string, { namespace: string; why: Nameless['why']; members: Nameless[] }>()
  for (const one of nameless) {
    const namespace = namespaces.get(one.workload) ?? ''
    entry(groups, `no-identity/${namespace}/${one.why}`, () => ({
      namespace,
      why: one.why,
      members: [],
    })).members.push(one)
  }
  const without = [...groups].map(([id, group]): Entry => ({ kind: 'none', id, group }))
  const presented = identities.map((one): Entry => ({ kind: 'identity', id: one.identity, presented: one }))
  return [
    ...absences.flatMap(absence =>
      without.filter(each => each.kind === 'none' && each.group.why === absence),
    ),
    ...sections.flatMap(section => presented.filter(each => isIn(each, section))),
  ]
}

function namelessRow(
  { id, group: { namespace, why, members } }: Entry & { kind: 'none' },
  { tally: { byWorkload } }: Session,
  most: number,
): IdentityRow & { kind: 'none' } {
  return {
    kind: 'none',
    id,
    section: 'none',
    namespace,
    why,
    othersDo: members.some(({ othersDo }) => othersDo),
    workloads: members.slice(0, most).map(({ workload, pods, of }) => ({ workload, pods, of })),
    workloadsTotal: members.length,
    implicit: members.reduce((sum, { workload }) => sum + (byWorkload.get(workload)?.owned.implicit ?? 0), 0),
    asDefault: members.filter(runsAsDefault).length,
  }
}

function identityRow(
  { id, presented }: Entry & { kind: 'identity' },
  governed: Governed,
  most: number,
): IdentityRow & { kind: 'identity' } {
  const { identity, trustDomain, namespace, serviceAccount, presenters, issuers, demanded } = presented
  const accepting = rulesOf(presented, 'allow').map(({ rule }) => rule)
  return {
    kind: 'identity',
    id,
    section: sectionOf(presented),
    identity,
    trustDomain,
    namespace,
    serviceAccount,
    isDefault: isDefault(serviceAccount),
    presenters: presenters.slice(0, most).map(one => ({ ...one, proxies: [...one.proxies] })),
    presentersTotal: presenters.length,
    issuers: distinct(issuers),
    demanded: demanded === 'maybe' ? 'unknown' : demanded,
    acceptedBy: { rules: accepting.length, workloads: governed.by(accepting).length },
    deniedBy: rulesOf(presented, 'deny').length,
  }
}

type NamedRule = Pick<Naming, 'by' | 'text'> & { readonly rule: IdentityRule }

/** The rules of an action that name an identity; one that proxies compare in several ways is one. */
function rulesOf({ named }: PresentedIdentity, action: Action): readonly NamedRule[] {
  const found = new Map<string, NamedRule>()
  for (const { by, text, rules } of named)
    for (const rule of rules) {
      if (rule.action !== action) continue
      const key = JSON.stringify([refKey(rule.object), rule.path])
      const known = found.get(key)?.rule
      found.set(key, {
        by,
        text,
        rule: known
          ? {
              ...rule,
              subjects: [...known.subjects, ...rule.subjects],
              services: [...known.services, ...rule.services],
            }
          : rule,
      })
    }
  return [...found.values()]
}
