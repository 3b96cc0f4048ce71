import { isList, isMap, type Json } from '../model/json'
import { Collector } from './collect'
import { firstContent, normalize, splitDocuments, type RawDocument } from './documents'
import { refusalAt, type Fault } from './fault'
import { legibleHead } from './head'
import { splitList, type ListText } from './list-items'
import { itemPlace, listKindOf, reportCutOff, takeItem, takeValue, type ListKind } from './objects'
import { maxDepth, newBudget, parse, type Parsed } from './parse'
import { isPlainBoolean } from './keep'
import { reportUnread, type Complaint, type Place } from './unread'

/** Longest JSON list, in characters, that is parsed whole as YAML when some of its items are no JSON. */
const looseJson = 1 << 22

/** Documents of one file that are read. */
const maxDocuments = 1_000_000

/**
 * Reads the text of one file into the collector. It stops after every document, every item of a list and every
 * mebibyte, so that whoever drives it can let others run in between. `clean` is false where U+FFFD in the text may
 * stand for bytes that are no UTF-8.
 */
export function* readText(text: string, file: string, into: Collector, clean = true): Generator<void> {
  let empty = true
  for (const document of splitDocuments(normalize(text))) {
    yield
    const content = document && firstContent(document.text)
    if (!document || content === undefined) continue
    empty = false
    if (document.number > maxDocuments) {
      reportUnread({ kinds: [], apiVersions: [] }, tooMany, placeOf(document, file, content), into)
      return
    }
    const list = yield* splitList(document.text)
    if (!(list && (yield* readList(list, document, file, into, clean)))) {
      const place = placeOf(document, file, content)
      takeParsed(parseClean(document.text, clean), document, place, into, value =>
        takeValue(value, place, into),
      )
    }
  }
  if (empty)
    into.addProblem({
      code: 'empty-file',
      message: 'the file holds no object',
      remedy: 'check that it was written to its end',
      effect: 'none',
      origin: { file, document: 1, line: 1 },
    })
}

const tooMany: Complaint = {
  code: 'too-many-documents',
  message: 'the file holds more than 1,000,000 documents, and none is read from here on',
  remedy: 'split the file',
}

/** A place in a file. */
type FilePlace = Place & Required<Pick<Place, 'origin'>>

const placeOf = (document: RawDocument, file: string, line: number): FilePlace => ({
  origin: { file, document: document.number, line: document.line + line },
  text: `document ${document.number} of ${file}`,
})

function parseClean(
  text: string,
  clean: boolean,
  ...limits: [number?, ReturnType<typeof newBudget>?]
): Parsed {
  const odd = clean ? -1 : text.indexOf('\uFFFD')
  return odd < 0 ? parse(text, ...limits) : { kind: 'fault', fault: refusalAt('bad-utf8', odd, text) }
}

/** Takes what a text was parsed to, or reports why it was not; `from` says where the text begins in its file. */
function takeParsed(
  parsed: Parsed,
  from: { readonly line: number; readonly text: string },
  place: FilePlace,
  into: Collector,
  take: (value: Json) => void,
): void {
  if (parsed.kind === 'fault') return report(parsed.fault, from, place, into)
  warnOfPlainWords(parsed.value, from, place, into)
  take(parsed.value)
}

/** Plain `y` and `n` are text here and booleans for kubectl; where text is wanted, the API server then refuses them. */
function warnOfPlainWords(
  value: Json,
  from: { readonly line: number; readonly text: string },
  { origin }: FilePlace,
  into: Collector,
): void {
  // Most texts have no such word, and this is the quicker way to see it.
  if (!/:[ \t]+[yn][ \t]*(?:#|$)/im.test(from.text)) return
  const match = /^[ \t]*(?:- +)*[\w./][\w./-]*:[ \t]+([yn])[ \t]*(?:#.*)?$/im.exec(from.text)
  if (!match || !holdsPlainWord(value)) return
  into.addProblem({
    code: 'plain-boolean',
    message: `\`${match[1]}\` without quotes is text here, but kubectl reads a boolean`,
    remedy: 'put it in quotes, or write `true` or `false`',
    effect: 'none',
    origin: { ...origin, line: from.line + from.text.slice(0, match.index).split('\n').length - 1 },
  })
}

/** Leaves out what only stands in a longer text, such as a script. */
const holdsPlainWord = (value: Json): boolean =>
  typeof value === 'string'
    ? isPlainBoolean(value)
    : typeof value === 'object' && value !== null && Object.values(value).some(holdsPlainWord)

function report(
  { code, what, remedy, line, column, path }: Fault,
  from: { readonly line: number; readonly text: string },
  place: FilePlace,
  into: Collector,
): void {
  const [subject = ''] = place.text.split(' ')
  const complaint = {
    code,
    message: `the ${subject} ${what} (column ${column})`,
    remedy,
    ...(path && { path }),
  }
  const origin = { ...place.origin, line: from.line + line - 1 }
  reportUnread(legibleHead(from.text), complaint, { ...place, origin }, into)
}

/**
 * Reads a list item by item, so that a broken one costs only itself. False where it is none, or where the cut came at
 * the wrong place and the whole parses after all.
 */
function* readList(
  list: ListText,
  document: RawDocument,
  file: string,
  into: Collector,
  clean: boolean,
): Generator<void, boolean> {
  const head = parseClean(list.head, clean)
  const kind = head.kind === 'value' ? kindOfList(head.value) : undefined
  if (!kind) return false
  const found = new Collector(into.strings)
  const budget = newBudget()
  let doubtful = false
  let at = 0
  for (const item of list.items()) {
    yield
    const line = document.line + item.line - 1
    const place = itemPlace(placeOf(document, file, item.line - 1), at++)
    const parsed =
      list.format === 'json'
        ? parseClean(item.text, clean, maxDepth - 2, budget)
        : unwrap(parseClean(item.text, clean, maxDepth - 1, budget))
    doubtful ||= parsed.kind === 'fault' && parsed.fault.cut
    takeParsed(parsed, { line, text: item.text }, place, found, value => takeItem(value, kind, place, found))
  }
  const mayBeLoose = list.format === 'yaml' || document.text.length < looseJson
  if (doubtful && mayBeLoose && parseClean(document.text, clean).kind === 'value') return false
  if (kind.kind === undefined || !list.closed) reportCutOff(placeOf(document, file, 0), found)
  into.merge(found)
  return true
}

/** What items take from their list; nothing from a list that is no object itself. */
function kindOfList(head: Json): ListKind | undefined {
  if (isMap(head)) return listKindOf(head)
  return isList(head) && head.length === 0 ? { kind: 'List' } : undefined
}

/** An item of a YAML list stands behind its dash: alone in a list. */
function unwrap(parsed: Parsed): Parsed {
  if (parsed.kind === 'value')
    return { kind: 'value', value: isList(parsed.value) ? (parsed.value[0] ?? null) : null }
  const { path, ...fault } = parsed.fault
  return { kind: 'fault', fault: { ...fault, ...(path && path.length > 1 && { path: path.slice(1) }) } }
}
