'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronDown, Lightbulb } from 'lucide-react'
import { memo } from 'react'
import { lenses, type LensName } from '@/lib/model/filter'
import { numberText } from '@/lib/words/number'
import { Button } from '../ui/Button'
import { Popover } from '../ui/Popover'
import { useKey } from '../workbench/KeysProvider'
import { lensesQuery } from '../workbench/queries'
import type { PreparedControl } from '../workbench/use-prepared-view'
import { lensGloss, lensName, nextLens, totalOf } from './lens-words'

/** Their counts stand at the left already, so that where room is short these wait in the menu, which holds all. */
const inLedger: readonly LensName[] = ['implicit', 'unknown']

/** Where every letter is taken from the filter. */
const shortName: Partial<Record<LensName, string>> = { plaintext: 'Plaintext' }

/** Ways of looking that dim everything else and remove nothing; `l` turns to the next. */
export const LensChips = memo(function LensChips({ control }: { readonly control: PreparedControl }) {
  const { view, filter, set, aim } = control
  const { data } = useQuery(lensesQuery(filter))
  const turn = (lens: LensName | null) => {
    const shows = lens === 'unknown' && (data?.counts.unknown ?? 0) > 0
    set(
      { lens, ...(shows ? { show: 'unknowns' as const } : view.show === 'unknowns' && { show: null }) },
      'push',
    )
  }
  useKey('l', () => turn(nextLens(view.lens)))

  const chip = (lens: LensName, wide: boolean) => {
    const next = view.lens === lens ? null : lens
    const point = () => aim({ lens: next })
    const counts = data?.lenses.find(({ name }) => name === lens)?.counts
    return (
      <button
        key={lens}
        type="button"
        aria-pressed={view.lens === lens}
        title={`Lights ${lensGloss[lens]}; dims the others`}
        onClick={() => turn(next)}
        onPointerEnter={point}
        onFocus={point}
        className={`target ${wide || !inLedger.includes(lens) ? '' : 'max-2xl:hidden'} inline-flex items-center gap-1.5 rounded-md border px-2 text-xs whitespace-nowrap hover:bg-surface-2 aria-pressed:border-ink aria-pressed:bg-surface-3 aria-pressed:text-text ${
          wide ? 'justify-between border-transparent' : 'border-line-strong'
        } text-text-2`}
      >
        <span className="text-left">
          {wide ? lensName[lens] : (shortName[lens] ?? lensName[lens])}
          {wide && (
            <span className="block text-2xs whitespace-normal text-text-2">Lights {lensGloss[lens]}</span>
          )}
        </span>
        <b className="text-text tabular-nums">{counts ? numberText(totalOf(counts)) : '–'}</b>
      </button>
    )
  }

  return (
    <>
      <div
        role="group"
        aria-label="Lenses: light some, dim the others"
        className="flex gap-1.5 max-xl:hidden"
      >
        {lenses.map(lens => chip(lens, false))}
      </div>
      <Popover
        label="Lenses"
        trigger={
          <Button
            aria-pressed={view.lens !== null}
            className="2xl:hidden aria-pressed:border-ink aria-pressed:bg-surface-3"
          >
            <Lightbulb size={14} aria-hidden />
            <span className="max-sm:sr-only xl:sr-only low:sr-only">
              Lens{view.lens === null ? '' : `: ${lensName[view.lens]}`}
            </span>
            <ChevronDown size={13} aria-hidden className="text-text-2" />
          </Button>
        }
      >
        <div
          role="group"
          aria-label="Lenses: light some, dim the others"
          className="flex flex-col gap-0.5 p-1.5"
        >
          {lenses.map(lens => chip(lens, true))}
        </div>
      </Popover>
    </>
  )
})
