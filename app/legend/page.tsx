import type { Metadata } from 'next'
import { LegendPage } from '@/components/help/LegendPage'

export const metadata: Metadata = { title: 'Legend · podtrust' }

export default function Page() {
  return <LegendPage />
}
