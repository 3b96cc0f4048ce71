import { trustClasses, type TrustClass } from '@/lib/model/verdict'

/** Adds or takes away one class; all four together are the same as none and so become none. */
export function toggleClass(kept: readonly TrustClass[], trustClass: TrustClass): TrustClass[] {
  const next = trustClasses.filter(other => (other === trustClass) !== kept.includes(other))
  return next.length === trustClasses.length ? [] : next
}

/** True where the filter keeps the class; no filter keeps all. */
export const keepsClass = (kept: readonly TrustClass[], trustClass: TrustClass): boolean =>
  kept.length === 0 || kept.includes(trustClass)
