import type { Metadata } from 'next'
import { OpenPage } from '@/components/open/OpenPage'

export const metadata: Metadata = { title: 'Open a cluster · podtrust' }

export default function Page() {
  return <OpenPage />
}
