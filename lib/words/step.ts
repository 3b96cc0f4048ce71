import type { SideTrace, StepDetail, TraceStep } from '../model/explanation'
import type { Direction } from '../model/rule'
import { count } from './count'
import { visible } from './visible'

/** Where a step was asked: whose side, and which way the bytes go. */
export type Place = Pick<SideTrace, 'at' | 'direction'>

/**
 * What one step of a trace says, as the end of a sentence that its object begins: `NetworkPolicy shop/web` + `allows
 * app=cart on TCP 8080`. Steps without an object are sentences of their own. A step that holds in some readings of
 * what could not be read, but not in all, begins with `possibly`.
 */
export function stepSentence(step: TraceStep, place: Place): string {
  const sentence = detailSentence(step.detail, place)
  const plain = step.certain || step.detail.kind === 'unread' || step.detail.kind === 'undefined-protocol'
  return visible(plain ? sentence : `possibly: ${sentence}`)
}

const verbs = {
  allow: 'allows',
  deny: 'denies',
  pass: 'leaves to the next tier',
  delegate: 'asks an external authorizer about',
} as const

const crossing = (direction: Direction): string =>
  direction === 'egress' ? 'what leaves' : 'what arrives at'

function detailSentence(detail: StepDetail, { at, direction }: Place): string {
  switch (detail.kind) {
    case 'rule-matches':
      return `${verbs[detail.action]} ${detail.peer} on ${detail.ports}${
        detail.request === undefined ? '' : `, requests with ${detail.request}`
      }`
    case 'isolates':
      return detail.rules === 0
        ? `governs ${crossing(direction)} ${at} and has no rule that lets anything through`
        : `governs ${crossing(direction)} ${at}; ${
            detail.rules === 1 ? 'its one rule does not let' : `none of its ${detail.rules} rules lets`
          } this through`
    case 'no-match':
      return `governs ${crossing(direction)} ${at}; ${
        detail.rules === 1 ? 'its one rule is not' : `none of its ${count(detail.rules, 'rule')} is`
      } about this`
    case 'not-asked':
      return 'is not asked, because the decision has been made before'
    case 'tie':
      return `and ${detail.with.join(' and ')} want different things, and nothing says which comes first`
    case 'other-direction':
      return `selects ${at} for ${detail.selects} only, so the baseline decides about ${direction}; an engine that stops at any NetworkPolicy would not ask it`
    case 'default-allow':
      return detail.others
        ? `nothing denies other requests that ${direction === 'egress' ? 'leave' : 'arrive at'} ${at}, so they are allowed by default`
        : `nothing denies ${crossing(direction)} ${at}, so it is allowed by default`
    case 'nothing-selects':
      return `no policy${detail.namespace === '' ? '' : ` in ${detail.namespace}`} selects ${at} for ${direction}`
    case 'cannot-police':
      return cannotPolice(detail.why, at)
    case 'undefined-protocol':
      return `NetworkPolicy does not say what becomes of ${detail.protocol}`
    case 'unread':
      return detail.reason
    case 'near-subject':
      return detail.nobody
        ? `selects ${detail.wants}, which no pod has; the pod says ${detail.has}`
        : `selects ${detail.wants}; the pod says ${detail.has}`
    case 'near-peer':
      return detail.because === 'namespace'
        ? `would allow peers in ${detail.wants}; this one is in ${detail.has}`
        : `would allow ${detail.wants}; the peer says ${detail.has}`
    case 'near-port':
      return `allows this peer on ${detail.wants}, not on ${detail.asked}`
  }
}

function cannotPolice(why: (StepDetail & { kind: 'cannot-police' })['why'], at: string): string {
  switch (why) {
    case 'host-network':
      return `${at} uses the network of its node, where no policy selects it`
    case 'not-enforced':
      return 'the network engine enforces no policies'
    case 'same-node':
      return `a node may always reach the pods that run on it`
    case 'itself':
      return `a pod may always reach itself`
    case 'proxys-own':
      return `the proxy of ${at} answers here about its own health and metrics, which no policy of the mesh governs`
  }
}

/** `3 of 4 pod pairs`; empty when all pairs agree. */
export const pairShare = (pods: { readonly allowed: number; readonly of: number }): string =>
  pods.allowed === pods.of ? '' : `${pods.allowed} of ${count(pods.of, 'pod pair')}`
