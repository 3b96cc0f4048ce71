import type { Settings } from '../model/settings'
import { firstPort, lastPort } from '../model/port'
import { UsageError, type Args, type Flag } from './command'

/** Flags that several commands share, and what they mean. */

export const formatFlag = (...more: readonly string[]): Flag => ({
  name: 'format',
  value: 'FORMAT',
  choices: ['txt', 'json', ...more],
  default: 'txt',
  help: 'form of the result',
})

const engines = ['auto', 'kubernetes', 'cilium', 'calico', 'none'] as const
const planes = ['network', 'all'] as const
const analyzers = ['netpol-analyzer'] as const

export const engineFlag: Flag = {
  name: 'engine',
  value: 'ENGINE',
  choices: engines,
  default: 'auto',
  help: 'whose network semantics apply where engines differ; auto takes the one seen in the objects',
}

export const planeFlag: Flag = {
  name: 'plane',
  value: 'PLANE',
  choices: planes,
  default: 'all',
  help: 'network leaves the mesh out',
}

export const compatFlag: Flag = {
  name: 'compat',
  value: 'ANALYZER',
  choices: analyzers,
  help: 'repeat the documented deviations of another analyzer, so that outputs can be compared',
}

export const planeOf = (args: Args): Settings['plane'] =>
  planes.find(name => name === args.get('plane')) ?? 'all'

/** The settings that the shared flags give; a command without one of them takes its default. */
export function settingsOf(args: Args): Settings {
  const compat = analyzers.find(name => name === args.get('compat'))
  return {
    engine: engines.find(name => name === args.get('engine')) ?? 'auto',
    plane: planeOf(args),
    ...(compat && { compat }),
  }
}

/** A port number as typed. */
export function readPortNumber(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : NaN
  if (!(port >= firstPort && port <= lastPort))
    throw new UsageError(`--port must be a number from ${firstPort} to ${lastPort}, not \`${text}\``)
  return port
}

/** A port as typed: a number, or the name of a container port (Kubernetes allows 15 characters of a-z, 0-9 and `-`). */
export function readPort(text: string): number | string {
  if (/^[+-]?[\d.]+$/.test(text)) return readPortNumber(text)
  if (!isPortName(text))
    throw new UsageError(`--port must be a number or the name of a container port, not \`${text}\``)
  return text
}

export const isPortName = (text: string): boolean =>
  /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(text)
