import { pathText, refText } from '@/lib/model/object'
import type { IdentityIssuer } from '@/lib/api/identity-contract'
import { issuerSentence, issuerText } from '@/lib/words/identity'
import { visible } from '@/lib/words/visible'

interface IssuedByProps {
  readonly issuer: IdentityIssuer
  /** Stands before the name of the authority. */
  readonly says?: string
}

/** Who signs for an identity, how that is known, and the field that says so. */
export const IssuedBy = ({ issuer, says }: IssuedByProps) => (
  <>
    {says !== undefined && `${says} `}
    <bdi className="font-medium">{issuerText(issuer)}</bdi>
    <p className="max-w-[72ch] text-text-2">{issuerSentence(issuer)}</p>
    {issuer.object && (
      <p className="text-text-2 wrap-anywhere">
        {visible(refText(issuer.object))}
        {issuer.path && <code className="font-mono"> {visible(pathText(issuer.path))}</code>}
      </p>
    )}
  </>
)
