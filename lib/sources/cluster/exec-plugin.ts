import { spawn } from 'node:child_process'
import { asString, dig, isList, isMap, own, quote, type Json, type JsonMap } from '../../model/json'
import { CredentialsFault } from './credentials-fault'
import type { Environment } from './environment'

/** What a plugin gave, as `ExecCredential` of client.authentication.k8s.io has it. */
export interface PluginCredential {
  readonly token?: string
  readonly certificate?: string
  readonly key?: string
  /** Milliseconds since 1970; absent = as long as the server takes it. */
  readonly expires?: number
}

/** How long a plugin may take, a login in the browser included, in milliseconds. */
const patience = 120_000

/**
 * Runs the credential plugin of a kubeconfig as kubectl does, without a terminal to ask on. Throws CredentialsFault.
 * What it wrote is never repeated but for the last line of its complaints: the rest may be a token.
 */
export async function runPlugin(
  exec: JsonMap,
  cluster: JsonMap,
  environment: Environment,
  timeout = patience,
): Promise<PluginCredential> {
  const command = asString(own(exec, 'command')) ?? ''
  const text = await run(
    command,
    texts(own(exec, 'args')),
    {
      ...environment,
      ...variables(own(exec, 'env')),
      KUBERNETES_EXEC_INFO: JSON.stringify(infoFor(exec, cluster)),
    },
    timeout,
  ).catch((error: unknown) => {
    throw faultOf(error, command, exec)
  })
  return readCredential(text, command)
}

const texts = (list: Json | undefined): string[] => (isList(list) ? list.map(String) : [])

const variables = (list: Json | undefined): Record<string, string> =>
  Object.fromEntries(
    (isList(list) ? list : []).flatMap(entry => {
      const name = asString(dig(entry, 'name'))
      return name === undefined ? [] : [[name, asString(dig(entry, 'value')) ?? '']]
    }),
  )

function infoFor(exec: JsonMap, cluster: JsonMap): Json {
  const told = own(exec, 'provideClusterInfo') === true
  return {
    kind: 'ExecCredential',
    apiVersion: asString(own(exec, 'apiVersion')) ?? 'client.authentication.k8s.io/v1',
    spec: { interactive: false, ...(told && { cluster }) },
  }
}

function run(command: string, args: readonly string[], env: Environment, timeout: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      // The types of Next demand this one.
      env: { NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout,
      killSignal: 'SIGKILL',
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(Buffer.concat(out).toString('utf8'))
      const said = Buffer.concat(err).toString('utf8').trim().split('\n').at(-1)?.trim() ?? ''
      const ended = signal === null ? `ended with code ${code}` : `was ended after ${timeout / 1000} s`
      reject(new CredentialsFault(`${ended}${said === '' ? '' : `: ${said.slice(0, 300)}`}`))
    })
  })
}

function faultOf(error: unknown, command: string, exec: JsonMap): unknown {
  const plugin = `the credential plugin ${quote(command)} of the kubeconfig`
  if (error instanceof CredentialsFault) return new CredentialsFault(`${plugin} ${error.message}`)
  if (!(error instanceof Error) || !('code' in error)) return error
  const hint = asString(own(exec, 'installHint'))?.trim().split('\n')[0]
  const reason = error.code === 'ENOENT' ? 'is not there' : `cannot be run (${String(error.code)})`
  return new CredentialsFault(`${plugin} ${reason}${hint ? `: ${hint.slice(0, 300)}` : ''}`)
}

function readCredential(text: string, command: string): PluginCredential {
  const wrong = (what: string): CredentialsFault =>
    new CredentialsFault(`the credential plugin ${quote(command)} of the kubeconfig ${what}`)
  let written: Json
  try {
    written = JSON.parse(text) as Json
  } catch {
    throw wrong('answers with something that is no JSON')
  }
  const status = isMap(written) ? own(written, 'status') : undefined
  const token = asString(dig(status, 'token'))
  const certificate = asString(dig(status, 'clientCertificateData'))
  const key = asString(dig(status, 'clientKeyData'))
  if (!token && !(certificate && key)) throw wrong('gives neither a token nor a certificate with its key')
  const expires = Date.parse(asString(dig(status, 'expirationTimestamp')) ?? '')
  return {
    ...(token && { token }),
    ...(certificate && key && { certificate, key }),
    ...(!Number.isNaN(expires) && { expires }),
  }
}
