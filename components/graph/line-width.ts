import type { TrustClass } from '@/lib/model/verdict'

/** Pixels: implicit is the widest, and wider for more; the others keep one width each. */
export function lineWidth(trustClass: TrustClass, connections: number): number {
  switch (trustClass) {
    case 'implicit':
      return Math.min(6, 3 + Math.log10(Math.max(1, connections)) * 1.2)
    case 'partial':
      return 2.5
    case 'verified':
      return 1.5
    case 'unknown':
      return 1.8
  }
}
