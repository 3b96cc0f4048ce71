import type { ReactNode } from 'react'
import type { IdentitiesPage } from '@/lib/api/identity-contract'
import { issuerSentence, issuerText } from '@/lib/words/identity'
import { numberText } from '@/lib/words/number'
import { visible } from '@/lib/words/visible'

/** How many workloads can prove who they are, in numbers, and who vouches for them. */
export function IdentityFigures({ page }: { readonly page: IdentitiesPage }) {
  const { workloads, trustDomains, issuers } = page
  return (
    <div className="shrink-0 border-t border-line lg:flex">
      <dl className="grid min-w-0 flex-1 grid-cols-2 sm:grid-cols-4">
        <Tile value={workloads.without} name="prove nothing" gloss="with all or some of their pods" weighs />
        <Tile
          value={workloads.optional}
          name="prove it only if asked"
          gloss="no server they may call surely demands it"
        />
        <Tile value={workloads.sharing} name="share an identity" gloss="one name for several" />
        <Tile value={workloads.own} name="prove one of their own" gloss="and some server demands one" />
      </dl>
      <dl className="flex min-w-44 flex-wrap gap-x-8 gap-y-1 px-5 py-2.5 text-xs max-lg:border-t max-lg:border-line max-sm:px-4 lg:flex-col lg:flex-nowrap lg:justify-center">
        <Fact name={trustDomains.length === 1 ? 'Trust domain' : 'Trust domains'}>
          {trustDomains.length === 0 ? (
            'none'
          ) : (
            <bdi className="font-mono wrap-anywhere">{trustDomains.map(visible).join(', ')}</bdi>
          )}
        </Fact>
        <Fact name="Issued by">
          {issuers.length === 0
            ? 'nobody'
            : issuers.map((issuer, i) => (
                <span key={i} title={issuerSentence(issuer)} className="block max-w-[28ch]">
                  <bdi>{issuerText(issuer)}</bdi>
                  <span className="sr-only">. {issuerSentence(issuer)}</span>
                </span>
              ))}
        </Fact>
      </dl>
    </div>
  )
}

interface TileProps {
  /** Workloads. */
  readonly value: number
  readonly name: string
  readonly gloss: string
  /** A gap, unless there is none. */
  readonly weighs?: boolean
}

const Tile = ({ value, name, gloss, weighs = false }: TileProps) => (
  <div className="flex flex-col border-line px-4 py-3 first:pl-5 max-sm:nth-[n+3]:border-t max-sm:odd:border-r sm:border-r sm:max-lg:nth-4:border-r-0 max-sm:odd:pl-4">
    <dt className="order-2">
      <span className="block text-sm font-medium">
        <span className="sr-only">Workloads that </span>
        {name}
      </span>
      <span className="block text-xs text-text-3">{gloss}</span>
    </dt>
    <dd
      className={`order-1 text-xl font-semibold tabular-nums ${weighs && value > 0 ? 'text-implicit-text' : ''}`}
    >
      {numberText(value)}
    </dd>
  </div>
)

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-text-3">{name}</dt>
    <dd className="min-w-0">{children}</dd>
  </div>
)
