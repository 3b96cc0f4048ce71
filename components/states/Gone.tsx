'use client'

import Link from 'next/link'
import { uploadLimits } from '@/lib/api/upload-limits'
import { Header } from '../workbench/Header'
import { EmptyState } from './EmptyState'

const way =
  'target inline-flex items-center rounded-md border px-2.5 font-medium hover:underline underline-offset-3'

/** An opened capture that the server does not have, or no longer. */
export function Gone() {
  return (
    <div className="flex h-full flex-col">
      <Header
        overview={undefined}
        heading="podtrust: this is no longer open"
        problemsShown={false}
        onProblems={() => undefined}
      />
      <main className="flex min-h-0 flex-1 flex-col">
        <EmptyState
          title="This is no longer open"
          action={
            <span className="flex flex-wrap gap-2">
              <Link href="/" className={`${way} border-ink bg-ink text-on-ink`}>
                Open it again
              </Link>
              <Link href="/explorer" className={`${way} border-line-strong`}>
                This server’s own cluster
              </Link>
            </span>
          }
        >
          What is opened lives in the server’s memory only. It goes when somebody closes it, when nobody has
          looked at it for {uploadLimits.minutes} minutes, or when podtrust is started again. Nothing of it is
          left here; files are where they were.
        </EmptyState>
      </main>
    </div>
  )
}
