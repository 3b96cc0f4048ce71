import type { ObjectRef, Path } from '../model/object'
import type { ExampleName, Health, Uploaded } from './capture-contract'
import type { ConnectionsPage, ConnectionsQuery, RowPlace, RowQuestion } from './connection-contract'
import type { Explained, ExplainQuery } from './explanation-contract'
import type { MapQuery, TrustMap } from './map-contract'
import type { ObjectText } from './object-contract'
import type { Overview } from './overview-contract'
import type { ProblemDocument } from './problem-contract'
import type { ReachAnswer, ReachQuery } from './reach-contract'
import type { WorkloadDetail, WorkloadsPage, WorkloadsQuery } from './workload-contract'
import type {
  CompleteAnswer,
  CompleteQuery,
  ExportQuery,
  FilterQuery,
  GroupAnswer,
  LensesAnswer,
  MatrixAnswer,
  MatrixQuery,
  UnknownsAnswer,
} from './matrix-contract'
import type { FindingsPage, FindingsQuery } from './findings-contract'
import type { IdentitiesPage, IdentitiesQuery, IdentityDetail } from './identity-contract'
import type { PoliciesPage, PoliciesQuery, PolicyDetail } from './policy-contract'
import type { ScopeAnswer, ScopeQuery } from './scope-contract'
import { multipartOf, type FileToOpen } from './multipart'
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

export type ExplainQuestion = Pick<ExplainQuery, 'from' | 'to'> & Partial<ExplainQuery>

/** An object, and the fields whose lines are to be marked. */
export interface ObjectQuestion {
  readonly ref: ObjectRef
  readonly paths?: readonly Path[]
}

/** Every question about one capture. Rejects with ApiProblem, or with the signal's reason. */
export interface Api {
  readonly getOverview: (signal?: AbortSignal) => Promise<Overview>
  readonly getMap: (query?: Partial<MapQuery>, signal?: AbortSignal) => Promise<TrustMap>
  readonly getMatrix: (query?: Partial<MatrixQuery>, signal?: AbortSignal) => Promise<MatrixAnswer>
  readonly getGroup: (name: string, signal?: AbortSignal) => Promise<GroupAnswer>
  readonly getLenses: (query?: Partial<FilterQuery>, signal?: AbortSignal) => Promise<LensesAnswer>
  readonly getScope: (query?: Partial<ScopeQuery>, signal?: AbortSignal) => Promise<ScopeAnswer>
  readonly getCompletions: (query?: Partial<CompleteQuery>, signal?: AbortSignal) => Promise<CompleteAnswer>
  readonly getUnknowns: (signal?: AbortSignal) => Promise<UnknownsAnswer>
  /** Where the browser gets the table as a file. */
  readonly exportHref: (query?: Partial<ExportQuery>) => string
  readonly getConnections: (
    query?: Partial<ConnectionsQuery>,
    signal?: AbortSignal,
  ) => Promise<ConnectionsPage>
  readonly getRowPlace: (
    query: Pick<RowQuestion, 'from' | 'to'> & Partial<RowQuestion>,
    signal?: AbortSignal,
  ) => Promise<RowPlace>
  readonly getWorkloads: (query?: Partial<WorkloadsQuery>, signal?: AbortSignal) => Promise<WorkloadsPage>
  readonly getWorkload: (key: string, signal?: AbortSignal) => Promise<WorkloadDetail>
  readonly getPolicies: (query?: Partial<PoliciesQuery>, signal?: AbortSignal) => Promise<PoliciesPage>
  readonly getPolicy: (ref: ObjectRef, signal?: AbortSignal) => Promise<PolicyDetail>
  readonly getIdentities: (query?: Partial<IdentitiesQuery>, signal?: AbortSignal) => Promise<IdentitiesPage>
  readonly getIdentity: (id: string, signal?: AbortSignal) => Promise<IdentityDetail>
  readonly getFindings: (query?: Partial<FindingsQuery>, signal?: AbortSignal) => Promise<FindingsPage>
  readonly getReach: (
    query: Pick<ReachQuery, 'from'> & Partial<ReachQuery>,
    signal?: AbortSignal,
  ) => Promise<ReachAnswer>
  readonly getExplanation: (query: ExplainQuestion, signal?: AbortSignal) => Promise<Explained>
  readonly getObject: (question: ObjectQuestion, signal?: AbortSignal) => Promise<ObjectText>
  readonly getHealth: (signal?: AbortSignal) => Promise<Health>
  /** Has the source read again; `getHealth` tells how that goes. */
  readonly readAgain: (signal?: AbortSignal) => Promise<void>
}

