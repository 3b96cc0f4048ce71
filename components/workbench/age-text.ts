const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** `12 s ago`, `4 min ago`, `3 h ago`, `2 d ago`; clocks that disagree by a little read as `just now`. */
export function ageText(milliseconds: number): string {
  if (milliseconds < 5 * second) return 'just now'
  if (milliseconds < minute) return `${Math.floor(milliseconds / second)} s ago`
  if (milliseconds < hour) return `${Math.floor(milliseconds / minute)} min ago`
  if (milliseconds < 2 * day) return `${Math.floor(milliseconds / hour)} h ago`
  return `${Math.floor(milliseconds / day)} d ago`
}
