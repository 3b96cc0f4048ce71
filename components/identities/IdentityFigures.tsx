import type { ReactNode } from 'react'
import type { IdentitiesPage } from '@/lib/api/identity-contract'
import { listed } from '@/lib/words/count'
import { numberText } from '@/lib/words/number'
import { visible } from '@/lib/words/visible'

/** How many workloads can prove who they are, in numbers. */
export function IdentityFigures({ page: { workloads, trustDomains } }: { readonly page: IdentitiesPage }) {
  const domains = trustDomains.length === 0 ? 'none' : listed(trustDomains.map(visible))
  return (
    <dl className="flex shrink-0 flex-wrap gap-x-8 gap-y-1.5 border-t border-line px-5 py-2.5 text-xs max-sm:px-4">
      <Figure name="Workloads with an identity">{numberText(workloads.presenting)}</Figure>
      <Figure name="share one with others">{numberText(workloads.sharing)}</Figure>
      <Figure name="Workloads with pods without">{numberText(workloads.without)}</Figure>
      <Figure name={trustDomains.length === 1 ? 'Trust domain' : 'Trust domains'}>
        <bdi className="font-mono wrap-anywhere">{domains}</bdi>
      </Figure>
    </dl>
  )
}

const Figure = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="flex items-baseline gap-1.5">
    <dt className="text-text-2">{name}</dt>
    <dd className="font-semibold tabular-nums">{children}</dd>
  </div>
)
