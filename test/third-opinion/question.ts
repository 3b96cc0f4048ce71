import type { EndName, Question } from './naive'
import { PROTOCOLS } from './raw'

/** Reads `a/web > 203.0.113.7 UDP 53 v4`; protocol and port are TCP 80 when left out. Throws on anything else. */
export function parseQuestion(text: string): Question {
  const parts = /^(\S+) > (\S+)(?: (\S+) (\d+))?(?: v([46]))?$/.exec(text)
  const [, from = '', to = '', word = 'TCP', port = '80', family] = parts ?? []
  const protocol = PROTOCOLS.find(name => name === word)
  if (parts === null || protocol === undefined) throw new Error(`\`${text}\` is no question`)
  const base = { from: parseEnd(from), to: parseEnd(to), protocol, port: Number(port) }
  return family === undefined ? base : { ...base, family: family === '4' ? 4 : 6 }
}

function parseEnd(text: string): EndName {
  return text.includes('/') ? { pod: text } : { ip: text }
}
