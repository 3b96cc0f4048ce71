import { numberText } from '@/lib/words/number'

interface FigureProps {
  readonly value: number
  /** What nothing means, for those who hear it. */
  readonly none?: string
}

/** A count; nothing is a dash to the eye and a word to the ear. */
export function Figure({ value, none = '0' }: FigureProps) {
  if (value > 0) return numberText(value)
  return (
    <>
      <span aria-hidden className="text-text-3 in-aria-selected:text-text-2">
        –
      </span>
      <span className="sr-only">{none}</span>
    </>
  )
}
