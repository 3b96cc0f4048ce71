/** Nothing could be read, or what was named does not exist; `message` is the sentence for the user (exit code 2). */
export class BadInput extends Error {
  override readonly name = 'BadInput'
}
