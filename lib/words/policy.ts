import { pathText, refText } from '../model/object'
import type { PolicyNote, PolicyReport } from '../model/policy-report'
import type { Plane, Tier } from '../model/rule'
import { count, listed } from './count'
import { visible } from './visible'

export const planeTitle: Readonly<Record<Plane, string>> = {
  network: 'Network plane',
  authorization: 'Authorization plane',
}

const tierSentences: ReadonlyMap<string, string> = new Map([
  ['unplaced', 'place not known, so it may overrule everything below'],
  ['admin', 'admin tier, first match wins'],
  ['networkpolicy', 'NetworkPolicy, allows add up; a selected workload is closed otherwise'],
  ['baseline', 'baseline tier, asked last, first match wins'],
  ['mesh', 'mesh, any deny closes; once an allow exists the rest is closed'],
])

/** How a tier decides, after its heading; tiers that have no words of their own say their name. */
export function tierSentence({ name, resolution }: Pick<Tier, 'name' | 'resolution'>): string {
  const known = tierSentences.get(name)
  if (known !== undefined) return known
  return `${visible(name)}, ${resolution === 'first-match' ? 'first match wins' : 'any deny beats every allow'}`
}

const notEnforced: Readonly<Record<(PolicyNote & { kind: 'not-enforced' })['why'], string>> = {
  staged: 'It is staged, so it decides nothing yet',
  audit: 'It only watches, so it decides nothing',
  engine: 'The network engine enforces no policies, so it decides nothing',
  plane: 'The authorization plane was left out, so it decides nothing here',
}

/** A finding in a few words, for a row. */
export function noteShort(note: PolicyNote): string {
  switch (note.kind) {
    case 'unread':
      return 'could not be read'
    case 'refused':
      return 'the API server would refuse it'
    case 'not-enforced':
      return note.why === 'staged' || note.why === 'audit' ? `not enforced: ${note.why}` : 'not enforced'
    case 'selects-nobody':
      return selectsShort[note.why]
    case 'bound-to-services':
      return `for ${count(note.services.length, 'Service')}, not counted`
    case 'peer-matches-nobody':
      return 'a peer matches nobody'
    case 'port-name-missing':
      return `no pod has port ${visible(note.name)}`
    case 'shadowed':
      return note.whole
        ? `shadowed by ${visible(note.by.name)}`
        : `a rule is shadowed by ${visible(note.by.name)}`
    case 'every-namespace':
      return 'peer is every namespace'
    case 'names-no-peer':
      return note.anyone ? 'peer is anyone' : 'names no peer'
  }
}

const selectsShort = {
  'no-pod': 'selects no pod',
  'host-network': 'selects only host-network pods',
  'no-proxy': 'selects only pods without a proxy',
} as const

/** The same as a sentence, with the place. */
export function noteSentence(note: PolicyNote): string {
  const at = 'path' in note ? `${visible(pathText(note.path))}: ` : ''
  switch (note.kind) {
    case 'unread':
      return `Could not be read: ${visible(note.reason)}.`
    case 'refused':
      return 'The API server would refuse it as written, so it may not exist at all.'
    case 'not-enforced':
      return `${notEnforced[note.why]}.`
    case 'selects-nobody':
      if (note.why === 'host-network')
        return `${at}only host-network pods have ${visible(note.selector)}, and no policy governs those.`
      if (note.why === 'no-proxy')
        return note.selector === 'any'
          ? `${at}no pod that it selects has a proxy that could enforce it.`
          : `${at}no pod with ${visible(note.selector)} has a proxy that could enforce it.`
      return note.selector === 'any'
        ? `${at}there is no pod where it could select one.`
        : `${at}no pod has ${visible(note.selector)}.`
    case 'bound-to-services':
      return boundSentence(note)
    case 'peer-matches-nobody':
      return `${at}no pod is ${visible(note.peer)}, so this peer matches nobody.`
    case 'port-name-missing':
      return `${at}${
        note.direction === 'ingress' ? 'no pod that it selects' : 'no pod that it leads to'
      } has a ${note.protocol} port named ${visible(note.name)}, so this port matches nothing.`
    case 'shadowed':
      return `${at}everything that this rule allows is allowed and named as well by ${visible(refText(note.by))}, ${visible(pathText(note.byPath))}.`
    case 'every-namespace':
      return `${at}the peer is every pod of every namespace.`
    case 'names-no-peer':
      return note.anyone
        ? `${at}the rule names no peer, so it means everyone, the internet included.`
        : `${at}the peer requires no label, account or near address, so it names nobody in particular.`
  }
}

const boundSentence = ({ services, whole }: PolicyNote & { kind: 'bound-to-services' }): string =>
  `${whole ? 'Decides' : 'In part it decides'} about what is dialled through ${services.length === 1 ? 'Service' : 'Services'} ${visible(
    listed(services, services.length),
  )} and passes its waypoint, which the counts of pairs leave out: ask about a connection to see what it does.`

/** Whom it selects and what it comes to. */
export interface PolicyFacts extends Pick<PolicyReport, 'directions' | 'notes'> {
  readonly selects: { readonly workloads: number; readonly possibly: number }
  readonly allows: number
  readonly denies: number
  readonly unknown: number
}

/** The object in one or two sentences: why it decides nothing, or what it does. */
export function policySentence(facts: PolicyFacts): string {
  const note = facts.notes.find(
    each =>
      ['unread', 'not-enforced', 'selects-nobody'].includes(each.kind) ||
      (each.kind === 'bound-to-services' && each.whole),
  )
  switch (note?.kind) {
    case 'unread':
      return `${noteSentence(note)} ${unknownSentence(facts.unknown)}`
    case 'not-enforced':
    case 'bound-to-services':
      return noteSentence(note)
    case 'selects-nobody':
      switch (note.why) {
        case 'host-network':
          return 'Selects only host-network pods, which no policy governs, so it decides nothing.'
        case 'no-proxy':
          return 'Selects only pods without a proxy that could enforce it, so it decides nothing.'
        case 'no-pod':
          return `Selects no pod, so it decides nothing.${nearSentence(note)}`
      }
    default:
      return deeds(facts)
  }
}

function nearSentence({ near: [first] }: PolicyNote & { kind: 'selects-nobody' }): string {
  if (!first) return ''
  const [, name = first.workload] = /^[^/]*\/(.*)\[[^\]]*\]$/s.exec(first.workload) ?? []
  return ` It wants ${visible(first.wants)}; ${visible(name)} says ${visible(first.has)}.`
}

const unknownSentence = (unknown: number): string =>
  unknown === 0
    ? 'No connection hangs on it.'
    : `${count(unknown, 'connection')} ${unknown === 1 ? 'is' : 'are'} unknown because of it.`

const crossings = { ingress: 'what arrives at', egress: 'what leaves' } as const

function deeds({ directions, selects, allows, denies, unknown }: PolicyFacts): string {
  const crossing = listed(directions.map(direction => crossings[direction]))
  const possibly = selects.workloads === 0 && selects.possibly > 0
  const governed = count(possibly ? selects.possibly : selects.workloads, 'workload')
  const does = [
    allows > 0 && `allows ${count(allows, 'pair')}`,
    denies > 0 && `keeps ${count(denies, 'pair')} shut`,
  ].filter(part => part !== false)
  return `${possibly ? 'May govern' : 'Governs'} ${crossing} ${governed}: ${
    does.length === 0 ? 'allows none, and keeps none shut' : listed(does)
  }.${unknown > 0 ? ` ${unknownSentence(unknown)}` : ''}`
}
