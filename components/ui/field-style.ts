/** What one writes into: its frame, and the line that the keyboard is in. */
export const fieldFrame = 'target rounded-md border border-line-control bg-surface px-2'

/** An input that is its own frame. */
export const field = `${fieldFrame} mt-0.5 block w-full placeholder:text-text-3 aria-invalid:border-2 aria-invalid:border-ink disabled:bg-surface-2 disabled:text-text-3`
