'use client'

import { Button } from '@/components/ui/Button'

/** Loaded anew, because what broke is the page that is there; and every page would wait for the code of a link. */
const start = '/explorer'

/** Last resort: something in the page itself broke. The data is the server's and is not lost. */
export default function PageError({ error, reset }: { readonly error: Error; readonly reset: () => void }) {
  return (
    <main className="grid h-full place-items-center p-6">
      <div className="max-w-[34rem]" role="alert">
        <h1 className="text-xl font-semibold">The page broke, not the cluster</h1>
        <p className="mt-2 text-md text-text-2">
          Drawing stopped because of an error in podtrust itself. What was loaded is still on the server.
        </p>
        <p className="mt-2 font-mono text-xs break-words text-text-2">{error.message}</p>
        <div className="mt-4 flex gap-2">
          <Button tone="primary" onClick={reset}>
            Draw again
          </Button>
          <a
            href={start}
            className="target inline-flex items-center rounded-md border border-line-strong px-2.5 font-medium"
          >
            Start without filters
          </a>
        </div>
      </div>
    </main>
  )
}
