/** Starts loading as soon as the server does; routes wait for the same holder. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const [{ holder }, { compressAnswers }] = await Promise.all([
    import('@/app/server/holder'),
    import('@/app/server/compressible'),
  ])
  compressAnswers()
  holder()
}
