import { ensureInstalled } from './install.mjs'
import { readOptions, runMain, serve } from './serve.mjs'

/** `npm start`: installs what is missing, builds what changed, serves. Wrong options are told before anything is installed. */
await runMain(async () => {
  const argv = process.argv.slice(2)
  await readOptions(argv, process.env.INIT_CWD ?? process.cwd())
  await ensureInstalled()
  return serve(argv)
})
