import type { Started } from '@/components/landing/started'
import { startOf } from './start'

/** What the server was started with, as its environment says; whether it can be read, the page learns by asking. */
export function started(): Started {
  try {
    const { kind } = startOf(process.env)
    return kind === 'cluster' ? 'cluster' : kind === 'manifests' ? 'manifests' : 'demo'
  } catch {
    return 'manifests'
  }
}
