import { z } from 'zod'
import { problemDocument } from './contract'
import { endpoints, type Endpoint } from './endpoints'

/** The OpenAPI 3.1 description of the API, made from the schemas that the routes answer by. */
export const openapi = (version: string): Readonly<Record<string, unknown>> => ({
  openapi: '3.1.1',
  info: {
    title: 'podtrust',
    version,
    description:
      'Who may talk to whom in a Kubernetes cluster, and whether that trust is earned. Everything is read-only.',
  },
  paths: Object.fromEntries(
    Object.entries(endpoints).map(([id, endpoint]) => [endpoint.path, pathItem(id, endpoint)]),
  ),
  components: { schemas: { Problem: jsonSchema(problemDocument, 'output') } },
})

const pathItem = (
  operationId: string,
  { summary, query, answer }: Endpoint,
): Readonly<Record<string, unknown>> => ({
  get: {
    operationId,
    summary,
    parameters: parametersOf(query),
    responses: {
      200: {
        description: summary,
        content: { 'application/json': { schema: jsonSchema(answer, 'output') } },
      },
      default: {
        description: 'Why there is no answer (RFC 9457)',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  },
})

function parametersOf(query: z.ZodObject): Readonly<Record<string, unknown>>[] {
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
function jsonSchema(schema: z.core.$ZodType, io: 'input' | 'output'): Readonly<Record<string, unknown>> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io })
  return rest
}
