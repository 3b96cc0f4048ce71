/** What podtrust reads, keeps and never reads; deploy/rbac.yaml and lib/sources hold it to that. */
export const Promises = () => (
  <dl className="mt-8 grid gap-x-8 gap-y-5 border-t border-line-strong pt-6 sm:grid-cols-2 md:mt-10 md:grid-cols-4">
    <Promised name="Read">
      Pods and their owners, namespaces, nodes, services, service accounts, ways in from outside, and every
      kind of policy that podtrust knows.
    </Promised>
    <Promised name="Kept">
      The fields that decide a verdict, in memory. Environment values, command lines, volumes and copies in
      annotations are dropped on arrival.
    </Promised>
    <Promised name="Never read">
      Secrets, logs and traffic. Secrets in files are passed over; a cluster is never asked for them. Nothing
      is ever applied, and nothing leaves this server.
    </Promised>
    <Promised name="Not known">
      What could not be read is shown as unknown, with what would settle it. Unknown is never counted as safe.
    </Promised>
  </dl>
)

const Promised = ({ name, children }: { readonly name: string; readonly children: string }) => (
  <div>
    <dt className="font-semibold">{name}</dt>
    <dd className="mt-1 text-text-2">{children}</dd>
  </div>
)
