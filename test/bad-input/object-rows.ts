import { expect } from 'vitest'
import type { Session } from '../../lib/model/session'
import { pod } from '../kit/manifests'
import { verdicts } from '../kit/world'
import { broken, policy, service } from './kit'
import type { Row } from './rows'

/** A pod `shop/new`, with more metadata, spec and status. */
const newPod = (metadata = '', spec = '', status = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: new, namespace: shop${metadata}}\nspec: {containers: [{name: a}]${spec}}\nstatus: {${status}}\n`
const labelled = (labels: string): string => newPod(`, labels: {${labels}}`)
const namespaceNew = (labels: string): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: ops, labels: {${labels}}}\n`

/** A pod `shop/new` with a sidecar, and a mode for one of its ports. */
const meshed = (port: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: new, namespace: shop, labels: {app: new}}\nspec: {containers: [{name: a}, {name: istio-proxy}]}\n---\napiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: new, namespace: shop}\nspec: {selector: {matchLabels: {app: new}}, portLevelMtls: {${port}: {mode: STRICT}}}\n`

/** The mode counts at the port that is written, and nowhere else. */
const holdsMode =
  (port: string) =>
  (session: Session): void => {
    const table = { [`ops/tool -> shop/new ${port}`]: 'deny', 'ops/tool -> shop/new 8443': 'allow' }
    expect(verdicts(session, table)).toEqual(table)
  }

/** Bad objects (checklist-security.md 5.3, numbers 26–51 but for refused specs, and 56). */
export const objectRows: readonly Row[] = [
  {
    number: 26,
    title: 'a policy without a kind',
    bad: broken('kind: NetworkPolicy\n', ''),
    says: ['bad.yaml, document 1, line 1: the object says no `kind` [unknown]; add `kind`'],
    reach: 'cluster',
  },
  {
    number: 26,
    title: 'a kind that is no text',
    bad: broken('kind: NetworkPolicy', 'kind: [NetworkPolicy]'),
    says: ['bad.yaml, document 1, line 1: the object says no `kind` [unknown]; add `kind`'],
    reach: 'cluster',
  },
  {
    number: 26,
    title: 'neither kind nor version',
    bad: policy.split('\n').slice(2).join('\n'),
    says: [
      'bad.yaml, document 1, line 1: the object says no `apiVersion` and no `kind` [unknown]; add `apiVersion` and `kind`',
    ],
    reach: 'cluster',
  },
  {
    number: 27,
    title: 'a policy without a version',
    bad: broken('apiVersion: networking.k8s.io/v1\n', ''),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/api: the object says no `apiVersion` [unknown]; add `apiVersion`',
    ],
    reach: 'namespace',
  },
  {
    number: 27,
    title: 'a harmless object without a version',
    bad: service.replace('apiVersion: v1\n', ''),
    says: [
      'bad.yaml, document 1, line 1, Service shop/api: the object says no `apiVersion` [left-out]; add `apiVersion`',
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 27,
    title: 'a policy of a removed version',
    bad: broken('networking.k8s.io/v1', 'extensions/v1beta1'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/api: `NetworkPolicy` of `extensions/v1beta1` is not read here [unknown]; write it as `networking.k8s.io/v1`',
    ],
    reach: 'namespace',
  },
  {
    number: 27,
    title: 'a policy of a version to come',
    bad: broken('networking.k8s.io/v1', 'networking.k8s.io/v7'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/api: version v7 of NetworkPolicy is not read here [unknown]; judge by hand what it decides, until podtrust reads this kind',
    ],
    reach: 'namespace',
  },
  {
    number: 28,
    title: 'an unknown kind of an unknown group',
    bad: 'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: a}\n---\napiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: b}\n',
    says: [
      'bad.yaml, document 1, line 1: 2 objects of kind `ClusterPolicy` (`kyverno.io`) are not read: no policy kind that is known here [none]; check the spelling of `apiVersion` and `kind` if it was meant to be one',
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 28,
    title: 'an unknown kind of a policy group',
    bad: broken('kind: NetworkPolicy', 'kind: NetworkPolice'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolice shop/api: NetworkPolice of networking.k8s.io is not read yet [unknown]; judge by hand what it decides, until podtrust reads this kind',
    ],
    reach: 'namespace',
  },
  {
    number: 29,
    title: 'no name',
    bad: broken('  name: api\n', ''),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/(document 1 of bad.yaml), metadata.name: the object has no name [none]; give it one',
    ],
    reach: 'none',
  },
  {
    number: 29,
    title: 'a name to be generated',
    bad: broken('name: api', 'generateName: api-'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/api-(document 1 of bad.yaml), metadata.generateName: the name is still to be generated [none]; none is needed',
    ],
    reach: 'none',
  },
  {
    number: 29,
    title: 'a name that is a number',
    bad: broken('name: api', 'name: 7'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/(document 1 of bad.yaml, line 1), metadata.name: the API server refuses the object: `metadata.name` is a number `7`, not text [unknown]; put the value in quotes',
    ],
    reach: 'namespace',
  },
  {
    number: 29,
    title: 'metadata of a policy that is a list',
    bad: policy.replace(/metadata:[^]*spec:/, 'metadata: []\nspec:'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy (document 1 of bad.yaml, line 1), metadata: the API server refuses the object: `metadata` is a list, not a map [unknown]; write a map',
    ],
    reach: 'cluster',
  },
  {
    number: 25,
    title: 'settings of Cilium that do not parse',
    bad: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cilium-config, namespace: kube-system}\ndata:\n\tenable-policy: never\n',
    says: [
      'bad.yaml, document 1, line 5, ConfigMap kube-system/cilium-config, data: the document does not parse: a tab stands in the indentation (column 1) [unknown]; indent with spaces; YAML knows no tabs there',
    ],
    reach: 'cluster',
    apart: true,
  },
  {
    number: 29,
    title: 'metadata that is a list',
    bad: service.replace('{name: api, namespace: shop}', '[a]'),
    says: [
      'bad.yaml, document 1, line 1, Service (document 1 of bad.yaml, line 1), metadata: the API server refuses the object: `metadata` is a list, not a map [left-out]; write a map',
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 30,
    title: 'a name of 300 letters',
    bad: broken('name: api', `name: ${'a'.repeat(300)}`),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, metadata.name: `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…` is no name that the API server takes [none]; use lower-case letters, digits, `-` and, in names, `.`',
    ],
    reach: 'none',
  },
  {
    number: 30,
    title: 'a name in capitals',
    bad: broken('name: api', 'name: API'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/API, metadata.name: `API` is no name that the API server takes [none]; use lower-case letters, digits, `-` and, in names, `.`',
    ],
    reach: 'none',
  },
  {
    number: 30,
    title: 'a name in another script',
    bad: broken('name: api', 'name: größe'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/größe, metadata.name: `größe` is no name that the API server takes [none]; use lower-case letters, digits, `-` and, in names, `.`',
    ],
    reach: 'none',
  },
  {
    number: 30,
    title: 'a namespace of 64 letters',
    bad: broken('namespace: shop', `namespace: ${'a'.repeat(64)}`),
    says: [
      `bad.yaml, document 1, line 1, NetworkPolicy ${'a'.repeat(64)}/api, metadata.namespace: \`${'a'.repeat(57)}…\` is no namespace that the API server takes [none]; use lower-case letters, digits, \`-\` and, in names, \`.\``,
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 30,
    title: 'a name written from right to left',
    bad: broken('name: api', 'name: "a\u202epi"'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/a\u202epi, metadata.name: `a\u202epi` is no name that the API server takes [none]; use lower-case letters, digits, `-` and, in names, `.`',
    ],
    reach: 'none',
  },
  {
    number: 31,
    title: 'names of things that every JavaScript object has',
    bad: `${broken('name: api', 'name: __proto__')}---\n${service.replace('name: api', 'name: constructor')}`,
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/__proto__, metadata.name: `__proto__` is no name that the API server takes [none]; use lower-case letters, digits, `-` and, in names, `.`',
    ],
    reach: 'none',
  },
  {
    number: 31,
    title: 'namespaces of things that every JavaScript object has',
    bad: `${broken('namespace: shop', 'namespace: __proto__')}---\n${service.replace('shop', 'constructor')}`,
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy __proto__/api, metadata.namespace: `__proto__` is no namespace that the API server takes [none]; use lower-case letters, digits, `-` and, in names, `.`',
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 31,
    title: 'kinds of things that every JavaScript object has',
    bad: broken('kind: NetworkPolicy', 'kind: constructor'),
    says: [
      'bad.yaml, document 1, line 1, constructor shop/api: constructor of networking.k8s.io is not read yet [unknown]; judge by hand what it decides, until podtrust reads this kind',
    ],
    reach: 'namespace',
  },
  {
    number: 32,
    title: 'labels of things that every JavaScript object has',
    bad: labelled('__proto__: a, constructor: b, toString: ""'),
    says: [
      'bad.yaml, document 1, line 1, Pod shop/new, metadata.labels.__proto__: the API server refuses the object: `__proto__` is no label key [none]; use at most 63 letters, digits, `-`, `_`, `.`, perhaps behind a domain and a slash',
    ],
    reach: 'none',
    apart: true,
    pods: 1,
    also: ({ inventory }) =>
      expect([...(inventory.pods.find(({ name }) => name === 'new')?.labels ?? [])]).toEqual([
        ['__proto__', 'a'],
        ['constructor', 'b'],
        ['toString', ''],
      ]),
  },
  {
    number: 32,
    title: 'a label without a value',
    bad: labelled('app: '),
    says: [],
    reach: 'none',
    apart: true,
    pods: 1,
    also: ({ inventory }) =>
      expect(inventory.pods.find(({ name }) => name === 'new')?.labels.get('app')).toBe(''),
  },
  {
    number: 32,
    title: 'a label value of 64 letters',
    bad: labelled(`app: ${'v'.repeat(64)}`),
    says: [
      `bad.yaml, document 1, line 1, Pod shop/new, metadata.labels.app: the API server refuses the object: \`${'v'.repeat(57)}…\` is no label value [none]; use at most 63 letters, digits, \`-\`, \`_\`, \`.\``,
    ],
    reach: 'none',
    apart: true,
    pods: 1,
  },
  {
    number: 32,
    title: 'a label value of 64 letters on a namespace',
    bad: namespaceNew(`team: ${'v'.repeat(64)}`),
    says: [
      `bad.yaml, document 1, line 1, Namespace ops, metadata.labels.team: the API server refuses the object: \`${'v'.repeat(57)}…\` is no label value [unknown]; use at most 63 letters, digits, \`-\`, \`_\`, \`.\``,
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 32,
    title: 'a label that is a number',
    bad: labelled('version: 1'),
    says: [
      'bad.yaml, document 1, line 1, Pod shop/new, metadata.labels.version: the API server refuses the object: `metadata.labels.version` is a number `1`, not text [left-out]; put the value in quotes',
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 32,
    title: 'labels of a namespace that are numbers',
    bad: namespaceNew('tier: 1'),
    says: [
      'bad.yaml, document 1, line 1, Namespace ops, metadata.labels.tier: the API server refuses the object: `metadata.labels.tier` is a number `1`, not text [unknown]; put the value in quotes',
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 32,
    title: 'a label that is a number on a policy',
    bad: broken('name: api', 'name: api\n  labels: {tier: 1}'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/api, metadata.labels.tier: the API server refuses the object: `metadata.labels.tier` is a number `1`, not text [unknown]; put the value in quotes',
    ],
    reach: 'namespace',
  },
  {
    number: 33,
    title: 'markup and scripts in labels and annotations',
    bad: newPod(', labels: {app: "<script>"}, annotations: {link: "javascript:alert(1)"}'),
    says: [
      'bad.yaml, document 1, line 1, Pod shop/new, metadata.labels.app: the API server refuses the object: `<script>` is no label value [none]; use at most 63 letters, digits, `-`, `_`, `.`',
    ],
    reach: 'none',
    apart: true,
    pods: 1,
    also: ({ capture }) => expect(JSON.stringify(capture)).not.toContain('javascript:'),
  },
  {
    number: 34,
    title: 'a formula as a name',
    bad: broken('name: api', 'name: "=cmd|x"'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/=cmd|x, metadata.name: `=cmd|x` is no name that the API server takes [none]; use lower-case letters, digits, `-` and, in names, `.`',
    ],
    reach: 'none',
  },
  {
    number: 35,
    title: 'no namespace and `default` are one',
    bad: `${service.replace(', namespace: shop', '')}---\n${service.replace('shop', 'default')}`,
    says: [
      'bad.yaml, document 2, line 6, Service default/api: Service default/api is given twice, with different content: first in bad.yaml, document 1, line 1, then in bad.yaml, document 2, line 6; the second one counts [none]; keep one of the two',
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 35,
    title: 'a policy without a namespace',
    bad: broken('  namespace: shop\n', ''),
    says: [],
    reach: 'none',
    apart: true,
  },
  {
    number: 35,
    title: 'a broken policy without a namespace',
    bad: `${broken('  namespace: shop\n', '')}\tx: 1\n`,
    says: [
      'bad.yaml, document 1, line 15, NetworkPolicy api, spec.ingress[0].ports[0].port: the document does not parse: a tab stands in the indentation (column 1) [unknown]; indent with spaces; YAML knows no tabs there',
    ],
    reach: 'cluster',
  },
  {
    number: 35,
    title: 'a namespace that is a number',
    bad: broken('namespace: shop', 'namespace: 7'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy 7/api, metadata.namespace: the API server refuses the object: `metadata.namespace` is a number `7`, not text [unknown]; put the value in quotes',
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 36,
    title: 'one object twice',
    bad: `${policy}---\n${policy}`,
    says: [
      'bad.yaml, document 2, line 17, NetworkPolicy shop/api: NetworkPolicy shop/api is given twice, alike: first in bad.yaml, document 1, line 1, then in bad.yaml, document 2, line 17; the second one counts [none]; keep one of the two',
    ],
    reach: 'none',
  },
  {
    number: 36,
    title: 'one object twice with another content',
    bad: `${broken('8080', '9090')}---\n${policy}`,
    says: [
      'bad.yaml, document 2, line 17, NetworkPolicy shop/api: NetworkPolicy shop/api is given twice, with different content: first in bad.yaml, document 1, line 1, then in bad.yaml, document 2, line 17; the second one counts [none]; keep one of the two',
    ],
    reach: 'none',
  },
  {
    number: 36,
    title: 'names that only look alike once joined',
    bad: `${broken('name: api', 'name: x/y')}---\n${service.replace('name: api, namespace: shop', 'name: "y", namespace: shop/x').replace('v1\nkind: Service', 'networking.k8s.io/v1\nkind: NetworkPolicy').replace('selector: {app: api}', 'podSelector: {}')}`,
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/x/y, metadata.name: `x/y` is no name that the API server takes [none]; use lower-case letters, digits, `-` and, in names, `.`',
      'bad.yaml, document 2, line 17, NetworkPolicy shop/x/y, metadata.namespace: `shop/x` is no namespace that the API server takes [none]; use lower-case letters, digits, `-` and, in names, `.`',
    ],
    reach: 'none',
  },
  {
    number: 37,
    title: 'a terminating pod',
    bad: newPod(', deletionTimestamp: "2026-01-01T00:00:00Z"'),
    says: [],
    reach: 'none',
    apart: true,
    pods: 1,
  },
  {
    number: 37,
    title: 'a terminating policy, which still holds',
    bad: broken('name: api', 'name: api\n  deletionTimestamp: "2026-01-01T00:00:00Z"\n  finalizers: [a/b]'),
    says: [],
    reach: 'none',
  },
  {
    number: 37,
    title: 'a terminating namespace',
    bad: 'apiVersion: v1\nkind: Namespace\nmetadata: {name: new, labels: {team: ops}, deletionTimestamp: "2026-01-01T00:00:00Z"}\nstatus: {phase: Terminating}\n',
    says: [],
    reach: 'none',
    apart: true,
  },
  {
    number: 38,
    title: 'a policy of status alone',
    bad: `${policy.split('spec:')[0]}status: {conditions: []}\n`,
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/api: spec: is missing, so every pod of the namespace is isolated for ingress [none]; write the `spec` that was meant',
    ],
    reach: 'shut',
  },
  {
    number: 38,
    title: 'an object of status alone',
    bad: 'apiVersion: v1\nkind: Pod\nmetadata: {name: new, namespace: shop}\nstatus: {phase: Running}\n',
    says: [],
    reach: 'none',
    apart: true,
    pods: 1,
  },
  {
    number: 39,
    title: 'a pod without an address',
    bad: newPod(),
    says: [],
    reach: 'none',
    apart: true,
    pods: 1,
  },
  {
    number: 39,
    title: 'a pod whose address is none',
    bad: newPod('', '', 'podIP: nowhere'),
    says: [],
    reach: 'none',
    apart: true,
    pods: 1,
  },
  {
    number: 40,
    title: 'two pods with one address',
    bad: newPod('', '', 'podIP: 10.0.0.2'),
    says: [
      'Pod shop/new: pods `shop/api` and `shop/new` both have the address 10.0.0.2 [none]; one of them is stale; read the cluster again',
    ],
    reach: 'none',
    apart: true,
    pods: 1,
  },
  {
    number: 40,
    title: 'two host-network pods with one address',
    bad: newPod('', ', hostNetwork: true', 'podIP: 192.0.2.1'),
    says: [],
    reach: 'none',
    apart: true,
    pods: 1,
  },
  {
    number: 40,
    title: '`hostNetwork: yes`',
    bad: newPod('', ', hostNetwork: yes'),
    says: [],
    reach: 'none',
    apart: true,
    pods: 1,
    also: ({ inventory }) =>
      expect(inventory.pods.find(({ name }) => name === 'new')?.hostNetwork).toBe(true),
  },
  {
    number: 40,
    title: '`hostNetwork` as text',
    bad: newPod('', ', hostNetwork: "true"'),
    says: [
      'bad.yaml, document 1, line 1, Pod shop/new, spec.hostNetwork: the API server refuses the object: `spec.hostNetwork` is text `true`, not true or false [left-out]; write true or false',
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 41,
    title: 'owners in a circle',
    bad: 'apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: new, namespace: shop, ownerReferences: [{kind: Deployment, name: new, controller: true}]}\nspec: {template: {}}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: new, namespace: shop, ownerReferences: [{kind: ReplicaSet, name: new, controller: true}]}\nspec: {template: {}}\n',
    says: [],
    reach: 'none',
    apart: true,
  },
  {
    number: 42,
    title: 'a ReplicaSet of an absent owner',
    bad: 'apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: new, namespace: shop, ownerReferences: [{kind: Deployment, name: gone, controller: true}]}\nspec: {template: {metadata: {labels: {a: b}}}}\n',
    says: [],
    reach: 'none',
    apart: true,
    pods: 1,
  },
  {
    number: 43,
    title: 'Services without a selector, headless and external',
    bad: [
      service.replace('selector: {app: api}', ''),
      service.replace('name: api', 'name: b').replace('selector', 'clusterIP: None, selector'),
      service
        .replace('name: api', 'name: c')
        .replace('selector: {app: api}', 'type: ExternalName, externalName: example.org'),
    ].join('---\n'),
    says: [],
    reach: 'none',
    apart: true,
    also: ({ inventory }) =>
      expect(inventory.services.map(({ targets }) => targets)).toEqual([[], ['shop/api[Pod]'], []]),
  },
  {
    number: 44,
    title: 'ports of containers beyond all ports',
    bad: newPod().replace(
      '{name: a}',
      '{name: a, ports: [{name: web, containerPort: 65536}]}, {name: b, ports: [{containerPort: 0}]}, {name: c, ports: [{containerPort: -1}]}',
    ),
    says: [
      'bad.yaml, document 1, line 1, Pod shop/new, spec.containers[0].ports[0].containerPort: the API server refuses the object: `65536` is no port [none]; use a number from 1 to 65535',
    ],
    reach: 'none',
    apart: true,
    pods: 1,
  },
  {
    number: 44,
    title: 'a port of a Service beyond all ports',
    bad: service.replace('selector', 'ports: [{port: 70000}], selector'),
    says: [
      'bad.yaml, document 1, line 1, Service shop/api, spec.ports[0].port: the API server refuses the object: `70000` is no port [none]; use a number from 1 to 65535',
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 45,
    title: 'SCTP, which is a protocol',
    bad: broken('port: 8080', 'protocol: SCTP\n      port: 8080'),
    says: [],
    reach: 'shut',
    widens: true,
  },
  {
    number: 46,
    title: 'a named port that no pod has',
    bad: broken('port: 8080', 'port: metrics'),
    says: [],
    reach: 'shut',
  },
  {
    number: 46,
    title: 'a named port that a pod has twice, with different numbers',
    bad: `${broken('port: 8080', 'port: web')}---\n${pod('shop/new', { labels: 'app: api', ports: ['web:8080', 'web:9090'] })}\n`,
    says: [],
    reach: 'none',
    pods: 1,
    also: session =>
      expect(
        verdicts(session, { 'shop/cart -> shop/new 8080': '', 'shop/cart -> shop/new 9090': '' }),
      ).toEqual({ 'shop/cart -> shop/new 8080': 'allow', 'shop/cart -> shop/new 9090': 'allow' }),
  },
  {
    number: 47,
    title: 'an address block with bits behind its prefix',
    bad: broken('podSelector: {matchLabels: {app: cart}}', 'ipBlock: {cidr: 10.0.0.1/24}'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/api: spec.ingress[0].from[0].ipBlock.cidr: `10.0.0.1/24` has bits set after the prefix, which are ignored [none]; write the first address of the range',
    ],
    reach: 'none',
    widens: true,
  },
  {
    number: 49,
    title: 'no podSelector, which means every pod',
    bad: broken('  podSelector:\n    matchLabels:\n      app: api\n', ''),
    says: [],
    reach: 'none',
  },
  {
    number: 49,
    title: 'podSelector null, which means every pod',
    bad: broken('  podSelector:\n    matchLabels:\n      app: api\n', '  podSelector: null\n'),
    says: [],
    reach: 'none',
  },
  {
    number: 49,
    title: 'podSelector {}, which means every pod',
    bad: broken('  podSelector:\n    matchLabels:\n      app: api\n', '  podSelector: {}\n'),
    says: [],
    reach: 'none',
  },
  {
    number: 50,
    title: '`from: []`, which means everybody',
    bad: broken('from:\n    - podSelector: {matchLabels: {app: cart}}', 'from: []'),
    says: [],
    reach: 'open',
    widens: true,
  },
  {
    number: 50,
    title: '`from: null`, which means everybody',
    bad: broken('from:\n    - podSelector: {matchLabels: {app: cart}}', 'from: null'),
    says: [],
    reach: 'open',
    widens: true,
  },
  {
    number: 50,
    title: '`from: [{}]`, which means nothing',
    bad: broken('from:\n    - podSelector: {matchLabels: {app: cart}}', 'from: [{}]'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/api: spec.ingress[0].from[0]: the peer is empty [unknown]; name `podSelector`, `namespaceSelector` or `ipBlock`; to allow everybody leave the list out',
    ],
    reach: 'namespace',
  },
  {
    number: 51,
    title: 'no policy types, which are then told by the rules',
    bad: broken('policyTypes: [Ingress]', 'policyTypes: []'),
    says: [],
    reach: 'none',
  },
  {
    number: 51,
    title: 'a policy type given twice',
    bad: broken('policyTypes: [Ingress]', 'policyTypes: [Ingress, Ingress]'),
    says: [],
    reach: 'none',
  },
  {
    number: 56,
    title: 'a PeerAuthentication for a port at which nobody listens',
    bad: meshed('9000'),
    says: [
      'bad.yaml, document 2, line 6, PeerAuthentication shop/new: spec.portLevelMtls["9000"]: no Service leads to this port of the selected pods, and no container declares it [none]; write the number at which the containers listen, or remove the entry',
    ],
    reach: 'none',
    apart: true,
    pods: 1,
    also: holdsMode('9000'),
  },
  {
    number: 56,
    title: 'a PeerAuthentication for the port of a Service, of which a finding tells',
    bad: `${meshed('443')}---\napiVersion: v1\nkind: Service\nmetadata: {name: new, namespace: shop}\nspec: {selector: {app: new}, ports: [{port: 443, targetPort: 8443}]}\n`,
    says: [],
    reach: 'none',
    apart: true,
    pods: 1,
    also: holdsMode('443'),
  },
]
