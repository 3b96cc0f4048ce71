import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { meshPod } from '../../../../test/kit/mesh'
import { reportOf } from '../../../../test/kit/pitfalls'
import type { Gap } from '../../../model/capture'
import { pitfalls } from './all'
import { peerAuthentications } from './kinds'

const pods = [meshPod('shop/api', 'sidecar')]
const unlisted = (group: string, kind: string, namespace?: string): Gap => ({
  kind: 'unlisted',
  object: { group, kind, name: '*' },
  ...(namespace !== undefined && { namespace }),
  why: 'forbidden',
  reason: '403',
})
const readers = pitfalls
  .filter(({ reads }) => reads.some(({ kind }) => kind === 'PeerAuthentication'))
  .map(({ code }) => code)

describe('the list of pitfalls', () => {
  it('has each once, and each has tests of its own', () => {
    const codes = pitfalls.map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
    const files = readdirSync(import.meta.dirname)
    const missing = codes
      .map(code => `${code.replace(/^istio-/, '')}.test.ts`)
      .filter(file => !files.includes(file))
    expect(missing).toEqual([])
  })

  it('says what every one reads', () => {
    expect(pitfalls.filter(({ reads }) => reads.length === 0)).toEqual([])
  })
})

describe('what could not be read', () => {
  it('is said once for each kind and reason, with what may be there unseen', () => {
    const { group, kind } = peerAuthentications
    expect(reportOf(pods, [unlisted(group, kind, 'a'), unlisted(group, kind, 'b')]).unseen).toEqual([
      { group, kind, namespaces: ['a', 'b'], reason: '403', codes: readers },
    ])
    expect(readers.length).toBeGreaterThan(0)
  })
  it('is of any kind where the kind is not legible', () => {
    expect(reportOf([...pods, 'a: [']).unseen).toMatchObject([
      { kind: '', namespaces: [], codes: pitfalls.map(({ code }) => code) },
    ])
  })
  it('is of one kind where that is all that is legible', () => {
    expect(reportOf([...pods, 'kind: PeerAuthentication\na: [']).unseen).toMatchObject([
      { kind: 'PeerAuthentication', namespaces: [], codes: readers },
    ])
    expect(reportOf([...pods, 'kind: NetworkPolicy\na: [']).unseen).toEqual([])
  })
  it('is nothing where the kind carries none', () => {
    expect(reportOf(pods, [unlisted('networking.k8s.io', 'Ingress')]).unseen).toEqual([])
  })
  it('is nothing where there is no mesh', () => {
    const { group, kind } = peerAuthentications
    expect(reportOf([meshPod('shop/api', 'naked')], [unlisted(group, kind)]).unseen).toEqual([])
  })
})
