import { describe, expect, it } from 'vitest'
import { deceptive, visible } from '../../lib/words/visible'
import { folderOf, podtrust } from '../kit/command-line'
import { namespace } from '../kit/manifests'
import { readManifests } from '../../lib/sources/manifests'

/**
 * Names that want to be more than text, through every format of the command line: each output is read back as its readers
 * read it, and must say no more than the list of connections in JSON does.
 */
const hostile = 'e2e/fixtures/hostile'

interface Row {
  readonly src: string
  readonly dst: string
  readonly conn: string
}

const print = async (...argv: readonly string[]): Promise<string> => {
  const { code, out, err } = await podtrust(...argv)
  // Line feeds end lines, and stand nowhere else.
  for (const text of [out, err]) expect(text.replaceAll(/\r?\n/g, '').match(deceptive)).toBeNull()
  expect(code, err).not.toBe(2)
  return out
}

const listed = async (): Promise<Row[]> =>
  JSON.parse(await print('list', hostile, '--format', 'json')) as Row[]

const shown = ({ src, dst, conn }: Row): string => JSON.stringify([src, dst, conn])

const names = (rows: readonly Row[]): string[] => [...new Set(rows.flatMap(({ src, dst }) => [src, dst]))]

/** A strict reader of RFC 4180; spreadsheets are less strict, so cells are looked at as well. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  let at = 0
  while (at < text.length) {
    const cell = /"((?:[^"]|"")*)"|([^",\r\n]*)/y
    cell.lastIndex = at
    const [whole = '', quoted, plain = ''] = cell.exec(text) ?? []
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    at += whole.length
    if (text[at] === ',') at += 1
    else if (text.startsWith('\r\n', at)) {
      at += 2
      rows.push([])
    } else throw new Error(`a cell ends in ${JSON.stringify(text.slice(at, at + 40))}`)
  }
  return rows.slice(0, -1)
}

const unDot = (text: string): string => text.replace(/\\(.)/g, '$1').replaceAll('&amp;', '&')

const dotText = String.raw`"((?:[^"\\]|\\["\\])*)"`

/** Every line of DOT that is none of ours fails. */
function readDot(text: string): { nodes: string[]; edges: string[] } {
  const lines = text.split('\n')
  expect(lines.slice(0, 3)).toEqual(['digraph podtrust {', '  rankdir=LR', '  node [shape=box]'])
  expect(lines.slice(-2)).toEqual(['}', ''])
  const [nodes, edges]: [string[], string[]] = [[], []]
  for (const line of lines.slice(3, -2)) {
    const edge = new RegExp(
      `^  ${dotText} -> ${dotText} \\[label=${dotText}(?:, style=\\w+)?(?:, color=\\w+)?\\]$`,
    ).exec(line)
    const node = new RegExp(`^  ${dotText}$`).exec(line)
    if (!edge && !node) throw new Error(`no line of DOT: ${line}`)
    // Graphviz reads entities, so an ampersand must be one itself.
    expect(line).not.toMatch(/&(?!amp;)/)
    if (edge) edges.push(JSON.stringify(edge.slice(1, 4).map(part => unDot(part))))
    else nodes.push(unDot(node?.[1] ?? ''))
  }
  return { nodes, edges }
}

const mermaidText = String.raw`"((?:[^"#&<>\x60\\[\]{}|;$%*_~]|#\d+;)*)"`

