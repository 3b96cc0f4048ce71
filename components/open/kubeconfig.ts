/**
 * True where a text holds a kubeconfig: `kind: Config` at the top of a document, with clusters, users or contexts. One
 * that is embedded in a ConfigMap is not meant, because it is somebody's manifest.
 */
export const holdsKubeconfig = (text: string): boolean => text.split(/^---/m).some(isKubeconfig)

function isKubeconfig(document: string): boolean {
  if (/^\s*\{/.test(document)) return isJsonKubeconfig(document)
  return (
    /^kind:\s*["']?Config["']?\s*(?:#.*)?$/m.test(document) && /^(?:clusters|contexts|users):/m.test(document)
  )
}

function isJsonKubeconfig(document: string): boolean {
  try {
    const value: unknown = JSON.parse(document)
    return (
      typeof value === 'object' &&
      value !== null &&
      'kind' in value &&
      value.kind === 'Config' &&
      ('clusters' in value || 'contexts' in value || 'users' in value)
    )
  } catch {
    // Not to its end, or in YAML's own flow style: better refused than sent.
    return (
      /["']?\bkind["']?\s*:\s*["']?Config["']?\s*[,}\r\n]/.test(document) &&
      /["']?\b(?:clusters|contexts|users)["']?\s*:\s*\[/.test(document)
    )
  }
}
