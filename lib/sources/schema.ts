import yaml from 'js-yaml'

/** As in YAML 1.2, except that `010` is eight, as the Kubernetes tools read it. */
const integer = new yaml.Type('tag:yaml.org,2002:int', {
  kind: 'scalar',
  resolve: (data: string | null) => data !== null && /^[-+]?(?:0b[01]+|0o[0-7]+|0x[\da-f]+|\d+)$/i.test(data),
  construct: (data: string) => {
    const digits = data.replace(/^[-+]/, '')
    const value = /^0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number(digits)
    return data.startsWith('-') && value !== 0 ? -value : value
  },
})

const merge = new yaml.Type('tag:yaml.org,2002:merge', {
  kind: 'scalar',
  resolve: (data: string | null) => data === '<<' || data === null,
})

const truthWords: ReadonlyMap<string, boolean> = new Map(
  ['true', 'yes', 'on', 'false', 'no', 'off'].flatMap((word, at) =>
    [word, word.toUpperCase(), word.slice(0, 1).toUpperCase() + word.slice(1)].map(
      text => [text, at < 3] as const,
    ),
  ),
)

/**
 * Plain `yes`, `no`, `on` and `off` are truth values for the Kubernetes tools, and where a text is wanted, as in labels,
 * the API server refuses what they send. `y` and `n` are too, but nearly everybody who writes them means the letter.
 */
const truth = new yaml.Type('tag:yaml.org,2002:bool', {
  kind: 'scalar',
  resolve: (data: string | null) => data !== null && truthWords.has(data),
  construct: (data: string) => truthWords.get(data) === true,
})

/**
 * YAML 1.2's core schema with what the Kubernetes tools keep of YAML 1.1: merge keys, octal numbers and more words for
 * true and false.
 */
export const schema = yaml.CORE_SCHEMA.extend({ implicit: [integer, merge, truth] })
