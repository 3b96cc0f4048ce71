import type { TrustMap } from '@/lib/api/map-contract'
import type { Point } from './geometry'
import { hullPlaces } from './places'

export interface Viewport {
  readonly zoom: number
  readonly pan: Point
}

type Hulls = TrustMap['hulls']

/** Where somebody looked, kept outside of the canvas, which goes away with its tab. */
export class ViewportMemory {
  #grouping: string | undefined
  #hulls: Hulls | undefined
  #viewport: Viewport | undefined
  /** By the places of hulls: what was looked at before some of them were opened. */
  readonly #before = new Map<string, Viewport | undefined>()

  /** Absent until the user moves the map: so long it shows itself whole. */
  get viewport(): Viewport | undefined {
    return this.#viewport
  }

  keep({ zoom, pan: { x, y } }: Viewport): void {
    this.#viewport = { zoom, pan: { x, y } }
  }

  forget(): void {
    this.#viewport = undefined
  }

  /** Takes note of what is drawn now; gives the hulls of the last picture, unless those were other groups. */
  draw({ grouping, hulls }: Pick<TrustMap, 'grouping' | 'hulls'>): Hulls | undefined {
    const before = this.#grouping === grouping.by ? this.#hulls : undefined
    if (before) this.#before.set(hullPlaces({ hulls: before }), this.#viewport)
    else {
      this.forget()
      this.#before.clear()
    }
    this.#grouping = grouping.by
    this.#hulls = hulls
    return before
  }

  /** Goes back to where somebody looked when hulls stood like this; false where they never did. */
  goBack(hulls: Hulls): boolean {
    const places = hullPlaces({ hulls })
    if (!this.#before.has(places)) return false
    this.#viewport = this.#before.get(places)
    return true
  }
}

export interface Anchor extends Point {
  readonly namespace: string
  /** False where it was closed. */
  readonly opened: boolean
}

/**
 * How far to move along where hulls were opened or closed, so that the first of them keeps its upper left corner; absent
 * where the same hulls are as they were, or are not the same.
 */
export function anchorShift(before: Hulls, after: Hulls): Anchor | undefined {
  if (before.length !== after.length) return undefined
  const known = new Map(before.map(hull => [hull.namespace, hull]))
  if (!after.every(({ namespace }) => known.has(namespace))) return undefined
  const changed = after.flatMap(hull => {
    const old = known.get(hull.namespace)
    return old && old.collapsed !== hull.collapsed ? [{ old, hull }] : []
  })
  const first = changed.find(({ hull }) => !hull.collapsed) ?? changed[0]
  if (!first) return undefined
  const corner = ({ x, y, width, height }: Hulls[number]): Point => ({ x: x - width / 2, y: y - height / 2 })
  const [from, to] = [corner(first.old), corner(first.hull)]
  return {
    x: to.x - from.x,
    y: to.y - from.y,
    namespace: first.hull.namespace,
    opened: !first.hull.collapsed,
  }
}

const margin = 16
const bottomMargin = 48
const maxFitZoom = 1.25

/** The whole of a box, clear of the zoom buttons, and never larger than is good to read. */
export function fitted(
  box: { readonly x1: number; readonly y1: number; readonly w: number; readonly h: number },
  size: { readonly width: number; readonly height: number },
): Viewport {
  const room = { width: size.width - 2 * margin, height: size.height - margin - bottomMargin }
  const zoom = Math.max(0.01, Math.min(room.width / box.w, room.height / box.h, maxFitZoom))
  return {
    zoom,
    pan: {
      x: margin + (room.width - box.w * zoom) / 2 - box.x1 * zoom,
      y: margin + (room.height - box.h * zoom) / 2 - box.y1 * zoom,
    },
  }
}

/** How far the picture has to move for a box in it, in pixels of the screen, to be seen with some room around. */
export function intoView(
  box: { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number },
  size: { readonly width: number; readonly height: number },
): Point {
  // Less than the margin of the whole map, so that walking about in that moves nothing.
  const room = 12
  const along = (first: number, last: number, length: number): number => {
    if (last - first > length - 2 * room) return length / 2 - (first + last) / 2
    if (first < room) return room - first
    return last > length - room ? length - room - last : 0
  }
  return { x: along(box.x1, box.x2, size.width), y: along(box.y1, box.y2, size.height) }
}
