interface ConnectionFault {
  readonly why: 'unreachable' | 'cut-off'
  readonly reason: string
  readonly cure?: string
}

/** What kept a connection from being made, or broke it, in words. */
export function connectionFault(error: Error, { host, hostname }: URL): ConnectionFault {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const unreachable = (reason: string, cure?: string): ConnectionFault => ({
    why: 'unreachable',
    reason,
    ...(cure !== undefined && { cure }),
  })
  switch (code) {
    case 'ECONNREFUSED':
      return unreachable(
        `nothing listens at ${host} (connection refused)`,
        'check that the cluster runs, and the address of its server in the kubeconfig',
      )
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return unreachable(
        `the name ${hostname} is not known (DNS, ${code})`,
        'check the name in the kubeconfig, and whether a VPN is needed',
      )
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return unreachable(
        `there is no way to ${host} (${code})`,
        'check the network, and whether a VPN is needed',
      )
    case 'ECONNRESET':
    case 'EPIPE':
      return { why: 'cut-off', reason: 'the connection was reset before the answer' }
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return unreachable(
        `the certificate of ${host} is for another name`,
        'use a name of the certificate in the kubeconfig, or give it as `tls-server-name`',
      )
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return unreachable(
        `the certificate of ${host} ${code === 'CERT_HAS_EXPIRED' ? 'has run out' : 'is not valid yet'}`,
        'check the clock of this machine, or renew the certificate',
      )
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
    case 'EPROTO':
      return unreachable(
        `what answers at ${host} speaks no TLS (${code})`,
        'check the address and the port in the kubeconfig',
      )
  }
  if (code === 'ERR_INVALID_CHAR')
    return unreachable(
      'the token of the kubeconfig holds characters that no header may hold',
      'log in again, or mend the kubeconfig',
    )
  if (/^HPE_/.test(code))
    return unreachable(
      `what answers at ${host} speaks no HTTP (${code})`,
      'check the address in the kubeconfig',
    )
  if (distrust.has(code))
    return unreachable(
      `the certificate of ${host} is not signed by an authority that is trusted (${code})`,
      'check `certificate-authority` or `certificate-authority-data` in the kubeconfig',
    )
  if (/^ERR_(?:SSL|TLS|OSSL)_/.test(code))
    return unreachable(
      `no secure connection to ${host} comes about (${code})`,
      'check the certificates in the kubeconfig',
    )
  return unreachable(`no connection to ${host} comes about (${code || error.message})`)
}

const distrust: ReadonlySet<string> = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
])
