import type { Metadata } from 'next'
import { IdentityBoard } from '@/components/identities/IdentityBoard'
import { Loaded } from '@/components/workbench/Loaded'

export const metadata: Metadata = { title: 'Identities · podtrust' }

export default function Page() {
  return <Loaded shows={IdentityBoard} />
}
