import type { Finding, FindingReport } from '../../../model/finding'
import type { Stepwise } from '../../../model/stepwise'
import { anonymousAllowed } from './anonymous-allowed'
import { denyBlocksTcp } from './deny-blocks-tcp'
import { disableOverStrict } from './disable-over-strict'
import { Ground, type Read } from './ground'
import { headlessAllOrNothing } from './headless-all-or-nothing'
import { ignoredAtZtunnel } from './ignored-at-ztunnel'
import { l7AtZtunnel } from './l7-at-ztunnel'
import { modeForNobody } from './mode-for-nobody'
import { mtlsToPlaintext } from './mtls-to-plaintext'
import { noMeshMode } from './no-mesh-mode'
import { permissiveLeft } from './permissive-left'
import type { Found, Pitfall } from './pitfall'
import { plaintextToStrict } from './plaintext-to-strict'
import { podPortInRule } from './pod-port-in-rule'
import { portException } from './port-exception'
import { principalUnmatched } from './principal-unmatched'
import { probeAtProxy } from './probe-at-proxy'
import { proxyBypassed } from './proxy-bypassed'
import { rootNamespacePolicy } from './root-namespace-policy'
import { servicePortInPolicy } from './service-port-in-policy'
import { shortHost } from './short-host'
import { sidecarHidesServices } from './sidecar-hides-services'
import { tokenNotRequired } from './token-not-required'
import { unseenIn } from './unseen'
import { waypointBypassed } from './waypoint-bypassed'
import { waypointMissing } from './waypoint-missing'
import { wildcardRuleWins } from './wildcard-rule-wins'

/** In the order of istio.md section 8. */
export const pitfalls: readonly Pitfall[] = [
  permissiveLeft,
  noMeshMode,
  portException,
  disableOverStrict,
  denyBlocksTcp,
  ignoredAtZtunnel,
  l7AtZtunnel,
  waypointMissing,
  waypointBypassed,
  servicePortInPolicy,
  podPortInRule,
  mtlsToPlaintext,
  plaintextToStrict,
  wildcardRuleWins,
  shortHost,
  headlessAllOrNothing,
  sidecarHidesServices,
  proxyBypassed,
  principalUnmatched,
  anonymousAllowed,
  probeAtProxy,
  tokenNotRequired,
  rootNamespacePolicy,
  modeForNobody,
]

/** Goes through the pitfalls one by one, with a pause after each. */
export function* findPitfalls(read: Read): Stepwise<FindingReport> {
  const ground = new Ground(read)
  const findings: Finding[] = []
  for (const [done, { code, find }] of pitfalls.entries()) {
    yield { done, of: pitfalls.length }
    for (const found of find(ground))
      if (found) findings.push({ code, ...found, ...doubtOfSettings(read, found) })
      else yield { done, of: pitfalls.length }
  }
  return { findings, unseen: unseenIn(read.gaps, pitfalls) }
}

/** Whatever is found hangs on the settings of the mesh. */
const doubtOfSettings = ({ outbound: { config } }: Read, { doubt }: Found): Pick<Finding, 'doubt'> =>
  doubt === undefined && config.doubtful ? { doubt: 'the settings of the mesh could not be read' } : {}
