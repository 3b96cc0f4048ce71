import type { Metadata } from 'next'
import { FindingBoard } from '@/components/findings/FindingBoard'
import { Loaded } from '@/components/workbench/Loaded'

export const metadata: Metadata = { title: 'Findings · podtrust' }

export default function Page() {
  return <Loaded shows={FindingBoard} />
}
