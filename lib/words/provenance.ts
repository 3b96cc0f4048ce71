import type { Provenance } from '../model/provenance'
import { visible } from './visible'

/** `Helm · payments`, `file · base.yaml`: for a column. */
export function provenanceShort(from: Provenance): string {
  switch (from.kind) {
    case 'helm':
      return `Helm · ${visible(from.release ?? from.chart ?? '')}`
    case 'argo-cd':
      return `Argo CD · ${visible(from.application)}`
    case 'flux':
      return `Flux · ${visible(from.name)}`
    case 'file':
      return `file · ${visible(from.file.replace(/^.*\/(?=[^/])/, ''))}`
    case 'unknown':
      return 'not known'
  }
}

/** `Helm release payments, chart payments-4.12.0`; `payments/base.yaml, document 3, line 14`. */
export function provenanceText(from: Provenance): string {
  switch (from.kind) {
    case 'helm':
      return [
        from.release === undefined ? 'Helm' : `Helm release ${visible(from.release)}`,
        ...(from.chart === undefined ? [] : [`chart ${visible(from.chart)}`]),
      ].join(', ')
    case 'argo-cd':
      return `Argo CD application ${visible(from.application)}`
    case 'flux':
      return `Flux ${from.by} ${visible(from.name)}`
    case 'file':
      return `${visible(from.file)}, document ${from.document}, line ${from.line}`
    case 'unknown':
      return 'origin not known'
  }
}
