import type { Json, RawObject } from './raw'

/** A mapping that leaves out what is undefined. */
export function written(fields: Record<string, Json | undefined>): RawObject {
  const found = Object.entries(fields).filter((entry): entry is [string, Json] => entry[1] !== undefined)
  return Object.fromEntries(found)
}

/** An object that still waits for its name and its age, which nobody else has. */
export type Unnamed = (index: number) => RawObject

/** What many kinds have in common. */
export const named =
  (
    apiVersion: string,
    kind: string,
    metadata: RawObject,
    rest: Record<string, Json | undefined>,
    born: number,
  ): Unnamed =>
  index => ({
    apiVersion,
    kind,
    metadata: {
      name: `${kind.toLowerCase()}-${index}`,
      ...metadata,
      creationTimestamp: new Date(Date.UTC(2026, 0, 1) + (born * 100 + index) * 1000)
        .toISOString()
        .replace('.000', ''),
    },
    ...written(rest),
  })
