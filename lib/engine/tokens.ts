import type { AskedRequest } from '../model/request'
import type { Policy } from '../model/rule'

/** What becomes of a request's token where these policies govern. */
export interface Verified {
  /** As rules see it: without a token that nobody verified. */
  readonly request: AskedRequest
  /** Who denies it for its token, whatever rules say. */
  readonly rejectedBy: readonly Policy[]
}

/**
 * A token counts only where somebody verifies it. Where one does, a request with a token that is bad, of another issuer or
 * for another audience is refused; one without any passes (istio.md section 6, RequestAuthentication).
 */
export function verify(request: AskedRequest, policies: readonly Policy[]): Verified {
  const { jwt, ...bare } = request
  const verifying = policies.filter(({ tokens }) => tokens && tokens.length > 0)
  if (!jwt || verifying.length === 0) return { request: bare, rejectedBy: [] }
  const isTaken = verifying.some(({ tokens = [] }) =>
    tokens.some(
      ({ issuer, audiences }) =>
        jwt.valid &&
        issuer === jwt.iss &&
        (audiences.length === 0 || audiences.some(audience => jwt.aud.includes(audience))),
    ),
  )
  return isTaken ? { request, rejectedBy: [] } : { request: bare, rejectedBy: verifying }
}
