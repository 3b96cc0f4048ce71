import { gzipSync } from 'node:zlib'
import { broken, policy, service } from './kit'
import type { Row } from './rows'

const utf16 = (text: string): Uint8Array => Buffer.from(`\uFEFF${text}`, 'utf16le')
const json = JSON.stringify({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'api', namespace: 'shop' },
  spec: {
    podSelector: { matchLabels: { app: 'api' } },
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'cart' } } }], ports: [{ port: 8080 }] }],
  },
})
const indented = (text: string): string => text.trimEnd().replaceAll('\n', '\n  ')
/** 50 MiB of a text. */
const filled = (text: string): string => text.repeat((50 << 20) / text.length)
const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x, x]',
  ...[...'bcdefgh'].map(
    (name, at) => `${name}: &${name} [${Array(10).fill(`*${'abcdefg'[at]}`).join(', ')}]`,
  ),
].join('\n')

/** Bad files (checklist-security.md 5.3, numbers 1–25). */
export const fileRows: readonly Row[] = [
  {
    number: 1,
    title: 'an empty file',
    bad: '',
    says: [
      'bad.yaml, document 1, line 1: the file holds no object [none]; check that it was written to its end',
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 2,
    title: 'only comments',
    bad: '# nothing\n---\n# here\n',
    says: [
      'bad.yaml, document 1, line 1: the file holds no object [none]; check that it was written to its end',
    ],
    reach: 'none',
    apart: true,
  },
  { number: 3, title: 'a byte order mark', bad: `\uFEFF${policy}`, says: [], reach: 'none' },
  { number: 3, title: 'UTF-16', bad: utf16(policy), says: [], reach: 'none' },
  {
    number: 3,
    title: 'UTF-16 without a mark',
    bad: utf16(policy).subarray(2),
    says: [
      'bad.yaml, document 1, line 1: the file is a binary file, or UTF-16 text without a byte order mark, not text [unknown]; unpack it or save it as UTF-8, or leave it out',
    ],
    reach: 'cluster',
  },
  { number: 3, title: 'UTF-16 JSON', bad: utf16(json), says: [], reach: 'none' },
  {
    number: 4,
    title: 'bytes that are no UTF-8',
    bad: Buffer.concat([Buffer.from(policy), Buffer.from([0x23, 0xff, 0x0a])]),
    says: [
      'bad.yaml, document 1, line 16, NetworkPolicy shop/api: the document holds bytes that are no UTF-8 (column 2) [unknown]; save the file as UTF-8',
    ],
    reach: 'namespace',
  },
  {
    number: 4,
    title: 'bytes that are no UTF-8 in another document',
    bad: Buffer.concat([Buffer.from(`${policy}---\n${service}# `), Buffer.from([0xe4, 0x0a])]),
    says: [
      'bad.yaml, document 2, line 21, Service shop/api: the document holds bytes that are no UTF-8 (column 3) [left-out]; save the file as UTF-8',
    ],
    reach: 'none',
  },
  {
    number: 5,
    title: 'a NUL byte',
    bad: broken('app: api', 'app: ap\0i'),
    says: [
      'bad.yaml, document 1, line 9, NetworkPolicy shop/api: the document does not parse: it holds a control character, such as NUL (column 14) [unknown]; remove the character; the file may be damaged',
    ],
    reach: 'namespace',
  },
  {
    number: 6,
    title: 'a tab as indentation',
    bad: broken('    matchLabels', '\tmatchLabels'),
    says: [
      'bad.yaml, document 1, line 8, NetworkPolicy shop/api, spec.podSelector: the document does not parse: a tab stands in the indentation (column 1) [unknown]; indent with spaces; YAML knows no tabs there',
    ],
    reach: 'namespace',
  },
  {
    number: 7,
    title: '50 MiB of comments before the policy',
    bad: () => `${filled('# nothing\n')}${policy}`,
    says: [],
    reach: 'none',
  },
  {
    number: 7,
    title: '50 MiB of text in one value',
    bad: () => broken('name: api', `name: api\n  annotations: {note: "${filled('x')}"}`),
    says: [],
    reach: 'none',
  },
  {
    number: 7,
    title: '50 MiB of lines that are no YAML',
    bad: () => `${policy}\tx: 1\n${filled('a: 1\n')}`,
    says: [
      'bad.yaml, document 1, line 16: the document does not parse: a tab stands in the indentation (column 1) [unknown]; indent with spaces; YAML knows no tabs there',
    ],
    reach: 'cluster',
  },
  {
    number: 7,
    title: '50 MiB of values in one object',
    bad: () => `${policy}x: [${filled('[],')}]\n`,
    says: [
      'bad.yaml, document 1, line 16: the document holds more than 200,000 values (column 1199882) [unknown]; no Kubernetes object does; split it into several objects, or a list as kubectl prints one',
    ],
    reach: 'cluster',
  },
  {
    number: 7,
    title: '50 MiB of values in one JSON object',
    bad: () => json.replace('"spec"', `"x":[${filled('{},')}{}],"spec"`),
    says: [
      'bad.yaml, document 1, line 1: the document holds more than 200,000 values (column 1200069) [unknown]; no Kubernetes object does; split it into several objects, or a list as kubectl prints one',
    ],
    reach: 'cluster',
  },
  {
    number: 7,
    title: '50 MiB of items that are empty',
    bad: () => `{"apiVersion":"v1","kind":"List","items":[${filled('{},')}${json}]}`,
    says: [
      'bad.yaml, document 1, line 1: the document holds more than 200,000 values (column 1200019) [unknown]; no Kubernetes object does; split it into several objects, or a list as kubectl prints one',
    ],
    reach: 'cluster',
  },
  {
    number: 8,
    title: '100,000 documents with the policy behind them',
    bad: () =>
      `${Array.from({ length: 100_000 }, (_, i) => `{apiVersion: v1, kind: ConfigMap, metadata: {name: c${i}, namespace: shop}}\n---\n`).join('')}${policy}`,
    says: [],
    reach: 'none',
  },
  {
    number: 8,
    title: 'a list of 100,000 objects with the policy behind them',
    bad: () =>
      `apiVersion: v1\nitems:\n${Array.from({ length: 100_000 }, (_, i) => `- {apiVersion: v1, kind: ConfigMap, metadata: {name: c${i}, namespace: shop}}\n`).join('')}- ${indented(policy)}\nkind: List\n`,
    says: [],
    reach: 'none',
  },
  {
    number: 8,
    title: 'a JSON list of 100,000 objects with the policy behind them',
    bad: () =>
      `[${Array.from({ length: 100_000 }, (_, i) => `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c${i}","namespace":"shop"}}`).join(',\n')},${json}]`,
    says: [],
    reach: 'none',
  },
  {
    number: 8,
    title: 'more than 1,000,000 documents',
    bad: () => `${'{}\n---\n'.repeat(1_000_000)}${policy}`,
    says: [
      ...Array.from(
        { length: 10_000 },
        (_, i) =>
          `bad.yaml, document ${i + 1}, line ${2 * i + 1}: the document is no Kubernetes object: it has neither \`apiVersion\` nor \`kind\` [none]; leave it out, or render it first if it is the input of a generator (\`helm template\`, \`kubectl kustomize\`)`,
      ),
      'bad.yaml, document 1000001, line 2000001: the file holds more than 1,000,000 documents, and none is read from here on [unknown]; split the file',
      'bad.yaml, document 10001, line 20001: the document is no Kubernetes object: it has neither `apiVersion` nor `kind` (and so on, 989999 times more) [none]; leave it out, or render it first if it is the input of a generator (`helm template`, `kubectl kustomize`)',
    ],
    reach: 'cluster',
  },
  {
    number: 9,
    title: 'dashes 10,000 deep',
    bad: `${policy}x:\n  ${'- '.repeat(10_000)}a\n`,
    says: [
      'bad.yaml, document 1, line 17, NetworkPolicy shop/api: the document is nested more than 64 levels deep (column 129) [unknown]; no Kubernetes object is; look for a runaway generator',
    ],
    reach: 'namespace',
  },
  {
    number: 9,
    title: 'brackets 10,000 deep',
    bad: `a: ${'['.repeat(10_000)}`,
    says: [
      'bad.yaml, document 1, line 1: the document is nested more than 64 levels deep (column 67) [unknown]; no Kubernetes object is; look for a runaway generator',
    ],
    reach: 'cluster',
  },
  {
    number: 9,
    title: 'JSON 10,000 deep',
    bad: `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    says: [
      'bad.yaml, document 1, line 1: the document is nested more than 64 levels deep (column 312) [unknown]; no Kubernetes object is; look for a runaway generator',
    ],
    reach: 'cluster',
  },
  {
    number: 9,
    title: 'a policy 200 levels deep',
    bad: `${policy}extra: ${'{a: '.repeat(200)}1${'}'.repeat(200)}\n`,
    says: [
      'bad.yaml, document 1, line 16, NetworkPolicy shop/api: the document is nested more than 64 levels deep (column 257) [unknown]; no Kubernetes object is; look for a runaway generator',
    ],
    reach: 'namespace',
  },
  {
    number: 10,
    title: 'an alias bomb',
    bad: bomb,
    says: [
      'bad.yaml, document 1, line 1: the document has aliases that multiply it many times over (column 4) [unknown]; write the values out',
    ],
    reach: 'cluster',
  },
  {
    number: 10,
    title: 'more than 100 aliases',
    bad: `${service}x: &x 1\ny: [${Array(101).fill('*x').join(', ')}]\n`,
    says: [
      'bad.yaml, document 1, line 6, Service shop/api: the document has more than 100 aliases (`*name`) (column 407) [left-out]; write the values out, or split the document',
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 10,
    title: 'a long text behind 100 aliases',
    bad: `${policy}x: &x ${'x'.repeat(100_000)}\ny: [${Array(100).fill('*x').join(', ')}]\n`,
    says: [
      'bad.yaml, document 1, line 16, NetworkPolicy shop/api: the document has aliases that multiply it many times over (column 4) [unknown]; write the values out',
    ],
    reach: 'namespace',
  },
  {
    number: 11,
    title: 'merge keys without end',
    bad: `${policy}x: &x {${Array.from({ length: 200 }, (_, i) => `k${i}: 1`).join(', ')}}\ny: {<<: [${Array(90).fill('*x').join(', ')}]}\n`,
    says: [
      'bad.yaml, document 1, line 17, NetworkPolicy shop/api: the document merges more than 10,000 keys (`<<`) (column 369) [unknown]; write the values out',
    ],
    reach: 'namespace',
  },
  {
    number: 10,
    title: 'aliases that make 200,000 values of a few',
    bad: `${policy}x: &x [${Array(3000).fill('1').join(', ')}]\ny: [${Array(100).fill('*x').join(', ')}]\n`,
    says: [
      'bad.yaml, document 1, line 16, NetworkPolicy shop/api: the document has aliases that multiply it many times over (column 4) [unknown]; write the values out',
    ],
    reach: 'namespace',
  },
  {
    number: 10,
    title: 'an alias bomb among the items of a list',
    bad: `apiVersion: v1\nkind: List\nitems:\n- ${indented(policy)}\n- ${indented(bomb)}\n`,
    says: [
      'bad.yaml, document 1, line 19: the item has aliases that multiply it many times over (column 6) [unknown]; write the values out',
    ],
    reach: 'cluster',
  },
  {
    number: 12,
    title: 'an anchor that merges itself',
    bad: `${policy}x: &x {<<: *x}\n`,
    says: [
      'bad.yaml, document 1, line 16, NetworkPolicy shop/api: the document has an anchor (`&name`) that contains its own alias (column 4) [unknown]; take the alias out',
    ],
    reach: 'namespace',
  },
  {
    number: 12,
    title: 'an anchor that contains itself',
    bad: `${policy}x: &x [*x]\n`,
    says: [
      'bad.yaml, document 1, line 16, NetworkPolicy shop/api: the document has an anchor (`&name`) that contains its own alias (column 4) [unknown]; take the alias out',
    ],
    reach: 'namespace',
  },
  {
    number: 13,
    title: 'a key given twice',
    bad: `${policy}spec: {podSelector: {}}\n`,
    says: [
      'bad.yaml, document 1, line 16, NetworkPolicy shop/api, spec: the document does not parse: a key is given twice in one map (column 1) [unknown]; keep one of the two, or put `---` between objects',
    ],
    reach: 'namespace',
  },
  {
    number: 13,
    title: 'a key given twice in JSON',
    bad: json.replace('"spec"', '"spec":{},"spec"'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/api, spec: the document does not parse: a key is given twice in one map (column 116) [unknown]; keep one of the two, or put `---` between objects',
    ],
    reach: 'namespace',
  },
  {
    number: 13,
    title: 'two objects without a marker between them',
    bad: `${policy}${service}`,
    says: [
      'bad.yaml, document 1, line 16, apiVersion: the document does not parse: a key is given twice in one map (column 1) [unknown]; keep one of the two, or put `---` between objects',
    ],
    reach: 'cluster',
  },
  {
    number: 14,
    title: 'a tag of another language',
    bad: broken('{app: cart}', '!!js/function "x"'),
    says: [
      'bad.yaml, document 1, line 13, NetworkPolicy shop/api: the document does not parse: a tag (`!name`) is not known here (column 35) [unknown]; remove the tag',
    ],
    reach: 'namespace',
  },
  {
    number: 14,
    title: 'a tag of a program that fills templates',
    bad: broken('app: api', 'app: !Ref Api'),
    says: [
      'bad.yaml, document 1, line 9, NetworkPolicy shop/api: the document does not parse: a tag (`!name`) is not known here (column 12) [unknown]; remove the tag',
    ],
    reach: 'namespace',
  },
  {
    number: 14,
    title: 'a tag that YAML knows and Kubernetes does not',
    bad: broken('app: api', 'app: !!binary YXBp'),
    says: [
      'bad.yaml, document 1, line 9, NetworkPolicy shop/api: the document does not parse: a tag (`!name`) is not known here (column 13) [unknown]; remove the tag',
    ],
    reach: 'namespace',
  },
  {
    number: 15,
    title: 'a file cut off where what is left is whole',
    bad: policy.split('  ingress:')[0] ?? '',
    says: [],
    reach: 'shut',
  },
  {
    number: 15,
    title: 'a file that ends within a quote',
    bad: broken('[Ingress]', '"Ingr').split('  ingress:')[0] ?? '',
    says: [
      'bad.yaml, document 1, line 11, NetworkPolicy shop/api, spec.policyTypes: the document does not parse: a quote, bracket or brace is never closed (column 1) [unknown]; close it; the file may be cut off',
    ],
    reach: 'namespace',
  },
  {
    number: 15,
    title: 'JSON that ends too early',
    bad: json.slice(0, -9),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/api, spec.ingress[0].ports[0].port: the document does not parse: a quote, bracket or brace is never closed (column 244) [unknown]; close it; the file may be cut off',
    ],
    reach: 'namespace',
  },
  {
    number: 16,
    title: 'JSON with something behind it',
    bad: `${json} oops`,
    says: [
      'bad.yaml, document 2, line 1: the document is no Kubernetes object but plain text or a number [unknown]; load manifests with `apiVersion`, `kind` and `metadata`',
    ],
    reach: 'cluster',
  },
  {
    number: 16,
    title: 'JSON with a bracket too many',
    bad: `${json}}`,
    says: [
      'bad.yaml, document 2, line 1: the document does not parse: something follows after its end (column 1) [unknown]; remove the rest, or put `---` between documents',
    ],
    reach: 'cluster',
  },
  {
    number: 17,
    title: 'lists in lists 40 deep',
    bad: `${'{"apiVersion":"v1","kind":"List","items":['.repeat(40)}${json}${']}'.repeat(40)}`,
    says: [
      'bad.yaml, document 1, line 1, List (item 1 of document 1 of bad.yaml, line 1): the item is nested more than 64 levels deep (column 1262) [unknown]; no Kubernetes object is; look for a runaway generator',
    ],
    reach: 'cluster',
  },
  {
    number: 17,
    title: 'lists in lists',
    bad: `{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"List","items":[${json}]}]}`,
    says: [],
    reach: 'none',
  },
  {
    number: 17,
    title: 'a typed list whose items say no kind',
    bad: `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicyList\nitems:\n- ${indented(policy.split('\n').slice(2).join('\n'))}\n`,
    says: [],
    reach: 'none',
  },
  {
    number: 17,
    title: 'a list with one broken item',
    bad: `apiVersion: v1\nitems:\n- ${indented(service)}\n  \tx: 1\n- ${indented(policy)}\nkind: List\n`,
    says: [
      'bad.yaml, document 1, line 7, Service shop/api, spec.selector.app: the item does not parse: a tab stands in the indentation (column 3) [left-out]; indent with spaces; YAML knows no tabs there',
    ],
    reach: 'none',
  },
  {
    number: 17,
    title: 'a list whose policy is broken',
    bad: `apiVersion: v1\nitems:\n- ${indented(broken('policyTypes: [', 'policyTypes: @['))}\n- ${indented(service)}\nkind: List\n`,
    says: [
      'bad.yaml, document 1, line 12, NetworkPolicy shop/api, spec.policyTypes: the item does not parse: a value begins with a character that needs quotes (column 18) [unknown]; put the value in quotes',
    ],
    reach: 'namespace',
  },
  {
    number: 17,
    title: 'a list that is cut off',
    bad: `apiVersion: v1\nitems:\n- ${indented(service)}\n`,
    says: [
      'bad.yaml, document 1, line 1: the list is cut off before its end, so objects may be missing [unknown]; write the file again',
    ],
    reach: 'cluster',
    apart: true,
  },
  {
    number: 17,
    title: 'a JSON list that is cut off',
    bad: `{"kind":"List","apiVersion":"v1","items":[${json},{"apiVersion":"v1","kind":"Serv`,
    says: [
      'bad.yaml, document 1, line 1, kind: the item does not parse: a quote, bracket or brace is never closed (column 32) [unknown]; close it; the file may be cut off',
      'bad.yaml, document 1, line 1: the list is cut off before its end, so objects may be missing [unknown]; write the file again',
    ],
    reach: 'cluster',
  },
  {
    number: 17,
    title: 'a list in braces without a kind',
    bad: `{apiVersion: v1, items: [${json}]}`,
    says: [
      'bad.yaml, document 1, line 1: the list is cut off before its end, so objects may be missing [unknown]; write the file again',
    ],
    reach: 'cluster',
  },
  {
    number: 17,
    title: 'a list whose items are none',
    bad: 'apiVersion: v1\nkind: List\nitems: {a: b}\n',
    says: [
      'bad.yaml, document 1, line 1, List (document 1 of bad.yaml, line 1), items: `items` is no list [unknown]; write the objects as a list',
    ],
    reach: 'cluster',
    apart: true,
  },
  { number: 18, title: 'CRLF', bad: policy.replaceAll('\n', '\r\n'), says: [], reach: 'none' },
  { number: 18, title: 'CR alone', bad: policy.replaceAll('\n', '\r'), says: [], reach: 'none' },
  {
    number: 19,
    title: 'a plain `yes` as a label of a policy',
    bad: broken('  namespace: shop', '  namespace: shop\n  labels:\n    guarded: yes'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/api, metadata.labels.guarded: the API server refuses the object: `metadata.labels.guarded` is a truth value `true`, not text [unknown]; put the value in quotes (plain `yes`, `on`, `no` and `off` are truth values too)',
    ],
    reach: 'namespace',
  },
  {
    number: 19,
    title: 'a plain `on` in a selector',
    bad: broken('app: api', 'app: on'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/api: spec.podSelector.matchLabels.app: `true` is no string [unknown]; put the label value in quotes',
    ],
    reach: 'subject',
  },
  {
    number: 19,
    title: 'a plain `no` as a namespace',
    bad: broken('namespace: shop', 'namespace: no'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy api, metadata.namespace: the API server refuses the object: `metadata.namespace` is a truth value `false`, not text [unknown]; put the value in quotes (plain `yes`, `on`, `no` and `off` are truth values too)',
    ],
    reach: 'cluster',
  },
  {
    number: 19,
    title: 'a plain `y` as a label',
    bad: broken('  namespace: shop', '  namespace: shop\n  labels:\n    guarded: y'),
    says: [
      'bad.yaml, document 1, line 7: `y` without quotes is text here, but kubectl reads a boolean [none]; put it in quotes, or write `true` or `false`',
    ],
    reach: 'none',
  },
  {
    number: 20,
    title: 'a number of a Service as text',
    bad: `${service.replace('selector', 'ports: [{port: "80"}], selector')}`,
    says: [
      'bad.yaml, document 1, line 1, Service shop/api, spec.ports[0].port: the API server refuses the object: `spec.ports[0].port` is text `80`, not a whole number [left-out]; write a whole number',
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 20,
    title: 'a port of a container as text',
    bad: 'apiVersion: v1\nkind: Pod\nmetadata: {name: new, namespace: shop}\nspec: {containers: [{name: a, ports: [{containerPort: "8080"}]}]}\n',
    says: [
      'bad.yaml, document 1, line 1, Pod shop/new, spec.containers[0].ports[0].containerPort: the API server refuses the object: `spec.containers[0].ports[0].containerPort` is text `8080`, not a whole number [left-out]; write a whole number',
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 20,
    title: 'a port as text in a policy',
    bad: broken('port: 8080', 'port: "8080"'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/api: spec.ingress[0].ports[0].port: `8080` is a name here, and no legal one [unknown]; write the number without quotes',
    ],
    reach: 'namespace',
  },
  {
    number: 21,
    title: 'a number beyond all numbers',
    bad: json.replace('8080', '1e400'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/api, spec.ingress[0].ports[0].port: the API server refuses the object: `spec.ingress[0].ports[0].port` is no number that JSON can hold, not a finite number [unknown]; write a finite number',
    ],
    reach: 'namespace',
  },
  {
    number: 21,
    title: 'infinity',
    bad: broken('port: 8080', 'port: .inf'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/api, spec.ingress[0].ports[0].port: the API server refuses the object: `spec.ingress[0].ports[0].port` is no number that JSON can hold, not a finite number [unknown]; write a finite number',
    ],
    reach: 'namespace',
  },
  {
    number: 21,
    title: 'a very large number',
    bad: broken('port: 8080', 'port: 99999999999999999999999'),
    says: [
      'bad.yaml, document 1, line 1, NetworkPolicy shop/api: spec.ingress[0].ports[0].port: `1e+23` is no port [unknown]; use a number from 1 to 65535',
    ],
    reach: 'namespace',
  },
  {
    number: 22,
    title: 'a Helm template with a block',
    bad: broken('spec:', '{{- if .Values.on }}\nspec:'),
    says: [
      'bad.yaml, document 1, line 6, NetworkPolicy shop/api: the document does not parse: it holds a template expression (`{{ … }}`) that was never filled in (column 1) [unknown]; render it first, e.g. with `helm template`, and load the output',
    ],
    reach: 'namespace',
  },
  {
    number: 22,
    title: 'a Helm template with a value',
    bad: broken('app: api', 'app: {{ .Values.app }}'),
    says: [
      'bad.yaml, document 1, line 9, NetworkPolicy shop/api: the document holds a template expression (`{{ … }}`) that was never filled in (column 12) [unknown]; render it first, e.g. with `helm template`, and load the output',
    ],
    reach: 'namespace',
  },
  {
    number: 22,
    title: 'a Helm template with its namespace',
    bad: broken('namespace: shop', 'namespace: {{ .Release.Namespace }}'),
    says: [
      'bad.yaml, document 1, line 5, NetworkPolicy api: the document holds a template expression (`{{ … }}`) that was never filled in (column 14) [unknown]; render it first, e.g. with `helm template`, and load the output',
    ],
    reach: 'cluster',
  },
  {
    number: 23,
    title: 'a kustomization',
    bad: 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [good.yaml]\n',
    says: [
      'bad.yaml, document 1, line 1: an object of kind `Kustomization` (`kustomize.config.k8s.io`) is not read: no policy kind that is known here [none]; load the output of `kubectl kustomize` instead',
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 23,
    title: 'a kustomization without a kind',
    bad: 'resources: [good.yaml]\nnamePrefix: x-\n',
    says: [
      'bad.yaml, document 1, line 1: the document is no Kubernetes object: it has neither `apiVersion` nor `kind` [none]; leave it out, or render it first if it is the input of a generator (`helm template`, `kubectl kustomize`)',
    ],
    reach: 'none',
    apart: true,
  },
  {
    number: 24,
    title: 'gzip',
    bad: gzipSync(policy),
    says: [
      'bad.yaml, document 1, line 1: the file is a gzip archive, not text [unknown]; unpack it or save it as UTF-8, or leave it out',
    ],
    reach: 'cluster',
  },
  {
    number: 24,
    title: 'binary',
    bad: Uint8Array.from({ length: 999 }, (_, i) => (i * 7) % 32),
    says: [
      'bad.yaml, document 1, line 1: the file is a binary file, or UTF-16 text without a byte order mark, not text [unknown]; unpack it or save it as UTF-8, or leave it out',
    ],
    reach: 'cluster',
  },
  {
    number: 25,
    title: 'a web page',
    bad: '<!DOCTYPE html>\n<html><head><title>502: bad gateway</title></head></html>\n',
    says: [
      'bad.yaml, document 1, line 1: the document does not parse: it is a web page, not YAML (column 1) [unknown]; fetch the file again; this is most likely an error page',
    ],
    reach: 'cluster',
  },
  {
    number: 25,
    title: 'a web page that YAML takes for text',
    bad: '<html><body>gone</body></html>',
    says: [
      'bad.yaml, document 1, line 1: the document is a web page, not YAML [unknown]; load manifests with `apiVersion`, `kind` and `metadata`',
    ],
    reach: 'cluster',
  },
  {
    number: 25,
    title: 'plain text',
    bad: 'see the wiki\n',
    says: [
      'bad.yaml, document 1, line 1: the document is no Kubernetes object but plain text or a number [unknown]; load manifests with `apiVersion`, `kind` and `metadata`',
    ],
    reach: 'cluster',
  },
  {
    number: 25,
    title: 'an unresolved merge',
    bad: broken('  policyTypes', '<<<<<<< HEAD\n  policyTypes'),
    says: [
      'bad.yaml, document 1, line 10, NetworkPolicy shop/api: the document does not parse: it holds the marks of an unresolved merge conflict (column 1) [unknown]; resolve the conflict',
    ],
    reach: 'namespace',
  },
]
