import type { FindingRow, FindingsPage, FindingsQuery } from '../api/findings-contract'
import { severities, type Finding, type FindingPlace, type FindingReport } from '../model/finding'
import { refKey, type KubeObject } from '../model/object'

/** Workloads that a row names. */
const mostWorkloads = 50

/** A page of the findings; `objects` tell where those that are named were written. */
export function findingsView(
  { findings, unseen }: FindingReport,
  query: FindingsQuery,
  objects: ReadonlyMap<string, KubeObject>,
): FindingsPage {
  const asked = findings.filter(finding => passes(finding, query))
  const kept = asked.filter(({ severity }) => query.severity === 'all' || query.severity === severity)
  const counted = severities.map(severity => [
    severity,
    asked.filter(finding => finding.severity === severity).length,
  ])
  return {
    total: kept.length,
    offset: query.offset,
    counts: Object.fromEntries(counted) as FindingsPage['counts'],
    unseen,
    rows: kept.slice(query.offset, query.offset + query.limit).map(finding => rowOf(finding, objects)),
  }
}

function passes({ code, about, workloads }: Finding, query: FindingsQuery): boolean {
  if (query.code !== '' && query.code !== code) return false
  if (query.name !== '') {
    if (about.kind !== 'object') return false
    const { kind, name, namespace = '' } = about.object
    return kind === query.kind && name === query.name && namespace === query.namespace
  }
  return (
    query.namespace === '' ||
    namespaceOf(about) === query.namespace ||
    workloads.some(key => key.startsWith(`${query.namespace}/`))
  )
}

function namespaceOf(about: FindingPlace): string | undefined {
  switch (about.kind) {
    case 'object':
      return about.object.namespace
    case 'workload':
      return about.workload.split('/')[0]
    case 'namespace':
      return about.namespace
    case 'mesh':
      return undefined
  }
}

function rowOf(finding: Finding, objects: ReadonlyMap<string, KubeObject>): FindingRow {
  const { about, workloads } = finding
  const origin = about.kind === 'object' ? objects.get(refKey(about.object))?.origin : undefined
  return {
    ...finding,
    about: about.kind === 'object' ? { ...about, ...(origin && { origin }) } : about,
    workloads: workloads.slice(0, mostWorkloads),
    workloadsTotal: workloads.length,
  }
}
