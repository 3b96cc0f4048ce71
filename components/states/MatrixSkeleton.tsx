/** Where cells will stand; shown only if the answer takes its time. */
export function MatrixSkeleton() {
  return (
    <div role="status" className="min-h-0 flex-1 overflow-hidden bg-surface px-4 pt-28 pl-36">
      <span className="sr-only">Loading the matrix</span>
      <div aria-hidden className="grid w-fit grid-cols-8 gap-1">
        {Array.from({ length: 64 }, (_, i) => (
          <div key={i} className="skeleton h-7 w-16" />
        ))}
      </div>
    </div>
  )
}
