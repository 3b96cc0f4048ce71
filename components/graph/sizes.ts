/** Boxes of the signs in CSS pixels at zoom 1; the server lays out with the same numbers (a test compares them). */
export const nodeSize = { width: 106, height: 24 } as const
export const anyoneSize = { width: 140, height: 58 } as const
export const internetSize = { width: 104, height: 38 } as const
export const groupSize = { width: 180, height: 38 } as const
