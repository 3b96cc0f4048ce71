/** What one can write, shortest first; lib/views/query/README.md holds the whole language. */
export const examples: readonly (readonly [text: string, keeps: string])[] = [
  ['web', 'a part of the name of either end'],
  ['ns = shop', 'an end in namespace shop; `src.ns`, `dst.ns` = from, to there'],
  ['workload = shop/cart', 'an end called so'],
  ['sa = default', 'an end whose pods run as this service account'],
  ['label:tier = web', 'an end with this label'],
  ['kind = internet', 'everything outside the cluster; or `Deployment`, `Pod`'],
  ['class in (implicit, unknown)', 'these trust classes'],
  ['port = 8000-8100', 'some port in this range'],
  ['protocol = UDP', 'some port of this protocol'],
  ['crosses = namespaces', 'between two namespaces'],
  ['not (ns = shop or port != 443)', '`not`, `and`, `or` and brackets join them'],
]
