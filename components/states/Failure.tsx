import { ApiProblem } from '@/lib/api/client'
import { sentence } from '../overview/sentences'
import { Button } from '../ui/Button'

interface FailureProps {
  readonly error: Error
  readonly onRetry: () => void
}

/** Why there is no answer, in the server's words, and a way to ask again. */
export function Failure({ error, onRetry }: FailureProps) {
  const title = error instanceof ApiProblem ? error.problem.title : 'Something broke'
  return (
    <div role="alert" className="min-h-0 flex-1 overflow-y-auto bg-surface p-6">
      <div className="max-w-[40rem] rounded-md border border-line-strong px-4 py-3">
        <h2 className="text-md font-semibold">{title}</h2>
        <p className="mt-1 whitespace-pre-line text-text-2">{sentence(error.message)}</p>
        <Button className="mt-3" onClick={onRetry}>
          Try again
        </Button>
      </div>
    </div>
  )
}
