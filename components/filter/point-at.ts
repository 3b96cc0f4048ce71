import { visible } from '@/lib/words/visible'

/** Characters shown on each side of the place. */
const around = 28

export interface Pointed {
  readonly before: string
  readonly after: string
}

/** The part of a text around a place, cut in two there, in characters that show. */
export function pointAt(text: string, at: number): Pointed {
  const place = Math.min(Math.max(0, at), text.length)
  const [start, end] = [Math.max(0, place - around), Math.min(text.length, place + around)]
  return {
    before: `${start > 0 ? '…' : ''}${visible(text.slice(start, place))}`,
    after: `${visible(text.slice(place, end))}${end < text.length ? '…' : ''}`,
  }
}
