import { Grid3x3 } from 'lucide-react'
import { Button } from '../ui/Button'

interface SuggestStripProps {
  readonly why: string
  readonly onMap: () => void
}

/** Says why the matrix is shown though nobody asked for it, and takes it back. */
export function SuggestStrip({ why, onMap }: SuggestStripProps) {
  return (
    <div
      role="status"
      className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-surface-2 px-3 py-1"
    >
      <Grid3x3 size={14} aria-hidden className="shrink-0 text-text-2" />
      <p className="min-w-0 flex-1">
        <b className="font-semibold">Shown as a matrix:</b> {why}.
      </p>
      <Button onClick={onMap}>Draw the map anyway</Button>
    </div>
  )
}
