'use client'

import { X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { closeCapture } from '@/lib/api/client'
import { uploadLimits } from '@/lib/api/upload-limits'
import { sentence } from '@/lib/words/sentence'
import { Button } from '../ui/Button'

/** Forgets the upload, on the server too, and goes back to what the server was started with. */
export function CloseUpload({ capture }: { readonly capture: string }) {
  const router = useRouter()
  const [closing, setClosing] = useState(false)
  const [failure, setFailure] = useState<string>()
  const close = async () => {
    setClosing(true)
    try {
      await closeCapture(capture)
      router.push('/explorer')
    } catch (error) {
      setClosing(false)
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <>
      <Button
        onClick={() => void close()}
        aria-disabled={closing}
        className="justify-center pointer-coarse:min-w-11"
        title={`Forgets this upload at once. Else the server keeps it in memory until nobody has looked at it for ${uploadLimits.minutes} minutes.`}
      >
        <X size={14} aria-hidden className="shrink-0" />
        <span className="max-sm:sr-only">Close</span>
      </Button>
      {failure !== undefined && (
        <p role="alert" className="text-xs">
          {sentence(`not closed: ${failure}`)}
        </p>
      )}
    </>
  )
}
