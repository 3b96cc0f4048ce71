import cytoscape from 'cytoscape'
import { expect, test } from 'vitest'
import { act, type GraphActs, type Touch } from './use-graph-events'

/** What a touch of one element of a small graph comes to. */
function touched(id: string, touch: Touch): readonly unknown[] {
  const cy = cytoscape({
    headless: true,
    elements: [
      { data: { id: 'hull:data', namespace: 'data' }, classes: 'hull collapsed' },
      { data: { id: 'hull:shop', namespace: 'shop' }, classes: 'hull collapsed' },
      { data: { id: 'group:1' }, classes: 'group' },
      { data: { id: 'internet' }, classes: 'outside' },
      {
        data: { id: 'bundle:["data","shop"]', source: 'hull:data', target: 'hull:shop' },
        classes: 'bundle',
      },
    ],
  })
  const came: unknown[] = []
  const takes =
    (name: string) =>
    (what: unknown): void => {
      came.push([name, what])
    }
  const acts: GraphActs = {
    by: 'namespace',
    onLookAt: takes('look'),
    onSelect: takes('select'),
    onWhy: takes('why'),
    onToggle: takes('toggle'),
    onMany: takes('many'),
    onNothing: takes('nothing'),
  }
  act(cy.getElementById(id), acts, touch)
  return came
}

test('x opens and closes what does, and else says that nothing does', () => {
  expect(touched('hull:data', 'x')).toEqual([['toggle', 'data']])
  expect(touched('bundle:["data","shop"]', 'x')).toEqual([['nothing', 'line']])
  expect(touched('internet', 'x')).toEqual([['nothing', 'outside']])
  expect(touched('group:1', 'x')).toEqual([['nothing', 'group']])
})

test.each(['tap', 'Enter', 'e'] as const)(
  '%s on many namespaces as one end shows their connections',
  touch => {
    expect(touched('group:1', touch)).toEqual([['many', 'group:1']])
  },
)

test('a line is the pair of its ends', () => {
  expect(touched('bundle:["data","shop"]', 'Enter')).toEqual([
    ['select', { from: 'namespace:data', to: 'namespace:shop' }],
  ])
})
