/** There are no credentials to ask with; `message` is a clause that says why. */
export class CredentialsFault extends Error {
  override readonly name = 'CredentialsFault'
}
