import { cookies } from 'next/headers'
import { readTheme, themeCookie } from '@/components/theme/theme'
import { Workbench } from '@/components/workbench/Workbench'

export default async function Page() {
  return <Workbench theme={readTheme((await cookies()).get(themeCookie)?.value)} />
}
