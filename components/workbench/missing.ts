import type { Overview } from '@/lib/api/overview-contract'
import { namespaceOf } from './ends'

/** The namespace that an end names and that was not loaded, if it names such a one; `about` is as the view spells it. */
export function missingNamespace(
  about: string,
  { namespaces }: { readonly namespaces: readonly Pick<Overview['namespaces'][number], 'name'>[] },
): string | undefined {
  const namespace = namespaceOf(about)
  return namespaces.some(({ name }) => name === namespace) ? undefined : namespace
}
