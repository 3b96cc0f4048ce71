import { z } from 'zod'
import { connectionsAnswer, connectionsQuery, rowAnswer, rowQuery } from './connection-contract'
import { explainAnswer, explainQuery } from './explanation-contract'
import { mapAnswer, mapQuery } from './map-contract'
import { objectAnswer, objectQuery } from './object-contract'
import { overviewAnswer } from './overview-contract'
import { reachAnswer, reachQuery } from './reach-contract'
import { workloadAnswer, workloadQuery, workloadsAnswer, workloadsQuery } from './workload-contract'
import { closeQuery, exampleQuery, healthAnswer, uploadAnswer, uploadBody } from './capture-contract'
import {
  completeAnswer,
  completeQuery,
  exportAnswer,
  exportQuery,
  groupAnswer,
  groupQuery,
  lensesAnswer,
  lensesQuery,
  matrixAnswer,
  matrixQuery,
  unknownsAnswer,
  unknownsQuery,
} from './matrix-contract'
import { findingsAnswer, findingsQuery } from './findings-contract'
import { identitiesAnswer, identitiesQuery, identityAnswer, identityQuery } from './identity-contract'
import { policiesAnswer, policiesQuery, policyAnswer, policyQuery } from './policy-contract'
import { scopeAnswer, scopeQuery } from './scope-contract'
import type { AnsweredProblem } from './problem-types'

/** One address and method of the API: what it is for, what may be asked and what comes back. */
export interface Endpoint<Query extends z.ZodObject = z.ZodObject, Answer extends z.ZodType = z.ZodType> {
  readonly path: `/api/${string}`
  /** Absent = GET. */
  readonly method?: 'POST' | 'DELETE'
  readonly summary: string
  readonly query: Query
  /** What is sent as multipart/form-data, whose parts are files; absent = nothing may be sent. */
  readonly body?: z.ZodType
  /** HTTP status of the answer; absent = 200. */
  readonly status?: 200 | 201 | 202 | 204
  /** `z.undefined()` where the answer is empty. */
  readonly answer: Answer
  /** What may go wrong besides what may go wrong everywhere. */
  readonly problems?: readonly AnsweredProblem[]
  /** False where it does not take the parameter `capture` as all others do. */
  readonly aboutCapture?: boolean
  /** Content types in place of JSON; then the answer is what one part of the text is made of. */
  readonly streams?: readonly string[]
}

const nothing = z.object({})

