import { createLoader } from 'nuqs/server'
import { describe, expect, test } from 'vitest'
import { mostHops, parseGroup, parseHops, parsePort, portWord, viewParsers } from './view-state'

const load = createLoader(viewParsers)

describe('the address', () => {
  test('an empty one is the unfiltered view with nothing selected', () => {
    const view = load('')
    expect(view).toMatchObject({
      view: null,
      class: [],
      about: '',
      q: '',
      hide: [],
      lens: null,
      group: 'auto',
      from: null,
      to: null,
      sort: 'class',
    })
  })

  test('holds view, classes, selection and sort', () => {
    const view = load(
      '?view=table&class=implicit,unknown&from=data%2Fetl%5BJob%5D&to=internet&port=UDP-53&sort=to&order=desc&expand=a&expand=b,c',
    )
    expect(view).toMatchObject({
      view: 'table',
      class: ['implicit', 'unknown'],
      from: 'data/etl[Job]',
      to: 'internet',
      port: { protocol: 'UDP', port: 53 },
      sort: 'to',
      order: 'desc',
      expand: ['a', 'b,c'],
    })
  })

  test('drops words that mean nothing', () => {
    const view = load('?view=sankey&class=implicit,green&sort=colour&port=TCP-99999')
    expect(view).toMatchObject({ view: null, class: ['implicit'], sort: 'class', port: null })
  })
})

describe('a port', () => {
  test.each(['TCP-8080', 'UDP-53', 'SCTP-1', 'ICMP', 'ICMPv6'])('%s is written as it is read', text => {
    const port = parsePort(text)
    expect(port && portWord(port)).toBe(text)
  })

  test.each(['', 'TCP', 'TCP-0', 'TCP-65536', 'TCP-80-81', 'tcp-80', 'ICMP-8', 'TCP-0x50'])(
    '%s is none',
    text => {
      expect(parsePort(text)).toBeNull()
    },
  )
})

test('groups are gathered by what the server knows, and by nothing else', () => {
  for (const text of ['auto', 'namespace', 'service-account', 'label:app', 'namespace-label:a=b'])
    expect(parseGroup(text)).toBe(text)
  for (const text of ['', 'rubbish', 'label:', 'Namespace', 'namespace:data'])
    expect(parseGroup(text)).toBeNull()
})

test('hops are as many as the server counts, and nothing else', () => {
  expect(parseHops('1')).toBe(1)
  expect(parseHops(String(mostHops))).toBe(10)
  for (const text of ['0', '11', '999999', '-1', '1.5', '1e1', ' 2', '']) expect(parseHops(text)).toBeNull()
})
