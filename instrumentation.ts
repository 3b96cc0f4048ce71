/** Starts loading as soon as the server does; routes wait for the same holder. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { holder } = await import('@/app/server/holder')
  holder()
}
