import { uploadLimits } from '@/lib/api/capture-contract'
import { bytesText } from '@/lib/words/bytes'
import { count, listed } from '@/lib/words/count'
import { visible } from '@/lib/words/visible'
import { isKubeconfigFile } from './kubeconfig'
import { type LeftOut, type Pick } from './pick'

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
    .map(
      ([ending, number]) =>
        `${number.toLocaleString('en-US')} ${ending === '' ? 'without ending' : visible(ending)}`,
    )
  const parts = [
    ...(others > 0 ? [`${count(others, 'file')} of other kinds (${listed(named, 5)})`] : []),
    ...(hidden > 0 ? [`${count(hidden, 'hidden file or folder', 'hidden files and folders')}`] : []),
    ...(modules > 0 ? [count(modules, 'folder node_modules', 'folders node_modules')] : []),
  ]
  if (parts.length === 0) return undefined
  return `${listed(parts)} ${others + hidden + modules === 1 ? 'is' : 'are'} left out.`
}

/** Files that are looked into at the same time. */
const atOnce = 16

/** Refuses a pick that holds a kubeconfig; looks into the beginning of every file, many at a time. */
export async function credentialsIn(
  { files }: Pick,
  onSeen: (seen: number) => void,
  signal: AbortSignal,
): Promise<Refusal | undefined> {
  for (let at = 0; at < files.length; at += atOnce) {
    const some = files.slice(at, at + atOnce)
    const found = await Promise.all(some.map(({ file }) => isKubeconfigFile(file)))
    signal.throwIfAborted()
    onSeen(Math.min(at + atOnce, files.length))
    const kubeconfig = some[found.indexOf(true)]
    if (kubeconfig) return isKubeconfig(visible(kubeconfig.path))
  }
  return undefined
}

/** What is said of a kubeconfig. */
const isKubeconfig = (path: string): Refusal => ({
  title: 'This is a kubeconfig, not a manifest',
  detail: `${path} holds the credentials of a cluster, and may name programs to run for them, so nothing was sent.`,
  remedy:
    'To see that cluster, start podtrust with --kubeconfig FILE, or write its objects to a file with `podtrust capture` and open that.',
})
