/**
 * How many connections of the demo (public/examples/demo) are implicit and unknown, counted by hand from its manifests.
 * Nothing of podtrust computes these figures: they are what its answer is compared with.
 *
 * What is counted: ordered pairs (source, destination); all outside addresses are one endpoint, `internet`. A pair is
 * implicit when it is let through at some port and no allow rule at the destination lets it. Where nobody can
 * police the destination (internet, host-network pods) the source's egress is looked at instead.
 *
 * The 61 workloads: edge 5, storefront 10, checkout 8, payments 8, fulfilment 8, data 9, platform 8, kube-system 4,
 * istio-system 1.
 *
 * The MESH changes nothing of what is implicit: checkout takes plaintext as before, of payments all but ledger-db demand
 * mutual TLS, and whoever the network lets in there has a sidecar or asks for the metrics, whose port takes plaintext.
 *
 * OPEN DOORS: workloads whose ingress no policy limits.
 *   data         9   all of them (gap 1: no policy at all)
 *   payments     1   ledger-db (gap 3: its own policy has a typo, default-deny selects part-of=payments, which it lacks)
 *   platform     6   alertmanager, loki, node-agent, otel-collector, prometheus, velero (gaps 9 and 7);
 *                    grafana and external-dns have policies
 *   kube-system  2   aws-node and kube-proxy (host network); coredns and metrics-server are shut by default-deny
 *                ── edge, storefront, checkout, fulfilment, istio-system: 0, default-deny covers every pod
 */
const openDoors = { data: 9, payments: 1, platform: 6, kubeSystem: 2 }
const allOpenDoors = 9 + 1 + 6 + 2 // 18

/** Three of them run in the network of their node: node-agent (platform), aws-node and kube-proxy (kube-system). */
const openPodDoors = { data: 9, payments: 1, platform: 5, kubeSystem: 0 } // 15

/**
 * OPEN SOURCES: workloads whose egress no policy limits. They reach every open door and the internet.
 *   data         9   all of them
 *   fulfilment   8   all of them (gap 2: `egress: []` without policyTypes shuts nothing)
 *   payments     1   ledger-db
 *   platform     7   all but external-dns: grafana's policy is Ingress only, node-agent's cannot reach it
 *   kube-system  2   aws-node and kube-proxy
 */
const openSources = { data: 9, fulfilment: 8, payments: 1, platform: 7, kubeSystem: 2 }
const allOpenSources = 9 + 8 + 1 + 7 + 2 // 27

/**
 * Every open door belongs to a workload that is an open source too (data 9, ledger-db, 6 of platform, 2 of kube-system),
 * and a workload's connection to itself is no pair: each door has 27 − 1 = 26 open sources.
 */
const perDoor = allOpenSources - 1 // 26

/**
 * CAREFUL CLIENTS of open doors: an egress rule lets them out, nothing at the destination asks who they are.
 *
 * media-proxy (gap 6, 0.0.0.0/0 on 443): the 15 open doors that are pods. At the 3 host-network ones its own rule is
 *   looked at instead of the destination, so those pairs are not implicit.
 * psp-adapter (gap 10, port 53 to anybody): the same 15.
 * allow-traces, to otel-collector: storefront 10, checkout 8, payments 7 (ledger-db has no such rule) = 25 sources, of
 *   which media-proxy and psp-adapter are among the 15 above already: 23 more.
 * By name, into data: products-api → kafka, recommender → clickhouse, orders-api → kafka, reconcile → minio: 4.
 * By name, to ledger-db: ledger, reconcile, payout-batch: 3.
 *
 * Not among them: edge's rules lead to policed workloads only; metrics-server's block of node addresses holds host-network
 * pods only, and there its own rule is looked at.
 */
const broadRules = 2 // media-proxy and psp-adapter
const traces = 10 + 8 + 7 - broadRules // 23
const namedIntoData = 4
const namedToLedgerDb = 3

/** INTERNET: it comes in at every open door (18), and every open source goes out to it (27). */

/**
 * Implicit connections per namespace: those whose destination is one of its workloads, and those that leave one of them
 * for the internet.
 */
