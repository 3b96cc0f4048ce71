import type { Metadata } from 'next'
import { PolicyBoard } from '@/components/policies/PolicyBoard'
import { Loaded } from '@/components/workbench/Loaded'

export const metadata: Metadata = { title: 'Policies · podtrust' }

export default function Page() {
  return <Loaded shows={PolicyBoard} />
}
