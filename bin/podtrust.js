#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 20)) {
  console.error(`podtrust needs Node 20.20 or newer; this is ${process.versions.node}`)
  process.exit(2)
}
try {
  const { ensureBundle } = await import('../scripts/bundle.mjs')
  const { main } = await import(await ensureBundle('cli'))
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const [reason] = String(error instanceof Error ? error.message : error).split('\n')
  console.error(`podtrust could not start: ${reason}`)
  console.error('`npm ci` in its folder may mend that')
  process.exitCode = 2
}
