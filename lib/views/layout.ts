/**
 * Where everything stands on the map, from names alone: the same names give the same places in every process, and new
 * data moves nothing. Two levels, no forces: a grid of workloads inside each namespace, and namespaces on shelves.
 * Coordinates are CSS pixels at zoom 1; a place is the centre of its box, as Cytoscape wants it.
 */

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Place {
  readonly x: number
  readonly y: number
}

export interface LayoutInput {
  readonly namespace: string
  /** Keys of the workloads to draw inside; none = drawn as one closed box. */
  readonly workloads: readonly string[]
}

export interface Layout {
  readonly hulls: ReadonlyMap<string, Box>
  readonly nodes: ReadonlyMap<string, Place>
  readonly anyone: Place
  readonly internet: Place
  /** Where groups of namespaces stand, should there be any: beside the internet. */
  readonly groups: readonly Place[]
}

export const nodeSize = { width: 106, height: 24 } as const
export const anyoneSize = { width: 140, height: 58 } as const
export const internetSize = { width: 104, height: 38 } as const

/** Groups of namespaces that a map draws; who is alike in all policies makes few of them. */
const maxGroups = 12
const groupPitch = 220
/** How much higher than the internet they stand, so that what comes in at the namespaces below is not written over them. */
const groupLift = 14

const pitch = { x: 112, y: 29 } as const
const padding = { side: 10, top: 25, bottom: 11 } as const
const closedHeight = 52
const minColumns = 2
const gap = { x: 80, y: 88 } as const
/** Width over height that the whole map aims at, near that of the canvas between two panels. */
const aspect = 1.2

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export function layout(input: readonly LayoutInput[]): Layout {
  const namespaces = [...input].sort((a, b) => byName(a.namespace, b.namespace))
  const sizes = namespaces.map(({ workloads }) => sizeOf(workloads.length))
  const shelves = shelve(sizes, Math.floor(namespaces.length / 2))

  const hulls = new Map<string, Box>()
  const nodes = new Map<string, Place>()
  let anyonePlace: Place = { x: 0, y: 0 }
  let top = internetSize.height + 20
  for (const shelf of shelves) {
    const height = Math.max(...shelf.map(cell => cell.height))
    let left = 0
    for (const cell of shelf) {
      const x = left + cell.width / 2
      if (cell.index === undefined) anyonePlace = { x, y: top + height / 2 }
      const namespace = cell.index === undefined ? undefined : namespaces[cell.index]
      if (namespace) {
        hulls.set(namespace.namespace, {
          x,
          y: top + cell.height / 2,
          width: cell.width,
          height: cell.height,
        })
        place(namespace.workloads, { x: left, y: top }, nodes)
      }
      left += cell.width + gap.x
    }
    top += height + gap.y
  }
  const internet = { x: 109, y: internetSize.height / 2 }
  const groups = Array.from({ length: maxGroups }, (_, at) => ({
    x: internet.x + (at + 1) * groupPitch,
    y: internet.y - groupLift,
  }))
  return { hulls, nodes, anyone: anyonePlace, internet, groups }
}

const columnsFor = (workloads: number): number => Math.max(minColumns, Math.ceil(Math.sqrt(0.4 * workloads)))

function sizeOf(workloads: number): { width: number; height: number } {
  const columns = columnsFor(workloads)
  const rows = Math.ceil(workloads / columns)
  return {
    width: columns * pitch.x - (pitch.x - nodeSize.width) + 2 * padding.side,
    height:
      workloads === 0
        ? closedHeight
        : padding.top + rows * pitch.y - (pitch.y - nodeSize.height) + padding.bottom,
  }
}

function place(workloads: readonly string[], corner: Place, nodes: Map<string, Place>): void {
  const columns = columnsFor(workloads.length)
  for (const [i, key] of [...workloads].sort(byName).entries())
    nodes.set(key, {
      x: corner.x + padding.side + (i % columns) * pitch.x + nodeSize.width / 2,
      y: corner.y + padding.top + Math.floor(i / columns) * pitch.y + nodeSize.height / 2,
    })
}

interface Cell {
  readonly width: number
  readonly height: number
  /** Place of the namespace in the sorted input; absent for the cell of Anyone. */
  readonly index?: number
}

/** Fills shelves from left to right in order of names; Anyone takes the cell in the middle of the sequence. */
function shelve(sizes: readonly { width: number; height: number }[], middle: number): Cell[][] {
  const cells: Cell[] = sizes.map((size, index) => ({ ...size, index }))
  const usual = sizeOf(1)
  cells.splice(middle, 0, { width: Math.max(usual.width, anyoneSize.width), height: anyoneSize.height })
  const area = cells.reduce(
    (sum, { width, height }) => sum + (width + gap.x) * (Math.max(height, 149) + gap.y),
    0,
  )
  const limit = Math.max(...cells.map(({ width }) => width), Math.sqrt(area * aspect))

  const shelves: Cell[][] = [[]]
  let used = 0
  for (const cell of cells) {
    if (used > 0 && used + cell.width > limit) {
      shelves.push([])
      used = 0
    }
    shelves.at(-1)?.push(cell)
    used += cell.width + gap.x
  }
  return shelves
}
