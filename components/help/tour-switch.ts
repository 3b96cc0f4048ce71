'use client'

/** Starts the tour; undefined where there is none to offer. */
export const useTourOffer = (): (() => void) | undefined => undefined
