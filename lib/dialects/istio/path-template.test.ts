import { describe, expect, it } from 'vitest'
import { matchesText } from '../../model/text-pattern'
import { readPath } from './path-template'

describe('paths and their templates (istio.md section 5, operation.paths)', () => {
  it.each([
    ['/a', '/a', true],
    ['/a', '/a/', false],
    ['/a*', '/abc/d', true],
    ['*.txt', '/a/b.txt', true],
    ['*', '/', true],
    ['/*a*', '/xab', false],
    ['/a/{*}/c', '/a/b/c', true],
    ['/a/{*}/c', '/a/b/b/c', false],
    ['/a/{*}/c', '/a//c', false],
    ['/a/{**}', '/a/', true],
    ['/a/{**}', '/a', false],
    ['/a/{**}', '/a/b/c', true],
    ['/a/{**}/c', '/a/c', false],
    ['/a/{**}/c', '/a//c', true],
    ['/a/{**}/c', '/a/b/c', true],
    ['/{*}/b/{**}', '/a/b/c.txt', true],
    ['/{*}', '/', false],
    ['/a/{*}/', '/a/b/', true],
    ['/a.c/{*}', '/abc/d', false],
  ])('%s and %s: %s', (written, path, met) => {
    const pattern = readPath(written)
    expect(typeof pattern !== 'string' && matchesText(pattern, path)).toBe(met)
  })
  it.each([
    ['/a/{**}/{*}', 'has another operator after `{**}`'],
    ['/a/{**}/{**}', 'has another operator after `{**}`'],
    ['/a/{*}*', 'has a brace that is neither `{*}` nor `{**}` for a whole segment'],
    ['/a/{x}', 'has a brace that is neither `{*}` nor `{**}` for a whole segment'],
    ['/a/{*}/b*', 'is a template, whose other segments are plain text without `*`'],
    ['/a//{*}', 'is a template, whose other segments are plain text without `*`'],
    ['a/{*}', 'is a template that does not begin with a slash'],
  ])('%s does not parse: it %s', (written, reason) => {
    expect(readPath(written)).toBe(reason)
  })
})
