import type { AskedPort } from '../workbench/view-state'

export const askProtocols = ['TCP', 'UDP', 'SCTP', 'ICMP', 'ICMPv6'] as const
export type AskProtocol = (typeof askProtocols)[number]

/** What stands in the form. */
export interface Asked {
  readonly from: string
  readonly to: string
  readonly protocol: AskProtocol
  readonly port: string
}

/** A question that can be put, as the address spells it; or what keeps it from being one, and where. */
export type Question =
  | {
      readonly from: string
      readonly to: string
      /** Null leaves the port of TCP to the server, which takes the one that is most open. */
      readonly port: AskedPort | null
    }
  | { readonly problem: string; readonly at: 'from' | 'to' | 'port' }

export const hasPorts = (protocol: AskProtocol): protocol is 'TCP' | 'UDP' | 'SCTP' =>
  protocol === 'TCP' || protocol === 'UDP' || protocol === 'SCTP'

/** Whether such an end exists is for the server to say; here only what nobody can answer is told apart. */
export function questionOf({ from, to, protocol, port }: Asked): Question {
  const [source, target] = [endOf(from), endOf(to)]
  if (source === '')
    return { at: 'from', problem: 'Write who would talk: a workload, `anyone`, `internet` or addresses.' }
  if (target === '')
    return { at: 'to', problem: 'Write to whom: a workload, `anyone`, `internet` or addresses.' }
  if (source === 'anyone' && target === 'anyone')
    return { at: 'to', problem: 'Anyone to anyone is the whole cluster: name one end, or look at the table.' }
  if (!hasPorts(protocol)) return { from: source, to: target, port: { protocol } }
  const text = port.trim()
  if (text === '' && protocol === 'TCP') return { from: source, to: target, port: null }
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (number < 1 || number > 65_535) return { at: 'port', problem: 'Write a port from 1 to 65535.' }
  return { from: source, to: target, port: { protocol, port: number } }
}

/** The words of the page for what is outside are taken as well. */
const endOf = (text: string): string => {
  const end = text.trim()
  const outside = end.toLowerCase()
  return outside === 'internet' || outside === 'anyone' ? outside : end
}
