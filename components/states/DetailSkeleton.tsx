/** The shape of a detail to come; shown only if the answer takes its time. */
export function DetailSkeleton() {
  return (
    <div role="status" className="space-y-3 p-4">
      <span className="sr-only">Loading the detail</span>
      <div aria-hidden className="skeleton h-4 w-3/4" />
      <div aria-hidden className="skeleton h-4 w-full" />
      <div aria-hidden className="skeleton h-24 w-full" />
    </div>
  )
}
