import { problemResponse } from './problem'

/** Names under which a browser on this machine reaches it. */
const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * The answer for a request that must not reach any route; undefined for all others.
 * Under a foreign name a page of somebody else may be asking, by a DNS record that points here, and what another site
 * has a browser fetch is none of its business (checklist-security.md 4.3).
 */
export function refusal(request: Request): Response | undefined {
  const host = request.headers.get('host') ?? ''
  if (!loopback.has(hostname(host)))
    return problemResponse('foreign-host', 'podtrust answers under localhost, 127.0.0.1 and [::1] only')
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return problemResponse('method-not-allowed', 'podtrust only reads: use GET', { allow: 'GET, HEAD' })
  const site = request.headers.get('sec-fetch-site') ?? 'none'
  if (isApi(request.url) && site !== 'same-origin' && site !== 'none')
    return problemResponse('cross-site', 'the API answers the pages of podtrust and no other site')
  return undefined
}

/** Without the port; lower case, as browsers send it, is the only spelling that counts. */
const hostname = (host: string): string => host.replace(/:\d{1,5}$/, '')

const isApi = (url: string): boolean => /^\/api(?:\/|$)/.test(new URL(url).pathname)

/** Headers that every answer bears. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()',
}

/** Cytoscape puts this one rule into the page: `.__________cytoscape_container { position: relative; }`. */
const cytoscapeStyle = "'sha256-pgvDUBa4IjFA2yuSJ2cqcyxmNYJMborsd0ORcRv9vw8='"

/**
 * Nothing but our own files, and inline scripts and styles that Next marks with this request's nonce. React needs `eval`
 * while developing, to show the stacks of server errors.
 */
export const contentSecurityPolicy = (nonce: string, developing: boolean): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${developing ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'nonce-${nonce}' ${cytoscapeStyle}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
