import type { OutgoingHttpHeaders } from 'node:http'
import { openCredentials } from './credentials'
import { CredentialsFault } from './credentials-fault'
import { exchange, type Exchange } from './exchange'
import type { Target } from './kubeconfig'
import type { Limits } from './limits'
import type { Environment } from './environment'

/** One API server, spoken to as one user. */
export interface Connection {
  /** Sends one GET with credentials that are fresh. Throws only where the signal is aborted. */
  send(path: string, headers: OutgoingHttpHeaders, limits: Limits, signal?: AbortSignal): Promise<Exchange>
  /** The server did not take the credentials: they are got anew next time, if there is a way. */
  forget(): void
  close(): void
}

/**
 * Opens the way to an API server. What it takes (the Kubernetes client, HTTP, TLS) is a bundle of its own, loaded by
 * `import('./connection')` when a live cluster is read: who reads files does not wait for it (scripts/bundle.mjs).
 */
export function openConnection(target: Target, environment: Environment): Connection {
  const credentials = openCredentials(target, environment)
  return {
    async send(path, headers, limits, signal) {
      try {
        const options = await credentials.authorise()
        const url = new URL(`${target.server}${path}`)
        return await exchange(
          url,
          { ...options, headers: { ...options.headers, ...headers } },
          limits,
          signal,
        )
      } catch (error) {
        if (!(error instanceof CredentialsFault)) throw error
        return {
          kind: 'failed',
          why: 'unauthorized',
          reason: error.message,
          cure: 'log in again, or mend the kubeconfig',
        }
      }
    },
    forget: () => credentials.forget(),
    close: () => credentials.close(),
  }
}
