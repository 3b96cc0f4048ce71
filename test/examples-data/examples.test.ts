import { describe, expect, it } from 'vitest'
import * as counted from '../../e2e/demo-counts'
import { analyzeWithPolicies } from '../../lib/analyze'
import { run } from '../../lib/cli/run'
import { readExample } from '../../lib/sources/demo'
import { finish } from '../../lib/model/stepwise'
import { intendedButBlocked } from '../../lib/views/blocked'
import { internet } from '../../lib/model/table'
import { sumCounts } from '../../lib/views/tally'
import { pairClasses } from '../kit/pair-by-pair'

const open = async (name: 'demo' | 'textbook'): Promise<ReturnType<typeof analyzeWithPolicies>> =>
  analyzeWithPolicies(await readExample(name))

/** One command line and what it printed. */
async function command(...argv: string[]): Promise<string> {
  const printed: string[] = []
  await run(argv, { out: text => void printed.push(text), err: () => undefined })
  return printed.join('')
}

describe('the demo', async () => {
  const { session, policies } = await open('demo')
  const { counts, anyone, internet: outside, byWorkload } = session.tally
  const namespaceOf = new Map(session.inventory.workloads.map(({ key, namespace }) => [key, namespace]))
  const pairs = pairClasses(session)

  it('has the counts that were counted by hand', () => {
    expect(session.inventory.workloads).toHaveLength(counted.workloads)
    expect(counts).toEqual({
      implicit: counted.implicit,
      unknown: counted.unknown,
      partial: counted.partial,
      verified: counted.verified,
    })
    expect(anyone.implicit).toBe(counted.implicitFromAnyone)
    expect(outside.implicit).toBe(counted.implicitWithInternet)
  })

  it('has them namespace by namespace', () => {
    const implicit = Object.keys(counted.implicitByNamespace).map(namespace => [
      namespace,
      sumCounts(
        [...byWorkload].filter(([key]) => namespaceOf.get(key) === namespace).map(([, { owned }]) => owned),
      ).implicit,
    ])
    expect(Object.fromEntries(implicit)).toEqual(counted.implicitByNamespace)
    expect(counted.implicitBySource).toBe(counted.implicit)
  })

  it('has unknowns at edge only, and nothing else that could not be read', () => {
    const touched = pairs.filter(({ trustClass }) => trustClass === 'unknown')
    expect(touched.length).toBe(counted.unknown)
    for (const { from, to } of touched)
      expect([from, to].map(key => namespaceOf.get(key) ?? internet)).toContain('edge')
    expect(session.problems.map(({ code, object }) => `${code} ${object?.kind} ${object?.name}`)).toEqual([
      'unread-kind SecurityGroupPolicy edge-public',
    ])
  })

  it('keeps apart what somebody meant to connect in two places, both planted', () => {
    expect(
      finish(intendedButBlocked(session, policies)).items.map(({ from, to, deniedAt }) => ({
        from,
        to,
        deniedAt,
      })),
    ).toEqual([
      { from: 'checkout/checkout-api[Deployment]', to: 'checkout/tax[Deployment]', deniedAt: 'ingress' },
      { from: 'checkout/promo[Deployment]', to: 'storefront/search[Deployment]', deniedAt: 'egress' },
    ])
  })

  it('answers for every planted gap', async () => {
    const printed = await command('test', 'public/examples/demo', '--expect', 'test/examples-data/demo.yaml')
    expect(printed).toBe('28 passed, 0 failed\n')
  })

  it('has a near miss for the typo', async () => {
    expect(
      await command(
        ...['explain', 'public/examples/demo', '--from', 'data/metabase', '--to', 'payments/ledger-db'],
        ...['--port', '5432'],
      ),
    ).toContain('selects app=ledger_db, which no pod has; the pod says app=ledger-db')
  })
})

describe('the textbook', async () => {
  const { session, policies } = await open('textbook')

  it('blocks itself', async () => {
    const printed = await command(
      ...['test', 'public/examples/textbook', '--expect', 'test/examples-data/textbook.yaml'],
    )
    expect(printed).toBe('6 passed, 0 failed\n')
  })

  it('has no connection that touches production', () => {
    for (const { from, to } of pairClasses(session))
      expect([from, to].map(key => key.slice(0, key.indexOf('/')))).not.toContain('production')
    expect(session.tally.counts).toEqual({ implicit: 2, unknown: 0, partial: 0, verified: 0 })
  })

  it('once it is opened, does what the text is about', async () => {
    const opened = 'test/examples-data/textbook-opened'
    const printed = await command(
      ...['test', 'public/examples/textbook', `${opened}/network-policies.yaml`],
      ...['--expect', `${opened}/expectations.yaml`],
    )
    expect(printed).toBe('17 passed, 0 failed\n')
  })

  it('means to connect api and database', () => {
    expect(finish(intendedButBlocked(session, policies)).items).toMatchObject([
      {
        from: 'production/api[Deployment]',
        to: 'production/database[StatefulSet]',
        deniedAt: 'egress',
        deniedBy: { kind: 'NetworkPolicy', namespace: 'production', name: 'default-deny' },
      },
    ])
  })
})

describe('the library', () => {
  it('does what its README says', async () => {
    const printed = await command(
      ...['test', 'public/examples/library', '--expect', 'test/examples-data/library.yaml'],
    )
    expect(printed).toBe('18 passed, 0 failed\n')
  })
})
