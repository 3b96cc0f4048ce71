import type { z } from 'zod'
import type { endpoints } from '@/lib/api/endpoints'
import { leadsNowhere } from '@/lib/engine/dialling'
import { refText } from '@/lib/model/object'
import type { Stepwise } from '@/lib/model/stepwise'
import { describeRow, pageOfRows, placeOfRow, readAbout, type About } from '@/lib/views/connections'
import { completeView } from '@/lib/views/query/complete'
import { explainView } from '@/lib/views/explain'
import { findingsView } from '@/lib/views/findings'
import { exportPart } from '@/lib/views/export'
import { groupView } from '@/lib/views/group'
import { describeIdentity, Governed, identityView, selectIdentities } from '@/lib/views/identities'
import { lensesView } from '@/lib/views/lenses'
import { mapView } from '@/lib/views/map'
import { matrixView, readGrouping } from '@/lib/views/matrix'
import { objectView } from '@/lib/views/object'
import { describePolicy, policyView, selectPolicies } from '@/lib/views/policies'
import { reachView } from '@/lib/views/reach'
import { scopeView } from '@/lib/views/scope'
import type { Survey } from '@/lib/views/survey'
import { suspects, unknownBy, unknownsView } from '@/lib/views/unknowns'
import { workloadsView, workloadView } from '@/lib/views/workloads'
import type { EndpointName, ParametersOf } from './engine'
import { driveInTurns, inTurns } from './in-turns'
import { readPaths } from './paths'
import { Precedence } from './precedence'
import { RequestProblem } from './problem'
import { complaint, readDialled, readQuestion } from './question'
import type { Workspace } from './workspace'

type AnswerTo<Name extends EndpointName> = z.input<(typeof endpoints)[Name]['answer']>

/** Throws RequestProblem where the request cannot be answered as it stands; may stop where the signal is aborted. */
type Give<Name extends EndpointName> = (
  workspace: Workspace,
  parameters: ParametersOf<Name>,
  signal: AbortSignal,
) => AnswerTo<Name> | Promise<AnswerTo<Name>>

const precedence = new Precedence()

/** Makes what somebody looks at. */
const looked = <Result>(work: Stepwise<Result>, signal: AbortSignal): Promise<Result> =>
  precedence.first(() => driveInTurns(work, () => signal.throwIfAborted()))

/** Makes what stands beside it: in short turns, when nothing is being made that is looked at. */
const beside = <Result>(work: Stepwise<Result>, signal: AbortSignal): Promise<Result> =>
  driveInTurns(work, () => undefined, {
    each: 8,
    pause: async () => {
      await precedence.pause()
      signal.throwIfAborted()
    },
  })

/** How every address is answered from what was loaded; runs in the worker. */
export const answers: { readonly [Name in EndpointName]: Give<Name> } = {
  overview: ({ overview }) => overview,

  map: ({ survey }, query, signal) => {
    const grouping = readGrouping(survey, query.group)
    if (!grouping) throw badGroup(query.group)
    return looked(mapView(survey, grouping, query), signal)
  },

  matrix: ({ survey }, query, signal) => {
    const grouping = readGrouping(survey, query.group)
    if (!grouping) throw badGroup(query.group)
    return looked(matrixView(survey, grouping, query), signal)
  },

  group: async ({ survey }, { name }, signal) => {
    const found = await looked(groupView(survey, name), signal)
    if (!found)
      throw notFound(`there is no \`${name}\` here: write \`namespace:NAME\` or \`group:label:KEY=VALUE\``)
    return found
  },

  lenses: ({ survey }, query, signal) => beside(lensesView(survey, query), signal),

  scope: ({ survey }, query, signal) => beside(scopeView(survey, query), signal),

  unknowns: async ({ survey }, _, signal) => {
    const found = suspects(survey)
    return unknownsView(survey, found, await inTurns(found.some, one => unknownBy(survey, one), signal))
  },

  complete: ({ survey }, query) => completeView(survey, query),

  connections: async ({ survey }, query, signal) => {
    const about = aboutOf(survey, query)
    const { rows, ...page } = await looked(pageOfRows(survey, about, query), signal)
    return {
      ...page,
      offset: query.offset,
      rows: await inTurns(rows, row => describeRow(survey, row), signal),
    }
  },

  row: async ({ survey }, query, signal) => {
    const question = readQuestion(survey.session.inventory, query)
    const row = await driveInTurns(placeOfRow(survey, aboutOf(survey, query), query, question), () =>
      signal.throwIfAborted(),
    )
    return row === undefined ? {} : { row }
  },

  export: ({ survey }, query, signal) =>
    driveInTurns(exportPart(survey, aboutOf(survey, query), query), () => signal.throwIfAborted()),

  workloads: ({ survey }, query) => workloadsView(survey, query),

  workload: ({ survey, objects }, { key }) => {
    const found = workloadView(survey, key, objects)
    if (!found) throw notFound(`there is no workload \`${key}\` here`)
    return found
  },

  reach: ({ survey }, query) => {
    const found = reachView(survey.session, query)
    if (!found) throw notFound(`there is no \`${query.from}\` here: write a workload key, or \`internet\``)
    return found
  },

  explain: ({ survey, objects }, query) => {
    const question = readDialled(survey.session.inventory, query)
    const explained = explainView(survey, question, objects)
    if (explained.answers.length > 0) return explained
    const nowhere = leadsNowhere(question)
    if (nowhere) throw notFound(complaint(nowhere))
    // Dialled in any way, two ends have an answer at any number; only a name can mean nothing.
    throw notFound(`\`${explained.to}\` has no ${query.protocol} port \`${query.port}\``)
  },

  object: ({ objects }, { path, ...ref }) => {
    const found = objectView(objects, ref, readPaths(path))
    if (!found) throw notFound(`there is no \`${refText(ref)}\` here`)
    return found
  },

  policies: async ({ survey: { session }, objects }, query, signal) => {
    const { around, reports } = selectPolicies(session, query)
    return {
      ...around,
      rows: await inTurns(reports, report => describePolicy({ session, objects }, report), signal),
    }
  },

  policy: ({ survey: { session }, objects }, ref) => {
    const found = policyView({ session, objects }, ref)
    if (!found) throw notFound(`there is no policy \`${refText(ref)}\` here`)
    return found
  },

  findings: async ({ survey: { session }, objects }, query, signal) =>
    findingsView(await beside(session.findings(), signal), query, objects),

  identities: async ({ survey: { session } }, query, signal) => {
    const { around, entries } = selectIdentities(session, query)
    const governed = new Governed(session)
    const rows = await inTurns(entries, each => describeIdentity(each, session, governed), signal)
    return { ...around, rows }
  },

  identity: ({ survey: { session } }, { id }) => {
    const found = identityView(session, id)
    if (!found) throw notFound(`nobody here presents \`${id}\``)
    return found
  },
}

function aboutOf(survey: Survey, { about }: { readonly about: string }): About {
  const found = readAbout(survey, about)
  if (!found)
    throw notFound(
      `there is no \`${about}\` here: write a workload key, \`namespace:NAME\`, \`group:NAME\`, \`internet\` or \`anyone\``,
    )
  return found
}

const notFound = (detail: string): RequestProblem => new RequestProblem('not-found', detail)

const badGroup = (text: string): RequestProblem =>
  new RequestProblem(
    'bad-request',
    `workloads cannot be gathered by \`${text}\`: write \`namespace\`, \`namespace-label:KEY\`, \`label:KEY\` or \`service-account\``,
  )
