import { describe, expect, it } from 'vitest'
import { portWord, parsePort } from '../workbench/view-state'
import { questionOf, type Asked } from './question'

const asked: Asked = {
  ...{ from: 'shop/web', to: 'data/db[StatefulSet]', protocol: 'TCP', port: '5432' },
  ...{ dial: '', method: '', path: '', host: '', headers: '' },
}

describe('a question', () => {
  it('goes into the address and comes back', () => {
    const question = questionOf(asked)
    expect(question).toEqual({
      from: 'shop/web',
      to: 'data/db[StatefulSet]',
      port: { protocol: 'TCP', port: 5432 },
      said: {},
    })
    if ('port' in question && question.port) expect(parsePort(portWord(question.port))).toEqual(question.port)
  })

  it('has no port where the protocol has none', () => {
    expect(questionOf({ ...asked, protocol: 'ICMP', port: 'x' })).toMatchObject({
      port: { protocol: 'ICMP' },
    })
  })

  it('may leave the port of TCP to the server', () => {
    expect(questionOf({ ...asked, port: ' ' })).toHaveProperty('port', null)
  })

  it('takes the internet as the page writes it, and blanks around', () => {
    expect(questionOf({ ...asked, from: ' Internet ', to: ' 8.8.8.8 ', port: ' 53 ' })).toEqual({
      from: 'internet',
      to: '8.8.8.8',
      port: { protocol: 'TCP', port: 53 },
      said: {},
    })
  })

  it.each([
    [{ from: ' ' }, 'from'],
    [{ to: '' }, 'to'],
    [{ port: '', protocol: 'UDP' }, 'port'],
    [{ port: '0' }, 'port'],
    [{ port: '65536' }, 'port'],
    [{ port: 'http' }, 'port'],
    [{ port: '1e3' }, 'port'],
  ] as const)('%j cannot be put, and says where', (change, at) => {
    expect(questionOf({ ...asked, ...change })).toMatchObject({
      at,
      problem: expect.stringMatching(/^Write /) as string,
    })
  })

  it('may be about one request and one way to dial', () => {
    const request = { method: ' GET ', path: '/api', host: '', headers: ' x-a=1 \n\nx-b=c=d\n' }
    expect(questionOf({ ...asked, ...request, dial: 'headless' })).toMatchObject({
      said: { address: 'headless', method: 'GET', path: '/api', headers: ['x-a=1', 'x-b=c=d'] },
    })
  })

  it('is about no request where the protocol is not TCP', () => {
    const udp = { ...asked, protocol: 'UDP', method: 'GET', path: 'x', dial: 'pod-ip' } as const
    expect(questionOf(udp)).toMatchObject({ said: {} })
  })

  it.each([
    [{ path: 'api' }, 'path', 'Path must begin with /, not `api`.'],
    [{ method: 'GET POST' }, 'method', 'Method must be a method such as GET, not `GET POST`.'],
    [{ host: 'a b' }, 'host', 'Host must be a name, with a port or without, not `a b`.'],
    [{ headers: 'x-a=1\nx-b' }, 'header', 'A header must be name=value, not `x-b`.'],
  ] as const)('%j is no request, and says where', (change, at, problem) => {
    expect(questionOf({ ...asked, ...change })).toEqual({ at, problem })
  })

  it('is not put from anyone to anyone, which is the whole cluster', () => {
    expect(questionOf({ ...asked, from: 'anyone', to: ' Anyone ' })).toMatchObject({
      at: 'to',
      problem: expect.stringContaining('the whole cluster') as string,
    })
  })

  it('takes anyone, and addresses in one block', () => {
    expect(questionOf({ ...asked, from: 'Anyone', to: '203.0.113.0/24' })).toMatchObject({
      from: 'anyone',
      to: '203.0.113.0/24',
    })
  })
})
