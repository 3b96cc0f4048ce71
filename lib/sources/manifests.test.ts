import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderOf } from '../../test/kit/command-line'
import { Collector } from './collect'
import { readManifests, type Progress } from './manifests'
import { readText } from './read-text'

const pod = (at: number): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `p-${at}`, namespace: 'shop', labels: { app: 'a' } },
  spec: { containers: [{ name: 'main', env: [{ name: 'A', value: 'x'.repeat(2000) }] }] },
})
const list = { apiVersion: 'v1', kind: 'List', items: Array.from({ length: 3000 }, (_, at) => pod(at)) }
const yamlList = (items: readonly object[]): string =>
  `apiVersion: v1\nitems:\n${items.map(item => `- ${JSON.stringify(item)}\n`).join('')}kind: List\n`

describe('a long list', () => {
  it.each([
    ['YAML', yamlList(list.items)],
    ['JSON', JSON.stringify(list)],
  ])('of %s lets go after every item', (_, text) => {
    const into = new Collector()
    const sizes: number[] = []
    for (const _pause of readText(text, 'x', into)) sizes.push(into.size)
    // The objects come in at the end, when the list is known to be cut at the right places.
    expect(into.size).toBe(3000)
    expect(sizes.length).toBeGreaterThan(3000)
  })

  it('leaves timers their turns, tells how far it is and can be stopped', async () => {
    const folder = await folderOf({})
    await writeFile(join(folder, 'pods.json'), JSON.stringify(list))
    let turns = 0
    const timer = setInterval(() => (turns += 1), 1)
    const told: Progress[] = []
    const capture = await readManifests([folder], { onProgress: progress => told.push(progress) })
    clearInterval(timer)
    expect(capture.objects).toHaveLength(3000)
    expect(turns).toBeGreaterThan(0)
    expect(told[0]).toEqual({
      file: join(folder, 'pods.json'),
      filesRead: 0,
      files: 1,
      objects: 0,
      kinds: [],
    })
    await expect(readManifests([folder], { signal: AbortSignal.abort() })).rejects.toThrow('aborted')
  })

  it('tells by kind what it has so far, and counts what is given twice once', async () => {
    const web = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop' } }
    const folder = await folderOf({})
    for (const name of ['a.json', 'b.json', 'c.json'])
      await writeFile(join(folder, name), JSON.stringify(name === 'a.json' ? list : web))
    const told: Progress[] = []
    await readManifests([folder], { onProgress: progress => told.push(progress) })
    expect(told.find(({ filesRead }) => filesRead === 2)).toMatchObject({
      objects: 3001,
      kinds: [{ group: '', kind: 'Pod', count: 3001 }],
    })
  })
})
