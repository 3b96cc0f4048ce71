import type { Core } from 'cytoscape'
import type { Palette } from './palette'

/** Pixels for one of the map, and the most that a side may have, which is what every browser can draw. */
const scale = 2
const mostPixels = 8000

const margin = 24
const lineHeight = 18

/** The whole map at reading size, as it looks now, with its footer. */
export async function mapPng(cy: Core, palette: Palette, footer: readonly string[]): Promise<Blob> {
  const box = cy.elements().boundingBox()
  const factor = Math.min(scale, mostPixels / box.w, (mostPixels - 200) / box.h)
  const at = cy.elements('.cursor').removeClass('cursor')
  const drawing = cy.png({ output: 'blob-promise', full: true, scale: factor })
  at.addClass('cursor')
  const map = await createImageBitmap(await drawing)
  try {
    return await onPaper(map, factor, palette, footer)
  } finally {
    map.close()
  }
}

async function onPaper(
  map: ImageBitmap,
  factor: number,
  palette: Palette,
  footer: readonly string[],
): Promise<Blob> {
  const edge = margin * factor
  const paper = document.createElement('canvas')
  const pen = paper.getContext('2d')
  if (!pen) throw new Error('this browser draws no pictures')
  const font = `${12 * factor}px "Inter Variable", Inter, system-ui, sans-serif`
  pen.font = font
  const widest = Math.max(...footer.map(text => pen.measureText(text).width))
  paper.width = Math.ceil(Math.max(map.width, widest) + 2 * edge)
  paper.height = Math.ceil(map.height + 3 * edge + footer.length * lineHeight * factor)
  pen.fillStyle = palette.surface
  pen.fillRect(0, 0, paper.width, paper.height)
  pen.drawImage(map, edge, edge)
  pen.font = font
  pen.fillStyle = palette['text-2']
  for (const [at, text] of footer.entries())
    pen.fillText(text, edge, map.height + 2 * edge + (at + 0.7) * lineHeight * factor)
  return new Promise((resolve, reject) => {
    paper.toBlob(blob => (blob ? resolve(blob) : reject(new Error('the picture is too large'))), 'image/png')
  })
}
