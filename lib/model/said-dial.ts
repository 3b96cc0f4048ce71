import type { Address } from './mesh'
import type { AskedRequest } from './request'

/** What of a question is asked about beside two ends and a port, as a user says it; all of it may be absent. */
export interface SaidDial {
  readonly address?: Address | undefined
  /** `namespace/name` */
  readonly service?: string | undefined
  readonly method?: string | undefined
  readonly path?: string | undefined
  readonly host?: string | undefined
  /** Each `name=value`. */
  readonly headers?: readonly string[]
}

/** What keeps it from being asked: of which part, and one clause about it. */
export interface Misdialled {
  readonly at: 'address' | 'service' | 'method' | 'path' | 'host' | 'header'
  /** `must begin with /`, of the part; or a clause of its own, `there is no Service`. */
  readonly wrong: string
}

/** `--path must begin with /`, `--service: there is no Service`. */
export const misdialledText = (part: string, wrong: string): string =>
  `${part}${/^(must|means) /.test(wrong) ? '' : ':'} ${wrong}`

/** Tokens of HTTP (RFC 9110, 5.6.2), of which methods and names of headers are made. */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** What somebody else wrote, short enough to be repeated. */
export const briefly = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text)

/** The request, by what was said of it; undefined where nothing was. */
export function readRequest({
  method,
  path,
  host,
  headers = [],
}: SaidDial): AskedRequest | undefined | Misdialled {
  if (method !== undefined && !token.test(method))
    return { at: 'method', wrong: `must be a method such as GET, not \`${briefly(method)}\`` }
  if (path !== undefined && !path.startsWith('/'))
    return { at: 'path', wrong: `must begin with /, not \`${briefly(path)}\`` }
  if (host !== undefined && !/^\S+$/.test(host))
    return { at: 'host', wrong: `must be a name, with a port or without, not \`${briefly(host)}\`` }
  const read = new Map<string, string>()
  for (const header of headers) {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(header) ?? []
    if (!token.test(name)) return { at: 'header', wrong: `must be name=value, not \`${briefly(header)}\`` }
    const known = name.toLowerCase()
    // Proxies join the values of a name that is given twice (RFC 9110, 5.3).
    read.set(known, read.has(known) ? `${read.get(known)},${value}` : value)
  }
  if (method === undefined && path === undefined && host === undefined && read.size === 0) return undefined
  return {
    headers: read,
    ...(method !== undefined && { method }),
    ...(path !== undefined && { path }),
    ...(host !== undefined && { host }),
  }
}
