import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import yaml from 'js-yaml'
import { asString, isList, isMap, own, quote, type Json, type JsonMap } from '../../model/json'
import { BadInput } from '../bad-input'
import { reasonOf } from '../files'

/** One context of a kubeconfig: which API server, and as whom. */
export interface Target {
  /** What the user calls it. */
  readonly label: string
  /** Without a slash at its end; may hold a path. */
  readonly server: string
  /** The context's own namespace. */
  readonly namespace?: string
  /** As the file has them, with paths made absolute. */
  readonly cluster: JsonMap
  readonly user: JsonMap
}

/**
 * Reads a kubeconfig and chooses a context of it, the current one unless named. Relative paths in it are meant from its
 * own folder, as kubectl has it. Throws BadInput.
 */
export async function readKubeconfig(file: string, context?: string): Promise<Target> {
  const config = parse(await readText(file), file)
  const contexts = named(config, 'contexts')
  const name = context ?? asString(own(config, 'current-context'))
  if (!name)
    throw new BadInput(`\`${file}\` names no current context; choose one with --context: ${names(contexts)}`)
  const entry = contexts.get(name)
  if (entry === undefined)
    throw new BadInput(`there is no context ${quote(name)} in \`${file}\`; it has ${names(contexts)}`)
  const chosen = inside(entry, 'context')
  const cluster = part(config, 'cluster', chosen, name, file)
  const user = asString(own(chosen, 'user')) ? part(config, 'user', chosen, name, file) : {}
  const namespace = asString(own(chosen, 'namespace'))
  const folder = dirname(resolve(file))
  return {
    label: name,
    server: serverOf(cluster, name, file),
    ...(namespace && { namespace }),
    cluster: withPaths(cluster, ['certificate-authority'], folder),
    user: withPlugin(withPaths(user, ['client-certificate', 'client-key', 'tokenFile'], folder), folder),
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw new BadInput(
      missing ? `--kubeconfig \`${file}\`: no such file` : `--kubeconfig \`${file}\` ${reasonOf(error)}`,
    )
  }
}

function parse(text: string, file: string): JsonMap {
  let config: Json
  try {
    config = (yaml.load(text, { schema: yaml.CORE_SCHEMA }) ?? null) as Json
  } catch (error) {
    // Only where it stands: the text around it may be a key or a token.
    const line = error instanceof yaml.YAMLException ? `, line ${(error.mark?.line ?? 0) + 1}` : ''
    throw new BadInput(`\`${file}\` is no kubeconfig: it does not parse as YAML${line}`)
  }
  if (!isMap(config) || !isList(own(config, 'contexts')))
    throw new BadInput(`\`${file}\` is no kubeconfig: it has no list of contexts`)
  return config
}

/** The entries of one of the lists, by name. */
function named(config: JsonMap, list: string): ReadonlyMap<string, JsonMap> {
  const entries = own(config, list)
  return new Map(
    (isList(entries) ? entries : []).flatMap(entry => {
      const name = isMap(entry) ? asString(own(entry, 'name')) : undefined
      return isMap(entry) && name !== undefined ? [[name, entry]] : []
    }),
  )
}

function inside(entry: JsonMap, key: string): JsonMap {
  const value = own(entry, key)
  return isMap(value) ? value : {}
}

/** The cluster or the user that a context names. */
function part(
  config: JsonMap,
  key: 'cluster' | 'user',
  context: JsonMap,
  contextName: string,
  file: string,
): JsonMap {
  const name = asString(own(context, key))
  if (!name) throw new BadInput(`context ${quote(contextName)} of \`${file}\` names no ${key}`)
  const entry = named(config, `${key}s`).get(name)
  if (entry === undefined)
    throw new BadInput(
      `context ${quote(contextName)} of \`${file}\` names the ${key} ${quote(name)}, which the file does not have`,
    )
  return inside(entry, key)
}

function serverOf(cluster: JsonMap, context: string, file: string): string {
  const server = asString(own(cluster, 'server')) ?? ''
  const url = URL.canParse(server) ? new URL(server) : undefined
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw new BadInput(
      `the server of context ${quote(context)} in \`${file}\` is ${quote(server)}, which is no https:// address`,
    )
  return server.replace(/\/+$/, '')
}

const names = (contexts: ReadonlyMap<string, JsonMap>): string =>
  contexts.size === 0 ? 'none' : [...contexts.keys()].map(quote).join(', ')

function withPaths(map: JsonMap, keys: readonly string[], folder: string): JsonMap {
  const absolute = keys.flatMap(key => {
    const path = asString(own(map, key))
    return path && !isAbsolute(path) ? [[key, join(folder, path)] as const] : []
  })
  return { ...map, ...Object.fromEntries(absolute) }
}

/** A plugin whose name holds a slash is a path; any other one is looked for where the shell looks. */
function withPlugin(user: JsonMap, folder: string): JsonMap {
  const exec = own(user, 'exec')
  if (!isMap(exec)) return user
  const command = asString(own(exec, 'command')) ?? ''
  return command.includes('/') ? { ...user, exec: withPaths(exec, ['command'], folder) } : user
}
