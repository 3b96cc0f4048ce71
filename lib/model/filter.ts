/** Traffic that every cluster has and that can be hidden (lib/views/noise.ts says what each is). */
export const noises = ['dns', 'probes', 'scrapes'] as const
export type Noise = (typeof noises)[number]

/** Ways of looking that dim everything else (lib/views/lenses.ts). */
export const lenses = ['implicit', 'plaintext', 'no-identity', 'crosses', 'internet', 'unknown'] as const
export type LensName = (typeof lenses)[number]

/** Groups of a matrix that are marked as those to start with. */
export const startingGroups = 5
