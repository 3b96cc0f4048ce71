import { sentence } from '@/lib/words/sentence'
import { pointAt } from './point-at'

interface FilterProblemProps {
  readonly id: string
  readonly text: string
  readonly problem: { readonly at: number; readonly message: string }
  /** What is in force meanwhile; empty = everything. */
  readonly inForce: string
}

/** What keeps the text from being a filter, under its place; says that the last good result stays. */
export function FilterProblem({ id, text, problem, inForce }: FilterProblemProps) {
  const { before, after } = pointAt(text, problem.at)
  return (
    <div id={id} className="border-b border-line px-3 py-2">
      <p aria-hidden className="truncate pb-3 font-mono text-xs leading-5 whitespace-pre text-text-2">
        {before}
        <span className="relative text-text">
          <span className="absolute top-3.5 left-0 -translate-x-1/2 text-2xs">▲</span>
        </span>
        <span className="text-text">{after}</span>
      </p>
      <p className="font-medium break-words">{sentence(problem.message)}</p>
      <p className="text-xs break-words text-text-2">
        {inForce === ''
          ? 'Until then nothing is filtered.'
          : 'Until then the last good filter stays in force.'}
      </p>
    </div>
  )
}
