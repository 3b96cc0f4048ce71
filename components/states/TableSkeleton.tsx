/** Rows to come; shown only if the answer takes its time. */
export function TableSkeleton({ of = 'connections' }: { readonly of?: string }) {
  return (
    <div role="status" className="min-h-0 flex-1 overflow-hidden bg-surface px-2.5 pt-10">
      <span className="sr-only">Loading the {of}</span>
      <div aria-hidden className="space-y-4">
        {Array.from({ length: 12 }, (_, i) => (
          <div key={i} className="skeleton h-4" />
        ))}
      </div>
    </div>
  )
}
