import type { Endpoint, Question } from '../model/session'

/** The pods of an end that have no port of this name, as complaints; whoever is no pod names no port. */
export function withoutPort(to: Endpoint, protocol: Question['protocol'], name: string): string[] {
  if (to.kind !== 'pods') return [`\`${to.label}\` is no pod, so its ports have no names: give a number`]
  return to.pods
    .filter(pod => !pod.ports.some(port => port.name === name && port.protocol === protocol))
    .map(pod => `\`${pod.namespace}/${pod.name}\` has no ${protocol} port named \`${name}\``)
}
