import type { Core } from 'cytoscape'
import type { Palette } from './palette'
import { legendAt, legendHeight, type Legend } from './svg-legend'
import { tag } from './xml'

/** Pixels for one of the map, and the most that a side may have, which is what every browser can draw. */
const scale = 2
const mostPixels = 8000

const margin = 24
const lineHeight = 18

/** The whole map at reading size, as it looks now, with its legend and its footer. */
export async function mapPng(cy: Core, palette: Palette, footer: readonly string[]): Promise<Blob> {
  const box = cy.elements().boundingBox()
  const factor = Math.min(scale, mostPixels / box.w, (mostPixels - 500) / box.h)
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
  const fontOf = (size: number, weight = 400): string =>
    `${weight} ${size * factor}px "Inter Variable", Inter, system-ui, sans-serif`
  pen.font = fontOf(12)
  const widest = Math.max(...footer.map(text => pen.measureText(text).width))
  // Half a line above, because the first signs stand on its upper edge.
  const legend = legendAt(0, lineHeight / 2, palette)
  const signs = await signsOf(legend, factor)
  const below = map.height + 2 * edge
  const feet = below + legendHeight * factor
  paper.width = Math.ceil(Math.max(map.width, widest, legend.width * factor) + 2 * edge)
  paper.height = Math.ceil(feet + edge + footer.length * lineHeight * factor)
  pen.fillStyle = palette.surface
  pen.fillRect(0, 0, paper.width, paper.height)
  pen.drawImage(map, edge, edge)
  pen.drawImage(signs, edge, below)
  for (const { text, x, y, size, weight, fill } of legend.words) {
    pen.font = fontOf(size, weight)
    pen.fillStyle = fill
    pen.fillText(text, edge + x * factor, below + (y + size * 0.35) * factor)
  }
  pen.font = fontOf(12)
  pen.fillStyle = palette['text-2']
  for (const [at, text] of footer.entries()) pen.fillText(text, edge, feet + (at + 0.7) * lineHeight * factor)
  return new Promise((resolve, reject) => {
    paper.toBlob(blob => (blob ? resolve(blob) : reject(new Error('the picture is too large'))), 'image/png')
  })
}

/** The signs of the legend without their words, which the page writes itself: a picture in a picture has no font of ours. */
async function signsOf({ width, signs }: Legend, factor: number): Promise<HTMLImageElement> {
  const [across, down] = [Math.ceil(width * factor), Math.ceil(legendHeight * factor)]
  const image = new Image(across, down)
  image.src = `data:image/svg+xml,${encodeURIComponent(
    tag(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        viewBox: `0 0 ${width} ${legendHeight}`,
        width: across,
        height: down,
      },
      signs,
    ),
  )}`
  await image.decode()
  return image
}
