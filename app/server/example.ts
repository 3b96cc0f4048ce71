import type { ExampleName } from '@/lib/api/capture-contract'
import { captures } from './captures'
import { Holder, loadBy } from './holder'
import { roomForUpload } from './memory'
import { lowMemory, tooManyCaptures } from './upload'

/**
 * Opens a cluster that ships with podtrust as a capture; gives its id at once, and reading goes on. It is the same for
 * everybody, so it is opened once and takes one place. Throws a problem of the request.
 */
export function openExample(name: ExampleName): string {
  const open = captures().named(name)
  if (open !== undefined) {
    captures().find(open)
    return open
  }
  const place = captures().reserve()
  if (!place) throw tooManyCaptures()
  if (!roomForUpload(0)) {
    place.leave()
    throw lowMemory()
  }
  const holder = new Holder(loadBy(() => ({ kind: 'example', name })))
  const close = (): void => {
    void holder.settled.then(() => {
      if (holder.state.kind === 'ready') void holder.state.engine.retire?.()
    })
  }
  return place.keep({ holder, close }, name)
}
