import type { Address, DialledService } from '../model/mesh'
import type { SaidDial } from '../model/said-dial'
import { visible } from './visible'

export const wayGloss: Readonly<Record<Address, string>> = {
  service: 'through a Service',
  headless: 'through a headless Service',
  'pod-ip': 'by pod IP',
}

/** `through Service shop/api, port 80`; `by pod IP`. */
export const wayText = (address: Address, service?: DialledService): string =>
  service
    ? `through ${address === 'headless' ? 'headless ' : ''}Service ${visible(`${service.namespace}/${service.name}`)}, port ${service.port}`
    : wayGloss[address]

/** `GET /api/x for api.shop with x-team: a, dialled by pod IP`: what of a question is not its ends and its port. */
export function dialText({ address, service, method, path, host, headers = [] }: SaidDial): string {
  const isRequest = method !== undefined || path !== undefined || host !== undefined || headers.length > 0
  const request = [
    method ?? (isRequest ? 'a request without a method' : ''),
    path ?? '',
    host === undefined ? '' : `for ${host}`,
    headers.length === 0 ? '' : `with ${headers.map(header => header.replace('=', ': ')).join(', ')}`,
  ]
  const way =
    service !== undefined
      ? `dialled through Service ${service}`
      : address === undefined
        ? ''
        : `dialled ${wayGloss[address]}`
  return visible([request.filter(part => part !== '').join(' '), way].filter(part => part !== '').join(', '))
}
