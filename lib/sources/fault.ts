import yaml from 'js-yaml'

/** Why a document does not parse; `line` and `column` count from 1 within its text. */
export interface Fault {
  readonly code: string
  readonly line: number
  readonly column: number
  /** What is wrong, in a clause without subject. */
  readonly what: string
  readonly remedy: string
}

const refusals = {
  'too-many-aliases': ['has more than 100 aliases (`*name`)', 'write the values out, or split the document'],
  'alias-bomb': ['has aliases that multiply to more than 200,000 values', 'write the values out'],
  'cyclic-anchor': ['has an anchor (`&name`) that contains its own alias', 'take the alias out'],
  'too-deep': ['is nested more than 64 levels deep', 'no Kubernetes object is; look for a runaway generator'],
} as const satisfies Record<string, readonly [what: string, remedy: string]>

/** A limit of ours that a document breaks; `offset` counts characters of its text. */
export class Refusal extends Error {
  constructor(
    readonly code: keyof typeof refusals,
    readonly offset: number,
  ) {
    super(code)
  }
}

/** What to tell about a document that a parser or a limit refused. */
export function faultOf(error: unknown, text: string): Fault {
  if (error instanceof Refusal) {
    const [what, remedy] = refusals[error.code]
    return { code: error.code, ...placeOf(text, error.offset), what, remedy }
  }
  const reason = error instanceof yaml.YAMLException ? error.reason : String(error)
  const position = error instanceof yaml.YAMLException ? error.mark.position : 0
  return {
    code: 'yaml-syntax',
    ...placeOf(text, position),
    what: `does not parse: ${reason}`,
    remedy: 'correct it',
  }
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - lineStart + 1 }
}
