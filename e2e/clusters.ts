/** A server of the tests: what it shows, and where. */
interface Cluster {
  readonly port: number
  readonly url: string
  /** Nothing = the demo. */
  readonly manifests: readonly string[]
}

const at = (port: number, ...manifests: string[]): Cluster => ({
  port,
  url: `http://127.0.0.1:${port}`,
  manifests,
})

export const clusters = {
  demo: at(3210),
  textbook: at(3211, 'public/examples/textbook'),
  /** One broken file among good ones, and names that want to be more than text. */
  broken: at(3212, 'e2e/fixtures/broken'),
  /** Names that want to be more than text, in every field. */
  hostile: at(3216, 'e2e/fixtures/hostile'),
  /** Namespaces and a policy, nothing that runs. */
  empty: at(3213, 'e2e/fixtures/empty'),
  noPolicies: at(3214, 'e2e/fixtures/no-policies'),
  /** Nothing that could be loaded. */
  unreadable: at(3215, 'e2e/fixtures/unreadable'),
}
