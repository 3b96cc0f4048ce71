/** Hands a file to the browser, which saves it as it saves downloads. */
export function saveFile(contents: Blob, name: string): void {
  const url = URL.createObjectURL(contents)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has begun to read it by then; until it has, the address must hold.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
