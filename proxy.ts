import { NextResponse, type NextRequest } from 'next/server'
import { contentSecurityPolicy, refusal, securityHeaders } from '@/app/server/guard'

/**
 * All addresses but the one that files are sent to: of a body that passes here Next keeps a copy, and cuts off what is
 * too much. That route has the same guard of its own (answer.ts), as all under `/api` have.
 */
export const config = { matcher: '/((?!api/captures$).*)' }

/** Stands before requests: turns strangers away, and gives every answer its security headers. */
export function proxy(request: NextRequest): Response {
  const answer = refusal(request) ?? pass(request)
  for (const [name, value] of Object.entries(securityHeaders)) answer.headers.set(name, value)
  return answer
}

/** Next reads the nonce from the policy in the request and puts it on the scripts and styles that it renders. */
function pass(request: NextRequest): Response {
  const nonce = btoa(crypto.randomUUID())
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development')
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  const answer = NextResponse.next({ request: { headers } })
  answer.headers.set('content-security-policy', policy)
  return answer
}
