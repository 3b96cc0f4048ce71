/** The mark: a ring left open where something could come in. */
export function Brand() {
  return (
    <span className="flex items-center gap-2 text-[0.9375rem] font-semibold tracking-[-0.01em]">
      <svg viewBox="0 0 20 20" width={20} height={20} aria-hidden fill="none">
        <path
          d="M10 2.2a7.8 7.8 0 1 0 7.8 7.8"
          stroke="currentColor"
          strokeWidth="2.4"
          strokeLinecap="round"
        />
        <rect x="7.2" y="7.2" width="5.6" height="5.6" rx="1.2" fill="currentColor" />
        <circle cx="15.7" cy="4.3" r="1.9" fill="currentColor" />
      </svg>
      <span className="max-sm:sr-only low:sr-only">podtrust</span>
    </span>
  )
}
