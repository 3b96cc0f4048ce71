import { uploadLimits } from '@/lib/api/upload-limits'
import type { FileToOpen } from '@/lib/api/multipart'
import { bytesText } from '@/lib/words/bytes'
import { count, listed } from '@/lib/words/count'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'
import { holdsKubeconfig } from './kubeconfig'
import type { LeftOut, Pick, PickedFile } from './pick'

/** Why something is not sent, and what to do instead. */
export interface Refusal {
  readonly title: string
  readonly detail: string
  readonly remedy: string
}

const { sent, unpacked, files: mostFiles } = uploadLimits

/** What can be known to be refused without looking into the files; undefined where it may be sent. */
export function refusalOf({ files, bytes, leftOut }: Pick): Refusal | undefined {
  if (files.length === 0)
    return {
      title: 'Nothing to send',
      detail: `There is no .yaml, .yml or .json file in it. ${leftOutText(leftOut) ?? 'It is empty.'}`,
      remedy:
        'Choose the folder that holds the manifests, or name one file alone: it is taken whatever it is called.',
    }
  if (bytes > sent)
    return {
      title: 'Too large to send',
      detail: `${count(files.length, 'file')} of ${bytesText(bytes)} together; at most ${bytesText(sent)} can be sent at a time.`,
      remedy: `Send them as one .tar.gz (manifests shrink to a tenth or less; unpacked up to ${bytesText(unpacked)}), or start podtrust with --manifests, which has no such limit.`,
    }
  if (files.length > mostFiles)
    return {
      title: 'Too many files',
      detail: `${count(files.length, 'file')}; at most ${count(mostFiles, 'file')} can be sent at a time.`,
      remedy: 'Choose a smaller folder, or start podtrust with --manifests, which has no such limit.',
    }
  return undefined
}

/** `12 files of other kinds (8 .png, 4 .md), 3 hidden and 1 folder node_modules are left out.`; undefined for nothing. */
export function leftOutText({ hidden, modules, endings }: LeftOut): string | undefined {
  const others = [...endings.values()].reduce((sum, each) => sum + each, 0)
  const named = [...endings]
    .sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1))
    .map(([ending, number]) => `${numberText(number)} ${ending === '' ? 'without ending' : visible(ending)}`)
  const parts = [
    ...(others > 0 ? [`${count(others, 'file')} of other kinds (${listed(named, 5)})`] : []),
    ...(hidden > 0 ? [`${count(hidden, 'hidden file or folder', 'hidden files and folders')}`] : []),
    ...(modules > 0 ? [count(modules, 'folder node_modules', 'folders node_modules')] : []),
  ]
  if (parts.length === 0) return undefined
  return `${listed(parts)} ${others + hidden + modules === 1 ? 'is' : 'are'} left out.`
}

/** What came of looking into what was picked: why it is not sent, or what to send. */
export type Looked =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'fine'; readonly files: readonly FileToOpen[] }

/** Files that are looked into at the same time. */
const atOnce = 16

/** A file up to this size is read once and then sent from memory, since thousands of small ones are slow to send from disk. */
const small = 1024 * 1024

/**
 * Reads what was picked, many files at a time, and refuses it where one is a kubeconfig: of a large file the beginning is
 * looked at. Rejects with the browser's error where a file cannot be read, and with the signal's reason.
 */
export async function lookInto(
  { files }: Pick,
  onSeen: (seen: number) => void,
  signal: AbortSignal,
): Promise<Looked> {
  const read: FileToOpen[] = []
  for (let at = 0; at < files.length; at += atOnce) {
    const some = await Promise.all(files.slice(at, at + atOnce).map(lookAt))
    signal.throwIfAborted()
    const kubeconfig = some.find(({ refused }) => refused)
    if (kubeconfig) return { kind: 'refused', refusal: isKubeconfig(visible(kubeconfig.path)) }
    for (const { path, contents } of some) read.push({ path, contents })
    onSeen(read.length)
  }
  return { kind: 'fine', files: read }
}

async function lookAt({ path, file }: PickedFile): Promise<FileToOpen & { readonly refused: boolean }> {
  if (file.size > small)
    return { path, contents: file, refused: holdsKubeconfig(await file.slice(0, small).text()) }
  const contents = new Uint8Array(await file.arrayBuffer())
  return { path, contents, refused: holdsKubeconfig(new TextDecoder().decode(contents)) }
}

/** What is said of a kubeconfig. */
const isKubeconfig = (path: string): Refusal => ({
  title: 'This is a kubeconfig, not a manifest',
  detail: `${path} holds the credentials of a cluster, and may name programs to run for them, so nothing was sent.`,
  remedy:
    'To see that cluster, start podtrust with --kubeconfig FILE, or write its objects to a file with `podtrust capture` and open that.',
})
