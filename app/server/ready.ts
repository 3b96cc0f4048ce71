import type { Engine } from './engine'
import { holder, type Holder } from './holder'
import { problemResponse } from './problem'
import { progressText } from './progress'

/** How long a request waits for the loading to end before it is told to come back, in milliseconds. */
const patience = 2000

/** What answers about the input, or the answer for those who cannot have it yet, or ever. */
export async function ready(from: Holder = holder(), wait = patience): Promise<Engine | Response> {
  if (from.state.kind === 'loading') await settledWithin(from, wait)
  const { state } = from
  switch (state.kind) {
    case 'ready':
      return state.engine
    case 'failed':
      return problemResponse('load-failed', state.message)
    case 'loading':
      return problemResponse('loading', progressText(state.progress), { 'retry-after': '1' })
  }
}

async function settledWithin({ settled }: Holder, wait: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<void>(resolve => {
    timer = setTimeout(resolve, wait)
  })
  await Promise.race([settled, timeout])
  clearTimeout(timer)
}
