const hulls = ['h-32 w-52', 'h-40 w-52', 'h-40 w-52', 'h-36 w-52', 'h-28 w-36', 'h-36 w-52']

/** Where namespaces will stand; shown only if the answer takes its time. */
export function MapSkeleton() {
  return (
    <div role="status" className="min-h-0 flex-1 overflow-hidden bg-surface p-5">
      <span className="sr-only">Loading the map</span>
      <div aria-hidden className="flex flex-wrap gap-x-16 gap-y-20">
        {hulls.map((size, i) => (
          <div key={i} className={`skeleton ${size}`} />
        ))}
      </div>
    </div>
  )
}
