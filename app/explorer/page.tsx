import { Explorer } from '@/components/workbench/Explorer'
import { Loaded } from '@/components/workbench/Loaded'

export default function Page() {
  return <Loaded shows={Explorer} />
}
