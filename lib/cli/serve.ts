import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clusterFlags } from './cluster-flags'
import type { Args, Command, ExitCode } from './command'
import { readPortNumber } from './flags'

export const serve: Command = {
  name: 'serve',
  summary: 'Starts the dashboard in the browser',
  words: [],
  flags: [
    { name: 'manifests', value: 'PATH', many: 'words', help: 'what to show instead of the demo cluster' },
    ...clusterFlags,
    { name: 'port', value: 'N', help: 'port to listen on' },
    { name: 'host', value: 'HOST', help: 'address to listen on' },
  ],
  notes: [
    'It runs until it is interrupted. In a pod of a cluster it shows that cluster, unless told otherwise.',
  ],
  run: args => untilDone([findScript('serve.mjs'), ...serverArgs(args)]),
}

/** What the server's own command line says. */
export function serverArgs(args: Args): string[] {
  const port = args.get('port')
  if (port !== undefined) readPortNumber(port)
  const manifests = args.all('manifests')
  const host = args.get('host')
  return [
    ...(manifests.length > 0 ? ['--manifests', ...manifests] : []),
    ...clusterFlags.flatMap(({ name }) => {
      const value = args.get(name)
      return value === undefined ? [] : [`--${name}`, value]
    }),
    ...(port === undefined ? [] : ['--port', port]),
    ...(host === undefined ? [] : ['--host', host]),
  ]
}

/** A script of the package, above this module, which may be bundled into another folder. */
function findScript(name: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const script = join(folder, 'scripts', name)
    if (existsSync(script)) return script
    if (folder === dirname(folder)) throw new Error(`scripts/${name} of podtrust is not there`)
  }
}

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Runs a script on our own streams until it ends; a signal that ends us ends it first. */
function untilDone(argv: readonly string[]): Promise<ExitCode> {
  const child = spawn(process.execPath, argv, { stdio: 'inherit' })
  const stops = passedOn.map(signal => {
    // A terminal sends Ctrl-C to the whole process group, so the server has it already.
    const stop = (): void =>
      void (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal))
    process.on(signal, stop)
    return { signal, stop }
  })
  return new Promise<ExitCode>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code === 0 || passedOn.some(name => name === signal) ? 0 : 2))
  }).finally(() => stops.forEach(({ signal, stop }) => process.off(signal, stop)))
}