/** Every address of the API but its own description; routes answer by it, and the description is made from it. */
export const endpoints = {
  overview: {
    path: '/api/overview',
    summary: 'What was read, how much of it is earned, and where to start',
    query: nothing,
    answer: overviewAnswer,
  },
  map: {
    path: '/api/map',
    summary: 'Places, bundles and counts of the map; connections one by one for the focus only',
    query: mapQuery,
    answer: mapAnswer,
  },
  matrix: {
    path: '/api/matrix',
    summary: 'A window of the matrix of groups: how many pairs of each class lead from one to another',
    query: matrixQuery,
    answer: matrixAnswer,
  },
  group: {
    path: '/api/group',
    summary: 'One group of workloads: its members, and how many connections come in, go out and stay inside',
    query: groupQuery,
    answer: groupAnswer,
  },
  lenses: {
    path: '/api/lenses',
    summary: 'How much of what a filter keeps each lens lights, and how much each kind of noise hides',
    query: lensesQuery,
    answer: lensesAnswer,
  },
  scope: {
    path: '/api/scope',
    summary: 'Namespaces and workloads that a filter leaves something of, with what it leaves',
    query: scopeQuery,
    answer: scopeAnswer,
  },
  unknowns: {
    path: '/api/unknowns',
    summary: 'What keeps connections unknown, and what would settle most of them',
    query: unknownsQuery,
    answer: unknownsAnswer,
  },
  complete: {
    path: '/api/complete',
    summary: 'How a filter text may go on at the caret, with counts, and what is wrong with it',
    query: completeQuery,
    answer: completeAnswer,
  },
  connections: {
    path: '/api/connections',
    summary: 'A page of the connections that are allowed, conditional or unknown',
    query: connectionsQuery,
    answer: connectionsAnswer,
  },
  row: {
    path: '/api/row',
    summary: 'At which row of all pages of a table a connection stands',
    query: rowQuery,
    answer: rowAnswer,
  },
  export: {
    path: '/api/export',
    summary: 'The connections of a filter as CSV or Markdown, with source, time, filter and unknown share',
    query: exportQuery,
    answer: exportAnswer,
    streams: ['text/csv', 'text/markdown'],
  },
  workloads: {
    path: '/api/workloads',
    summary: 'Workloads, those with most gaps first',
    query: workloadsQuery,
    answer: workloadsAnswer,
  },
  workload: {
    path: '/api/workload',
    summary: 'One workload and the objects that select it',
    query: workloadQuery,
    answer: workloadAnswer,
  },
  policies: {
    path: '/api/policies',
    summary: 'A page of the policy objects in evaluation order: whom each selects, what it allows and denies',
    query: policiesQuery,
    answer: policiesAnswer,
  },
  policy: {
    path: '/api/policy',
    summary: 'One policy object: the workloads it selects, the pairs it decides about, what matches nothing',
    query: policyQuery,
    answer: policyAnswer,
  },
  findings: {
    path: '/api/findings',
    summary:
      'A page of what is wrong or dangerous in the objects, worst first: what, where, why and what closes it',
    query: findingsQuery,
    answer: findingsAnswer,
  },
  identities: {
    path: '/api/identities',
    summary:
      'A page of the workload identities: who presents each, who presents none, and how many rules ask for it',
    query: identitiesQuery,
    answer: identitiesAnswer,
  },
  identity: {
    path: '/api/identity',
    summary:
      'One workload identity: the workloads that present it, the rules that name it and whom they govern',
    query: identityQuery,
    answer: identityAnswer,
  },
  reach: {
    path: '/api/reach',
    summary: 'Where one gets from a workload or the internet hop by hop, or from where one gets there',
    query: reachQuery,
    answer: reachAnswer,
  },
  explain: {
    path: '/api/explain',
    summary: 'Why one end may talk to another or not, with the reasons of both sides',
    query: explainQuery,
    answer: explainAnswer,
  },
  object: {
    path: '/api/object',
    summary: 'What was kept of an object, as YAML with the lines of given fields marked',
    query: objectQuery,
    answer: objectAnswer,
  },
  health: {
    path: '/api/health',
    summary: 'How far loading is, whether it is being read again, and what that changed',
    query: nothing,
    answer: healthAnswer,
  },
  readAgain: {
    path: '/api/again',
    method: 'POST',
    summary:
      'Reads the source again; `/api/health` tells how that goes, and meanwhile the old reading is shown',
    query: nothing,
    status: 202,
    answer: z.undefined(),
    problems: ['cannot-reread'],
  },
  openCapture: {
    path: '/api/captures',
    method: 'POST',
    summary:
      'Opens files or archives as a capture, kept in memory until it is closed or nobody asks about it',
    query: nothing,
    aboutCapture: false,
    body: uploadBody,
    status: 201,
    answer: uploadAnswer,
    problems: ['request-timeout', 'too-large', 'unsupported-media-type', 'too-many-captures', 'low-memory'],
  },
  openExample: {
    path: '/api/examples',
    method: 'POST',
    summary:
      'Opens a cluster that ships with podtrust as a capture; whoever opens it again gets the same one',
    query: exampleQuery,
    aboutCapture: false,
    status: 201,
    answer: uploadAnswer,
    problems: ['too-many-captures', 'low-memory'],
  },
  closeCapture: {
    path: '/api/captures',
    method: 'DELETE',
    summary: 'Closes an opened capture and forgets all of it at once',
    query: closeQuery,
    aboutCapture: false,
    status: 204,
    answer: z.undefined(),
    problems: ['no-such-capture'],
  },
} as const satisfies Record<string, Endpoint>
