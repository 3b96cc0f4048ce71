import { trustClasses } from '@/lib/model/verdict'
import { ClassWord } from '../signs/ClassWord'

/** The signs of cells, and the keys. */
export function MatrixLegend() {
  const box = 'inline-block h-3 w-3 shrink-0 rounded-[2px]'
  return (
    <>
      <ul className="flex min-w-0 items-center gap-4 overflow-hidden">
        {trustClasses.map(each => (
          <li key={each} className="inline-flex items-center">
            <ClassWord of={each} />
          </li>
        ))}
        <li className="inline-flex items-center gap-1.5">
          <span aria-hidden className={`${box} border border-line-strong`} /> No connection
        </li>
        <li className="inline-flex items-center gap-1.5">
          <span aria-hidden className={`${box} outline-1 -outline-offset-1 outline-text-2`} /> Inside a group
        </li>
      </ul>
      <span className="flex-1" />
      <span id="matrix-keys" className="shrink-0">
        Arrow keys move, Enter opens the pair, x opens groups
      </span>
    </>
  )
}
