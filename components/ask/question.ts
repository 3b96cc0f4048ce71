import type { Address } from '@/lib/model/mesh'
import { misdialledText, readRequest, type Misdialled, type SaidDial } from '@/lib/model/said-dial'
import type { AskedPort } from '../workbench/view-state'

export const askProtocols = ['TCP', 'UDP', 'SCTP', 'ICMP', 'ICMPv6'] as const
export type AskProtocol = (typeof askProtocols)[number]

/** What stands in the form. */
export interface Asked {
  readonly from: string
  readonly to: string
  readonly protocol: AskProtocol
  readonly port: string
  /** Empty leaves every way open. */
  readonly dial: Address | ''
  /** Of a request; empty is not given. */
  readonly method: string
  readonly path: string
  readonly host: string
  /** `name=value` on each line. */
  readonly headers: string
}

/** Where a question can be wrong. */
export type AskedPart = 'from' | 'to' | 'port' | 'method' | 'path' | 'host' | 'header'

/** A question that can be put, as the address spells it; or what keeps it from being one, and where. */
export type Question =
  | {
      readonly from: string
      readonly to: string
      /** Null leaves the port of TCP to the server, which takes the one that is most open. */
      readonly port: AskedPort | null
      /** Nothing in it for what is not TCP. */
      readonly said: SaidDial
    }
  | { readonly problem: string; readonly at: AskedPart }

export const hasPorts = (protocol: AskProtocol): protocol is 'TCP' | 'UDP' | 'SCTP' =>
  protocol === 'TCP' || protocol === 'UDP' || protocol === 'SCTP'

/** Whether such an end exists is for the server to say; here only what nobody can answer is told apart. */
export function questionOf(asked: Asked): Question {
  const { from, to, protocol, port } = asked
  const [source, target] = [endOf(from), endOf(to)]
  if (source === '')
    return { at: 'from', problem: 'Write who would talk: a workload, `anyone`, `internet` or addresses.' }
  if (target === '')
    return { at: 'to', problem: 'Write to whom: a workload, `anyone`, `internet` or addresses.' }
  if (source === 'anyone' && target === 'anyone')
    return { at: 'to', problem: 'Anyone to anyone is the whole cluster: name one end, or look at the table.' }
  const ends = { from: source, to: target, said: {} }
  if (!hasPorts(protocol)) return { ...ends, port: { protocol } }
  const said = protocol === 'TCP' ? saidIn(asked) : {}
  const request = readRequest(said)
  if (request && 'wrong' in request && isField(request.at))
    return { at: request.at, problem: `${misdialledText(fieldName[request.at], request.wrong)}.` }
  const text = port.trim()
  if (text === '' && protocol === 'TCP') return { ...ends, said, port: null }
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (number < 1 || number > 65_535) return { at: 'port', problem: 'Write a port from 1 to 65535.' }
  return { ...ends, said, port: { protocol, port: number } }
}

const fieldName = { method: 'Method', path: 'Path', host: 'Host', header: 'A header' } as const

const isField = (at: Misdialled['at']): at is keyof typeof fieldName => at in fieldName

/** What is given of the way and the request, blanks around taken away. */
function saidIn({ dial, method, path, host, headers }: Asked): SaidDial {
  const given = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim())
  const lines = headers
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
  return {
    ...(dial !== '' && { address: dial }),
    method: given(method),
    path: given(path),
    host: given(host),
    ...(lines.length > 0 && { headers: lines }),
  }
}

/** The words of the page for what is outside are taken as well. */
const endOf = (text: string): string => {
  const end = text.trim()
  const outside = end.toLowerCase()
  return outside === 'internet' || outside === 'anyone' ? outside : end
}
