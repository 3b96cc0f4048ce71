/** A part of a YAML line, by what it is to the eye. */
export interface YamlPart {
  readonly kind: 'key' | 'comment' | 'text'
  readonly text: string
}

/** Splits one line into indentation and key, value and comment: enough to read by, and no parser. */
export function yamlParts(line: string): YamlPart[] {
  if (/^\s*#/.test(line)) return [{ kind: 'comment', text: line }]
  const [, key = '', rest = line] =
    /^([\s-]*(?:"[^"]*"|'[^']*'|[^\s"'#:][^:#]*):)(?=\s|$)(.*)$/.exec(line) ?? []
  return [
    ...(key === '' ? [] : [{ kind: 'key' as const, text: key }]),
    ...(rest === '' ? [] : [{ kind: 'text' as const, text: rest }]),
  ]
}

export interface LineRange {
  readonly first: number
  readonly last: number
}

export const isMarked = (line: number, ranges: readonly LineRange[]): boolean =>
  ranges.some(({ first, last }) => line >= first && line <= last)
