/** A server of the tests: what it shows, and where. */
interface Cluster {
  readonly port: number
  readonly url: string
  /** Nothing = the demo. */
  readonly manifests: readonly string[]
}

/** The first port of the tests' servers; another one where two checkouts are tested at a time. */
const base = Number(process.env.PODTRUST_E2E_PORT ?? 3210)

const at = (offset: number, ...manifests: string[]): Cluster => ({
  port: base + offset,
  url: `http://127.0.0.1:${base + offset}`,
  manifests,
})

export const clusters = {
  demo: at(0),
  textbook: at(1, 'public/examples/textbook'),
  /** One broken file among good ones, and names that want to be more than text. */
  broken: at(2, 'e2e/fixtures/broken'),
  /** Names that want to be more than text, in every field. */
  hostile: at(6, 'e2e/fixtures/hostile'),
  /** Namespaces and a policy, nothing that runs. */
  empty: at(3, 'e2e/fixtures/empty'),
  noPolicies: at(4, 'e2e/fixtures/no-policies'),
  /** Nothing that could be loaded. */
  unreadable: at(5, 'e2e/fixtures/unreadable'),
}
