import type { TrustClass } from '@/lib/model/verdict'

interface ClassGlyphProps {
  readonly of: TrustClass | 'denied'
  readonly size?: number
  /** Stands on a ground filled with the colour of the class, so it takes the colour of the text there. */
  readonly onFill?: boolean
}

/** The shape of a class, for eyes only: the word or the count stands beside it. */
export function ClassGlyph({ of, size = 14, onFill = false }: ClassGlyphProps) {
  const colour = onFill ? 'text-current' : colours[of]
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden
      className={`shrink-0 ${colour}`}
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {shape(of, onFill)}
    </svg>
  )
}

const colours = {
  implicit: 'text-implicit',
  partial: 'text-partial-sign',
  verified: 'text-verified-sign',
  unknown: 'text-unknown-sign',
  denied: 'text-text',
}

function shape(of: ClassGlyphProps['of'], onFill: boolean) {
  switch (of) {
    case 'implicit':
      return (
        <>
          <path d="M8 1 15 8 8 15 1 8Z" fill="currentColor" />
          <g className={onFill ? 'text-implicit' : 'text-surface'}>
            <path d="M8 4.8v3.6" strokeWidth="1.9" />
            <circle cx="8" cy="11.2" r="1.1" fill="currentColor" stroke="none" />
          </g>
        </>
      )
    case 'partial':
      return (
        <>
          <circle cx="8" cy="8" r="5.6" strokeWidth="1.6" />
          <path d="M8 2.4a5.6 5.6 0 0 0 0 11.2Z" fill="currentColor" stroke="none" />
        </>
      )
    case 'verified':
      return <path d="m2.8 8.6 3.5 3.4 7-7.6" strokeWidth="1.9" />
    case 'unknown':
      return (
        <>
          <circle cx="8" cy="8" r="6.6" strokeWidth="1.4" strokeDasharray="1.8 2.35" />
          <path d="M6.1 6.5a1.95 1.95 0 1 1 2.8 1.75c-.6.3-.9.65-.9 1.2" strokeWidth="1.5" />
          <circle cx="8" cy="11.6" r=".95" fill="currentColor" stroke="none" />
        </>
      )
    case 'denied':
      return <path d="m4 4 8 8M12 4l-8 8" strokeWidth="1.8" />
  }
}
