import { describe, expect, it } from 'vitest'
import { analyze } from '@/lib/analyze'
import { readDemo } from '@/lib/sources/demo'
import { viewHref } from '../workbench/view-state'
import { isDemo, steps, viewOf } from './steps'

const session = analyze(await readDemo())
const keys = new Set(session.inventory.workloads.map(({ key }) => key))
const namespaces = new Set(session.inventory.namespaces.keys())

describe('every step of the tour', () => {
  it.each(steps.map(step => [step.title, step] as const))(
    '%s: looks at what is in the demo',
    (_, { view }) => {
      for (const end of [view.from, view.to]) if (end && end !== 'internet') expect([...keys]).toContain(end)
      if (view.about) expect([...namespaces]).toContain(view.about.replace(/^namespace:/, ''))
      expect(view.about ?? view.from).toBeTruthy()
    },
  )

  it('leaves nothing of the step before, and none is like another', () => {
    const hrefs = steps.map(step => viewHref('/explorer', viewOf(step)))
    expect(new Set(hrefs).size).toBe(5)
    for (const step of steps) expect(viewOf(step)).toMatchObject({ q: '', hide: [], lens: null, show: null })
  })
})

it('is about the demo alone', () => {
  const of = (kind: 'demo' | 'upload', label: string): boolean => isDemo({ source: { kind, label } })
  expect([of('demo', 'demo'), of('demo', 'textbook'), of('upload', 'demo')]).toEqual([true, false, false])
})
