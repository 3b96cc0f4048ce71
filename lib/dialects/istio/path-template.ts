import type { TemplateSegment, TextPattern } from '../../model/text-pattern'
import { readPattern } from './patterns'

const one = '{*}'
const rest = '{**}'

/** What may stand between the slashes of a template (pchar of RFC 3986). */
const literal = /^[-a-zA-Z0-9._~%!$&'()+,;:@=]+$/

/** Reads a value of `paths`; a text says why it does not parse (istio.md section 5, row operation.paths). */
export function readPath(text: string): TextPattern | string {
  const isTemplate = text.includes(one) || text.includes(rest)
  const segments = text.replace(/^\/|\/$/g, '').split('/')
  const strange = segments.find(segment => segment !== one && segment !== rest && /[{}]/.test(segment))
  if (strange !== undefined) return 'has a brace that is neither `{*}` nor `{**}` for a whole segment'
  if (!isTemplate) return readPattern(text)
  if (!text.startsWith('/')) return 'is a template that does not begin with a slash'
  const last = segments.indexOf(rest)
  if (last >= 0 && segments.slice(last + 1).some(segment => segment === one || segment === rest))
    return 'has another operator after `{**}`'
  if (segments.some(segment => segment !== one && segment !== rest && !literal.test(segment)))
    return 'is a template, whose other segments are plain text without `*`'
  return { kind: 'template', segments: text.slice(1).split('/').map(readSegment) }
}

const readSegment = (text: string): TemplateSegment =>
  text === one ? { kind: 'one' } : text === rest ? { kind: 'rest' } : { kind: 'text', text }
