import { describe, expect, it } from 'vitest'
import { connectionsQuery } from '@/lib/api/connection-contract'
import { explainQuery } from '@/lib/api/explanation-contract'
import { mapQuery } from '@/lib/api/map-contract'
import { RequestProblem } from './problem'
import { readQuery } from './query'

const url = (search: string): string => `http://localhost/api/x?${search}`

function complaint(search: string, schema: Parameters<typeof readQuery>[1] = connectionsQuery): string {
  try {
    readQuery(url(search), schema)
  } catch (error) {
    if (error instanceof RequestProblem && error.kind === 'bad-request') return error.message
    throw error
  }
  return 'none'
}

describe('readQuery', () => {
  it('fills in what is not given', () => {
    expect(readQuery(url(''), connectionsQuery)).toEqual({
      class: [],
      by: 'none',
      hide: [],
      about: '',
      q: '',
      sort: 'class',
      order: 'asc',
      offset: 0,
      limit: 100,
    })
  })

  it('reads lists, numbers and escapes', () => {
    expect(readQuery(url('class=implicit,unknown&limit=7&q=a%20b'), connectionsQuery)).toMatchObject({
      class: ['implicit', 'unknown'],
      limit: 7,
      q: 'a b',
    })
    expect(readQuery(url('expand='), mapQuery)).toEqual({
      ...{ class: [], q: '', hide: [], group: 'auto', lines: 'gaps' },
      expand: [],
    })
  })

  it.each([
    ['limit=0', 'parameter `limit` must be at least 1'],
    ['limit=501', 'parameter `limit` must be at most 500'],
    ['limit=many', 'parameter `limit` must be a whole number'],
    ['limit=1.5', 'parameter `limit` must be a whole number'],
    ['limit=NaN', 'parameter `limit` must be a whole number'],
    ['offset=-1', 'parameter `offset` must be at least 0'],
    ['offset=1e999', 'parameter `offset` must be a whole number'],
    ['order=up', 'parameter `order` must be one of `asc`, `desc`'],
    ['class=implicit,safe', 'parameter `class` must be one of `implicit`, `unknown`, `partial`, `verified`'],
    [`q=${'x'.repeat(1001)}`, 'parameter `q` is longer than 1000 characters'],
    ['q=a&q=b', 'parameter `q` is given twice'],
  ])('refuses %s', (search, message) => {
    expect(complaint(search)).toBe(message)
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'limit[]', ':id', '%00'])(
    'knows no parameter %s',
    name => {
      expect(complaint(`${name}=1`)).toContain(
        `there is no parameter \`${decodeURIComponent(name)}\`; there are \`class\``,
      )
    },
  )

  it('reads what may be given several times in the order given', () => {
    expect(readQuery(url('from=a&to=b&header=x-a%3D1%2C2&header=x-b=3'), explainQuery)).toEqual({
      from: 'a',
      to: 'b',
      protocol: 'TCP',
      header: ['x-a=1,2', 'x-b=3'],
    })
    expect(readQuery(url('from=a&to=b'), explainQuery)).not.toHaveProperty('header')
    expect(complaint(`from=a&to=b${'&header=a=b'.repeat(51)}`, explainQuery)).toBe(
      'parameter `header` is given more than 50 times',
    )
    expect(complaint(`from=a&to=b&header=${'x'.repeat(1001)}`, explainQuery)).toBe(
      'parameter `header` is longer than 1000 characters',
    )
    expect(complaint('from=a&to=b&method=GET&method=PUT', explainQuery)).toBe(
      'parameter `method` is given twice',
    )
  })

  it('does not repeat a long name', () => {
    expect(complaint(`${'x'.repeat(5000)}=1`).length).toBeLessThan(300)
  })

  it('names what is missing', () => {
    expect(complaint('from=a/b', explainQuery)).toBe('parameter `to` is missing')
  })
})
