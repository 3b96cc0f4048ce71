/** A file to be opened: its contents, and its path relative to what the user chose. */
export interface FileToOpen {
  readonly path: string
  readonly contents: Blob | Uint8Array<ArrayBuffer>
}

/** Bytes and parts that are put together at a time; more than this in one go would hold the page. */
const piece = { bytes: 1024 * 1024, parts: 1000 }

/**
 * Files as multipart/form-data (RFC 7578), each as a part `file` with its path for a name. Made by hand, because the
 * browser's own takes minutes for thousands of files and holds the page meanwhile. Rejects with the signal's reason.
 */
export async function multipartOf(
  files: readonly FileToOpen[],
  boundary: string,
  signal?: AbortSignal,
): Promise<Blob> {
  const pieces: Blob[] = []
  let parts: BlobPart[] = []
  let size = 0
  const add = (part: string | FileToOpen['contents']): void => {
    parts.push(part)
    size += part instanceof Blob ? part.size : part.length
  }
  for (const { path, contents } of files) {
    add(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${escaped(path)}"\r\n` +
        'content-type: application/octet-stream\r\n\r\n',
    )
    add(contents)
    add('\r\n')
    if (size < piece.bytes && parts.length < piece.parts) continue
    pieces.push(new Blob(parts))
    parts = []
    size = 0
    await new Promise(resolve => setTimeout(resolve))
    signal?.throwIfAborted()
  }
  add(`--${boundary}--\r\n`)
  return new Blob([...pieces, ...parts])
}

/** As browsers write the name of a file (HTML, "multipart/form-data encoding algorithm"). */
const escaped = (name: string): string =>
  name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
