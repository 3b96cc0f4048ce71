import { numberText } from './number'

const units = ['bytes', 'KiB', 'MiB', 'GiB'] as const

/** `1 byte`, `812 bytes`, `4.1 MiB`, `100 MiB`: two or three figures. */
export function bytesText(bytes: number): string {
  if (bytes === 1) return '1 byte'
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)))
  const value = bytes / 1024 ** step
  const figures = step === 0 || value >= 10 ? Math.round(value) : Math.round(value * 10) / 10
  return `${numberText(figures)} ${units[step] ?? ''}`
}
