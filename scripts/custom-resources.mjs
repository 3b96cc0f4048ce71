import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadAll } from 'js-yaml'
import { cacheFolder, go } from './control-plane.mjs'

/**
 * The CustomResourceDefinitions that the projects ship, out of their Go modules: the tests put them into a real API server.
 * A sum is what Go's own check of a module compares, so that a version means the same files everywhere.
 */
const shipped = {
  istio: {
    module: 'istio.io/api@v1.31.4',
    sum: 'h1:AcnncYrlDj1PJkym7h88Gggkef4MAra8QpGaXRMsr+E=',
    paths: ['kubernetes/customresourcedefinitions.gen.yaml'],
  },
  cilium: {
    module: 'github.com/cilium/cilium@v1.20.2',
    sum: 'h1:dqiEGIcXc+gqCLYG/l7VCFJ8GHyb4HUrwbZOpkX5dL8=',
    paths: ['pkg/k8s/apis/cilium.io/client/crds/v2', 'pkg/k8s/apis/cilium.io/client/crds/v2alpha1'],
  },
  'gateway-api': {
    module: 'sigs.k8s.io/gateway-api@v1.6.3',
    sum: 'h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=',
    paths: ['config/crd/standard'],
  },
  'cluster-network-policy': {
    module: 'sigs.k8s.io/network-policy-api@v0.2.0',
    sum: 'h1:W/f0Y9VoeQdOWjX/h2gZyLH6gZ5LLEXmh/9wy9mQWKw=',
    paths: ['config/crd/standard'],
  },
  'admin-network-policy': {
    module: 'sigs.k8s.io/network-policy-api@v0.1.7',
    sum: 'h1:obY2FTEidLXVdRYu7gJ4q1RYE57pBnrpMqoE2LZgp4g=',
    paths: ['config/crd/standard'],
  },
  // Calico 3.28.5; later versions are no Go modules that can be fetched.
  calico: {
    module: 'github.com/projectcalico/calico@v1.11.0-cni-plugin.0.20250813170300-a0db560f0520',
    sum: 'h1:TXnPEzx4pLWgwzCetIO/VJuz4iBZZrOdNSv16a50YqE=',
    paths: ['libcalico-go/config/crd'],
  },
  spire: {
    module: 'github.com/spiffe/spire-controller-manager@v0.6.2',
    sum: 'h1:YJb+LcmpcckwoSLv6rX64wuND7f011nPJzyP2IX1gKY=',
    paths: ['config/crd/bases'],
  },
  'aws-vpc': {
    module: 'github.com/aws/amazon-vpc-resource-controller-k8s@v1.8.2',
    sum: 'h1:S6fvZf7+Xjho4LLo2AdxT3x9yaOJ37Ly/eGQd+ASWi4=',
    paths: ['config/crd/bases'],
  },
}

/**
 * A folder with one `NAME.json` for each project, the list of its definitions: in CONTROL_PLANE/crds where that is there, else
 * made from Go's module cache. Throws where a module cannot be had, or is not what it was.
 */
export async function ensureCustomResources({ env = process.env, say = console.error } = {}) {
  const ready = env.CONTROL_PLANE ? join(env.CONTROL_PLANE, 'crds') : ''
  if (ready && existsSync(ready)) return ready
  const folder = join(cacheFolder(env), `crds-${await digest()}`)
  if (existsSync(folder)) return folder
  say('fetching the custom resource definitions of Istio, Cilium, Calico and others, once…')
  const draft = `${folder}.${randomBytes(4).toString('hex')}`
  try {
    await mkdir(draft, { recursive: true })
    for (const [name, project] of Object.entries(shipped))
      await writeFile(join(draft, `${name}.json`), JSON.stringify(await definitionsOf(project, env)))
    await rename(draft, folder).catch(error => {
      // Another process was faster.
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return folder
}

async function digest() {
  const script = await readFile(fileURLToPath(import.meta.url))
  return createHash('sha256').update(script).digest('hex').slice(0, 16)
}

async function definitionsOf({ module, sum, paths }, env) {
  const { code, output, complaint } = await go(['mod', 'download', '-json', module], env)
  if (code !== 0) throw new Error(`\`go mod download ${module}\` failed: ${complaint || output}`)
  const found = JSON.parse(output)
  if (found.Sum !== sum) throw new Error(`${module} has the sum ${found.Sum}, not ${sum}`)
  const files = (await Promise.all(paths.map(path => yamlFiles(join(found.Dir, path))))).flat()
  const documents = await Promise.all(files.map(async file => loadAll(await readFile(file, 'utf8'))))
  const definitions = documents.flat().filter(document => document?.kind === 'CustomResourceDefinition')
  if (definitions.length === 0) throw new Error(`${module} holds no custom resource definitions there`)
  return definitions
}

async function yamlFiles(path) {
  if (!(await stat(path)).isDirectory()) return [path]
  const names = await readdir(path)
  return names
    .filter(name => name.endsWith('.yaml'))
    .sort()
    .map(name => join(path, name))
}
