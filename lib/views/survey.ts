import type { Policy } from '../model/rule'
import type { Session } from '../model/session'
import { intendedButBlocked, type BlockedPairs } from './blocked'
import { tally, type Tally } from './tally'

/** A session with what the page counts and looks up over it; made once per load, read by every route. */
export interface Survey {
  readonly session: Session
  readonly policies: readonly Policy[]
  readonly tally: Tally
  readonly blocked: BlockedPairs
}

export const survey = (session: Session, policies: readonly Policy[]): Survey => ({
  session,
  policies,
  tally: tally(session),
  blocked: intendedButBlocked(session, policies),
})
