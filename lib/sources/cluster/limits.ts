/** Bounds of one request: times in milliseconds, and bytes of the answer once unpacked. */
export interface Limits {
  /** Until the connection stands, TLS and all. */
  readonly connect: number
  /** From then on until the answer begins. */
  readonly begin: number
  /** Between two pieces of the answer. */
  readonly idle: number
  readonly whole: number
  readonly bytes: number
}

export const defaultLimits: Limits = {
  connect: 10_000,
  // The API server ends what takes it longer than a minute.
  begin: 65_000,
  idle: 20_000,
  whole: 180_000,
  bytes: 64 << 20,
}
