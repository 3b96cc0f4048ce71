import type { RequestMatch } from '../../lib/model/request'

/** A demand that some requests meet and others do not. */
export const onlyMethod = (method: string): RequestMatch => ({
  key: `method ${method}`,
  tests: [
    {
      path: ['test'],
      field: { kind: 'method' },
      negated: false,
      values: [{ kind: 'exact', text: method }],
    },
  ],
})
