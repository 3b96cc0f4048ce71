import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of package.json. */
export const root = resolve(fileURLToPath(new URL('..', import.meta.url)))

/** Nothing is sent anywhere: telemetry is off for every command that the scripts run. */
export const quietly = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }

/** Runs a command of this machine in the project's folder; gives its exit code. */
export function run(command, args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: quietly, ...options })
    child.on('error', fail)
    child.on('close', (code, signal) => done(code ?? (signal ? 1 : 0)))
  })
}

/** Runs a script of an installed package with this Node. */
export const runPackage = (script, args, options) =>
  run(process.execPath, [join(root, 'node_modules', script), ...args], options)

/**
 * Installs from the lockfile when what is installed differs from it, with what builds the dashboard even where npm is set
 * up to leave that out. Throws where npm fails.
 */
export async function ensureInstalled() {
  if (await isInstalled()) return
  console.error('installing packages from the lockfile…')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const code = await run(npm, ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    shell: process.platform === 'win32',
  })
  if (code !== 0) throw new Error('`npm ci` failed; its message is above')
}

/** npm keeps a lockfile of what it installed; optional packages of other platforms are not in it. */
async function isInstalled() {
  const wanted = await packagesOf(join(root, 'package-lock.json'))
  const found = await packagesOf(join(root, 'node_modules', '.package-lock.json'))
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || found[path]?.version === version || (optional && !found[path]),
  )
}

const packagesOf = async file => JSON.parse(await readFile(file, 'utf8').catch(() => '{}')).packages ?? {}
