/**
 * Every key of the page, once: the list in Help prints this table, and whoever answers a key names it by its entry
 * (`useKey`). Keys of one part alone (map, matrix, table, tree) work while that part has the focus.
 */
export const pageKeys = [
  ['/', 'Filter'],
  ['1', 'Map'],
  ['2', 'Matrix'],
  ['3', 'Table'],
  ['l', 'Next lens'],
  ['a', 'Ask about two ends'],
  ['[', 'Show or hide the scope'],
  [']', 'Show or hide the detail'],
  ['g e', 'Explorer'],
  ['g p', 'Policies'],
  ['g i', 'Identities'],
  ['g f', 'Findings'],
  ['g o', 'Open another cluster'],
  ['?', 'List of the keys'],
  ['Escape', 'Back, one step'],
] as const

/** What a page answers a key by, `g p` one after the other. */
export type KeyName = (typeof pageKeys)[number][0]

interface PlaceKeys {
  readonly place: string
  readonly keys: readonly (readonly [keys: string, does: string])[]
}

/** Keys of parts that have the focus; each part answers its own. */
export const placeKeys: readonly PlaceKeys[] = [
  {
    place: 'On the table',
    keys: [
      ['↑ ↓', 'Row by row'],
      ['PgUp PgDn Home End', 'Further'],
      ['Enter', 'Say why'],
    ],
  },
  {
    place: 'On the scope',
    keys: [
      ['↑ ↓ Home End', 'Line by line'],
      ['→ ←', 'Open and close'],
      ['Enter', 'Look at it alone'],
    ],
  },
]

/** Where letters are meant as text, or belong to what is open over the page. */
const elsewhere =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="menu"], [role="listbox"]'
const overlays = 'dialog[open], [role="dialog"][data-state="open"], [role="menu"][data-state="open"]'

/** In a tree, letters lead to what begins with them. */
const isLetter = (key: string): boolean => /^[a-z0-9]$/i.test(key)

/** The part of a key event that decides. */
export interface Stroke {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly defaultPrevented: boolean
  readonly getModifierState: (key: 'AltGraph') => boolean
  readonly target: Pick<Element, 'closest'> | null
}

/** True for a stroke that is meant for the page: nobody took it, nobody types, and nothing lies over the page. */
export function isForPage(stroke: Stroke, page: Pick<ParentNode, 'querySelector'>): boolean {
  // On some keyboards brackets need AltGr, which comes as Ctrl and Alt.
  const modified =
    stroke.metaKey || ((stroke.ctrlKey || stroke.altKey) && !stroke.getModifierState('AltGraph'))
  if (stroke.defaultPrevented || modified) return false
  if (stroke.target?.closest(isLetter(stroke.key) ? `${elsewhere}, [role="tree"]` : elsewhere)) return false
  return page.querySelector(overlays) === null
}

interface Read {
  readonly name?: KeyName
  /** First half of a pair, if that is what was pressed. */
  readonly pending?: string
}

const isKeyName = (text: string): text is KeyName => pageKeys.some(([name]) => name === text)

/** What a key means after what was pressed before it. */
export function readKey(key: string, before?: string): Read {
  const pair = before === undefined ? key : `${before} ${key}`
  if (isKeyName(pair)) return { name: pair }
  if (isKeyName(key)) return { name: key }
  return pageKeys.some(([name]) => name.startsWith(`${key} `)) ? { pending: key } : {}
}
