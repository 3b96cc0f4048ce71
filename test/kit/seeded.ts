import fc from 'fast-check'

/**
 * Every property that names no seed of its own looks at the same cases in every run, so that a change is judged by what it
 * changes; PODTRUST_SEED=N looks at others.
 */
fc.configureGlobal({ seed: Number(process.env.PODTRUST_SEED ?? 20261101) })
