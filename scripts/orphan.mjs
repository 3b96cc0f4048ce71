/** How often it is looked, in milliseconds. */
const pause = 500

/** Tells once when the process that started this one is gone. */
export function whenOrphaned(tell) {
  const starter = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === starter) return
    clearInterval(watch)
    tell()
  }, pause)
  watch.unref()
}
