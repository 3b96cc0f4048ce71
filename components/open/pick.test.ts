import { describe, expect, it } from 'vitest'
import { endingOf, Gathering } from './pick'

const gather = (...paths: string[]) => {
  const gathering = new Gathering()
  for (const path of paths) gathering.add(path, new File(['ab'], path))
  const { files, ...rest } = gathering.done()
  return { paths: files.map(({ path }) => path), seen: gathering.seen, ...rest }
}

describe('what is picked', () => {
  it.each(['cluster', 'notes.txt', '.hidden.yaml', 'all.tar.gz'])('is taken alone: %s', name => {
    expect(gather(name)).toEqual({
      paths: [name],
      bytes: 2,
      seen: 1,
      leftOut: { hidden: 0, modules: 0, endings: new Map() },
    })
  })

  it('is manifests and archives where the user named several', () => {
    expect(gather('cluster', '.hidden.yaml', 'all.tar.gz', 'b.TGZ', 'c.zip', 'd.tar', 'notes.txt')).toEqual({
      paths: ['.hidden.yaml', 'all.tar.gz', 'b.TGZ', 'c.zip', 'd.tar'],
      bytes: 10,
      seen: 7,
      leftOut: {
        hidden: 0,
        modules: 0,
        endings: new Map([
          ['', 1],
          ['.txt', 1],
        ]),
      },
    })
  })

  it('is no archive inside of a folder', () => {
    expect(gather('prod/chart.tgz', 'prod/a.yaml')).toMatchObject({
      paths: ['prod/a.yaml'],
      leftOut: { endings: new Map([['.tgz', 1]]) },
    })
  })

  it('is YAML and JSON in folders, and all else is counted by ending', () => {
    const { paths, bytes, leftOut } = gather(
      'prod/b.yaml',
      'prod/a.YML',
      'prod/base/c.json',
      'prod/readme.md',
      'prod/logo.png',
      'prod/icons/logo.PNG',
      'prod/LICENSE',
    )
    expect(paths).toEqual(['prod/a.YML', 'prod/b.yaml', 'prod/base/c.json'])
    expect(bytes).toBe(6)
    expect(leftOut.endings).toEqual(
      new Map([
        ['.md', 1],
        ['.png', 2],
        ['', 1],
      ]),
    )
  })

  it('leaves hidden folders and node_modules out, each counted once', () => {
    expect(
      gather(
        'prod/.git/a.yaml',
        'prod/.git/refs/b.yaml',
        'prod/.env.yaml',
        'prod/node_modules/x/.cache/c.json',
        'prod/node_modules/y/d.json',
        'prod/ui/node_modules/e.json',
        'prod/f.yaml',
      ),
    ).toEqual({
      paths: ['prod/f.yaml'],
      bytes: 2,
      seen: 5,
      leftOut: { hidden: 2, modules: 2, endings: new Map() },
    })
  })

  it('is looked into where the user named the folder, whatever it is called', () => {
    expect(gather('.config/a.yaml', 'node_modules/b.yaml').paths).toEqual([
      '.config/a.yaml',
      'node_modules/b.yaml',
    ])
  })
})

it('enters no folder that is hidden or node_modules', () => {
  const gathering = new Gathering()
  expect(
    ['prod', '.config', 'prod/base', 'prod/.git', 'prod/node_modules'].map(path => gathering.enters(path)),
  ).toEqual([true, true, true, false, false])
  expect(gathering.done().leftOut).toMatchObject({ hidden: 1, modules: 1 })
})

it.each([
  ['a/b.tar.gz', '.gz'],
  ['a.d/b', ''],
  ['a/.env', ''],
  ['x.YAML', '.yaml'],
])('%s ends in `%s`', (path, ending) => {
  expect(endingOf(path)).toBe(ending)
})
