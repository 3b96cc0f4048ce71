/** How a policy names texts: identities, methods, paths, hosts, values of headers. */
export type TextPattern =
  /** Any text that is there and not empty (`*`). */
  | { readonly kind: 'any' }
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'prefix'; readonly text: string }
  | { readonly kind: 'suffix'; readonly text: string }
  /** Pieces that follow each other with anything between them; the first and the last are anchored. */
  | { readonly kind: 'glob'; readonly pieces: readonly string[] }
  /** Segments of a path, as in `/api/{*}/items/{**}`. */
  | { readonly kind: 'template'; readonly segments: readonly TemplateSegment[] }

/** `one`: one segment that is not empty; `rest`: zero or more segments. */
export type TemplateSegment =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'one' } | { readonly kind: 'rest' }

/** Whether a text meets the pattern. An empty text is met by its exact pattern only. */
export function matchesText(pattern: TextPattern, text: string): boolean {
  switch (pattern.kind) {
    case 'any':
      return text !== ''
    case 'exact':
      return text === pattern.text
    case 'prefix':
      return text.startsWith(pattern.text)
    case 'suffix':
      return text.endsWith(pattern.text)
    case 'glob':
      return matchesGlob(pattern.pieces, text)
    case 'template':
      return matchesTemplate(pattern.segments, text)
  }
}

function matchesGlob(pieces: readonly string[], text: string): boolean {
  const [first = '', ...rest] = pieces
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const piece of rest) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}

/** `/{*}` is one segment that is not empty; `/{**}` is any number of them, and needs the slash before it. */
function matchesTemplate(segments: readonly TemplateSegment[], text: string): boolean {
  const source = segments
    .map(segment =>
      segment.kind === 'text' ? escaped(segment.text) : segment.kind === 'one' ? '[^/]+' : '.*',
    )
    .join('/')
  return new RegExp(`^/${source}$`, 's').test(text)
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** As a policy would write it. */
export function patternText(pattern: TextPattern): string {
  switch (pattern.kind) {
    case 'any':
      return '*'
    case 'exact':
      return pattern.text
    case 'prefix':
      return `${pattern.text}*`
    case 'suffix':
      return `*${pattern.text}`
    case 'glob':
      return pattern.pieces.join('*')
    case 'template':
      return `/${pattern.segments
        .map(segment => (segment.kind === 'text' ? segment.text : segment.kind === 'one' ? '{*}' : '{**}'))
        .join('/')}`
  }
}
