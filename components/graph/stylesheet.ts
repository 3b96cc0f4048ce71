import type { NodeSingular, StylesheetJson } from 'cytoscape'
import type { TrustClass } from '@/lib/model/verdict'
import type { Palette } from './palette'
import { anyoneSize, groupSize, internetSize, nodeSize } from './sizes'

const font = 'Inter Variable, Inter, system-ui, sans-serif'

/**
 * The look of the map for one palette. Every class of trust has a colour, a line and a glyph, so that any two may be
 * missing; what lies over what is in `z-index`, because namespaces are no parents of their workloads.
 */
export function stylesheet(palette: Palette): StylesheetJson {
  return [...ground(palette), ...workloads(palette), ...lines(palette), ...signs(palette), ...states(palette)]
}

const label = (palette: Palette, size: number) => ({
  label: 'data(label)',
  'font-family': font,
  'font-size': size,
  color: palette.text,
  'min-zoomed-font-size': 5,
})

// Pie sizes take numbers only, so these two cannot be written as `data(…)`.
const share = (of: 'isolated' | 'open') => (ring: NodeSingular) => Number(ring.data(of))

const ground = (palette: Palette): StylesheetJson => [
  {
    selector: 'node',
    style: {
      'z-index-compare': 'manual',
      'z-index': 7,
      'overlay-opacity': 0,
      'underlay-opacity': 0,
      width: 1,
      height: 1,
      'background-opacity': 0,
      events: 'no',
    },
  },
  {
    selector: '.hull',
    style: {
      'z-index': 4,
      shape: 'round-rectangle',
      'corner-radius': '6',
      width: 'data(width)',
      height: 'data(height)',
      'background-color': palette.hull,
      'background-opacity': 1,
      'border-width': 1,
      'border-color': palette['hull-line'],
      events: 'yes',
    },
  },
  {
    selector: '.hull.no-default-deny',
    style: {
      'border-style': 'dashed',
      'border-color': palette['line-control'],
      'border-dash-pattern': [3, 4],
    },
  },
  {
    selector: '.title',
    style: {
      ...label(palette, 12),
      'font-weight': 600,
      'text-halign': 'right',
      'text-valign': 'center',
    },
  },
  {
    selector: '.share',
    style: {
      ...label(palette, 10.5),
      color: palette['text-2'],
      'text-halign': 'left',
      'text-valign': 'center',
    },
  },
  {
    selector: '.ring',
    style: {
      width: 13,
      height: 13,
      shape: 'ellipse',
      'background-color': palette['ring-rest'],
      'background-opacity': 0,
      'pie-size': '100%',
      'pie-hole': '52%',
      'pie-1-background-color': palette['text-2'],
      'pie-1-background-size': share('isolated'),
      'pie-2-background-color': palette['ring-rest'],
      'pie-2-background-size': share('open'),
    },
  },
  {
    selector: '.note',
    style: {
      ...label(palette, 10.5),
      color: palette['text-2'],
      'text-halign': 'right',
      'text-valign': 'center',
    },
  },
  { selector: '.note.implicit', style: { color: palette['implicit-text'], 'font-weight': 600 } },
  { selector: '.note.centred', style: { 'text-halign': 'center' } },
  {
    selector: '.outside, .group',
    style: {
      ...label(palette, 13),
      'z-index': 6,
      'font-weight': 600,
      'text-halign': 'center',
      'text-valign': 'center',
      'text-margin-y': -8,
      'background-color': palette.surface,
      'background-opacity': 1,
      'border-width': 1.6,
      'border-color': palette.text,
      events: 'yes',
    },
  },
  { selector: '.anyone', style: { ...anyoneSize, shape: 'barrel' } },
  { selector: '.group', style: { ...groupSize, shape: 'barrel' } },
  {
    selector: '.internet',
    style: { ...internetSize, shape: 'cut-rectangle', 'font-size': 12, 'text-margin-y': -7 },
  },
]

