import type { ElementDefinition } from 'cytoscape'
import type { TrustMap } from '@/lib/api/map-contract'
import { crosses, lineBetween, placeOnLine, type Box, type Line, type Point } from './geometry'
import { lineWidth } from './line-width'
import type { Places } from './places'
import { bundleId, edge, endId, ends, plate, plateSize } from './parts'

/** Between the tip of an arrow and the border it points at. */
const clearance = 4

type Bundle = TrustMap['bundles'][number]
export interface BundleLine {
  readonly bundle: Bundle
  readonly line: Line
}

export function bundleLines(map: TrustMap, boxes: ReadonlyMap<string, Box>, places?: Places): BundleLine[] {
  return map.bundles.flatMap(bundle => {
    const source = boxes.get(endId(bundle.from))
    const target = boxes.get(endId(bundle.to))
    if (!source || !target) return []
    const straight = { from: source, to: target }
    const passed = [...boxes.values()].filter(
      box => box !== source && box !== target && crosses(straight, box),
    ).length
    // Room for a line the other way, and a line that passes under others' boxes runs beside those that end there.
    const wanted = Math.min((bundle.from === undefined ? 0 : 8) + 14 * passed, 30)
    const aside = places?.aside(bundleId(bundle.from, bundle.to), wanted) ?? wanted
    return [{ bundle, line: lineBetween(source, target, aside, clearance) }]
  })
}

export function bundleEdge(bundle: Bundle, line: Line, boxes: ReadonlyMap<string, Box>): ElementDefinition[] {
  const source = endId(bundle.from)
  const target = endId(bundle.to)
  const id = bundleId(bundle.from, bundle.to)
  return [
    edge(id, source, target, `bundle ${bundle.trustClass}`, {
      ...ends(line, boxes.get(source), boxes.get(target)),
      width: lineWidth(bundle.trustClass, bundle.connections),
      trustClass: bundle.trustClass,
      failing: bundle.failing,
      all: bundle.all,
    }),
  ]
}

/** Labels look for free places in the order of their weight, so that the worst stand best. */
export function bundleSigns(
  lines: readonly BundleLine[],
  obstacles: readonly Box[],
  places?: Places,
): ElementDefinition[] {
  const known = lines.flatMap(({ bundle }) => places?.label(bundleId(bundle.from, bundle.to)) ?? [])
  const taken = [...obstacles, ...known]
  const rank = { implicit: 0, unknown: 1, partial: 2, verified: 3 }
  return [...lines]
    .sort(
      (a, b) =>
        rank[a.bundle.trustClass] - rank[b.bundle.trustClass] || b.bundle.connections - a.bundle.connections,
    )
    .flatMap(({ bundle, line }) => {
      const label = `${bundle.failing} / ${bundle.all}`
      const size = plateSize(label)
      const id = bundleId(bundle.from, bundle.to)
      const before = places?.label(id)
      const box = before ? { ...before, ...size } : placeOnLine(beside(line, size.width), size, taken)
      if (!before) taken.push(box)
      places?.keepLabel(id, box)
      return plate(`sign:${id}`, box, label, bundle.trustClass, id)
    })
}

/** A line too short to carry its label has it beside, on the side that the other way does not use. */
function beside(line: Line, width: number): Line {
  const [dx, dy] = [line.to.x - line.from.x, line.to.y - line.from.y]
  const length = Math.hypot(dx, dy) || 1
  if (length > width + 34) return line
  const shift = (point: Point): Point => ({
    x: point.x - (dy / length) * 13,
    y: point.y + (dx / length) * 13,
  })
  return { from: shift(line.from), to: shift(line.to) }
}
