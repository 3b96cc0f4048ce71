'use client'

import { useQuery } from '@tanstack/react-query'
import { EyeOff } from 'lucide-react'
import { noises } from '@/lib/model/filter'
import { count } from '@/lib/words/count'
import { numberText } from '@/lib/words/number'
import { Button } from '../ui/Button'
import { Popover } from '../ui/Popover'
import { lensesQuery } from '../workbench/queries'
import type { ViewControl } from '../workbench/use-view'
import { hiddenText, noiseName, toggleNoise, totalOf } from './lens-words'

/** Traffic that every cluster has can be put out of sight, kind by kind; how much that is stays said. */
export function NoiseMenu({ control: { view, filter, set } }: { readonly control: ViewControl }) {
  const { data } = useQuery(lensesQuery(filter))
  const hidden = hiddenText(view.hide, data?.hidden)
  return (
    <Popover
      label="Noise"
      trigger={
        <Button
          className="font-normal text-text-2 pointer-coarse:min-w-11"
          aria-label={hidden ?? 'Hide noise'}
          title={hidden}
        >
          <EyeOff size={13} aria-hidden />
          <span className="max-sm:hidden low:hidden">{hidden === undefined ? 'Noise' : 'Hidden'}</span>
          {hidden !== undefined && (
            <b className="text-text tabular-nums">{data ? numberText(totalOf(data.hidden)) : '–'}</b>
          )}
        </Button>
      }
    >
      <fieldset className="px-3 py-2.5">
        <legend className="sr-only">Kinds of noise to hide</legend>
        <p aria-hidden className="font-semibold">
          Hide noise
        </p>
        {noises.map(noise => {
          const kind = data?.noise.find(({ name }) => name === noise)
          return (
            <label key={noise} className="mt-2 flex cursor-pointer gap-2.5">
              <input
                type="checkbox"
                checked={view.hide.includes(noise)}
                onChange={() => set({ hide: toggleNoise(view.hide, noise) }, 'push')}
                className="mt-0.5 size-4 shrink-0 accent-ink pointer-coarse:size-6"
              />
              <span>
                <span className="font-medium">
                  {noise === 'dns' ? noiseName[noise] : capital(noiseName[noise])}
                </span>{' '}
                {kind && (
                  <span className="text-xs text-text-2">{count(totalOf(kind.counts), 'connection')}</span>
                )}
                {kind && <span className="block text-xs text-text-2">{kind.rule}</span>}
              </span>
            </label>
          )
        })}
      </fieldset>
      <p className="border-t border-line px-3 py-2 text-xs text-text-2">
        Hidden is not closed: the counts above the views keep all of it, and the foot of the page says how
        much.
      </p>
    </Popover>
  )
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** At the foot of the page: what is out of sight, where something is. */
export function HiddenNote({ control: { view, filter } }: { readonly control: ViewControl }) {
  const { data } = useQuery(lensesQuery(filter))
  const text = hiddenText(view.hide, data?.hidden)
  return text === undefined ? null : <span className="shrink-0">{text}</span>
}
