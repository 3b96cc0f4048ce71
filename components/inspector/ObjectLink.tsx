import { refText, type ObjectRef } from '@/lib/model/object'
import { visible } from '@/lib/words/visible'

export interface ObjectLinkProps {
  readonly object: ObjectRef
  /** Address of the same page with the objects open. */
  readonly href: string
  readonly onObject: (ref: ObjectRef) => void
}

/** An object that a reason names; it leads to the lines of its YAML. */
export function ObjectLink({ object, href, onObject }: ObjectLinkProps) {
  return (
    <a
      href={href}
      onClick={event => {
        // With a key held the browser opens the link in a place of its own.
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        onObject(object)
      }}
      className="rounded-sm font-mono text-text underline decoration-line-control underline-offset-3 hover:decoration-ink"
    >
      {visible(refText(object))}
    </a>
  )
}
