import { controller, namespace, networkPolicy } from './manifests'

/**
 * `count` Deployments in namespaces of ten, `ns-0` to `ns-N`. The pods of every even namespace are limited in both
 * directions and may talk to those of the next even one on TCP 8080 by name; the odd ones are open.
 */
export function manyWorkloads(count: number): string[] {
  const documents: string[] = []
  const spaces = Math.ceil(count / 10)
  for (let space = 0; space < spaces; space++) {
    const name = `ns-${space}`
    documents.push(namespace(name))
    if (space % 2 === 0) documents.push(...policiesOf(space, spaces))
    for (let at = 0; at < 10 && space * 10 + at < count; at++)
      documents.push(
        controller('Deployment', `${name}/w-${at}`, { labels: `app: w-${at}, tier: t`, ports: ['web:8080'] }),
      )
  }
  return documents
}

function policiesOf(space: number, spaces: number): string[] {
  const named = (other: number): string =>
    `[{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ns-${other}}}, podSelector: {matchLabels: {tier: t}}}]`
  const next = (space + 2) % (spaces + (spaces % 2))
  const previous = (space + spaces + (spaces % 2) - 2) % (spaces + (spaces % 2))
  const name = `ns-${space}`
  return [
    networkPolicy(`${name}/default-deny`, '{podSelector: {}, policyTypes: [Ingress, Egress]}'),
    networkPolicy(
      `${name}/to-next`,
      `{podSelector: {}, policyTypes: [Egress], egress: [{to: ${named(next)}, ports: [{port: 8080}]}]}`,
    ),
    networkPolicy(
      `${name}/from-previous`,
      `{podSelector: {}, policyTypes: [Ingress], ingress: [{from: ${named(previous)}, ports: [{port: web}]}]}`,
    ),
  ]
}