const workloads = (palette: Palette): StylesheetJson => [
  {
    selector: '.workload',
    style: {
      ...label(palette, 11),
      ...nodeSize,
      'z-index': 6,
      shape: 'round-rectangle',
      'corner-radius': '3',
      'font-weight': 500,
      'text-halign': 'right',
      'text-valign': 'center',
      // Counted from the right border, so this is 8 px from the left one.
      'text-margin-x': 8 - nodeSize.width,
      'background-color': palette.node,
      'background-opacity': 1,
      'border-width': 1.2,
      'border-color': palette['node-line'],
      events: 'yes',
    },
  },
  { selector: '.workload.both', style: { 'border-style': 'double', 'border-width': 3.6 } },
  {
    selector: '.workload.open',
    style: {
      'border-style': 'dashed',
      'border-dash-pattern': [4, 3],
      'border-color': palette.implicit,
      'font-weight': 600,
      'text-margin-x': 21 - nodeSize.width,
    },
  },
  {
    selector: '.workload.doubt',
    style: { 'border-style': 'dotted', 'border-width': 1.6, 'border-color': palette.unknown },
  },
  { selector: '.workload.job', style: { shape: 'ellipse', 'text-margin-x': 15 - nodeSize.width } },
  { selector: '.workload.job.open', style: { 'text-margin-x': 26 - nodeSize.width } },
  { selector: '.workload.predicted', style: { 'font-style': 'italic', color: palette['text-2'] } },
]

const lines = (palette: Palette): StylesheetJson => [
  {
    selector: 'edge',
    style: {
      'z-index-compare': 'manual',
      'z-index': 1,
      'overlay-opacity': 0,
      'curve-style': 'straight',
      'target-arrow-shape': 'triangle',
      'arrow-scale': 0.9,
    },
  },
  {
    selector: 'edge[sourceEnd]',
    style: { 'source-endpoint': 'data(sourceEnd)', 'target-endpoint': 'data(targetEnd)' },
  },
  ...(['implicit', 'partial', 'verified', 'unknown'] as const).map(trustClass => ({
    selector: `edge.${trustClass}`,
    style: {
      'line-color': palette[trustClass],
      'target-arrow-color': palette[trustClass],
      ...lineStyle[trustClass],
    },
  })),
  {
    selector: 'edge.denied',
    style: {
      width: 1.5,
      'line-color': palette.text,
      'target-arrow-color': palette.text,
      'target-arrow-shape': 'tee',
    },
  },
  { selector: 'edge.bundle[width]', style: { width: 'data(width)' } },
  { selector: 'edge.stub', style: { 'z-index': 5, 'arrow-scale': 0.75 } },
  { selector: 'edge.stub.implicit', style: { width: 3.2, 'line-dash-pattern': [5, 3] } },
  // Above the namespaces, so that each can be followed, and under the workloads, so that no name is crossed out.
  { selector: 'edge.single', style: { 'z-index': 5, width: 'data(width)', 'arrow-scale': 0.8 } },
  { selector: 'edge.pair', style: { 'z-index': 13, width: 'data(width)', ...plateLabel(palette) } },
  {
    selector: 'edge.pair-halo',
    style: {
      'z-index': 12,
      width: 8,
      'line-color': palette.halo,
      'line-cap': 'round',
      'line-outline-width': 1.5,
      'line-outline-color': palette.ink,
      'target-arrow-shape': 'none',
      events: 'no',
    },
  },
]

/** Worse lines lie above better ones, and all below the namespaces. */
const lineStyle = {
  implicit: { 'z-index': 3, width: 4, 'line-style': 'dashed', 'line-dash-pattern': [11, 7] },
  partial: { width: 2.5, 'line-style': 'solid', 'target-arrow-fill': 'hollow', 'arrow-scale': 1.1 },
  verified: { width: 1.5, 'line-style': 'solid' },
  unknown: {
    'z-index': 2,
    width: 1.8,
    'line-style': 'dashed',
    'line-dash-pattern': [0.5, 4.5],
    'line-cap': 'round',
  },
} as const satisfies Record<TrustClass, object>

