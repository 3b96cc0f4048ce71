/** There are no credentials to ask with; `message` is a clause that says why. */
export class CredentialsFault extends Error {
  override readonly name = 'CredentialsFault'
}

/** By name: the module of credentials is a bundle of its own, with a class of its own. */
export const isCredentialsFault = (error: unknown): error is CredentialsFault =>
  error instanceof Error && error.name === 'CredentialsFault'
