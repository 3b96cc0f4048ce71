import type { Block } from './address'
import type { Json } from './json'
import type { Path } from './object'
import type { TextPattern } from './text-pattern'

/** How a proxy rewrites the path of a request before it compares it (MeshConfig `pathNormalization`). */
export type PathNormalization = 'none' | 'base' | 'merge-slashes' | 'decode-and-merge-slashes'

/** What of a request, or of the connection that carries it, a rule may look at. */
export type RequestField =
  | { readonly kind: 'method' }
  | { readonly kind: 'path'; readonly normalization: PathNormalization }
  /** `:authority`, whatever its case, with its port. */
  | { readonly kind: 'host' }
  /** Names of headers have no case. */
  | { readonly kind: 'header'; readonly name: string }
  /** Issuer and subject of a token that verified, `iss/sub`. */
  | { readonly kind: 'request-principal' }
  | { readonly kind: 'audience' }
  | { readonly kind: 'presenter' }
  /** A claim by its path; a list of texts holds if one of them does, and with `words` the words of a text are such a list. */
  | { readonly kind: 'claim'; readonly path: readonly string[]; readonly words?: true }
  /** The address of the first client, as `x-forwarded-for` tells it; so many proxies before a gateway add to it truly. */
  | { readonly kind: 'remote-address'; readonly trustedProxies: number }
  /** The server name that the TLS client asks for. */
  | { readonly kind: 'server-name' }
  /** Not understood: holds in one reading, not in another. */
  | { readonly kind: 'unreadable'; readonly reason: string }

/** One condition: some value (negated: none) matches the field. */
export interface RequestTest {
  readonly path: Path
  readonly field: RequestField
  readonly negated: boolean
  readonly values: readonly TextPattern[]
  /** For addresses, in place of values. */
  readonly blocks?: readonly Block[]
}

/** Further demands on the request itself; a rule with them decides only some requests. All of them must hold. */
export interface RequestMatch {
  /** Equal keys demand the same. */
  readonly key: string
  /** Never empty. */
  readonly tests: readonly RequestTest[]
}

/** One request that is asked about; what is not given is absent from it (contract.md section 4). */
export interface AskedRequest {
  readonly method?: string
  readonly path?: string
  readonly host?: string
  /** By name in small letters. */
  readonly headers: ReadonlyMap<string, string>
  readonly remoteIp?: string
  readonly jwt?: {
    /** Its signature and times are good; whether somebody asks for them is another matter. */
    readonly valid: boolean
    readonly iss?: string
    readonly sub?: string
    readonly aud: readonly string[]
    readonly azp?: string
    readonly claims: { readonly [name: string]: Json }
  }
  readonly serverName?: string
}