const plateLabel = (palette: Palette) => ({
  ...label(palette, 11),
  'font-weight': 600 as const,
  color: palette['on-ink'],
  'text-background-color': palette.ink,
  'text-background-opacity': 1,
  'text-background-shape': 'roundrectangle' as const,
  'text-background-padding': '4px',
})

const signs = (palette: Palette): StylesheetJson => [
  {
    selector: '.plate',
    style: {
      ...label(palette, 11),
      'z-index': 10,
      width: 'data(width)',
      height: 18,
      shape: 'round-rectangle',
      'corner-radius': '3',
      'font-weight': 600,
      'text-halign': 'center',
      'text-valign': 'center',
      'text-margin-x': 7,
      'background-color': palette.surface,
      'background-opacity': 1,
      'border-width': 1,
      'border-color': palette.line,
      events: 'yes',
    },
  },
  {
    selector: '.plate.implicit',
    style: { color: palette['implicit-text'], 'border-color': palette['implicit-mid'] },
  },
  { selector: '.plate.partial', style: { color: palette['partial-text'] } },
  { selector: '.plate.verified', style: { color: palette['verified-text'] } },
  { selector: '.plate.unknown', style: { color: palette['unknown-text'] } },
  {
    selector: '.glyph',
    style: {
      ...label(palette, 8),
      'z-index': 11,
      width: 11,
      height: 11,
      'font-weight': 700,
      'text-halign': 'center',
      'text-valign': 'center',
      'min-zoomed-font-size': 0,
    },
  },
  {
    selector: '.glyph.implicit',
    style: {
      shape: 'diamond',
      'background-color': palette.implicit,
      'background-opacity': 1,
      color: palette.surface,
      width: 12,
      height: 12,
    },
  },
  {
    selector: '.glyph.partial',
    style: {
      shape: 'ellipse',
      width: 9.5,
      height: 9.5,
      'border-width': 1.3,
      'border-color': palette['partial-sign'],
      'pie-size': '100%',
      'pie-1-background-color': palette['partial-sign'],
      'pie-1-background-size': 50,
      'pie-1-background-opacity': 1,
      'pie-start-angle': '180deg',
    },
  },
  { selector: '.glyph.verified', style: { color: palette['verified-sign'], 'font-size': 11 } },
  {
    selector: '.glyph.unknown',
    style: {
      shape: 'ellipse',
      'border-width': 1.1,
      'border-style': 'dashed',
      'border-dash-pattern': [1.6, 1.8],
      'border-color': palette['unknown-sign'],
      color: palette['unknown-sign'],
    },
  },
  {
    selector: '.stub-end',
    style: {
      ...label(palette, 11),
      'font-weight': 600,
      'text-halign': 'right',
      'text-valign': 'center',
      'text-margin-x': 6,
    },
  },
  { selector: '.stub-end.leftward', style: { 'text-halign': 'left', 'text-margin-x': -6 } },
  ...(['implicit', 'partial', 'verified', 'unknown'] as const).map(trustClass => ({
    selector: `.stub-end.${trustClass}`,
    style: { color: palette[`${trustClass}-text`] },
  })),
]

/** Later rules win: what is looked at, what is not, and where the keys stand. */
const states = (palette: Palette): StylesheetJson => [
  {
    selector: 'node.selected',
    style: {
      'outline-width': 2,
      'outline-color': palette.ink,
      'outline-offset': 3,
      'outline-opacity': 1,
    },
  },
  {
    selector: 'edge.selected',
    style: { 'z-index': 8, 'line-outline-width': 1.5, 'line-outline-color': palette.ink },
  },
  { selector: 'edge.dim', style: { opacity: 0.25 } },
  { selector: 'node.dim', style: { opacity: 0.3 } },
  // Where the keys stand: a ring of ink, apart from what is selected.
  {
    selector: 'node.cursor',
    style: {
      opacity: 1,
      'outline-width': 2.5,
      'outline-color': palette.ink,
      'outline-style': 'dashed',
      'outline-offset': 6,
      'outline-opacity': 1,
    },
  },
  {
    selector: 'edge.cursor',
    style: { opacity: 1, 'z-index': 9, 'line-outline-width': 2.5, 'line-outline-color': palette.ink },
  },
]
