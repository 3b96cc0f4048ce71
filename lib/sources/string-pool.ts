/** Shorter strings are copied when they are cut out of a text (V8's SlicedString::kMinLength). */
const shortestCut = 13

/**
 * Equal strings once. A string that was cut out of a text keeps all of it in memory; what comes from here stands alone.
 * Labels and names repeat in every pod of a workload, so a capture of many pods needs few strings.
 */
export class StringPool {
  private readonly known = new Map<string, string>()

  take(text: string): string {
    const known = this.known.get(text)
    if (known !== undefined) return known
    const alone = text.length < shortestCut ? text : (JSON.parse(JSON.stringify(text)) as string)
    this.known.set(alone, alone)
    return alone
  }
}
