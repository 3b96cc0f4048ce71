import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Tests against a real API server: a run of their own, because they need its binaries and start one in each file. */
const root = join(import.meta.dirname, '..', '..')

export default defineConfig({
  root,
  resolve: { alias: { '@': root } },
  test: {
    include: ['test/control-plane/**/*.test.ts'],
    environment: 'node',
    globalSetup: [join(import.meta.dirname, 'global-setup.ts')],
    // One API server at a time: each takes half a gigabyte and as much of the processor as it gets.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
