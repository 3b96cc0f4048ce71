import { RequestProblem } from './problem'

/** Throws where something is sent to an address that takes nothing. */
export function refuseBody({ headers }: Request): void {
  if (headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0)
    throw new RequestProblem('unsupported-media-type', 'this address takes no body; leave it out')
}
