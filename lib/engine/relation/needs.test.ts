import { describe, expect, it } from 'vitest'
import { compile } from '../../analyze'
import { defaultSettings } from '../../model/settings'
import { namespace, networkPolicy, pod } from '../../../test/kit/manifests'
import { captureOf } from '../../../test/kit/world'
import { worldsOf } from '../worlds'
import { neededBy } from './needs'
import { openRelation } from './open'

const from = (rule: string): string =>
  networkPolicy('x/p', `{podSelector: {matchLabels: {app: a}}, ingress: [${rule}]}`)

const capture = captureOf([
  namespace('x'),
  pod('x/a', { ports: ['http:8080', 'admin:9090'] }),
  from('{from: [{ipBlock: {cidr: 192.0.2.0/24}}], ports: [{port: http}]}'),
])
const { slots } = openRelation(worldsOf(capture, compile(capture), defaultSettings))

describe('slots hold what further policies tell apart (performance.md 3.12)', () => {
  it.each([
    ['nothing new', '{from: [{ipBlock: {cidr: 192.0.2.0/24}}], ports: [{port: http}, {port: 80}]}', true],
    ['a port that nobody named', '{ports: [{port: admin}]}', false],
    ['a label that nobody asked for', '{from: [{podSelector: {matchLabels: {tier: a}}}]}', false],
    ['a block that begins elsewhere', '{from: [{ipBlock: {cidr: 192.0.2.128/25}}]}', false],
  ])('%s', (_, rule, holds) => {
    expect(neededBy(compile(captureOf([from(rule)])).policies, slots)).toBe(holds)
  })
})
