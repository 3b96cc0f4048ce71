/** One request, as a proxy sees it. */
export interface Request {
  readonly method: string
  readonly path: string
  readonly host: string
  /** The header `x-a`. */
  readonly header?: string
}

const METHODS = ['GET', 'GO', 'POST', 'PUT']
const PATHS = [
  '/',
  '/a',
  '/admin',
  '/admin/x',
  '/a/b',
  '/x.html',
  '/admin/x.html',
  '/a/b.html',
  '/a/b/c',
  '/z',
]
const HOSTS = ['web', 'WEB:80', 'api', 'other']
const HEADERS = [undefined, '1', '2']

/**
 * A request for every corner of every pattern that a random mesh may write: what all of them may do, every request may;
 * what none may, no request may.
 */
export const EVERY_REQUEST: readonly Request[] = METHODS.flatMap(method =>
  PATHS.flatMap(path =>
    HOSTS.flatMap(host =>
      HEADERS.map(header => ({ method, path, host, ...(header !== undefined && { header }) })),
    ),
  ),
)
