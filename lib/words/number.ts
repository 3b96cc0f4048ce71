const english = new Intl.NumberFormat('en-US')

/**
 * `1,204`. One formatter for all: making one for each number, as `toLocaleString` does in Chromium, takes twenty times as
 * long. Short numbers, as most cells of a matrix hold three of, need none.
 */
export const numberText = (value: number): string =>
  Number.isInteger(value) && value >= 0 && value < 1000 ? String(value) : english.format(value)
