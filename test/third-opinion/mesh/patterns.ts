import { contains, block, parseAddress } from '../cidr'

/** Section 5: `*` for anything that is there, else an asterisk at one end; anywhere else it is a letter. */
export function fits(pattern: string, text: string): boolean {
  if (pattern === '*') return text !== ''
  if (pattern.startsWith('*')) return text.endsWith(pattern.slice(1))
  if (pattern.endsWith('*')) return text.startsWith(pattern.slice(0, -1))
  return pattern === text
}

/** Paths may also be templates: `{*}` is one segment, `{**}` at the end is any number of them. */
export function fitsPath(pattern: string, path: string): boolean {
  if (!pattern.includes('{')) return fits(pattern, path)
  const source = pattern
    .split(/(\{\*\*\}|\{\*\})/)
    .map(piece => (piece === '{**}' ? '.*' : piece === '{*}' ? '[^/]+' : piece.replace(/\W/g, '\\$&')))
    .join('')
  return new RegExp(`^${source}$`).test(path)
}

export function isIn(cidr: string, ip: string): boolean {
  const address = parseAddress(ip)
  return address !== undefined && contains([block(cidr.includes('/') ? cidr : `${cidr}/32`)], address)
}

/** The parts of an identity without its scheme. */
export function partsOf(identity: string): { domain: string; namespace: string; account: string } {
  const [domain = '', , namespace = '', , account = ''] = identity.split('/')
  return { domain, namespace, account }
}

/** Section 2, aliases: the copies of a principal that an Envoy proxy compares. */
export function withAliases(principal: string, domains: readonly string[]): string[] {
  const segments = principal.split('/')
  const [domain = '', ...rest] = segments
  if (segments.length !== 5 || domain === '*') return [principal]
  const own = domain === 'cluster.local' || domains.some(each => fits(domain, each))
  return own ? domains.map(each => [each, ...rest].join('/')) : [principal]
}