/** The questions about one capture: the id of an upload, or undefined for what the server was started with. */
export function apiOf(capture: string | undefined): Api {
  const about = capture === undefined ? {} : { capture }
  const get = <Answer>(route: string, query: Query, signal: AbortSignal | undefined): Promise<Answer> =>
    answerOf<Answer>('GET', `/api/${route}${search({ ...query, ...about })}`, signal)
  return {
    getOverview: signal => get('overview', {}, signal),
    getMap: (query = {}, signal) => get('map', query, signal),
    getMatrix: (query = {}, signal) => get('matrix', query, signal),
    getGroup: (name, signal) => get('group', { name }, signal),
    getLenses: (query = {}, signal) => get('lenses', query, signal),
    getScope: (query = {}, signal) => get('scope', query, signal),
    getCompletions: (query = {}, signal) => get('complete', query, signal),
    getUnknowns: signal => get('unknowns', {}, signal),
    exportHref: (query = {}) => `/api/export${search({ ...query, ...about })}`,
    getConnections: (query = {}, signal) => get('connections', query, signal),
    getRowPlace: (query, signal) => get('row', query, signal),
    getWorkloads: (query = {}, signal) => get('workloads', query, signal),
    getWorkload: (key, signal) => get('workload', { key }, signal),
    getPolicies: (query = {}, signal) => get('policies', query, signal),
    getPolicy: (ref, signal) => get('policy', { ...ref }, signal),
    getIdentities: (query = {}, signal) => get('identities', query, signal),
    getIdentity: (id, signal) => get('identity', { id }, signal),
    getFindings: (query = {}, signal) => get('findings', query, signal),
    getReach: (query, signal) => get('reach', query, signal),
    getExplanation: ({ header, ...query }, signal) =>
      get('explain', { ...query, ...(header && { header: { each: header } }) }, signal),
    getObject: ({ ref, paths = [] }, signal) =>
      get('object', { ...ref, path: JSON.stringify(paths) }, signal),
    getHealth: signal => get('health', {}, signal),
    readAgain: signal => answerOf('POST', `/api/again${search(about)}`, signal),
  }
}

/** Text that the user pasted, as a file. */
export const pastedText = (text: string): FileToOpen => ({
  path: 'pasted.yaml',
  contents: new TextEncoder().encode(text),
})

export interface OpenOptions {
  /** How many bytes are sent, of how many; both count what frames the files too. */
  readonly onProgress?: (sent: number, of: number) => void
  readonly signal?: AbortSignal
}

/**
 * Sends files to be opened as a capture; gives its id when all are sent, and `apiOf(id).getHealth` tells how reading
 * goes on. Rejects with ApiProblem, or with the signal's reason: then nothing of them is kept.
 */
export async function openCapture(
  files: readonly FileToOpen[],
  { onProgress, signal }: OpenOptions = {},
): Promise<Uploaded> {
  const boundary = `podtrust-${crypto.randomUUID()}`
  const body = await multipartOf(files, boundary, signal)
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(reasonOf(signal))
    // Of all ways to send, only this one tells how far it is.
    const request = new XMLHttpRequest()
    const abort = (): void => request.abort()
    signal?.addEventListener('abort', abort, { once: true })
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(loaded, total)
    request.onabort = () => reject(signal ? reasonOf(signal) : unreachable())
    request.onerror = () => reject(unreachable())
    request.onload = () => {
      const answer = new Response(request.responseText, {
        status: request.status,
        headers: headersOf(request, ['content-type', 'retry-after']),
      })
      valueOf<Uploaded>(answer).then(resolve, reject)
    }
    request.onloadend = () => signal?.removeEventListener('abort', abort)
    request.open('POST', '/api/captures')
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('content-type', `multipart/form-data; boundary=${boundary}`)
    request.send(body)
  })
}

/** Opens a cluster that ships with podtrust; gives the id of its capture, which may still be loading. */
export async function openExample(name: ExampleName): Promise<string> {
  return (await answerOf<Uploaded>('POST', `/api/examples${search({ name })}`, undefined)).id
}

/** Has the server forget an opened capture; one that is gone already is as good as closed. */
export async function closeCapture(capture: string): Promise<void> {
  try {
    await answerOf('DELETE', `/api/captures${search({ capture })}`, undefined)
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

/** True where the capture that was asked about is not there: closed, expired, or never opened. */
export const isGone = (error: unknown): boolean =>
  error instanceof ApiProblem && error.problem.type === problemType('no-such-capture')

const reasonOf = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new DOMException('aborted', 'AbortError')

function headersOf(request: XMLHttpRequest, names: readonly string[]): Headers {
  const headers = new Headers()
  for (const name of names) headers.set(name, request.getResponseHeader(name) ?? '')
  return headers
}

/** A list is one text; `each` is given as often as it has texts. */
type Parameter = string | number | readonly string[] | { readonly each: readonly string[] }
type Query = Readonly<Record<string, Parameter>>

async function answerOf<Answer>(
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  return valueOf(await send(method, url, signal))
}

/** What an answer holds; nothing where it is empty. */
async function valueOf<Answer>(answer: Response): Promise<Answer> {
  if (!answer.ok) throw new ApiProblem(await problemIn(answer), retryAfter(answer))
  const text = await answer.text()
  return (text === '' ? undefined : JSON.parse(text)) as Answer
}

async function send(method: string, url: string, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, { method, headers: { accept: 'application/json' }, ...(signal && { signal }) })
  } catch (error) {
    // An abort is the caller's own doing, and everything else means that nobody answered.
    if (signal?.aborted) throw error
    throw unreachable()
  }
}

const unreachable = (): ApiProblem =>
  new ApiProblem({
    type: problemType('unreachable'),
    title: problemTitles.unreachable,
    status: 0,
    detail: 'podtrust does not answer; check that it is still running',
  })

function search(query: Query): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (typeof value === 'object' && 'each' in value)
      for (const text of value.each) parameters.append(name, text)
    else parameters.set(name, String(value))
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
  const text = answer.headers.get('retry-after')
  const seconds = text === null || text === '' ? Number.NaN : Number(text)
  return Number.isFinite(seconds) ? seconds : undefined
}
