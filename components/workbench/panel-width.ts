/** A panel whose width can be chosen: how narrow and how wide it may be, in pixels. */
export interface PanelLimits {
  readonly least: number
  readonly most: number
}

export const scopeLimits: PanelLimits = { least: 176, most: 420 }
export const detailLimits: PanelLimits = { least: 280, most: 720 }

const between = ({ least, most }: PanelLimits, width: number): number =>
  Math.round(Math.max(least, Math.min(width, most)))

/** The width that was kept; undefined where none was, or what was kept is no width. */
export function keptWidth(text: string, limits: PanelLimits): number | undefined {
  return /^\d{1,4}$/.test(text) ? between(limits, Number(text)) : undefined
}

/** The width after the border was moved by so many pixels; a panel at the right grows to the left. */
export const movedWidth = (width: number, by: number, at: 'left' | 'right', limits: PanelLimits): number =>
  between(limits, at === 'left' ? width + by : width - by)

/** Pixels of one press. */
const stride = 16

/** The width that a key leads to, `usual` where it asks for that; undefined where the key means nothing. */
export function widthAfter(
  key: string,
  width: number,
  at: 'left' | 'right',
  limits: PanelLimits,
): number | 'usual' | undefined {
  switch (key) {
    case 'ArrowLeft':
      return movedWidth(width, -stride, at, limits)
    case 'ArrowRight':
      return movedWidth(width, stride, at, limits)
    case 'Home':
      return limits.least
    case 'End':
      return limits.most
    case 'Enter':
      return 'usual'
    default:
      return undefined
  }
}
