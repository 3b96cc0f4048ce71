import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

/** The import rule of ARCHITECTURE.md is kept by lint: planted in a folder, each of these lines must be refused. */
const planted: readonly (readonly [file: string, line: string])[] = [
  ['lib/model/tri.ts', "import '../engine/evaluate'"],
  ['lib/model/tri.ts', "import 'node:fs'"],
  ['lib/model/tri.ts', "import 'react'"],
  ['lib/dialects/networkpolicy/port.ts', "import '../../engine/evaluate'"],
  ['lib/dialects/networkpolicy/port.ts', "import '@/lib/sources/manifests'"],
  ['lib/engine/evaluate.ts', "import '../dialects/all'"],
  ['lib/engine/evaluate.ts', "import '../analyze'"],
  ['lib/engine/evaluate.ts', "import 'next/server'"],
  ['lib/words/verdict.ts', "import '../engine/evaluate'"],
  ['lib/views/map.ts', "import '../sources/manifests'"],
  ['lib/views/map.ts', "import '../engine/evaluate'"],
  ['lib/views/map.ts', "import 'cytoscape'"],
  ['lib/sources/manifests.ts', "import '../dialects/all'"],
  ['lib/api/terms-contract.ts', "import '../engine/evaluate'"],
  ['lib/cli/main.ts', "import 'react'"],
  ['lib/cli/main.ts', "import '@/app/page'"],
  ['components/signs/ClassBadge.tsx', "import '@/lib/engine/evaluate'"],
  ['components/signs/ClassBadge.tsx', "import '@/lib/sources/manifests'"],
  ['components/signs/ClassBadge.tsx', "import '@/app/page'"],
  ['app/api/overview/route.ts', "import '@/lib/views/overview'"],
  ['app/api/overview/route.ts', "import '@/app/server/answers'"],
  ['app/server/holder.ts', "import './workspace'"],
  ['app/server/answer.ts', "import '@/lib/analyze'"],
]

const allowed: readonly (readonly [file: string, line: string])[] = [
  ['lib/engine/evaluate.ts', "import '../model/tri'"],
  ['lib/dialects/networkpolicy/port.ts', "import '../../model/port'"],
  ['lib/sources/manifests.ts', "import 'node:fs'"],
  ['lib/cli/main.ts', "import '../analyze'"],
  ['components/signs/ClassBadge.tsx', "import '@/lib/model/verdict'"],
  ['app/api/overview/route.ts', "import '@/app/server/answer'"],
]

const rules = [
  'import/no-cycle',
  'no-restricted-imports',
  'no-restricted-globals',
  'no-restricted-properties',
]
const eslint = new ESLint({ ruleFilter: ({ ruleId }) => rules.includes(ruleId) })

const refusals = async (file: string, text: string): Promise<string[]> => {
  const [result] = await eslint.lintText(`${text}\n`, { filePath: file })
  return (result?.messages ?? []).map(({ ruleId }) => ruleId ?? 'no rule')
}

describe('the import rule', () => {
  it.each(planted)('%s may not say %s', async (file, line) => {
    expect(await refusals(file, line)).toEqual(['no-restricted-imports'])
  })
  it.each(allowed)('%s may say %s', async (file, line) => {
    expect(await refusals(file, line)).toEqual([])
  })
})

describe('cycles', () => {
  it('are refused', async () => {
    const planted = new ESLint({ ignore: false, ruleFilter: ({ ruleId }) => ruleId === 'import/no-cycle' })
    const [result] = await planted.lintFiles(['test/house/planted/hen.ts'])
    expect(result?.messages.map(({ ruleId }) => ruleId)).toEqual(['import/no-cycle'])
  })
})

describe('the pure core', () => {
  it.each(['Date.now()', 'Math.random()'])('does not call %s', async call => {
    expect(await refusals('lib/engine/evaluate.ts', `export const x = ${call}`)).toEqual([
      'no-restricted-properties',
    ])
  })
  it.each(['process.env', "fetch('/')", 'setTimeout(String)', 'performance.now()'])(
    'does not use %s',
    async use => {
      expect(await refusals('lib/engine/evaluate.ts', `export const x = ${use}`)).toEqual([
        'no-restricted-globals',
      ])
    },
  )
})
