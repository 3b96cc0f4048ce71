import Link from 'next/link'
import { refText, type ObjectRef } from '@/lib/model/object'
import { visible } from '@/lib/words/visible'
import { useHrefs } from '../capture/use-capture'

/** A policy by name, and a way to what it does. */
export function PolicyLink({ policy }: { readonly policy: ObjectRef }) {
  const { policies } = useHrefs()
  return (
    <Link
      href={policies({ policy })}
      prefetch={false}
      className="font-mono break-words underline decoration-line-control underline-offset-3 hover:text-text hover:decoration-ink"
    >
      {visible(refText(policy))}
    </Link>
  )
}
