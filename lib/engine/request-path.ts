import type { PathNormalization } from '../model/request'

/**
 * The path that a proxy compares, of the one that a client sends: without query and fragment, and rewritten as the mesh
 * says (`pathNormalization` of MeshConfig). Each way does what the one before it does.
 */
export function comparedPath(path: string, normalization: PathNormalization): string {
  const bare = path.replace(/[?#].*$/s, '')
  if (normalization === 'none' || !bare.startsWith('/')) return bare
  const decoded =
    normalization === 'decode-and-merge-slashes' ? bare.replace(/%2f/gi, '/').replace(/%5c/gi, '\\') : bare
  const resolved = withoutDots(withPlainLetters(decoded).replaceAll('\\', '/'))
  return normalization === 'base' ? resolved : resolved.replace(/\/{2,}/g, '/')
}

/** Letters that need no escape are written plainly (RFC 3986, unreserved); all other escapes stay as they are. */
const withPlainLetters = (path: string): string =>
  path.replace(/%([0-9a-f]{2})/gi, (escape, digits: string) => {
    const letter = String.fromCharCode(parseInt(digits, 16))
    return /[-A-Za-z0-9._~]/.test(letter) ? letter : escape
  })

/** RFC 3986, section 5.2.4: `.` is where one is, `..` leaves the last segment, be it empty. */
function withoutDots(path: string): string {
  const segments = path.slice(1).split('/')
  const kept: string[] = []
  segments.forEach((segment, at) => {
    const isLast = at === segments.length - 1
    if (segment !== '.' && segment !== '..') kept.push(segment)
    else {
      if (segment === '..') kept.pop()
      if (isLast) kept.push('')
    }
  })
  return `/${kept.join('/')}`
}
