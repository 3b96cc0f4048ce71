import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { analyze } from '../../lib/analyze'
import { contains, parseAddress, rangeOf } from '../../lib/model/address'
import type { Side } from '../../lib/model/connection'
import { pathText, refText } from '../../lib/model/object'
import type { Problem } from '../../lib/model/problem'
import { protocols } from '../../lib/model/port'
import type { Session } from '../../lib/model/session'
import { readManifests } from '../../lib/sources/manifests'
import { folderOf } from '../kit/command-line'
import { controller, namespace, networkPolicy, pod } from '../kit/manifests'
import { captureOf, verdicts } from '../kit/world'

/** The policy that a broken file may hold: it shuts `shop/api` but for `shop/cart` on 8080. */
export const policy = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: api
  namespace: shop
spec:
  podSelector:
    matchLabels:
      app: api
  policyTypes: [Ingress]
  ingress:
  - from:
    - podSelector: {matchLabels: {app: cart}}
    ports:
    - port: 8080
`

/** The policy with one place written otherwise. */
export function broken(find: string, by: string): string {
  if (!policy.includes(find)) throw new Error(`the policy holds no ${find}`)
  return policy.replace(find, by)
}

/** A harmless object. */
export const service =
  'apiVersion: v1\nkind: Service\nmetadata: {name: api, namespace: shop}\nspec: {selector: {app: api}}\n'

/** What lies beside the broken file: three namespaces, five pods, and `vault` shut for good. */
export const rest: readonly string[] = [
  namespace('shop', 'team: shop'),
  namespace('ops', 'team: ops'),
  namespace('vault', 'team: vault'),
  pod('shop/cart', { ip: '10.0.0.1' }),
  pod('shop/api', { ip: '10.0.0.2', ports: ['web:8080'] }),
  pod('ops/tool', { ip: '10.0.1.1' }),
  controller('Deployment', 'ops/other'),
  pod('vault/db', { ip: '10.0.2.1' }),
  networkPolicy('vault/default-deny', '{podSelector: {}, policyTypes: [Ingress, Egress]}'),
]

/** How far what could not be read reaches. */
export const reach = {
  /** It decides nothing, or it was read after all. */
  none: ['deny', 'allow', 'allow', 'deny'],
  /** A NetworkPolicy of `shop`: it may shut what stands there, and what is shut elsewhere stays shut. */
  namespace: ['unknown', 'unknown', 'allow', 'deny'],
  /** It may be any policy of the cluster. */
  cluster: ['unknown', 'unknown', 'unknown', 'unknown'],
  /** It may select other pods than it says, and whom it lets in is let in whatever it selects. */
  subject: ['unknown', 'allow', 'allow', 'deny'],
  /** It is legal and says so: nobody gets in at `shop/api`, and elsewhere nothing changes. */
  shut: ['deny', 'deny', 'allow', 'deny'],
  /** It is legal and says so: everybody gets in at `shop/api`. */
  open: ['allow', 'allow', 'allow', 'deny'],
} as const

export type Reach = keyof typeof reach

const questions = [
  'ops/tool -> shop/api 8080',
  'shop/cart -> shop/api 8080',
  'ops/tool -> ops/other 80',
  'ops/tool -> vault/db 80',
]

export function expectedVerdicts(of: Reach): Record<string, string> {
  return Object.fromEntries(questions.map((question, at) => [question, reach[of][at] ?? '']))
}

export const verdictsOf = (session: Session): Record<string, string> =>
  verdicts(session, expectedVerdicts('none'))

export interface Broken {
  readonly session: Session
  /** Every problem in full, file names without their folder. */
  readonly says: string[]
}

/** Reads a folder with the good files and this one, `bad.yaml`. */
export async function readBeside(
  bad: string | Uint8Array,
  good: readonly string[] = rest,
  name = 'bad.yaml',
): Promise<Broken> {
  const folder = await folderOf({ 'good.yaml': good.join('\n---\n') })
  await writeFile(join(folder, name), bad)
  const session = analyze(await readManifests([folder]))
  return { session, says: session.problems.map(problem => told(problem).replaceAll(`${folder}/`, '')) }
}

/** `bad.yaml, document 1, line 8, NetworkPolicy shop/api, spec.podSelector: what is wrong [unknown]; what to do`. */
export function told({ origin, object, path, message, effect, remedy }: Problem): string {
  const place = [
    ...(origin ? [origin.file, `document ${origin.document}`, `line ${origin.line}`] : []),
    ...(object ? [refText(object)] : []),
    // Most messages about a field begin with it.
    ...(path && path.length > 0 && !message.startsWith(`${pathText(path)}: `) ? [pathText(path)] : []),
  ]
  return `${place.join(', ')}: ${message} [${effect}]; ${remedy}`
}

const ports = [1, 79, 80, 81, 443, 8079, 8080, 8081, 9000, 65535]
const outside = ['203.0.113.7', '10.0.0.99', '2001:db8::7'].flatMap(text => {
  const address = parseAddress(text)
  return address ? [{ text, range: rangeOf(address) }] : []
})

/** Every port of a sample, and every address, that is plainly allowed. */
export function allowed(session: Session): Set<string> {
  const found = new Set<string>()
  for (const connection of session.connections)
    if (connection.verdict === 'allow')
      for (const from of ends(connection.from))
        for (const to of ends(connection.to))
          for (const protocol of protocols)
            for (const port of ports)
              if (
                connection.ports.some(
                  run => run.protocol === protocol && run.first <= port && port <= run.last,
                )
              )
                found.add(`${from} -> ${to} ${protocol} ${port}`)
  return found
}

const ends = (side: Side): string[] =>
  side.kind === 'workload'
    ? [side.key]
    : outside.filter(({ range }) => contains(side.range, range)).map(({ text }) => text)

/** What is plainly allowed in the whole world, `rest` and `policy`. */
const good = allowed(analyze(captureOf([...rest, policy])))

/** Connections that are surely allowed and would not be, had everything been legible. */
export const widened = (session: Session): string[] =>
  [...allowed(session)].filter(connection => !good.has(connection))
