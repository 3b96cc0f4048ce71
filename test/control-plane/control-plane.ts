import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { dump } from 'js-yaml'
import { afterAll, inject } from 'vitest'
import { auditPolicy, AuditLog } from './audit-log'
import { Client, type Server } from './client'
import { Warden, type Program } from './processes'

export interface Options {
  /** Who may come, beside `admin`: names of users without any right. */
  readonly users?: readonly string[]
  /** Further flags of the API server. */
  readonly flags?: readonly string[]
}

/** As whom a kubeconfig comes: a user of the tokens file, or anybody with a token. */
export type Who = string | { readonly token: string }

type Part = 'etcd' | 'kube-apiserver'

/** Ports are chosen before the programs take them; somebody else may be faster. */
const attempts = 3

/**
 * A Kubernetes API server and its etcd on loopback, for the tests of one file: nothing runs pods, schedules or collects
 * garbage, everything else is what a cluster's API server does.
 */
export async function controlPlane(options: Options = {}): Promise<ControlPlane> {
  const plane = await startControlPlane(options)
  afterAll(() => plane.stop())
  return plane
}

/** As `controlPlane`; the caller stops it. */
export async function startControlPlane(options: Options = {}): Promise<ControlPlane> {
  for (let attempt = 1; ; attempt++) {
    const folder = await mkdtemp(join(tmpdir(), 'podtrust-control-plane-'))
    const plane = new ControlPlane(folder, await freePort(), await freePort(), options)
    try {
      await plane.begin()
      return plane
    } catch (error) {
      await plane.stop()
      if (attempt === attempts || !/address already in use/.test(String(error))) throw error
    }
  }
}

export class ControlPlane {
  readonly audit: AuditLog
  readonly #warden: Warden
  readonly #tokens: ReadonlyMap<string, string>
  #etcd: Program | undefined
  #apiServer: Program | undefined
  #ca = ''
  readonly #clients = new Map<string, Client>()
  #kubeconfigs = 0
  #stopped: Promise<void> | undefined

