import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    include: ['{lib,components,app,scripts,test,bench}/**/*.test.{ts,tsx}'],
    // They need an API server, and are a run of their own.
    exclude: [...configDefaults.exclude, 'test/control-plane/**'],
    setupFiles: ['test/kit/seeded.ts'],
    environment: 'node',
    testTimeout: 60_000,
  },
})
