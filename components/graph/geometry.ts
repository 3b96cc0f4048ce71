/** Plane geometry of the map. A box is given by its centre, as Cytoscape has it. */

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box extends Point {
  readonly width: number
  readonly height: number
}

export interface Line {
  readonly from: Point
  readonly to: Point
}

/** The line between two boxes, cut at their borders; `aside` moves it to its left, so that two ways do not cover each other. */
export function lineBetween(a: Box, b: Box, aside: number, clearance: number): Line {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1
  const shift = { x: (-(b.y - a.y) / length) * aside, y: ((b.x - a.x) / length) * aside }
  const [from, to] = [a, b].map(({ x, y }) => ({ x: x + shift.x, y: y + shift.y })) as [Point, Point]
  return {
    from: along({ from, to }, exit(a, from, to)),
    to: along({ from: to, to: from }, exit(grown(b, clearance), to, from)),
  }
}

/** The point at share `t` of a line. */
export const along = ({ from, to }: Line, t: number): Point => ({
  x: from.x + (to.x - from.x) * t,
  y: from.y + (to.y - from.y) * t,
})

const grown = (box: Box, by: number): Box => ({
  ...box,
  width: box.width + 2 * by,
  height: box.height + 2 * by,
})

/** Share of the way from a point inside the box at which the border is crossed; at most the whole way. */
function exit(box: Box, inside: Point, towards: Point): number {
  const share = (centre: number, half: number, start: number, end: number): number =>
    end === start ? 1 : ((end > start ? centre + half : centre - half) - start) / (end - start)
  return Math.min(
    1,
    share(box.x, box.width / 2, inside.x, towards.x),
    share(box.y, box.height / 2, inside.y, towards.y),
  )
}

/** True where the line passes through the box. */
export function crosses({ from, to }: Line, box: Box): boolean {
  let [enter, leave] = [0, 1]
  for (const [start, way, centre, half] of [
    [from.x, to.x - from.x, box.x, box.width / 2],
    [from.y, to.y - from.y, box.y, box.height / 2],
  ] as const) {
    if (way === 0) {
      if (Math.abs(start - centre) >= half) return false
      continue
    }
    const cuts = [(centre - half - start) / way, (centre + half - start) / way]
    enter = Math.max(enter, Math.min(...cuts))
    leave = Math.min(leave, Math.max(...cuts))
  }
  return enter < leave
}

/** Middle first, then away from it by turns: where on its line a label looks for room. */
const shares = Array.from({ length: 33 }, (_, i) => 0.5 + (i % 2 === 0 ? 1 : -1) * Math.ceil(i / 2) * 0.028)

/** A place on the line where a plate of this size covers nothing that stands there; else where it covers least. */
export function placeOnLine(line: Line, size: Pick<Box, 'width' | 'height'>, taken: readonly Box[]): Box {
  const plates = shares.map(t => ({ ...along(line, t), ...size }))
  const covered = plates.map(plate => taken.reduce((area, box) => area + common(plate, box), 0))
  const best = covered.indexOf(Math.min(...covered))
  return plates[best] ?? { ...along(line, 0.5), ...size }
}

export const overlap = (a: Box, b: Box): boolean => common(a, b) > 0

/** Area that two boxes share. */
const common = (a: Box, b: Box): number =>
  Math.max(
    0,
    Math.min(a.x + a.width / 2, b.x + b.width / 2) - Math.max(a.x - a.width / 2, b.x - b.width / 2),
  ) *
  Math.max(
    0,
    Math.min(a.y + a.height / 2, b.y + b.height / 2) - Math.max(a.y - a.height / 2, b.y - b.height / 2),
  )
