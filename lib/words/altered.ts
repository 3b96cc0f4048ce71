import type { Alterer } from '../model/mesh'
import { refText } from '../model/object'
import { listed } from './count'
import { visible } from './visible'

/** `EnvoyFilter shop/lua (mesh.yaml, line 12)`: an object that may change a proxy, and where it is written. */
const altererText = ({ object, origin }: Alterer): string =>
  visible(`${refText(object)}${origin ? ` (${origin.file}, line ${origin.line})` : ''}`)

/** What is said of a connection holds for proxies as their mesh sets them up. */
export const alteredText = (by: readonly Alterer[]): string =>
  `${listed(by.map(altererText), 4)} may change what proxies let through and send here, in ways that cannot be read: what is said holds without ${by.length === 1 ? 'it' : 'them'}`
