import type { Capture, CaptureSource, Gap } from '../model/capture'
import { refKey, refText, type KubeObject, type Origin } from '../model/object'
import type { Problem } from '../model/problem'

/** Gathers what the files of one source hold. Of an object given twice the later one counts, as with `kubectl apply`. */
export class Collector {
  private readonly objects = new Map<string, KubeObject>()
  private readonly gaps: Gap[] = []
  private readonly problems: Problem[] = []
  private secrets = 0
  private readonly otherKinds = new Map<string, { text: string; count: number }>()

  get size(): number {
    return this.objects.size
  }

  add(object: KubeObject): void {
    const key = refKey(object.ref)
    const earlier = this.objects.get(key)
    if (earlier) {
      this.objects.delete(key)
      this.problems.push(givenTwice(earlier, object))
    }
    this.objects.set(key, object)
  }

  addGap(gap: Gap): void {
    this.gaps.push(gap)
  }

  addProblem(problem: Problem): void {
    this.problems.push(problem)
  }

  /** A Secret went by: it is counted, and nothing else of it is kept. */
  countSecret(): void {
    this.secrets += 1
  }

  capture(source: CaptureSource): Capture {
    return {
      source,
      capturedAt: new Date().toISOString(),
      objects: [...this.objects.values()],
      gaps: this.gaps,
      problems: this.problems,
    }
  }
}

function givenTwice(earlier: KubeObject, later: KubeObject): Problem {
  const same = JSON.stringify(earlier.body) === JSON.stringify(later.body)
  return {
    code: 'given-twice',
    message:
      `${refText(later.ref)} is given twice, ${same ? 'alike' : 'with different content'}: ` +
      `first in ${placeText(earlier.origin)}, then in ${placeText(later.origin)}; the second one counts`,
    remedy: 'keep one of the two',
    effect: 'none',
    object: later.ref,
    ...(later.origin && { origin: later.origin }),
  }
}

/** `shop/web.yaml, document 2, line 14`. */
export const placeText = (origin: Origin | undefined): string =>
  origin ? `${origin.file}, document ${origin.document}, line ${origin.line}` : 'an unknown place'
