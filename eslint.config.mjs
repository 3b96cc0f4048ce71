import nextVitals from 'eslint-config-next/core-web-vitals'
import tseslint from 'typescript-eslint'

/**
 * Who may import whom (ARCHITECTURE.md holds the table and the reasons). A folder lists what it must not reach; tests may
 * reach further, because they put a cluster together from text.
 */
const folders = ['model', 'dialects', 'engine', 'words', 'views', 'sources', 'api', 'cli', 'server']

const browserAndServer = [
  'react',
  'react-dom',
  'react-dom/*',
  'next',
  'next/*',
  '@tanstack/*',
  'cytoscape',
  'cytoscape*',
  'react-cytoscapejs',
]
const nodeBuiltIns = ['node:*', 'fs', 'path', 'os', 'child_process', 'worker_threads', 'crypto']
const files = ['js-yaml', 'yaml']

const forbid = (group, message) => ({
  group,
  message: `${message}: see ARCHITECTURE.md, "Who may import whom"`,
})

/** What one folder of lib may reach: its own files, the folders named, and no package of the lists. */
function room(folder, reaches, packages = []) {
  const others = folders.filter(other => other !== folder && !reaches.includes(other))
  return {
    files: [`lib/${folder}/**/*.ts`],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            forbid(
              ['@/app/**', '@/components/**', '**/app/**', '**/components/**'],
              'lib does not know the pages',
            ),
            forbid(
              others.flatMap(other => [`@/lib/${other}/**`, `**/${other}/**`]),
              `lib/${folder} does not reach there`,
            ),
            ...(reaches.includes('analyze')
              ? []
              : [forbid(['**/analyze'], `lib/${folder} does not reach there`)]),
            ...(packages.length > 0 ? [forbid(packages, `lib/${folder} is pure`)] : []),
          ],
        },
      ],
    },
  }
}

const pure = [...browserAndServer, ...nodeBuiltIns, ...files]

/** No clock, no randomness and no environment where the same capture must give the same answer. */
const timeless = {
  files: ['lib/{model,dialects,engine,words,views}/**/*.ts', 'lib/analyze.ts'],
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-globals': [
      'error',
      'process',
      'fetch',
      'setTimeout',
      'setInterval',
      'performance',
      'window',
      'document',
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now' },
      { object: 'Math', property: 'random' },
    ],
  },
}

export default tseslint.config(
  {
    ignores: [
      '.next/',
      '.podtrust/',
      'node_modules/',
      'next-env.d.ts',
      'test/house/planted/',
      'coverage/',
      'test-results/',
      'playwright-report/',
    ],
  },
  ...nextVitals,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { varsIgnorePattern: '^_', argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Callers await commands and sources alike, whether or not each has something to wait for.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    rules: {
      // Advice for the React compiler, which is not in use here.
      'react-hooks/incompatible-library': 'off',
      'import/no-cycle': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  { files: ['scripts/**', 'bin/**', 'bench/**', 'test/**'], rules: { 'no-console': 'off' } },
  room('model', [], pure),
  room('dialects', ['model'], pure),
  room('engine', ['model'], pure),
  room('words', ['model'], pure),
  room('views', ['model', 'words', 'api'], [...browserAndServer, ...nodeBuiltIns]),
  room('sources', ['model'], browserAndServer),
  room('api', ['model', 'words'], [...browserAndServer, ...nodeBuiltIns, ...files]),
  room('cli', ['model', 'engine', 'words', 'views', 'sources', 'analyze'], browserAndServer),
  timeless,
  {
    files: [
      'app/api/**/*.ts',
      'app/server/{answer,body,captures,example,guard,health,holder,progress,ready,receive,upload,worker-engine}.ts',
      'instrumentation.ts',
    ],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            forbid(
              ['engine', 'dialects', 'views', 'cli'].map(folder => `@/lib/${folder}/**`),
              'the worker computes, and requests wait for nobody',
            ),
            forbid(
              ['**/lib/analyze', '**/lib/changes', '**/answers', '**/reply', '**/workspace', '**/source'],
              'the worker computes, and requests wait for nobody',
            ),
          ],
        },
      ],
    },
  },
  {
    files: ['components/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            forbid(['@/app/**'], 'components do not know the pages'),
            forbid(
              ['engine', 'dialects', 'sources', 'cli', 'server'].map(folder => `@/lib/${folder}/**`),
              'components print facts that the API gives them',
            ),
            forbid(['@/lib/analyze', ...nodeBuiltIns], 'components run in the browser'),
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.property.name="toLocaleString"]',
          message: 'it makes a formatter each time; use numberText of lib/words/number.ts',
        },
      ],
      // A schema is as much script as everything else that the page loads; its types cost nothing.
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@/lib/api/*-contract', '@/lib/api/endpoints', 'zod'],
              message: 'schemas stay on the server',
              allowTypeImports: true,
            },
          ],
        },
      ],
    },
  },
)
