import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/**
 * The etcd and the kube-apiserver of the tests (test/control-plane), built once from the Go module beside the tests and
 * kept outside the tree: `node scripts/control-plane.mjs` finds or builds them and prints their folder.
 *
 * CONTROL_PLANE=DIR names a folder that has both, ready made (what setup-envtest fetches is laid out like that).
 */

const script = fileURLToPath(import.meta.url)
const moduleFolder = resolve(dirname(script), '..', 'test', 'control-plane')

/** `1.36.3`: what the module asks for. */
export const kubernetesVersion =
  /^\tk8s\.io\/kubernetes v([\d.]+)/m.exec(readFileSync(join(moduleFolder, 'go.mod'), 'utf8'))?.[1] ?? ''
const [major, minor] = kubernetesVersion.split('.')
/** Where the API server looks for the version that it says it has. */
const versionOf = name => `-X k8s.io/component-base/version.${name}`

const binaries = [
  { name: 'etcd', main: 'go.etcd.io/etcd/server/v3', flags: '-s -w' },
  {
    name: 'kube-apiserver',
    main: 'k8s.io/kubernetes/cmd/kube-apiserver',
    flags: `-s -w ${versionOf('gitVersion')}=v${kubernetesVersion} ${versionOf('gitMajor')}=${major} ${versionOf('gitMinor')}=${minor}`,
  },
]

/**
 * Whether tests that cannot run for want of binaries have failed: where nobody would read why they were left out.
 *
 * @param {Record<string, string | undefined>} env
 */
export const isRequired = env => !['', '0', 'false', undefined].includes(env.CI)

/**
 * What is built once for the tests of all checkouts.
 *
 * @param {Record<string, string | undefined>} env
 */
export const cacheFolder = env =>
  join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'podtrust', 'controlplane')

/**
 * Finds the folder with the binaries, or builds it (empty caches: 4 to 9 minutes on two cores, behind everything else on
 * the machine). Gives `{ folder }`, or `{ missing }`, why there is none and no way to make one. Throws where what
 * CONTROL_PLANE names is none, and where a build fails. `say` takes lines of progress.
 *
 * @param {{ env?: Record<string, string | undefined>, say?: (line: string) => void }} options
 */
export async function ensureControlPlane({ env = process.env, say = console.error } = {}) {
  if (env.CONTROL_PLANE) return { folder: named(env.CONTROL_PLANE) }
  const toolchain = await goVersion(env)
  if (toolchain.missing) return toolchain
  const folder = join(cacheFolder(env), `${kubernetesVersion}-${await digest(toolchain.version)}`)
  if (isComplete(folder)) return { folder }
  await mkdir(dirname(folder), { recursive: true })
  await underLock(`${folder}.lock`, say, async () => {
    if (!isComplete(folder)) await build(folder, env, say)
  })
  return { folder }
}

const isComplete = folder => binaries.every(({ name }) => existsSync(join(folder, name)))

function named(folder) {
  const absent = binaries.map(({ name }) => name).filter(name => !existsSync(join(folder, name)))
  if (absent.length > 0)
    throw new Error(`CONTROL_PLANE names \`${folder}\`, which holds no ${absent.join(' and no ')}`)
  return resolve(folder)
}

/** The Go that builds here: absent, or older than the module asks for and not allowed to fetch a newer one. */
async function goVersion(env) {
  const { code, output } = await go(['version'], env)
  if (code !== 0) return { missing: 'no `go` was found to build them with, and CONTROL_PLANE names none' }
  const fits = await go(['list', '-m'], env)
  return fits.code === 0
    ? { version: output.trim() }
    : { missing: `the Go found here cannot build them: ${fits.complaint}` }
}

async function digest(toolchain) {
  const hash = createHash('sha256').update(toolchain)
  for (const file of [join(moduleFolder, 'go.mod'), join(moduleFolder, 'go.sum'), script])
    hash.update(await readFile(file))
  return hash.digest('hex').slice(0, 16)
}

async function build(folder, env, say) {
  const draft = `${folder}.${randomBytes(4).toString('hex')}`
  const started = performance.now()
  const minutes = () => `${((performance.now() - started) / 60_000).toFixed(1)} minutes`
  say(
    `building etcd and the Kubernetes ${kubernetesVersion} API server for the tests, once (4 to 9 minutes)…`,
  )
  let compiled = 0
  const progress = setInterval(
    () => say(`building the Kubernetes API server: ${compiled} packages after ${minutes()}…`),
    30_000,
  )
  try {
    await mkdir(draft)
    for (const { name, main, flags } of binaries) {
      const { code, complaint } = await go(
        // -v names each package on a line of its own when it is compiled.
        ['build', '-v', '-trimpath', '-ldflags', flags, '-o', join(draft, name), main],
        env,
        lines => (compiled += lines),
      )
      if (code !== 0) throw new Error(`the build of ${name} failed:\n${lastLines(complaint)}`)
    }
    await rename(draft, folder).catch(error => {
      // Somebody whose lock was taken for a dead one's finished first.
      if (!isComplete(folder)) throw error
    })
    say(`built etcd and the Kubernetes API server in ${minutes()}`)
  } finally {
    clearInterval(progress)
    await rm(draft, { recursive: true, force: true })
  }
}

const lastLines = text => text.split('\n').slice(-20).join('\n')

/** Runs `go` in the module's folder, behind everything else on the machine; gives its exit code and what it printed and said. */
export function go(args, env, onLines = () => {}) {
  const command = process.platform === 'win32' ? ['go'] : ['nice', '-n', '10', 'go']
  return new Promise(done => {
    const child = spawn(command[0], [...command.slice(1), ...args], {
      cwd: moduleFolder,
      env: { ...env, GOWORK: 'off' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [output, complaint] = ['', '']
    child.stdout.setEncoding('utf8').on('data', text => (output += text))
    child.stderr.setEncoding('utf8').on('data', text => {
      complaint += text
      onLines(text.split('\n').length - 1)
    })
    child.on('error', error => done({ code: 127, output, complaint: error.message }))
    child.on('close', code => done({ code: code ?? 1, output, complaint: complaint.trim() }))
  })
}

const heartbeat = 2_000
/** A lock this old has nobody behind it, milliseconds. */
const deadAfter = 30_000

/**
 * Does something while no other process of the same lock file does. Who held it and died is passed over after half a
 * minute; if two pass over the same one at once both do the work, which must therefore end in one rename.
 */
export async function underLock(file, say, act) {
  for (let waited = false; !(await taken(file)); waited = true) {
    if (!waited) say(`waiting for another process that builds the same (${file})…`)
    const age = Date.now() - ((await stat(file).catch(() => undefined))?.mtimeMs ?? Date.now())
    if (age > deadAfter) await rm(file, { force: true })
    else await wait(200)
  }
  const beat = setInterval(() => void touch(file), heartbeat)
  try {
    return await act()
  } finally {
    clearInterval(beat)
    await rm(file, { force: true })
  }
}

const taken = file =>
  writeFile(file, '', { flag: 'wx' }).then(
    () => true,
    error => {
      if (error.code !== 'EEXIST') throw error
      return false
    },
  )

const touch = file => utimes(file, new Date(), new Date()).catch(() => {})

if (process.argv[1] && resolve(process.argv[1]) === script) {
  const { folder, missing } = await ensureControlPlane()
  if (folder) console.log(folder)
  else console.error(missing)
  process.exitCode = folder ? 0 : 1
}
