import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { analyze } from '../../analyze'
import { nameLabel } from '../../engine/inventory'
import type { Exposed } from '../../model/exposure'
import { portsText } from '../../model/port'
import { selectsAll, type Requirement, type Selector } from '../../model/selector'
import type { Session } from '../../model/session'
import { defaultSettings } from '../../model/settings'
import { readManifests } from '../../sources/manifests'
import { readIndex } from './golden'

/**
 * What workloads would accept from pods that do not exist yet, against the outputs of the analyzer that `--compat
 * netpol-analyzer` speaks like. They are not part of this repository: `ORACLES` names the folder that holds them.
 */

const { ORACLES } = process.env
const folder = join(ORACLES ?? '', 'netpol-analyzer')
const present = ORACLES !== undefined && existsSync(join(folder, 'index.json'))

function requirementsText(requirements: readonly Requirement[]): string {
  const labels = requirements.filter(({ path }) => path.includes('matchLabels'))
  const others = requirements.filter(({ path }) => !path.includes('matchLabels'))
  return [
    ...labels.map(({ key, values }) => `${key}=${values.join()}`).sort(),
    ...others
      .map(
        ({ key, operator, values }) =>
          `{Key:${key},Operator:${operator},Values:[${[...values].sort().join(' ')}],}`,
      )
      .sort(),
  ].join()
}

const podsText = (pods: Selector): string =>
  selectsAll(pods) ? '[all pods]' : `[pod with {${requirementsText(pods.requirements)}}]`

function peerText({ peer }: Exposed): string {
  if (peer.kind === 'entire-cluster') return 'entire-cluster'
  const { namespaces, pods } = peer
  if (namespaces.kind === 'named') return `${namespaces.namespace}/${podsText(pods)}`
  if (namespaces.kind === 'all' || selectsAll(namespaces.selector))
    return `[all namespaces]/${podsText(pods)}`
  const { requirements } = namespaces.selector
  const [only, ...more] = requirements
  return only?.key === nameLabel && only.operator === 'In' && more.length === 0
    ? `${only.values.join()}/${podsText(pods)}`
    : `[namespace with {${requirementsText(requirements)}}]/${podsText(pods)}`
}

/** Selectors by plain labels that some pod fits are left out there: its list of connections has that pod. */
function isLeftOut({ peer }: Exposed): boolean {
  if (peer.kind === 'entire-cluster' || !peer.exists) return false
  const { namespaces, pods } = peer
  const selectors = [pods, ...(namespaces.kind === 'selected' ? [namespaces.selector] : [])]
  return (
    namespaces.kind !== 'all' &&
    selectors.every(
      ({ requirements }) =>
        requirements.length > 0 && requirements.every(({ path }) => path.includes('matchLabels')),
    )
  )
}

const exposureLines = (session: Session): string[] =>
  session.inventory.workloads.flatMap(({ key }) =>
    (['egress', 'ingress'] as const).flatMap(direction =>
      (session.exposure(key)?.[direction].peers ?? [])
        .filter(each => each.verdict === 'allow' && !isLeftOut(each))
        .map(each => {
          const named = each.namedPorts.map(({ protocol, name }) => `${protocol} ${name}`)
          const ports = [...(each.ports.length > 0 ? [portsText(each.ports)] : []), ...named].join()
          return `${key} ${direction === 'egress' ? '=>' : '<='} ${peerText(each)} : ${ports}`
        }),
    ),
  )

/** The lines on pods, their values in one order; addresses outside are compared with the list above them. */
const expectedLines = (text: string): string[] =>
  (text.split('Exposure Analysis Result:')[1] ?? '')
    .split('\n')
    .map(line => line.replace(/\s+/g, ' ').trim())
    .map(line =>
      line.replace(
        /Values:\[([^\]]*)\]/g,
        (_, values: string) => `Values:[${values.split(' ').sort().join(' ')}]`,
      ),
    )
    .filter(line => / (?:=>|<=) /.test(line) && !line.includes('[External]'))

test.skipIf(!present)(
  `whom workloads would accept, as another analyzer tells it${present ? '' : ' (not run: ORACLES names no folder with it)'}`,
  async () => {
    const names = readIndex(readFileSync(join(folder, 'index.json'), 'utf8'))?.exposure ?? []
    let [alike, cluster, read] = [0, 0, 0]
    for (const name of names) {
      const capture = await readManifests([join(folder, 'inputs', name)])
      const session = analyze(capture, { ...defaultSettings, plane: 'network', compat: 'netpol-analyzer' })
      // Kinds that nothing here reads.
      if (session.incomplete) continue
      read++
      const wanted = expectedLines(readFileSync(join(folder, 'exposure', `${name}.txt`), 'utf8'))
      const got = exposureLines(session)
      const same = (part: (line: string) => boolean): boolean =>
        got.filter(part).sort().join('\n') === wanted.filter(part).sort().join('\n')
      if (same(() => true)) alike++
      if (same(line => line.includes('entire-cluster'))) cluster++
    }
    // The rest differ where a pod that fits one selector fits another one too: here it has the ports of both.
    expect(
      { read: read >= 43, cluster: cluster >= 43, alike: alike >= 35 },
      `${alike} of ${read} alike`,
    ).toEqual({
      read: true,
      cluster: true,
      alike: true,
    })
  },
)
