import { ChevronDown } from 'lucide-react'
import { visible } from '@/lib/words/visible'

interface NamespaceSelectProps {
  readonly namespaces: readonly string[]
  readonly chosen: string
  readonly onChoose: (namespace: string) => void
}

/** Narrows to one namespace; the empty choice widens again. */
export function NamespaceSelect({ namespaces, chosen, onChoose }: NamespaceSelectProps) {
  const known = chosen === '' || namespaces.includes(chosen) ? namespaces : [chosen, ...namespaces]
  return (
    <span className="relative inline-flex items-center">
      <select
        aria-label="Namespace"
        value={chosen}
        onChange={event => onChoose(event.target.value)}
        className="target max-w-44 appearance-none truncate rounded-md border border-line-control bg-surface pr-7 pl-2.5 text-xs font-medium"
      >
        <option value="">all namespaces</option>
        {known.map(name => (
          <option key={name} value={name}>
            {visible(name)}
          </option>
        ))}
      </select>
      <ChevronDown size={13} aria-hidden className="pointer-events-none absolute right-2 text-text-2" />
    </span>
  )
}
