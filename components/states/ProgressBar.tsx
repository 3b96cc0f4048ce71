import type { Step } from '../capture/reading-words'
import { milestoneText, stepText } from '../capture/reading-words'

interface ProgressBarProps {
  /** Absent until anything is known. */
  readonly at: Step | undefined
  /** What takes its time, for those who do not see where it stands. */
  readonly label: string
}

/** How far something is: a bar and a line for the eye; aloud only what step it is at, and each quarter of it. */
export function ProgressBar({ at, label }: ProgressBarProps) {
  return (
    <div className="mt-3">
      <progress
        aria-label={label}
        {...(at?.of !== undefined && { max: Math.max(1, at.of), value: at.done })}
        className="block h-1.5 w-full appearance-none overflow-hidden rounded-sm border-0 bg-surface-3 forced-colors:border [&::-moz-progress-bar]:bg-ink [&::-webkit-progress-bar]:bg-surface-3 [&::-webkit-progress-value]:bg-ink"
      />
      <p aria-hidden={at !== undefined} className="mt-1.5 min-h-4 text-xs text-text-2 tabular-nums">
        {at && stepText(at)}
      </p>
      <p role="status" className="sr-only">
        {at && milestoneText(at)}
      </p>
    </div>
  )
}