export const implicitByNamespace = {
  // 9 doors × 26, + 9 doors × 2 broad rules, + 4 by name, + 9 from and 9 to the internet
  data: openDoors.data * perDoor + openPodDoors.data * broadRules + namedIntoData + 9 + 9, // 234 + 18 + 4 + 18 = 274
  // ledger-db: 26, + 2, + 3 by name, + 1 from and 1 to the internet
  payments: openDoors.payments * perDoor + openPodDoors.payments * broadRules + namedToLedgerDb + 1 + 1, // 33
  // 6 doors × 26, + 5 pod doors × 2, + 23 that send traces, + 6 from the internet, + 7 to it
  platform: openDoors.platform * perDoor + openPodDoors.platform * broadRules + traces + 6 + 7, // 156 + 10 + 23 + 13 = 202
  // 2 doors × 26, + 2 from and 2 to the internet
  'kube-system': openDoors.kubeSystem * perDoor + 2 + 2, // 56
  // ingress is shut; 8 workloads to the internet
  fulfilment: openSources.fulfilment, // 8
  edge: 0,
  storefront: 0,
  checkout: 0,
  'istio-system': 0,
}

/** 274 + 33 + 202 + 56 + 8 */
export const implicit = 573

/** The same, counted the other way round: doors, the internet in both directions, careful clients. */
export const implicitBySource =
  allOpenDoors * perDoor + // 468
  allOpenDoors + // 18 from the internet
  allOpenSources + // 27 to the internet
  broadRules * 15 + // 30
  traces + // 23
  namedIntoData + // 4
  namedToLedgerDb // 3

/** Implicit connections that an open door lets in from workloads: all but those with the internet, 573 − 18 − 27. */
export const implicitFromAnyone = 528

/** 18 in, 27 out. */
export const implicitWithInternet = 45

/**
 * UNKNOWN: the planted SecurityGroupPolicy may cut whatever the network policies of edge let through.
 *   internet → gateway                                                     1
 *   the 5 workloads → coredns                                              5
 *   gateway → waf, oauth-proxy, rate-limit                                 3
 *   gateway → storefront/web, mobile-bff, checkout-api, grafana            4
 *   oauth-proxy → internet, cert-relay → internet                          2
 *   prometheus → the 5 workloads (metrics)                                 5
 */
export const unknown = 1 + 5 + 3 + 4 + 2 + 5 // 20

/**
 * VERIFIED: a rule names caller and port, and mutual TLS proves who it is. To payments from whoever has a sidecar, and to
 * fraud-check, whose AuthorizationPolicy lets nobody in without an identity although its namespace takes plaintext.
 *   payments   8   checkout-api to payments-api; orders-api to refunds; payments-api to card-vault, ledger and psp-adapter;
 *                  refunds to ledger and psp-adapter; payout-batch to psp-adapter
 *   checkout   1   checkout-api to fraud-check
 */
export const verified = 8 + 1 // 9

/**
 * PARTIAL: somebody wrote a rule, but nothing on the wire proves who is calling, or callers without proof are taken too. By
 * destination; prometheus reads the port named metrics where there is one.
 *   storefront    21   prometheus 8 (the two databases have no such port); web and mobile-bff to 5 each: 10;
 *                      products-api to products-db and pricing 2; search to search-index 1
 *   checkout      37   prometheus 6; web and mobile-bff to cart 2; checkout-api to cart, promo, orders-api 3 (fraud-check
 *                      is verified, tax is kept out, gap 11); cart-redis (gap 4) from the 24 open sources that are not on
 *                      the host network, from cart and from abandoned-carts: 26
 *   payments       6   prometheus
 *   fulfilment    44   edi-inbox (gap 8) from 26 open sources, prometheus among them, and from the internet: 27;
 *                      prometheus to 6 others; orders-api, picking, carrier-hook, edi-inbox to warehouse-api 4; to inventory 3,
 *                      to inventory-db 1, warehouse-api to picking and labels 2; carriers to carrier-hook 1
 *   kube-system   58   coredns from every pod but edge's 5 (unknown), the 3 on the host network, metrics-server and itself: 51;
 *                      API server to metrics-server 1; metrics-server, media-proxy, psp-adapter to 2 host-network doors: 6
 *   platform       3   metrics-server, media-proxy, psp-adapter to node-agent
 *   istio-system  15   the 8 of checkout, and 7 of payments (ledger-db lacks the label that the rule asks for)
 *   internet       6   from coredns, metrics-server, fraud-check, psp-adapter, external-dns, media-proxy
 */
export const partial = 21 + 37 + 6 + 44 + 58 + 3 + 15 + 6 // 190

export const everything = implicit + unknown + partial + verified // 792

export const workloads = 61

export const namespaces = 9
