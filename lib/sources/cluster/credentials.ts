import { readFile } from 'node:fs/promises'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent, type RequestOptions } from 'node:https'
import { KubeConfig } from '@kubernetes/client-node'
import { asString, isList, isMap, own, type JsonMap } from '../../model/json'
import { CredentialsFault } from './credentials-fault'
import { runPlugin, type PluginCredential } from './exec-plugin'
import type { Target } from './kubeconfig'
import type { Environment } from './environment'

/** How to speak to one API server as one user. */
export interface Credentials {
  /**
   * What a request must bear, fresh: tokens are renewed when they run out, and files read again. Throws CredentialsFault.
   */
  authorise(): Promise<RequestOptions>
  /** The server did not take them: what a plugin gave is asked for anew next time. */
  forget(): void
  close(): void
}

/** A plugin's credential is renewed a little before it runs out, in milliseconds. */
const margin = 10_000

/**
 * The credentials of a context, as kubectl has them: certificates, tokens, token files, OIDC, plugins, proxies. This is
 * the only module that loads the Kubernetes client, which takes a third of a second (see connection.ts).
 */
export function openCredentials({ server, cluster, user }: Target, environment: Environment): Credentials {
  // Like kubectl, which shows credentials to nobody but a server that has proved who it is.
  const secure = server.startsWith('https:')
  const shown = secure ? user : {}
  const config = clientConfig(server, cluster, shown)
  // The client's own agent does not keep connections open, except to proxies.
  const agent = own(cluster, 'proxy-url')
    ? undefined
    : secure
      ? new HttpsAgent({ keepAlive: true })
      : new HttpAgent({ keepAlive: true })
  const exec = own(shown, 'exec')
  const tokenFile = asString(own(shown, 'tokenFile'))
  let known: PluginCredential | undefined
  let running: Promise<PluginCredential> | undefined
  const credential = async (): Promise<PluginCredential> => {
    if (!isMap(exec)) return {}
    if (known && (known.expires === undefined || known.expires - margin > Date.now())) return known
    // Requests that go out together wait for one login.
    running ??= runPlugin(exec, { ...cluster, server }, environment).finally(() => (running = undefined))
    return (known = await running)
  }
  return {
    async authorise() {
      const options: RequestOptions & { headers: Record<string, string | string[]> } = { headers: {} }
      try {
        await config.applyToHTTPSOptions(options)
      } catch (error) {
        throw new CredentialsFault(`the credentials cannot be used: ${messageOf(error)}`)
      }
      const { token = tokenFile && (await readToken(tokenFile)), certificate, key } = await credential()
      if (token) options.headers.Authorization = `Bearer ${token}`
      if (certificate && key) Object.assign(options, { cert: certificate, key })
      const groups = own(shown, 'as-groups')
      if (isList(groups)) options.headers['Impersonate-Group'] = groups.map(String)
      return { ...options, ...(agent && { agent }) }
    },
    forget() {
      known = undefined
    },
    close() {
      agent?.destroy()
    },
  }
}

/** Only what is in use, so that nothing else of the file can be wrong. */
function clientConfig(server: string, cluster: JsonMap, user: JsonMap): KubeConfig {
  const config = new KubeConfig()
  const { exec: _exec, tokenFile: _file, ...rest } = user
  // The client refuses plain HTTP unless it is told that nothing will be verified, which is then so.
  const plain = server.startsWith('http:') && { 'insecure-skip-tls-verify': true }
  const entry = { name: 'chosen' }
  config.loadFromString(
    JSON.stringify({
      clusters: [{ ...entry, cluster: { ...cluster, server, ...plain } }],
      users: [{ ...entry, user: rest }],
      contexts: [{ ...entry, context: { cluster: 'chosen', user: 'chosen' } }],
      'current-context': 'chosen',
    }),
  )
  return config
}

/** Read every time: whoever wrote it writes it anew before the token runs out. */
async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    throw new CredentialsFault(`the token file cannot be read: ${messageOf(error)}`)
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
