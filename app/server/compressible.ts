import { subscribe } from 'node:diagnostics_channel'
import type { ServerResponse } from 'node:http'

/**
 * Has the answers of routes compressed. Next hands on their content type as a list of one, which its compression takes
 * for no type at all and leaves alone; pages and files are not concerned.
 */
export function compressAnswers(): void {
  subscribe('http.server.request.start', message => {
    const { response } = message as { readonly response: ServerResponse }
    const setHeader = response.setHeader.bind(response)
    response.setHeader = (name, value) => setHeader(name, single(name, value))
  })
}

function single(name: string, value: number | string | readonly string[]): typeof value {
  const [only, ...others] = typeof value === 'object' ? value : []
  return name.toLowerCase() === 'content-type' && only !== undefined && others.length === 0 ? only : value
}
