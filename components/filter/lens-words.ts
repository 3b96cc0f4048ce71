import type { Counts } from '@/lib/api/terms-contract'
import { lenses, noises, type LensName, type Noise } from '@/lib/model/filter'
import { numberText } from '@/lib/words/number'

export const lensName: Readonly<Record<LensName, string>> = {
  implicit: 'Implicit',
  plaintext: 'Plaintext accepted',
  'no-identity': 'No identity',
  crosses: 'Crosses namespaces',
  internet: 'Internet',
  unknown: 'Unknown',
}

/** What a lens lights, to go on from `Lights`. */
export const lensGloss: Readonly<Record<LensName, string>> = {
  implicit: 'what is allowed only because nobody forbids it',
  plaintext: 'what ends at servers of a mesh that take plaintext beside mutual TLS',
  'no-identity': 'what proves no workload identity on the wire',
  crosses: 'what runs between workloads of two namespaces',
  internet: 'what comes from or goes to addresses outside the cluster',
  unknown: 'what could not be judged',
}

export const noiseName: Readonly<Record<Noise, string>> = {
  dns: 'DNS',
  probes: 'probes',
  scrapes: 'scrapes',
}

export const totalOf = (counts: Counts): number =>
  counts.implicit + counts.unknown + counts.partial + counts.verified

/** The lens that a key press turns to: each in turn, then none. */
export function nextLens(lens: LensName | null): LensName | null {
  if (lens === null) return lenses[0]
  return lenses[lenses.indexOf(lens) + 1] ?? null
}

/** Puts one kind of noise out of sight or back, in the order in which they are told. */
export const toggleNoise = (hidden: readonly Noise[], noise: Noise): Noise[] =>
  noises.filter(other => (other === noise) !== hidden.includes(other))

/** `Hidden: 142 DNS, probes, scrapes`; undefined where nothing is to be hidden. */
export function hiddenText(hide: readonly Noise[], hidden: Counts | undefined): string | undefined {
  if (hide.length === 0) return undefined
  const kinds = noises.filter(noise => hide.includes(noise)).map(noise => noiseName[noise])
  return `Hidden: ${hidden === undefined ? '' : `${numberText(totalOf(hidden))} `}${kinds.join(', ')}`
}

/** What a screen reader hears of a lens that was turned on. */
export const lensSentence = (lens: LensName, lit: number, of: number): string =>
  `Lens ${lensName[lens]}: ${numberText(lit)} of ${numberText(of)} connections lit, the others dimmed.`

/** `743 of 813 connections, 595 implicit`. */
export function resultText(kept: Counts, all: number): string {
  const total = totalOf(kept)
  const of = total === all ? '' : ` of ${numberText(all)}`
  const unknown = kept.unknown > 0 ? `, ${numberText(kept.unknown)} unknown` : ''
  return `${numberText(total)}${of} connections, ${numberText(kept.implicit)} implicit${unknown}`
}
