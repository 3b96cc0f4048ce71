import { endpoints, type Endpoint } from '@/lib/api/endpoints'
import { problemResponse } from './problem'

/** Names under which a browser on this machine reaches it. */
const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * The answer for a request that must not reach any route; undefined for all others.
 * Under a foreign name a page of somebody else may be asking, by a DNS record that points here, and what another site
 * has a browser fetch or send is none of its business (checklist-security.md 4.3). Whoever sends without saying from
 * which site is no browser, and needs none of our leave: nothing here rests on what a browser adds by itself.
 */
export function refusal(request: Request): Response | undefined {
  const { method, headers } = request
  const url = new URL(request.url)
  const host = headers.get('host') ?? url.host
  if (!loopback.has(hostname(host)))
    return problemResponse('foreign-host', 'podtrust answers under localhost, 127.0.0.1 and [::1] only')
  const allowed = methodsOf(url.pathname)
  if (!allowed.includes(method))
    return problemResponse(
      'method-not-allowed',
      `${method} is not for this address: use ${allowed.join(', ')}`,
      {
        allow: allowed.join(', '),
      },
    )
  const site = headers.get('sec-fetch-site') ?? 'none'
  if (isApi(url) && site !== 'same-origin' && site !== 'none')
    return problemResponse('cross-site', 'the API answers the pages of podtrust and no other site')
  const origin = headers.get('origin')
  if (!readOnly.has(method) && origin !== null && !isOwn(origin, host))
    return problemResponse('cross-site', 'only the pages of podtrust may change anything here')
  if (method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow: allowed.join(', ') } })
  return undefined
}

/** Without the port; lower case, as browsers send it, is the only spelling that counts. */
const hostname = (host: string): string => host.replace(/:\d{1,5}$/, '')

const isApi = ({ pathname }: URL): boolean => /^\/api(?:\/|$)/.test(pathname)

/** Pages come from where requests go; something in front of them may add encryption. */
const isOwn = (origin: string, host: string): boolean =>
  origin === `http://${host}` || origin === `https://${host}`

/** Methods that change nothing. */
const readOnly: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

const reading: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/** By path: what may be done there, where that is more or else than reading. */
const changing: ReadonlyMap<string, readonly string[]> = changingMethods()

function changingMethods(): Map<string, string[]> {
  const methods = new Map<string, string[]>()
  for (const { path, method } of Object.values<Endpoint>(endpoints))
    if (method) methods.set(path, [method, ...(methods.get(path) ?? ['OPTIONS'])])
  return methods
}

const methodsOf = (path: string): readonly string[] => changing.get(path) ?? reading

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

/** Headers of answers that are no pages: nothing in them is to be shown, run or fetched. */
export const apiHeaders: Readonly<Record<string, string>> = {
  ...securityHeaders,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
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
