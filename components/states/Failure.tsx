import { ApiProblem } from '@/lib/api/client'
import { problemType } from '@/lib/api/problem-types'
import { sentence } from '@/lib/words/sentence'
import { Button } from '../ui/Button'

interface FailureProps {
  readonly error: Error
  readonly onRetry: () => void
  /** Goes back to where there is something, where what was asked about is not there. */
  readonly onLeave?: (() => void) | undefined
  /** What was asked about was there before. */
  readonly wasThere?: boolean
}

/** Why there is no answer, in the server's words, and a way to ask again or to go on. */
export function Failure({ error, onRetry, onLeave, wasThere = false }: FailureProps) {
  const title = error instanceof ApiProblem ? error.problem.title : 'Something broke'
  const missing = error instanceof ApiProblem && error.problem.type === problemType('not-found')
  return (
    <div role="alert" className="min-h-0 flex-1 overflow-y-auto bg-surface p-6">
      <div className="max-w-[40rem] rounded-md border border-line-strong px-4 py-3">
        <h2 className="text-md font-semibold">{missing && wasThere ? 'No longer there' : title}</h2>
        <p className="mt-1 break-words whitespace-pre-line text-text-2">{sentence(error.message)}</p>
        {missing && wasThere && (
          <p className="mt-1 text-text-2">It was there the last time that the source was read.</p>
        )}
        <div className="mt-3 flex flex-wrap gap-2">
          {missing && onLeave && (
            <Button tone="primary" onClick={onLeave}>
              Stop looking at it
            </Button>
          )}
          <Button onClick={onRetry}>Try again</Button>
        </div>
      </div>
    </div>
  )
}
