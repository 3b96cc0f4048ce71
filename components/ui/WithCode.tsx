/** Words of which those in backticks are to be written, or are names, as they stand. */
export const WithCode = ({ text }: { readonly text: string }) =>
  text.split('`').map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))
