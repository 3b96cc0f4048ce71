import type { Health } from '@/lib/api/capture-contract'
import { count } from '@/lib/words/count'
import { familyCounts } from '@/lib/words/kind-families'
import type { LoadProgress } from './messages'

/** One sentence on how far loading is, for the user. */
export function progressText(progress: LoadProgress | undefined): string {
  if (!progress) return 'still looking for what to read'
  if (progress.step === 'judging')
    return `everything is read; judging who may talk to whom, ${progress.done} of ${progress.of}`
  const { unit = 'file', file, filesRead, files, objects } = progress
  return `still reading \`${file}\`, ${unit} ${filesRead + 1} of ${files}; ${count(objects, 'object')} so far`
}

/** The same as numbers. */
export function progressCounts(progress: LoadProgress): NonNullable<Health['progress']> {
  const read = familyCounts(progress.kinds)
  return progress.step === 'judging'
    ? { step: 'judging', done: progress.done, of: progress.of, read }
    : { step: 'reading', done: progress.filesRead, of: progress.files, read }
}
