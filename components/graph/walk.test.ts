import { describe, expect, test } from 'vitest'
import { bundleId } from './parts'
import { smallMap } from './small-map'
import { isThere, step, walkOf, type Move, type Standing } from './walk'

const walk = walkOf(smallMap)
const between = bundleId('shop', 'data')
const open = bundleId(undefined, 'data')

const after = (start: Standing | undefined, ...moves: Move[]): Standing | undefined =>
  moves.reduce((at, move) => step(walk, at, move), start)

describe('walking the map', () => {
  test('goes through places as they are read, workloads after the hull that holds them', () => {
    expect(walk.order).toEqual([
      'hull:shop',
      'shop/web[Deployment]',
      'hull:data',
      'data/db[StatefulSet]',
      'anyone',
      'internet',
    ])
    expect(after(undefined, 'down')?.id).toBe('hull:shop')
    expect(after({ id: 'hull:shop' }, 'down', 'down')?.id).toBe('hull:data')
    expect(after({ id: 'internet' }, 'down')?.id).toBe('internet')
    expect(after({ id: 'internet' }, 'first')?.id).toBe('hull:shop')
    expect(after({ id: 'hull:shop' }, 'last')?.id).toBe('internet')
  })

  test('goes right along what leaves and left along what arrives', () => {
    expect(after({ id: 'hull:shop' }, 'right')?.id).toBe(between)
    expect(after({ id: 'hull:shop' }, 'right', 'right')).toEqual({ id: 'hull:data' })
    expect(after({ id: 'hull:shop' }, 'right', 'left')).toEqual({ id: 'hull:shop' })
    expect(after({ id: 'hull:data' }, 'left')?.id).toBe(open)
    expect(after({ id: 'hull:data' }, 'left', 'left')).toEqual({ id: 'anyone' })
    expect(after({ id: 'hull:data' }, 'left', 'right')).toEqual({ id: 'hull:data' })
  })

  test('goes up and down among the lines of the place one came from', () => {
    expect(after({ id: 'hull:data' }, 'left', 'down')?.id).toBe(between)
    expect(after({ id: 'hull:data' }, 'left', 'down', 'left')).toEqual({ id: 'hull:shop' })
    expect(after({ id: 'hull:data' }, 'left', 'up')?.id).toBe(open)
    expect(after({ id: 'hull:shop' }, 'right', 'down')?.id).toBe('stub:out:shop')
  })

  test('takes the lines of the hull where a workload has none of its own, and leads back to it', () => {
    const web = { id: 'shop/web[Deployment]' }
    expect(after(web, 'right')?.id).toBe(between)
    expect(after(web, 'right', 'left')).toEqual(web)
  })

  test('takes the own lines of a workload where they are drawn', () => {
    const single = {
      from: 'shop/web[Deployment]',
      to: 'data/db[StatefulSet]',
      trustClass: 'partial',
      ports: 'TCP 80',
    } as const
    const focused = walkOf({ ...smallMap, singles: [single] })
    const line = step(focused, { id: single.from }, 'right')
    expect(step(focused, line, 'right')).toEqual({ id: single.to })
    expect(step(focused, { id: single.to }, 'right')).toEqual({ id: single.to })
  })

  test('begins anew where what one stood on is gone', () => {
    expect(isThere(walk, { id: 'bundle:gone' })).toBe(false)
    expect(after({ id: 'bundle:gone' }, 'right')).toEqual({ id: 'hull:shop' })
  })

  test('every line leads somewhere and back, from both of its ends', () => {
    for (const [id, { source, target }] of walk.lines) {
      expect(step(walk, { id, via: { place: source, way: 'out' } }, 'right')?.id).toBe(target)
      expect(step(walk, { id, via: { place: target, way: 'in' } }, 'left')?.id).toBe(source)
      expect(walk.out.get(source)).toContain(id)
      expect(walk.in.get(target)).toContain(id)
    }
  })
})
