import { deceptive } from '../words/visible'

/** JSON with the characters that could deceive a terminal written as `\u` escapes: the same value, safe to look at. */
export function json(value: unknown, indent = 2): string {
  const escape = (character: string): string =>
    [...Array(character.length).keys()]
      .map(i => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
      .join('')
  // Line feeds between tokens are layout; JSON.stringify leaves none inside strings.
  return JSON.stringify(value, null, indent).replace(deceptive, character =>
    character === '\n' ? '\n' : escape(character),
  )
}

export interface Drawn {
  readonly from: string
  readonly to: string
  readonly label: string
  readonly line: 'solid' | 'dashed' | 'dotted'
}

/** A Graphviz digraph; labels are quoted, and `&` is an entity there, lest names spell entities. */
export function dot(drawn: readonly Drawn[]): string {
  const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&').replaceAll('&', '&amp;')}"`
  const ends = [...new Set(drawn.flatMap(({ from, to }) => [from, to]))].sort()
  return [
    'digraph podtrust {\n  rankdir=LR\n  node [shape=box]\n',
    ...ends.map(end => `  ${quoted(end)}\n`),
    ...drawn.map(
      ({ from, to, label, line }) =>
        `  ${quoted(from)} -> ${quoted(to)} [label=${quoted(label)}${line === 'solid' ? '' : `, style=${line}`}]\n`,
    ),
    '}\n',
  ].join('')
}

/** A Mermaid flowchart; labels are quoted, and what Mermaid or HTML would interpret is written as an entity. */
export function mermaid(drawn: readonly Drawn[]): string {
  const quoted = (text: string): string =>
    `"${text.replace(/[#"&<>`\\[\]{}|;$%*_~]/g, character => `#${character.charCodeAt(0)};`)}"`
  const ends = [...new Set(drawn.flatMap(({ from, to }) => [from, to]))].sort()
  const id = new Map(ends.map((end, i) => [end, `n${i + 1}`]))
  return [
    'flowchart LR\n',
    ...ends.map(end => `  ${id.get(end)}[${quoted(end)}]\n`),
    ...drawn.map(
      ({ from, to, label, line }) =>
        `  ${id.get(from)} ${line === 'solid' ? '-->' : '-.->'}|${quoted(label)}| ${id.get(to)}\n`,
    ),
  ].join('')
}
