import { z } from 'zod'
import { captureParameter } from './capture-contract'
import { problemDocument } from './problem-contract'
import { endpoints, type Endpoint } from './endpoints'
import { problemStatus, problemTitles, problemType, type AnsweredProblem } from './problem-types'

/** Part of a JSON document. */
type Part = Readonly<Record<string, unknown>>

/** The OpenAPI 3.1 description of the API, made from the schemas that the routes answer by. */
export const openapi = (version: string): Part => ({
  openapi: '3.1.1',
  info: {
    title: 'podtrust',
    version,
    description:
      'Who may talk to whom in a Kubernetes cluster, and whether that trust is earned. Nothing here changes a cluster.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/', description: 'Wherever podtrust was started; on this machine only.' }],
  paths: paths(),
  components: { schemas: { Problem: jsonSchema(problemDocument, 'output') } },
})

function paths(): Part {
  const found: Record<string, Record<string, unknown>> = {}
  for (const [id, endpoint] of Object.entries<Endpoint>(endpoints))
    (found[endpoint.path] ??= {})[(endpoint.method ?? 'GET').toLowerCase()] = operation(id, endpoint)
  return found
}

function operation(
  operationId: string,
  {
    summary,
    query,
    body,
    status = 200,
    answer,
    problems = [],
    method,
    aboutCapture = true,
    streams,
  }: Endpoint,
): Part {
  const isEmpty = answer instanceof z.ZodUndefined
  return {
    operationId,
    summary,
    parameters: [...parametersOf(query), ...(aboutCapture ? parametersOf(captureParameter) : [])],
    ...(body && {
      requestBody: {
        required: true,
        content: { 'multipart/form-data': { schema: jsonSchema(body, 'input') } },
      },
    }),
    responses: {
      [status]: {
        description: summary,
        ...(!isEmpty && {
          content: streams
            ? texts(streams)
            : { 'application/json': { schema: jsonSchema(answer, 'output') } },
        }),
      },
      ...problemResponses([
        ...everywhere,
        ...(method ? changing : []),
        ...(aboutCapture ? about : []),
        ...problems,
      ]),
    },
  }
}

const texts = (types: readonly string[]): Part =>
  Object.fromEntries(types.map(type => [type, { schema: { type: 'string' } }]))

/** What may go wrong at any address. */
const everywhere: readonly AnsweredProblem[] = [
  'bad-request',
  'cross-site',
  'method-not-allowed',
  'foreign-host',
  'unexpected',
]

/** What may go wrong where something is sent. */
const changing: readonly AnsweredProblem[] = ['unsupported-media-type']

/** What may go wrong with questions about a capture. */
const about: readonly AnsweredProblem[] = ['not-found', 'no-such-capture', 'loading', 'load-failed']

/** Problems by their status, each named by its `type`. */
function problemResponses(kinds: readonly AnsweredProblem[]): Part {
  const found: Record<string, unknown> = {}
  const statuses = new Set(kinds.map(kind => problemStatus[kind]))
  for (const status of statuses) {
    const alike = [...new Set(kinds)].filter(kind => problemStatus[kind] === status)
    found[status] = {
      description: alike.map(kind => `${problemTitles[kind]} (${problemType(kind)})`).join('; '),
      ...(alike.some(kind => comesBack.has(kind)) && { headers: retryAfter }),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }
  }
  return found
}

/** Problems after which asking again may help. */
const comesBack: ReadonlySet<AnsweredProblem> = new Set<AnsweredProblem>([
  'loading',
  'too-many-captures',
  'low-memory',
])

const retryAfter: Part = {
  'retry-after': {
    description: 'Seconds after which to ask again.',
    schema: { type: 'integer', minimum: 1 },
  },
}

function parametersOf(query: z.ZodObject): Part[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input' })
  return Object.entries(properties).map(([name, schema]) => {
    const { description, ...rest } = typeof schema === 'object' ? schema : {}
    return {
      name,
      in: 'query',
      required: required.includes(name),
      ...(description !== undefined && { description }),
      schema: rest,
    }
  })
}

/** Without the address of the dialect, which the document states for all of them. */
function jsonSchema(schema: z.core.$ZodType, io: 'input' | 'output'): Part {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io })
  return rest
}
