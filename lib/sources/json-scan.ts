/** Characters that are looked at between two pauses. */
const slice = 1 << 19

const quote = 0x22
const backslash = 0x5c
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

export const isBlank = (char: string | undefined): boolean => char !== undefined && ' \t\n\r'.includes(char)

/** The offset of the first character at or after `at` that is no white space; the text's length where there is none. */
export function skipBlanks(text: string, at: number): number {
  let after = at
  while (isBlank(text[after])) after += 1
  return after
}

/**
 * The offset behind the JSON map, list or string that opens at `at`, found by brackets and quotes alone; undefined where
 * it never closes. Pauses.
 */
export function* endOfValue(text: string, at: number): Generator<void, number | undefined> {
  let depth = 0
  let pause = at + slice
  for (let here = at; here < text.length; here++) {
    const char = text.charCodeAt(here)
    if (char === quote) {
      const end = endOfString(text, here)
      if (end === undefined) return undefined
      here = end - 1
    } else if (char === openBrace || char === openBracket) depth += 1
    else if (char === closeBrace || char === closeBracket) depth -= 1
    else continue
    if (depth <= 0) return here + 1
    if (here < pause) continue
    pause = here + slice
    yield
  }
  return undefined
}

/** The offset behind the string whose first quote is at `at`. */
export function endOfString(text: string, at: number): number | undefined {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes += 1
    if (slashes % 2 === 0) return end + 1
  }
  return undefined
}
