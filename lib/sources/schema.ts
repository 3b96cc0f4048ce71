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

/** YAML 1.2's core schema with two things that the Kubernetes tools keep of YAML 1.1: merge keys and octal numbers. */
export const schema = yaml.CORE_SCHEMA.extend({ implicit: [integer, merge] })
