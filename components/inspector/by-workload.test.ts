import { expect, test } from 'vitest'
import type { Explained } from '@/lib/api/explanation-contract'
import { byWorkload } from './by-workload'

const answer = (from: string, to: string): Explained['answers'][number] => ({
  pairs: 1,
  explanation: {
    from,
    to,
    protocol: 'TCP',
    alike: [],
    verdict: 'allow',
    transport: 'plaintext',
    principal: null,
    originPrincipal: null,
    engineDependent: false,
    sides: [
      {
        plane: 'network',
        direction: 'egress',
        at: from,
        verdict: 'allow',
        cause: 'default-allow',
        reasons: [],
        steps: [],
      },
      {
        plane: 'network',
        direction: 'ingress',
        at: to,
        verdict: 'allow',
        cause: 'default-allow',
        reasons: [],
        steps: [],
      },
    ],
  },
})

const explained = (...answers: Explained['answers']): Explained => ({
  from: 'shop/web[Deployment]',
  to: 'internet',
  kinds: answers.length,
  answers,
  connections: [],
  objects: [],
})

test('where all pods are alike, the workload speaks for them, and what is no workload keeps its name', () => {
  const [only] = byWorkload(explained(answer('shop/web-6lmzj', 'internet'))).answers
  expect(only?.explanation).toMatchObject({ from: 'shop/web', to: 'internet' })
  expect(only?.explanation.sides.map(({ at }) => at)).toEqual(['shop/web', 'internet'])
})

test('where pods differ, each answer keeps its pods', () => {
  const both = explained(answer('shop/web-1', 'internet'), answer('shop/web-2', 'internet'))
  expect(byWorkload(both)).toEqual(both)
})
