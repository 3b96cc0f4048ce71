import type { Overview } from '@/lib/api/overview-contract'
import type { View } from '../workbench/view-state'

/** One stop of the tour: what to look at, what one sees there, and why it matters. */
export interface TourStep {
  readonly title: string
  readonly seen: string
  readonly matters: string
  /** How the cluster is looked at; everything else is as at first. */
  readonly view: Partial<View>
}

/** Five of the gaps that are planted in the demo (public/examples/demo numbers all of them). */
export const steps: readonly TourStep[] = [
  {
    title: 'A namespace without a policy',
    seen: 'Nobody ever wrote a policy for data. The thick line from Anyone stands for every pod in the cluster, and the broken border says that there is no default deny.',
    matters:
      'Whoever gets into any pod may read from these databases. One default deny closes more than anything else here.',
    view: { about: 'namespace:data', class: ['implicit'] },
  },
  {
    title: 'One wrong letter',
    seen: 'payments has a default deny and a policy for its ledger. That policy selects app=ledger_db; the pod says app=ledger-db. Why names it as a near miss.',
    matters: 'It looks protected in every review. The ledger is open to the whole cluster all the same.',
    view: {
      from: 'data/metabase[Deployment]',
      to: 'payments/ledger-db[StatefulSet]',
      port: { protocol: 'TCP', port: 5432 },
    },
  },
  {
    title: 'A deny that denies nothing',
    seen: 'The policy of fulfilment has an empty egress list and no policyTypes, so only ingress is shut. Every pod there may still open any address outside.',
    matters:
      'A stolen label printer is a way out for data. Implicit trust leaves the cluster as easily as it enters.',
    view: {
      from: 'fulfilment/labels[Deployment]',
      to: 'internet',
      port: { protocol: 'TCP', port: 443 },
    },
  },
  {
    title: 'A rule that names everybody',
    seen: 'cart-redis was opened to all namespaces during a move and never closed again. Somebody wrote a rule, so this is partial trust and not implicit.',
    matters: 'A broad rule is easily taken for a decision. The three pillars show what it leaves open.',
    view: {
      from: 'data/airflow-web[Deployment]',
      to: 'checkout/cart-redis[StatefulSet]',
      port: { protocol: 'TCP', port: 6379 },
    },
  },
  {
    title: 'What nobody can know from here',
    seen: 'A SecurityGroupPolicy hands the pods of edge to the cloud account. What that lets through is written elsewhere, so these connections are unknown, with the reason.',
    matters: 'Unknown is never counted as safe. Settle it, or treat it as open.',
    view: { class: ['unknown'], about: 'namespace:edge' },
  },
]

/** The view before anything is looked at. */
const fresh: Partial<View> = {
  view: 'map',
  class: [],
  about: '',
  q: '',
  hide: [],
  lens: null,
  group: 'auto',
  from: null,
  to: null,
  port: null,
  tab: 'why',
  expand: [],
  show: null,
}

/** What a step changes in the view, whatever it was before. */
export const viewOf = ({ view }: TourStep): Partial<View> => ({ ...fresh, ...view })

/** The tour is about the demo and says nothing true of any other cluster. */
export const isDemo = ({ source }: Pick<Overview, 'source'>): boolean =>
  source.kind === 'demo' && source.label === 'demo'
