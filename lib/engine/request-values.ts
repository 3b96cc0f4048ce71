import { dig, isList } from '../model/json'
import type { AskedRequest, RequestField } from '../model/request'
import { matchesText, type TextPattern } from '../model/text-pattern'
import { comparedPath } from './request-path'

/** Fields whose values are texts. */
export type TextField = Exclude<RequestField, { kind: 'remote-address' } | { kind: 'unreadable' }>

/**
 * Between issuer and subject. Patterns are split at their last slash and compared half by half, and both halves may hold
 * slashes themselves.
 */
export const principalBorder = '\0'

/** All values that a request has for the field; none where it is absent. */
export function valuesOf(field: TextField, request: AskedRequest): readonly string[] {
  const { jwt } = request
  switch (field.kind) {
    case 'method':
      return given(request.method)
    case 'path':
      return given(request.path).map(path => comparedPath(path, field.normalization))
    case 'host':
      return given(request.host?.toLowerCase())
    case 'header':
      return given(headerOf(request, field.name))
    case 'request-principal':
      return jwt?.iss && jwt.sub ? [`${jwt.iss}${principalBorder}${jwt.sub}`] : []
    case 'audience':
      return jwt?.aud ?? []
    case 'presenter':
      return given(jwt?.azp)
    case 'claim':
      return claimOf(request, field)
    case 'server-name':
      return given(request.serverName)
  }
}

const given = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value])

/** Proxies know the line of a request as headers too. */
function headerOf(request: AskedRequest, name: string): string | undefined {
  switch (name) {
    case ':method':
      return request.method
    case ':path':
      return request.path
    case ':authority':
      return request.host
  }
  return request.headers.get(name)
}

function claimOf(
  { jwt }: AskedRequest,
  { path, words }: Extract<TextField, { kind: 'claim' }>,
): readonly string[] {
  if (!jwt) return []
  const { iss, sub, azp, aud, claims } = jwt
  // What a token says of itself stands beside its other claims.
  const value =
    dig(claims, ...path) ?? dig({ iss: iss ?? null, sub: sub ?? null, azp: azp ?? null, aud }, ...path)
  const texts = (isList(value) ? value : [value]).filter(entry => typeof entry === 'string')
  return words && !isList(value) ? texts.flatMap(text => text.split(' ')) : texts
}

/** The pattern as values of the field are to be compared with it. */
export function patternFor(field: TextField, pattern: TextPattern): TextPattern {
  if (pattern.kind === 'any' || pattern.kind === 'glob' || pattern.kind === 'template') return pattern
  if (field.kind === 'host') return { kind: pattern.kind, text: pattern.text.toLowerCase() }
  if (field.kind !== 'request-principal') return pattern
  const slash = pattern.text.lastIndexOf('/')
  if (slash < 0) return pattern
  const text = `${pattern.text.slice(0, slash)}${principalBorder}${pattern.text.slice(slash + 1)}`
  return { kind: pattern.kind, text }
}

export const holds = (field: TextField, patterns: readonly TextPattern[], value: string): boolean =>
  patterns.some(pattern => matchesText(patternFor(field, pattern), value))
