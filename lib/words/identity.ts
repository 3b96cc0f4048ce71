import type { Absence, NamedBy } from '../model/identities'
import type { Issuer, Proxy } from '../model/mesh'
import { count } from './count'
import { visible } from './visible'

/** A SPIFFE ID as it stands in a certificate. */
export const spiffe = (identity: string): string => `spiffe://${visible(identity)}`

const proofs: Readonly<Record<Proxy, string>> = {
  none: 'nothing',
  sidecar: 'sidecar',
  ztunnel: 'ambient',
  gateway: 'gateway',
  waypoint: 'waypoint',
  unknown: 'meant to; not seen',
}

/** What proves an identity for pods, in a word or two. */
export const proofText = (proxies: readonly Proxy[]): string =>
  [...new Set(proxies.map(proxy => proofs[proxy]))].join(', ')

const absenceShorts: Readonly<Record<Absence, string>> = {
  'not-captured': 'labelled for the mesh, pods not restarted',
  'left-out': 'asks to stay out of the mesh',
  'host-network': 'in the network of its node',
  outside: 'not in the mesh',
}

const absencePlaces: Readonly<Record<Absence, string>> = {
  'not-captured': 'not captured',
  'left-out': 'left out',
  'host-network': 'network of its node',
  outside: 'not in the mesh',
}

/** How pods stand that prove nothing, in two or three words. */
export const absencePlace = (why: Absence): string => absencePlaces[why]

/** Why pods prove nothing, in a few words. */
export const absenceShort = (why: Absence): string => absenceShorts[why]

const absenceSentences: Readonly<Record<Absence, string>> = {
  'not-captured':
    'Labels want these pods in the mesh, and no proxy takes part in their traffic: they are older than the label, or capture failed. Restart them.',
  'left-out':
    'These pods ask to stay out, by label or annotation, of a mesh that their namespace takes part in.',
  'host-network':
    'These pods use the network of their node: no proxy takes part, and their address is shared.',
  outside: 'Nothing wants these pods in a mesh.',
}

/** The same in a sentence or two, with what follows from it. */
export const absenceSentence = (why: Absence, othersDo: boolean): string =>
  `${absenceSentences[why]} Servers see their address and nothing else.${
    othersDo ? ' Other pods of the namespace present an identity.' : ''
  }`

/** How a rule names an identity. */
export function namedText(by: NamedBy, text: string): string {
  switch (by) {
    case 'account':
      return 'names it'
    case 'pattern':
      return `by the pattern ${visible(text)}`
    case 'namespace':
      return `by namespace ${visible(text)} alone`
    case 'trust-domain':
      return `by trust domain ${visible(text)} alone`
  }
}

const demands = {
  yes: 'Some server that may be called with it takes nobody without an identity.',
  no: 'No server that may be called with it demands one.',
  unknown: 'Whether a server that may be called with it demands one is unknown.',
} as const

interface Presented {
  readonly demanded: keyof typeof demands
  readonly presentersTotal: number
  readonly isDefault: boolean
  readonly acceptedBy: { readonly rules: number; readonly workloads: number }
  readonly deniedBy: number
}

/** What follows from who presents an identity and which rules ask for it. */
export function identitySentence(presented: Presented): string {
  const { presentersTotal, isDefault, demanded, acceptedBy, deniedBy } = presented
  const shared =
    presentersTotal > 1
      ? `${count(presentersTotal, 'workload')} present the same name: a rule that admits one admits all.`
      : ''
  const account = isDefault
    ? 'Whoever names no service account runs as default, so whatever starts here later presents it too.'
    : ''
  const asked =
    acceptedBy.rules === 0
      ? 'No rule asks for it by name.'
      : `${count(acceptedBy.rules, 'allow rule')} for ${count(acceptedBy.workloads, 'workload')} ${
          acceptedBy.rules === 1 ? 'names' : 'name'
        } it.`
  const denied = deniedBy > 0 ? `${count(deniedBy, 'deny rule')} may turn it away.` : ''
  return [shared, account, demands[demanded], asked, denied].filter(text => text !== '').join(' ')
}

interface Signer {
  readonly kind: Issuer['kind']
  readonly name?: string | undefined
}

/** Who signs for an identity, in a few words. */
export function issuerText({ kind, name = '' }: Signer): string {
  switch (kind) {
    case 'control-plane':
      return visible(name)
    case 'authority':
      return `the CA at ${visible(name)}`
    case 'agent':
      return `a SPIFFE agent (template ${visible(name)})`
    case 'elsewhere':
      return `not ${visible(name)}; which CA is not said`
    case 'unknown':
      return 'the configuration read does not say'
  }
}

/** How that is known, and what is not, in a sentence or two. */
export function issuerSentence({ kind, name = '' }: Signer): string {
  switch (kind) {
    case 'control-plane':
      return `By default: no setting that was read names another CA. Whether ${visible(name)} signs with a root of its own or one that it was given is kept in a Secret, which is never read.`
    case 'authority':
      return 'The settings of the mesh name it.'
    case 'agent':
      return 'The pods were made with a template for one, so their proxies ask the agent of their node.'
    case 'elsewhere':
      return `The CA of ${visible(name)} is switched off, and no setting that was read names another one.`
    case 'unknown':
      return 'The configuration that was read does not say who signs.'
  }
}
