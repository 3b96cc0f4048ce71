import { parseBlock } from '../../model/address'
import type { Settings } from '../../model/settings'
import type { FileSettings } from './schema'

/** What an Expectations file says about the cluster goes before what was said elsewhere. */
export function withFileSettings(settings: Settings, { engine, assume }: FileSettings): Settings {
  const podCIDRs = assume?.podCIDRs?.map(parseBlock).filter(block => block !== undefined)
  return { ...settings, ...(engine && { engine }), ...(podCIDRs && { podCIDRs }) }
}
