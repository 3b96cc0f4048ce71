/** Milliseconds after which a page that is never idle is taken for idle. */
const patience = 100

/** Resolves when the page has drawn what it has to draw; in a browser that does not tell, after a while. */
export const idle = (): Promise<void> =>
  new Promise(resolve => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: patience })
    else setTimeout(resolve, patience / 4)
  })
