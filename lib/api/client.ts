import type { ObjectRef, Path } from '../model/object'
import type {
  ConnectionsPage,
  ConnectionsQuery,
  Explained,
  ExplainQuery,
  MapQuery,
  ObjectText,
  Overview,
  ProblemDocument,
  ReachAnswer,
  ReachQuery,
  TrustMap,
  WorkloadDetail,
  WorkloadsPage,
  WorkloadsQuery,
} from './contract'
import type { PoliciesPage, PoliciesQuery, PolicyDetail } from './policy-contract'
import { problemTitles, problemType } from './problem-types'

/** Why the server, or the way to it, gave no answer; `message` is the sentence for the user. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'

  constructor(
    readonly problem: ProblemDocument,
    /** Seconds after which asking again may help; absent where it will not. */
    readonly retryAfter?: number,
  ) {
    super(problem.detail)
  }
}

export const getOverview = (signal?: AbortSignal): Promise<Overview> => get<Overview>('overview', {}, signal)

export const getMap = (query: Partial<MapQuery> = {}, signal?: AbortSignal): Promise<TrustMap> =>
  get<TrustMap>('map', query, signal)

export const getConnections = (
  query: Partial<ConnectionsQuery> = {},
  signal?: AbortSignal,
): Promise<ConnectionsPage> => get<ConnectionsPage>('connections', query, signal)

export const getWorkloads = (
  query: Partial<WorkloadsQuery> = {},
  signal?: AbortSignal,
): Promise<WorkloadsPage> => get<WorkloadsPage>('workloads', query, signal)

export const getWorkload = (key: string, signal?: AbortSignal): Promise<WorkloadDetail> =>
  get<WorkloadDetail>('workload', { key }, signal)

export const getPolicies = (
  query: Partial<PoliciesQuery> = {},
  signal?: AbortSignal,
): Promise<PoliciesPage> => get<PoliciesPage>('policies', query, signal)

export const getPolicy = (ref: ObjectRef, signal?: AbortSignal): Promise<PolicyDetail> =>
  get<PolicyDetail>('policy', { ...ref }, signal)
export const getReach = (
  query: Pick<ReachQuery, 'from'> & Partial<ReachQuery>,
  signal?: AbortSignal,
): Promise<ReachAnswer> => get<ReachAnswer>('reach', query, signal)

export type ExplainQuestion = Pick<ExplainQuery, 'from' | 'to'> & Partial<ExplainQuery>

export const getExplanation = (query: ExplainQuestion, signal?: AbortSignal): Promise<Explained> =>
  get<Explained>('explain', query, signal)

/** An object, and the fields whose lines are to be marked. */
export interface ObjectQuestion {
  readonly ref: ObjectRef
  readonly paths?: readonly Path[]
}

export const getObject = ({ ref, paths = [] }: ObjectQuestion, signal?: AbortSignal): Promise<ObjectText> =>
  get<ObjectText>('object', { ...ref, path: JSON.stringify(paths) }, signal)

type Parameter = string | number | readonly string[]

async function get<Answer>(
  route: string,
  query: Readonly<Record<string, Parameter>>,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const answer = await send(`/api/${route}${search(query)}`, signal)
  if (answer.ok) return (await answer.json()) as Answer
  throw new ApiProblem(await problemIn(answer), retryAfter(answer))
}

async function send(url: string, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, { headers: { accept: 'application/json' }, ...(signal && { signal }) })
  } catch (error) {
    // An abort is the caller's own doing, and everything else means that nobody answered.
    if (signal?.aborted) throw error
    throw new ApiProblem({
      type: problemType('unreachable'),
      title: problemTitles.unreachable,
      status: 0,
      detail: 'podtrust does not answer; check that it is still running',
    })
  }
}

function search(query: Readonly<Record<string, Parameter>>): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) parameters.set(name, String(value))
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

async function problemIn(answer: Response): Promise<ProblemDocument> {
  if (answer.headers.get('content-type')?.startsWith('application/problem+json'))
    return (await answer.json()) as ProblemDocument
  return {
    type: problemType('unexpected'),
    title: problemTitles.unexpected,
    status: answer.status,
    detail: `podtrust answered ${answer.status} without saying why`,
  }
}

function retryAfter(answer: Response): number | undefined {
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds : undefined
}
