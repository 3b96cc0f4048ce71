import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { analyze } from '../../analyze'
import type { Capture } from '../../model/capture'
import { defaultSettings } from '../../model/settings'
import { BadInput } from '../../sources/bad-input'
import { readManifests } from '../../sources/manifests'
import { judgeCase } from '../expectations/judge'
import { readExpectations } from '../expectations/read'
import { withFileSettings } from '../expectations/settings'
import { readFileText } from '../load'
import type { Row } from './row'

/** Files of rows beside a folder `manifests`; `derived.yaml` holds what upstream implies but no test of theirs asserts. */
const files = ['expectations.yaml', 'icmp.yaml', 'derived.yaml'] as const

/** Every case of an oracle: the folders, however deep, that hold `manifests` and files of rows about them. */
export async function runCases(oracle: string): Promise<Row[]> {
  const rows: Row[] = []
  for (const folder of await caseFolders(oracle))
    rows.push(...(await runCase(folder, relative(oracle, folder))))
  return rows
}

async function caseFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = new Set(entries.map(({ name }) => name))
  const inside = entries
    .filter(entry => entry.isDirectory() && entry.name !== 'manifests')
    .map(entry => join(folder, entry.name))
    .sort()
  const deeper = (await Promise.all(inside.map(caseFolders))).flat()
  return names.has('manifests') && files.some(name => names.has(name)) ? [folder, ...deeper] : deeper
}

/** A case that cannot be loaded fails as one row, so that it is missed by nobody. */
async function runCase(folder: string, name: string): Promise<Row[]> {
  const present = new Set(await readdir(folder))
  const rows: Row[] = []
  for (const file of files.filter(each => present.has(each))) {
    const derived = file === 'derived.yaml' && { derived: true as const }
    try {
      const text = await readFileText(join(folder, file))
      const capture = await readManifests([join(folder, 'manifests')])
      rows.push(...judgeFile(capture, text, `${name}/${file}`).map(row => ({ ...row, ...derived })))
    } catch (error) {
      if (!(error instanceof BadInput)) throw error
      rows.push({ name: `${name}/${file}`, status: 'failed', details: [error.message], ...derived })
    }
  }
  return rows
}

function judgeFile(capture: Capture, text: string, file: string): Row[] {
  return readExpectations(text, file).flatMap(({ settings, cases }) => {
    const session = analyze(capture, withFileSettings(defaultSettings, settings))
    return cases.map((written): Row => {
      const { status, details, feature, line } = judgeCase(session, written, 'all')
      return {
        name: `${file}, line ${line}: ${written.name}`,
        status: feature !== undefined ? 'unsupported' : status === 'passed' ? 'passed' : 'failed',
        details,
        ...(feature !== undefined && { feature }),
      }
    })
  })
}
