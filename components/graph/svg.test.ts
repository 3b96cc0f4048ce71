import { describe, expect, test } from 'vitest'
import { elements } from './elements'
import { paletteTokens, type Palette } from './palette'
import { smallMap } from './small-map'
import { mapSvg, type Picture } from './svg'
import { xmlText } from './xml'

const palette = Object.fromEntries(
  paletteTokens.map(token => [token, `rgb(1, 2, ${token.length})`]),
) as Palette

const picture = (change: Partial<Picture> = {}): Picture => ({
  elements: elements(smallMap, {
    from: 'shop/web[Deployment]',
    to: 'data/db[StatefulSet]',
    trustClass: 'partial',
    ports: 'TCP 80',
  }),
  dim: new Set(),
  palette,
  title: 'Map of 2 workloads',
  footer: ['demo, captured today', '0 of 5 connections unknown'],
  ...change,
})

const hostile = '</text><script>alert("1")</script>&amp;<!--\u202e]]>'

/** Reads the markup strictly: every tag closed in order, no stray `<` or `&`. Gives the tags, and the text between them. */
function read(svg: string): { tags: string[]; texts: string[] } {
  const [tags, texts, open]: [string[], string[], string[]] = [[], [], []]
  const rest = svg
    .replace(/^<\?xml[^>]*\?>\n/, '')
    .replace(
      /<(\/?)([a-z]+)((?: [a-zA-Z0-9-]+="[^"<]*")*)(\/?)>|([^<]+)/g,
      (
        _,
        closes: string,
        name: string | undefined,
        _attributes,
        single: string,
        words: string | undefined,
      ) => {
        if (words !== undefined) {
          expect(words.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&')
          if (words.trim() !== '') texts.push(words.trim())
        } else if (name !== undefined) {
          if (closes) expect(open.pop()).toBe(name)
          else {
            tags.push(name)
            if (!single) open.push(name)
          }
        }
        return ''
      },
    )
  expect([rest, open]).toEqual(['', []])
  return { tags, texts }
}

describe('the map as SVG', () => {
  test('holds names, counts, what it is, and where it is from, as text', () => {
    const { tags, texts } = read(mapSvg(picture()))
    for (const text of ['web', 'db', 'data', 'shop', 'Anyone', 'Internet', '1 / 1', '1 / 2', '1/1 isolated'])
      expect(texts).toContain(text)
    expect(texts).toContain('Map of 2 workloads')
    expect(texts).toContain('demo, captured today')
    expect(texts).toContain('0 of 5 connections unknown')
    expect(texts).toContain('Implicit trust')
    expect(tags.slice(0, 3)).toEqual(['svg', 'title', 'desc'])
  })

  test('is the same for the same picture, byte for byte', () => {
    expect(mapSvg(picture())).toBe(mapSvg(picture()))
  })

  test('takes hostile names for text', () => {
    const map = {
      ...smallMap,
      hulls: smallMap.hulls.map(hull => ({ ...hull, label: hostile, width: 2000 })),
      nodes: smallMap.nodes.map(node => ({ ...node, name: '<b>&' })),
    }
    const svg = mapSvg(picture({ elements: elements(map), title: hostile, footer: [hostile] }))
    const { tags, texts } = read(svg)
    expect(tags).not.toContain('script')
    expect(tags).not.toContain('b')
    expect(texts).toContain('&lt;b&gt;&amp;')
    expect(texts.join()).toContain('&lt;script&gt;')
  })

  test('keeps counts beside their signs in whatever font it is read', () => {
    const counts = [...mapSvg(picture()).matchAll(/<text ([^>]*)>\d+ \/ \d+<\/text>/g)].map(
      ([, look]) => look,
    )
    expect(counts.length).toBeGreaterThan(2)
    for (const look of counts) expect(look).toMatch(/textLength="[\d.]+" lengthAdjust="spacingAndGlyphs"/)
  })

  test('dims what the map dims', () => {
    const dim = mapSvg(picture({ dim: new Set(['shop/web[Deployment]']) }))
    expect(dim).toMatch(/<g opacity="0\.3"><rect[^]*?>web<\/text><\/g>/)
    expect(mapSvg(picture())).not.toContain('opacity')
  })

  test('draws nothing from nothing, and says so much', () => {
    expect(read(mapSvg(picture({ elements: [] }))).texts).toContain('Map of 2 workloads')
  })
})

test('what no XML may hold becomes a sign of its own', () => {
  expect(xmlText('a\u0000b\ud800c\ufffe')).toBe('a\ufffdb\ufffdc\ufffd')
  expect(xmlText(`<>&"'`)).toBe('&lt;&gt;&amp;&quot;&#39;')
})
