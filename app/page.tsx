import { LandingPage } from '@/components/landing/LandingPage'
import { started } from './server/started'

export default function Page() {
  return <LandingPage started={started()} />
}
