import { describe, expect, it } from 'vitest'
import { networkPolicy, pod } from '../../test/kit/manifests'
import { surveyOf } from '../../test/kit/survey'

const owned = (name: string, version: string): string =>
  pod(`a/${name}`, { labels: `app: web, version: ${version}`, owner: 'StatefulSet/web' })

const web = 'podSelector: {matchLabels: {app: web}}'
const fromAll = 'ingress: [{from: [{podSelector: {}}]}]'

/** Names of the objects that let in at `a/web`, two pods of one owner, under these policies. */
const admitted = (...policies: readonly string[]): readonly string[] | undefined =>
  surveyOf([owned('web-0', 'one'), owned('web-1', 'two'), pod('a/x'), ...policies])
    .session.admittedBy('a/web[StatefulSet]')
    ?.map(({ name }) => name)

describe('who lets in at a workload', () => {
  it.each([
    ['nobody where no policy limits it', [], []],
    [
      'the object with an allow rule, not the one that only shuts',
      [networkPolicy('a/in', `{${web}, ${fromAll}}`), networkPolicy('a/shut', '{podSelector: {}}')],
      ['in'],
    ],
    [
      'one or another of several',
      [networkPolicy('a/in', `{${web}, ${fromAll}}`), networkPolicy('a/too', `{${web}, ${fromAll}}`)],
      ['in', 'too'],
    ],
    ['not told where nobody may', [networkPolicy('a/shut', '{podSelector: {}}')], undefined],
    [
      'not told where only some pods are limited',
      [networkPolicy('a/in', `{podSelector: {matchLabels: {version: two}}, ${fromAll}}`)],
      undefined,
    ],
    [
      'not told where a policy may not exist',
      [
        networkPolicy('a/in', `{${web}, ${fromAll}}`),
        networkPolicy('a/bad', `{${web}, ingress: [{ports: [{port: -1}]}]}`),
      ],
      undefined,
    ],
  ] as const)('%s', (_, policies, names) => {
    expect(admitted(...policies)).toEqual(names)
  })
})
