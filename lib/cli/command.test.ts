import { describe, expect, it, test } from 'vitest'
import { fileOf, podtrust } from '../../test/kit/command-line'
import { pod } from '../../test/kit/manifests'

/** What is said about a wrong command line; it must end with 2 and print no result. */
async function complaint(...argv: readonly string[]): Promise<string> {
  const { code, out, err } = await podtrust(...argv)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  return err
}

describe('what is wrong with a command line is said in one sentence, with exit code 2', () => {
  const table: readonly (readonly [command: string, says: string])[] = [
    ['lst', 'unknown command `lst`; there are list, diff, explain, test, capture, serve and help'],
    ['help lst', 'unknown command `lst`; there are list, diff, explain, test, capture, serve and help'],
    ['--format json', 'unknown flag `--format` before a command; `podtrust help` lists the commands'],
    ['list', 'PATH… is missing; usage: podtrust list (PATH… | --kubeconfig FILE) [flags]'],
    ['diff a', 'AFTER is missing; usage: podtrust diff BEFORE AFTER [flags]'],
    ['diff a b c', '`c` is one word too many; usage: podtrust diff BEFORE AFTER [flags]'],
    ['serve a', '`a` is one word too many; usage: podtrust serve [flags]'],
    ['diff - -', '`-` is given twice, but standard input can be read only once'],
    ['list a --fomat json', 'unknown flag `--fomat`; `podtrust list --help` lists the flags'],
    ['list a -f', 'unknown flag `-f`; `podtrust list --help` lists the flags'],
    ['list a --format', '--format needs a value: --format FORMAT'],
    ['list a --format=', '--format needs a value: --format FORMAT'],
    ['list a --format --plane all', '--format needs a value: --format FORMAT'],
    ['list a --format xml', '--format must be one of txt, json, csv, dot, mermaid, not `xml`'],
    ['explain a --from x --to y --format csv', '--format must be one of txt, json, not `csv`'],
    ['list a --plane mesh', '--plane must be one of network, all, not `mesh`'],
    [
      'list a --engine antrea',
      '--engine must be one of auto, kubernetes, cilium, calico, none, not `antrea`',
    ],
    ['list a --compat other', '--compat must be one of netpol-analyzer, not `other`'],
    ['list a --plane all --plane network', '--plane is given twice'],
    [
      'explain a --to y',
      '--from A is missing; usage: podtrust explain (PATH… | --kubeconfig FILE) --from A --to B [flags]',
    ],
    [
      'explain a --from x',
      '--to B is missing; usage: podtrust explain (PATH… | --kubeconfig FILE) --from A --to B [flags]',
    ],
    ['explain a --from x --to y --port 0', '--port must be a number from 1 to 65535, not `0`'],
    ['explain a --from x --to y --port 65536', '--port must be a number from 1 to 65535, not `65536`'],
    ['explain a --from x --to y --port 1.5', '--port must be a number from 1 to 65535, not `1.5`'],
    [
      'explain a --from x --to y --port 80/TCP',
      '--port must be a number or the name of a container port, not `80/TCP`',
    ],
    [
      'explain a --from x --to y --protocol QUIC',
      '--protocol must be one of TCP, UDP, SCTP, ICMP, ICMPv6, not `QUIC`',
    ],
    ['explain a --from x --to y --protocol ICMP --port 1', '--port: ICMP has no ports'],
    [
      'explain a --from x --to y --address node',
      '--address must be one of service, headless, pod-ip, not `node`',
    ],
    ['explain a --from x --to y --header x', '--header must be name=value, not `x`'],
    ['explain a --from x --to y --path x', '--path must begin with /, not `x`'],
    [
      'test a',
      '--expect FILE is missing; usage: podtrust test (PATH… | --kubeconfig FILE) --expect FILE… [flags]',
    ],
    ['serve --port 70000', '--port must be a number from 1 to 65535, not `70000`'],
    ['serve --port http', '--port must be a number from 1 to 65535, not `http`'],
    ['list --kubeconfig none.yaml', '--kubeconfig `none.yaml`: no such file'],
    ['list a --kubeconfig x', '`a` and --kubeconfig are two sources; name one of them'],
    ['list a --context x', '--context is about a live cluster: name it with --kubeconfig FILE'],
    ['list a --namespaces x', '--namespaces is about a live cluster: name it with --kubeconfig FILE'],
    [
      'list --kubeconfig x --namespaces a,B',
      '--namespaces must be names with commas between them; `B` is none',
    ],
    ['capture -o x', '--kubeconfig FILE is missing; usage: podtrust capture -o FILE [flags]'],
    ['capture --kubeconfig x', '--output FILE is missing; usage: podtrust capture -o FILE [flags]'],
    ['capture a --kubeconfig x -o y', '`a` is one word too many; usage: podtrust capture -o FILE [flags]'],
    ['oracles', 'DIR is missing; usage: podtrust oracles DIR [flags]'],
    [
      'diff a b --kubeconfig x',
      '--kubeconfig: `podtrust diff` reads files; save a live cluster with `podtrust capture` and name the file',
    ],
  ]
  it.each(table)('%s', async (typed, says) => {
    expect(await complaint(...typed.split(' '))).toBe(`${says}\n`)
  })

  it('shows characters that could deceive a terminal as escapes', async () => {
    expect(await complaint('li\u001bst')).toContain('unknown command `li\\u001bst`')
  })

  it('names a path that does not exist', async () => {
    expect(await complaint('list', 'no/such/file.yaml')).toBe('`no/such/file.yaml`: no such file or folder\n')
  })

  it('says so when a file holds nothing', async () => {
    expect(await complaint('list', await fileOf(''))).toMatch(/^nothing .*`.*all\.yaml`.*\n$/)
  })

  it('without a command, shows what there is', async () => {
    expect(await complaint()).toMatch(/^usage: podtrust COMMAND/)
  })
})

describe('help', () => {
  it.each(['help', '--help', '-h'])('%s lists the commands, and no others', async word => {
    const { code, out, err } = await podtrust(word)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const [, commands = ''] = /Commands:\n([^]*?)\n\n/.exec(out) ?? []
    expect(commands.split('\n').map(line => line.trim().split(' ')[0])).toEqual([
      'list',
      'diff',
      'explain',
      'test',
      'capture',
      'serve',
    ])
  })

  it.each(['list', 'diff', 'explain', 'test', 'capture', 'serve', 'oracles'])(
    '%s --help is `help` of it',
    async command => {
      const asked = await podtrust('help', command)
      expect(asked.code).toBe(0)
      expect(asked.out).toMatch(new RegExp(`^usage: podtrust ${command} `))
      expect(await podtrust(command, '--help')).toEqual(asked)
      expect(await podtrust(command, 'a', '-h')).toEqual(asked)
    },
  )

  it.each(['--version', '-V'])('%s prints the version', async word => {
    expect(await podtrust(word)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    })
  })
})

describe('flags', () => {
  test('stand before or behind the words, with a blank or =', async () => {
    const file = await fileOf(pod('shop/web'))
    const json = await podtrust('list', file, '--format', 'json')
    expect(json.code).toBe(0)
    expect(await podtrust('list', '--format=json', file)).toEqual(json)
    expect(await podtrust('list', '--format', 'json', '--', file)).toEqual(json)
  })
})