const unMermaid = (text: string): string =>
  text.replace(/#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))

function readMermaid(text: string): { nodes: string[]; edges: string[] } {
  const [first, ...lines] = text.trimEnd().split('\n')
  expect(first).toBe('flowchart LR')
  const nodes = new Map<string, string>()
  const edges: string[] = []
  for (const line of lines) {
    const node = new RegExp(`^  (n\\d+)\\[${mermaidText}\\]$`).exec(line)
    const edge = new RegExp(`^  (n\\d+) (?:-->|-\\.->)\\|${mermaidText}\\| (n\\d+)$`).exec(line)
    if (node?.[1] !== undefined) nodes.set(node[1], unMermaid(node[2] ?? ''))
    else if (edge)
      edges.push(
        JSON.stringify([nodes.get(edge[1] ?? ''), nodes.get(edge[3] ?? ''), unMermaid(edge[2] ?? '')]),
      )
    else throw new Error(`no line of Mermaid: ${line}`)
  }
  return { nodes: [...nodes.values()], edges }
}

const marked = (text: string): string => text.replace(/ \[(?:unknown|conditional)\]$/, '')
const unmarked = (edges: readonly string[]): string[] =>
  edges.map(edge => {
    const [src = '', dst = '', conn = ''] = JSON.parse(edge) as string[]
    return JSON.stringify([src, dst, marked(conn)])
  })

describe('hostile names in what `list` prints', () => {
  it('are all there', async () => {
    const { objects } = await readManifests([hostile])
    const workloads = objects.filter(({ ref }) => ref.kind === 'Deployment')
    const listedNames = names(await listed())
    expect(workloads.length).toBeGreaterThan(20)
    for (const { ref } of workloads)
      expect(listedNames).toContain(
        visible(`${ref.namespace}/${ref.name}[Deployment]`).replaceAll(' ', '\\u0020'),
      )
  })

  it('txt: every line is one connection, and reads in one way', async () => {
    const lines = (await print('list', hostile)).trimEnd().split('\n')
    const read = lines.map(line => {
      const [, src, dst, conn = ''] = /^(\S+) => (\S+) : (.+)$/.exec(line) ?? []
      return JSON.stringify([src, dst, marked(conn)])
    })
    expect(read.sort()).toEqual((await listed()).map(shown).sort())
  })

  it('csv: every cell comes back, and none is a formula', async () => {
    const [head = [], ...rows] = readCsv(await print('list', hostile, '--format', 'csv'))
    expect(new Set(rows.map(row => row.length))).toEqual(new Set([head.length]))
    for (const cell of rows.flat()) {
      expect(cell).not.toMatch(/(?:^|[,;\t])[=+\-@\t\r＝＋－＠]/)
      expect(cell).not.toMatch(/[\r\n]/)
    }
    const untamed = rows.map(row =>
      JSON.stringify(row.slice(0, 3).map(cell => cell.replace(/(^|[,;\t])'(?=[=+\-@＝])/g, '$1'))),
    )
    expect(untamed.sort()).toEqual((await listed()).map(shown).sort())
  })

  it('dot: every node and arrow comes back', async () => {
    const { nodes, edges } = readDot(await print('list', hostile, '--format', 'dot'))
    expect(nodes).toEqual(names(await listed()).sort())
    expect(unmarked(edges).sort()).toEqual((await listed()).map(shown).sort())
  })

  it('mermaid: every node and arrow comes back', async () => {
    const { nodes, edges } = readMermaid(await print('list', hostile, '--format', 'mermaid'))
    expect(nodes).toEqual(names(await listed()).sort())
    expect(unmarked(edges).sort()).toEqual((await listed()).map(shown).sort())
  })
})

describe('hostile names in what `diff` prints', () => {
  const added = async (format: string): Promise<string> =>
    print('diff', await folderOf({ 'none.yaml': namespace('none') }), hostile, '--format', format)
  const changes = async (): Promise<string[]> =>
    (JSON.parse(await added('json')) as { source: string; destination: string; after: string }[])
      .map(({ source, destination, after }) => JSON.stringify([source, destination, after]))
      .sort()

  it('txt: every line is one change', async () => {
    const read = (await added('txt'))
      .trimEnd()
      .split('\n')
      .map(line => {
        const [, src, dst, after] =
          /^diff-type: added, source: (\S+), destination: (\S+), before: No Connections, after: (.+?)(?:, verdict: .*)?$/.exec(
            line,
          ) ?? []
        return JSON.stringify([src, dst, after])
      })
    expect(read.length).toBeGreaterThan(300)
    expect(read.sort()).toEqual(await changes())
  })

  it('csv: every cell comes back, and none is a formula', async () => {
    const [head = [], ...rows] = readCsv(await added('csv'))
    expect(rows).toHaveLength((await changes()).length)
    for (const row of rows) {
      expect(row).toHaveLength(head.length)
      for (const cell of row) expect(cell).not.toMatch(/(?:^|[,;\t])[=+\-@\t\r＝＋－＠]/)
    }
  })

  it('dot and mermaid: every arrow is one of ours', async () => {
    const all = (await changes()).length
    expect(readDot(await added('dot')).edges).toHaveLength(all)
    expect(readMermaid(await added('mermaid')).edges).toHaveLength(all)
  })
})

describe('hostile names in what `explain` prints', () => {
  it('are told in text and JSON, on their lines', async () => {
    const { objects } = await readManifests([hostile])
    const ends = objects
      .filter(({ ref }) => ref.kind === 'Deployment' && !/[/[\]]/.test(`${ref.namespace}${ref.name}`))
      .map(({ ref }) => `${ref.namespace}/${ref.name}`)
    expect(ends.length).toBeGreaterThan(10)
    for (const end of ends) {
      const question = [hostile, `--from=${end}`, '--to', 'constructor/constructor', '--port', '8080']
      const text = await print('explain', ...question)
      expect(text.split('\n')[0]).toContain(visible(end))
      expect(text).toMatch(/^  verdict +\w+$/m)
      const answers = JSON.parse(await print('explain', ...question, '--format', 'json')) as object[]
      expect(answers).not.toHaveLength(0)
    }
  })
})
