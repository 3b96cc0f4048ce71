'use client'

import { Download, FolderOpen } from 'lucide-react'
import { useId, useState } from 'react'
import { uploadLimits } from '@/lib/api/upload-limits'
import { bytesText } from '@/lib/words/bytes'
import { numberText } from '@/lib/words/number'
import { ChooseButtons } from '../open/DropArea'
import { OpenStatus } from '../open/OpenStatus'
import { PasteBox } from '../open/PasteBox'
import type { OpeningControl } from '../open/use-opening'
import { Button } from '../ui/Button'
import { Code, Door, DoorFoot } from './Door'
const { sent, unpacked, files, documents, open, minutes } = uploadLimits

/** Files from the user's machine: dropped, chosen or pasted. The limits stand there before they bite. */
export function FilesDoor({ control }: { readonly control: OpeningControl }) {
  const { opening, look } = control
  const [pasting, setPasting] = useState(false)
  const box = useId()
  const idle = opening.kind === 'idle'
  return (
    <Door icon={<FolderOpen size={16} aria-hidden />} title="Manifests or a capture">
      <div hidden={!idle} className={idle ? 'flex flex-1 flex-col' : undefined}>
        <p>
          A folder, files or an archive: manifests, the output of <Code>kubectl get -o yaml</Code>, or of{' '}
          <Code>podtrust capture</Code>.
        </p>
        {pasting ? (
          <div id={box}>
            <PasteBox look={look} />
          </div>
        ) : (
          <div className="mt-3 flex min-h-[7.25rem] flex-col items-center justify-center rounded-md border border-dashed border-line-control px-4 py-3 text-center">
            <Download size={18} aria-hidden className="mb-1.5 text-text-3" />
            <p className="font-medium text-text">
              Drop files or a folder<span className="max-sm:sr-only"> anywhere on this page</span>
            </p>
            <p className="mt-0.5 text-xs">
              up to {bytesText(sent)}, {numberText(files)} files, {numberText(documents)} documents
            </p>
          </div>
        )}
        <details className="mt-3 text-xs">
          <summary className="target-row flex items-center font-medium underline decoration-line-control underline-offset-3">
            What is sent, and how long it stays
          </summary>
          <ul className="mt-1 list-disc space-y-1 pl-4">
            <li>
              Archives are .tar.gz, .tgz, .tar and .zip, and come to {bytesText(unpacked)} unpacked at most.
            </li>
            <li>
              Of folders only .yaml, .yml and .json, no hidden files and no node_modules. What stays behind is
              told before anything is sent.
            </li>
            <li>
              It is held in this server’s memory and never written to disk. It is gone when you close it, or
              when nobody has looked at it for {minutes} minutes. {open} can be open at a time.
            </li>
          </ul>
        </details>
        <DoorFoot>
          <ChooseButtons look={look} focused={opening.kind === 'idle' && opening.returned} />
          <Button
            tone="quiet"
            aria-expanded={pasting}
            {...(pasting && { 'aria-controls': box })}
            onClick={() => setPasting(!pasting)}
          >
            Paste YAML
          </Button>
        </DoorFoot>
      </div>
      {!idle && (
        <div className="rounded-md border border-line-strong px-4 py-3">
          <OpenStatus control={control} />
        </div>
      )}
    </Door>
  )
}