  constructor(
    readonly folder: string,
    private readonly etcdPort: number,
    readonly port: number,
    private readonly options: Options,
  ) {
    this.#warden = new Warden(folder)
    this.#tokens = new Map(
      ['admin', ...(options.users ?? [])].map(user => [user, randomBytes(16).toString('hex')]),
    )
    this.audit = new AuditLog(join(folder, 'audit.log'), () => this.client('admin'))
  }

  async begin(): Promise<void> {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    })
    const tokens = [...this.#tokens].map(
      ([user, token], at) => `${token},${user},u${at}${user === 'admin' ? ',"system:masters"' : ''}\n`,
    )
    await writeFile(join(this.folder, 'sa.key'), privateKey)
    await writeFile(join(this.folder, 'tokens.csv'), tokens.join(''))
    await writeFile(join(this.folder, 'audit-policy.yaml'), dump(auditPolicy))
    this.startEtcd()
    await this.startApiServer()
  }

  /** Ends both and removes their folder. Safe to call again. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    this.#closeClients()
    // SIGTERM waits for open watches, a minute at most; nobody here has use for what it would save.
    await this.#apiServer?.end('SIGKILL')
    await this.#etcd?.end('SIGTERM')
    await this.#warden.dismiss()
  }

  startEtcd(): void {
    const clients = `http://127.0.0.1:${this.etcdPort}`
    this.#etcd = this.#warden.start('etcd', join(binaries(), 'etcd'), [
      `--data-dir=${join(this.folder, 'etcd')}`,
      '--unsafe-no-fsync',
      '--log-level=error',
      `--listen-client-urls=${clients}`,
      `--advertise-client-urls=${clients}`,
      '--listen-peer-urls=http://127.0.0.1:0',
    ])
  }

  /** Starts the API server on the data that is there, and waits until it is ready. Later flags win over earlier ones. */
  async startApiServer(flags: readonly string[] = []): Promise<void> {
    const file = (name: string): string => join(this.folder, name)
    this.#apiServer = this.#warden.start('kube-apiserver', join(binaries(), 'kube-apiserver'), [
      `--etcd-servers=http://127.0.0.1:${this.etcdPort}`,
      `--cert-dir=${file('pki')}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--secure-port=${this.port}`,
      // The range of the demo cluster, whose DNS has an address of its own.
      '--service-cluster-ip-range=172.20.0.0/16',
      '--authorization-mode=RBAC',
      `--token-auth-file=${file('tokens.csv')}`,
      `--service-account-key-file=${file('sa.key')}`,
      `--service-account-signing-key-file=${file('sa.key')}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      // No controller makes the service accounts that it would ask for.
      '--disable-admission-plugins=ServiceAccount',
      '--endpoint-reconciler-type=none',
      `--audit-policy-file=${file('audit-policy.yaml')}`,
      `--audit-log-path=${file('audit.log')}`,
      ...(this.options.flags ?? []),
      ...flags,
    ])
    await this.#ready(this.#apiServer)
  }

  /** The API server is gone at once, as when its machine fails; etcd keeps what it had. */
  async killApiServer(): Promise<void> {
    this.#closeClients()
    await this.#apiServer?.end('SIGKILL')
  }

  async killEtcd(): Promise<void> {
    await this.#etcd?.end('SIGKILL')
  }

  async restartApiServer(flags: readonly string[] = []): Promise<void> {
    await this.killApiServer()
    await this.startApiServer(flags)
  }

  /** As `restartApiServer`, with certificates of a new authority. */
  async renewCertificates(): Promise<void> {
    await this.killApiServer()
    await rm(join(this.folder, 'pki'), { recursive: true })
    await this.startApiServer()
  }

  /** The program hangs from when this resolves: connections stay open, nothing is answered. */
  async freeze(part: Part): Promise<void> {
    await this.#program(part)?.freeze()
  }

  thaw(part: Part): void {
    this.#program(part)?.signal('SIGCONT')
  }

  /** Process ids of what runs now. */
  get pids(): readonly number[] {
    return [this.#etcd, this.#apiServer].flatMap(program =>
      program && !program.hasEnded ? [program.pid] : [],
    )
  }

  /** Makes etcd forget all revisions before this one (a resourceVersion). */
  async compact(revision: string): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${this.etcdPort}/v3/kv/compaction`, {
      method: 'POST',
      body: JSON.stringify({ revision, physical: true }),
    })
    if (!answer.ok) throw new Error(`compaction: ${answer.status} ${await answer.text()}`)
  }

  /** Certificate and key of the API server, for whoever stands before it. */
  async certificate(): Promise<{ readonly cert: string; readonly key: string }> {
    const [cert, key] = await Promise.all(
      ['crt', 'key'].map(kind => readFile(join(this.folder, 'pki', `apiserver.${kind}`), 'utf8')),
    )
    return { cert: cert ?? '', key: key ?? '' }
  }

  get server(): Server {
    return { port: this.port, ca: this.#ca }
  }

  get admin(): Client {
    return this.client('admin')
  }

  client(who: Who): Client {
    const token = this.tokenOf(who)
    const client = this.#clients.get(token) ?? new Client(this.server, token)
    this.#clients.set(token, client)
    return client
  }

  tokenOf(who: Who): string {
    if (typeof who !== 'string') return who.token
    const token = this.#tokens.get(who)
    if (token === undefined) throw new Error(`\`${who}\` is not among the users of this API server`)
    return token
  }

  /** A kubeconfig file for somebody, at another port where something stands before the API server. */
  async kubeconfig(who: Who, port = this.port): Promise<string> {
    const path = join(this.folder, `kubeconfig-${++this.#kubeconfigs}.yaml`)
    const data = Buffer.from(this.#ca).toString('base64')
    await writeFile(
      path,
      dump({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [
          {
            name: 'test',
            cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority-data': data },
          },
        ],
        users: [{ name: 'someone', user: { token: this.tokenOf(who) } }],
        contexts: [{ name: 'test', context: { cluster: 'test', user: 'someone' } }],
        'current-context': 'test',
      }),
    )
    return path
  }

  #program(part: Part): Program | undefined {
    return part === 'etcd' ? this.#etcd : this.#apiServer
  }

  #closeClients(): void {
    for (const client of this.#clients.values()) client.close()
    this.#clients.clear()
  }

  /** Waits for /readyz; throws with its last words when a program ends before. */
  async #ready(apiServer: Program): Promise<void> {
    for (const deadline = Date.now() + 60_000; ; await wait(50)) {
      const dead = [this.#etcd, apiServer].find(program => program?.hasEnded)
      if (dead) throw new Error(`${dead.name} ended:\n${await dead.lastWords()}`)
      if (await this.#answers()) return
      if (Date.now() > deadline)
        throw new Error(`kube-apiserver is not ready after a minute:\n${await apiServer.lastWords()}`)
    }
  }

  async #answers(): Promise<boolean> {
    const ca = await readFile(join(this.folder, 'pki', 'apiserver.crt'), 'utf8').catch(() => undefined)
    if (ca === undefined) return false
    const client = new Client({ port: this.port, ca })
    try {
      this.#ca = ca
      return (await client.get('/readyz', { patience: 2_000 })).ok
    } catch {
      return false
    } finally {
      client.close()
    }
  }
}

const binaries = (): string => inject('controlPlane')

/** A port of loopback that nobody has at this moment. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise(closed => server.close(closed))
  return port
}
