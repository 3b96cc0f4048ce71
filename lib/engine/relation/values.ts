import { joinPorts, type PortRange } from '../../model/port'
import {
  conclude,
  plainWire,
  readWire,
  told,
  type Destination,
  type Judgement,
  type LegAnswer,
} from '../evaluate'
import { mergeFacts } from '../merge'
import { allowedByDefault, denied, eitherOf, ofUnseen, type Outcomes } from '../readings'
import type { Plane } from '../../model/rule'
import type { Verdict } from '../../model/verdict'
import { isMoreOpen, verdictOf } from '../trust'
import {
  anonymousKey,
  authorizationKey,
  Diallings,
  proxysOwn,
  type AuthorizationKey,
  type Dialling,
  type Stretch,
} from './dials'
import {
  rememberedMap,
  rememberedOperation,
  type CombineOperation,
  type MapOperation,
  type PortMapId,
  type PortMaps,
} from './port-maps'

/** What one end of a connection answers on one way of talking: both planes, and what a mesh adds. */
interface Answer {
  readonly network: Outcomes
  /** Where there is a mesh: to somebody with a proven identity, requests being seen. */
  readonly authorization: Outcomes
  /** What the network says of the tunnel's port, where that is not what it says of this one. */
  readonly tunnel?: Outcomes
  /** The same of a source's way to each of the proxies before the destination. */
  readonly toProxies?: ByNumber<Outcomes>
  /** At a destination: how it can be dialled. */
  readonly dials?: number
  /** Authorization at a destination, as it is asked; what is not there allows by default. */
  readonly asked?: { readonly [Key in AuthorizationKey]?: Outcomes }
  /** At a destination, for each way through a proxy: number of what is answered there and behind it. */
  readonly passages?: ByNumber<number>
}

interface ByNumber<T> {
  readonly [number: number]: T
}

/** What is answered on the way through a proxy, to a source. */
interface PassageAnswer {
  /** To the proxy, where the network is that of the proxy's end alone. */
  readonly first: PassedAnswer & { readonly network: Outcomes }
  /** From the proxy to the destination. */
  readonly second: PassedAnswer & {
    readonly network: LegAnswer['network']
    /** Where some policy about the wire could not be read. */
    readonly networkUnsure: LegAnswer['network']
  }
}

/** Authorization at the end of one stretch of the way through a proxy. */
interface PassedAnswer {
  readonly authorization: Outcomes
  /** Where some policy about the wire could not be read. */
  readonly unsure: Outcomes
  readonly anonymous: Outcomes
  /** That is so at the proxy, whoever the ends are. */
  readonly unread: boolean
}

/** What one end answers for one port of one peer, everything considered. */
interface EndValue {
  /** One for each way the two can talk; one where all ways are alike. */
  readonly ways: readonly Answer[]
  /** What it would answer under the engine that was not assumed, where that differs. */
  readonly other?: Answer
  readonly transportUnread: boolean
  readonly destination: Destination
  /** No connection at all: the platform's own traffic, or both ends outside. */
  readonly exempt: boolean
}

/** What holds for a run of ports of two slots. */
export interface Fact extends Judgement {
  readonly engineDependent: boolean
}

/** The fact that there is no connection. */
export const noFact = 0

const plain: Answer = { network: allowedByDefault, authorization: allowedByDefault }

/**
 * The answers of single ends, and the facts that two of them make, as small numbers that port maps can hold. The facts
 * are concluded by the evaluator's own functions, once for each pair of answers.
 */
export class Values {
  private readonly ends: EndValue[] = []
  private readonly endByKey = new Map<string, number>()
  private readonly facts: Fact[] = []
  private readonly factByKey = new Map<string, number>()
  private readonly listed = new Map<PortMapId, readonly FactPorts[]>()
  private readonly passageAnswers: PassageAnswer[] = []
  private readonly passageByKey = new Map<string, number>()
  readonly diallings = new Diallings()
  readonly pairs = new Pairs()

  /** From the outcomes of the network plane. */
  readonly fromNetwork: MapOperation = rememberedMap(outcomes =>
    this.end({
      ways: [{ network: outcomes, authorization: allowedByDefault }],
      transportUnread: false,
      destination: 'pod',
      exempt: false,
    }),
  )

  /** With the outcomes of the authorization plane. */
  readonly withAuthorization: CombineOperation = rememberedOperation((end, outcomes) => {
    const value = this.endOf(end)
    const { other } = value
    return this.end({
      ...value,
      ways: value.ways.map(way => ({ ...way, authorization: outcomes })),
      ...(other && { other: { ...other, authorization: outcomes } }),
    })
  })

  /** What the network says of the tunnel's port. */
  readonly withTunnel: CombineOperation = rememberedOperation((end, other) => {
    const [tunnel] = this.endOf(other).ways
    return this.answering(end, answer =>
      tunnel && tunnel.network !== answer.network ? { ...answer, tunnel: tunnel.network } : answer,
    )
  })

  /** What a source's network says of the way to the proxy at one of the places before the destination. */
  readonly withProxyAt = remembered((place: number): CombineOperation =>
    rememberedOperation((end, other) => {
      const [proxy] = this.endOf(other).ways
      return this.answering(end, answer =>
        proxy && proxy.network !== answer.network
          ? { ...answer, toProxies: { ...answer.toProxies, [place]: proxy.network } }
          : answer,
      )
    }),
  )

  /** The ways to dial a destination. They come before what is answered on them: what none asks about is left out. */
  readonly withDials: CombineOperation = rememberedOperation((end, list) =>
    list === 0 ? end : this.answering(end, answer => ({ ...answer, dials: list })),
  )

  /** What the network of a destination says of the tunnel's port. */
  readonly withOwnTunnel: CombineOperation = rememberedOperation((end, other) =>
    this.needs(end).tunnel ? this.withTunnel.apply(end, other) : end,
  )

  /** How authorization at a destination answers where it is asked so; by outcomes. */
  readonly withAsked = remembered((key: AuthorizationKey): CombineOperation =>
    rememberedOperation((end, outcomes) =>
      outcomes === allowedByDefault || !this.needs(end).asked.has(key)
        ? end
        : this.answering(end, answer => ({ ...answer, asked: sorted({ ...answer.asked, [key]: outcomes }) })),
    ),
  )

  /** What is answered on one of the ways through a proxy, by number. */
  readonly withPassage = remembered((way: number): CombineOperation =>
    rememberedOperation((end, passage) =>
      this.needs(end).passages.has(way)
        ? this.answering(end, answer => ({ ...answer, passages: { ...answer.passages, [way]: passage } }))
        : end,
    ),
  )

  /**
   * What is answered on a way through a proxy, from pairs of outcomes: the network there, and authorization with identity,
   * perhaps with it and without; behind it the network of both ends, the same where the wire could not be read, and
   * authorization again. Whether some policy about the wire at the proxy could not be read, as it comes in there and as it
   * goes out.
   */
  readonly passed = remembered((unreadIn: boolean) =>
    remembered((unreadOut: boolean): CombineOperation =>
      rememberedOperation((there, behind) => {
        const [network, asked] = this.pairs.of(there)
        const [networks, own] = this.pairs.of(behind)
        const [ends, unsure] = this.pairs.of(networks)
        return this.passage({
          first: { network, ...this.authorizationOf(asked), unread: unreadIn },
          second: {
            network: this.endsOf(ends),
            networkUnsure: this.endsOf(unsure),
            ...this.authorizationOf(own),
            unread: unreadOut,
          },
        })
      }),
    ),
  )

  /** A second way of talking. */
  readonly withWay: CombineOperation = rememberedOperation((a, b) => {
    const value = this.endOf(a)
    return this.end({ ...value, ways: [...value.ways, ...this.endOf(b).ways] })
  })

  /** The answer under another engine. */
  readonly withOther: CombineOperation = rememberedOperation((a, b) => {
    const [other] = this.endOf(b).ways
    return this.end({ ...this.endOf(a), ...(other && { other }) })
  })

  readonly withTransportUnread: MapOperation = rememberedMap(a =>
    this.end({ ...this.endOf(a), transportUnread: true }),
  )

  /** What can be told of the far end, where that is no pod that policies govern. */
  readonly toHostNetwork: MapOperation = rememberedMap(a =>
    this.end({ ...this.endOf(a), destination: 'host-network' }),
  )
  readonly toBeyond: MapOperation = rememberedMap(a => this.end({ ...this.endOf(a), destination: 'beyond' }))

  /** The answer that there is nothing to answer. */
  readonly exempt = this.end({ ways: [plain], transportUnread: false, destination: 'pod', exempt: true })

  /** Source and destination agree, or not. */
  readonly meet: CombineOperation = rememberedOperation((source, destination) =>
    this.fact(this.endOf(source), this.endOf(destination)),
  )

  /** The fact of two kinds of pod pairs of the same two workloads; what is denied for one says nothing about the other. */
  readonly merge: CombineOperation = rememberedOperation((a, b) => {
    if (a === b || b === noFact) return a
    if (a === noFact) return b
    const [first, second] = [this.factOf(a), this.factOf(b)]
    const engineDependent = first.engineDependent || second.engineDependent
    return this.internFact({ ...mergeFacts(first, second), engineDependent })
  })

  constructor(private readonly ports: PortMaps) {
    // Number 0 says that there is no connection.
    this.facts.push({
      ...conclude([
        {
          network: shut,
          authorization: shut,
          anonymous: denied,
          destination: 'pod',
          ...plainWire('pod', false),
        },
      ]),
      engineDependent: false,
    })
  }

  /** What one end answers on one plane, for each way of talking. */
  outcomesOf(end: number, plane: Plane): readonly Outcomes[] {
    return this.endOf(end).ways.map(way => way[plane])
  }

  /** Nothing holds with this end that is anybody's decision. */
  isExempt(end: number): boolean {
    return this.endOf(end).exempt
  }

  /** What two ends agree on for each way of talking; nothing where there is no connection to decide about. */
  verdicts(source: number, destination: number): readonly Verdict[] {
    const [from, to] = [this.endOf(source), this.endOf(destination)]
    if (from.exempt || to.exempt) return []
    const count = Math.max(from.ways.length, to.ways.length)
    return Array.from({ length: count }, (_, at) => {
      const [own, other] = [wayOf(from, at), wayOf(to, at)]
      return verdictOf([own.network, other.network, own.authorization, other.authorization])
    })
  }

  factOf(fact: number): Fact {
    const found = this.facts[fact]
    if (!found) throw new Error(`there is no fact ${fact}`)
    return found
  }

  get factCount(): number {
    return this.facts.length
  }

  /** The facts of a map with the ports of each, in the order of their first port; denied ports are left out. */
  portsByFact(map: PortMapId): readonly FactPorts[] {
    let known = this.listed.get(map)
    if (!known) {
      const byFact = new Map<number, PortRange[]>()
      this.ports.forEach(map, (range, fact) => {
        if (fact === noFact) return
        const ranges = byFact.get(fact)
        if (ranges) ranges.push(range)
        else byFact.set(fact, [range])
      })
      known = [...byFact].map(([fact, ranges]) => ({ fact: this.factOf(fact), ports: joinPorts(ranges) }))
      this.listed.set(map, known)
    }
    return known
  }

  private fact(source: EndValue, destination: EndValue): number {
    if (source.exempt || destination.exempt) return noFact
    if (destination.ways[0]?.dials === proxysOwn) return noFact
    const unread = source.transportUnread || destination.transportUnread
    const judge = (from: Answer, to: Answer): Judgement =>
      to.dials === undefined
        ? conclude([plainLeg(from, to, destination.destination, unread)])
        : this.diallings
            .of(to.dials)
            .map(dialling =>
              told(
                conclude(this.legs(from, to, dialling, destination.destination, unread)),
                dialling.address,
                dialling.via && [dialling.via.workload],
              ),
            )
            .reduce((a, b) => (isMoreOpen(b, a) ? b : a))
    const count = Math.max(source.ways.length, destination.ways.length)
    const ways = Array.from({ length: count }, (_, at) => judge(wayOf(source, at), wayOf(destination, at)))
    const widest = ways.reduce((a, b) => (isMoreOpen(b, a) ? b : a))
    if (widest.verdict === 'deny') return noFact
    const engineDependent =
      (source.other !== undefined || destination.other !== undefined) &&
      judge(source.other ?? wayOf(source, 0), destination.other ?? wayOf(destination, 0)).verdict !==
        widest.verdict
    return this.internFact({ ...widest, engineDependent })
  }

  /** What the ends answer along one way to dial. */
  private legs(
    from: Answer,
    to: Answer,
    { stretches: [first, other], via }: Dialling,
    destination: Destination,
    unread: boolean,
  ): LegAnswer[] {
    const egress = from.authorization
    const passage = via && this.passageAnswers[to.passages?.[via.way] ?? -1]
    if (via && passage) {
      const leg = (
        { authorization, unsure, anonymous, ...at }: PassedAnswer,
        stretch: Stretch,
        egressThere: Outcomes,
      ): Omit<LegAnswer, 'network' | 'destination'> => {
        const isUnread = unread || at.unread
        return {
          authorization: { egress: egressThere, ingress: isUnread ? unsure : authorization },
          anonymous,
          ...readWire(stretch, isUnread),
        }
      }
      return [
        {
          network: {
            egress: from.toProxies?.[via.place] ?? from.network,
            ingress: passage.first.network,
          },
          destination: 'pod',
          ...leg(passage.first, first, egress),
        },
        {
          network: unread || passage.second.unread ? passage.second.networkUnsure : passage.second.network,
          destination,
          ...leg(passage.second, other ?? first, allowedByDefault),
        },
      ]
    }
    const tunnelled = unread ? first.tunnelledIfUnread : first.tunnelled
    const onWire = ({ network, tunnel = network }: Answer): Outcomes =>
      tunnelled === 'yes' ? tunnel : tunnelled === 'maybe' ? eitherOf(network, tunnel) : network
    const answered = (answer: Answer): Outcomes =>
      first.throughUnseen ? ofUnseen(onWire(answer)) : onWire(answer)
    const network = { egress: answered(from), ingress: answered(to) }
    const asked = (key: AuthorizationKey): Outcomes => to.asked?.[key] ?? allowedByDefault
    return [
      {
        network,
        authorization: { egress, ingress: asked(authorizationKey(first, unread)) },
        anonymous: asked(anonymousKey(first)),
        destination,
        ...readWire(first, unread),
      },
    ]
  }

  private endsOf(ends: number): LegAnswer['network'] {
    const [egress, ingress] = this.pairs.of(ends)
    return { egress, ingress }
  }

  private authorizationOf(asked: number): Omit<PassedAnswer, 'unread'> {
    const [authorization, others] = this.pairs.of(asked)
    const [unsure, anonymous] = this.pairs.of(others)
    return { authorization, unsure, anonymous }
  }

  /** Number of what is answered on the way through a proxy. */
  private passage(answer: PassageAnswer): number {
    const key = JSON.stringify(answer)
    const known = this.passageByKey.get(key)
    if (known !== undefined) return known
    const made = this.passageAnswers.length
    this.passageAnswers.push(answer)
    this.passageByKey.set(key, made)
    return made
  }

  /** What the ways to dial an end ask about; over each family they are the same. */
  private needs(end: number): ReturnType<Diallings['needs']> {
    return this.diallings.needs(this.endOf(end).ways[0]?.dials ?? 0)
  }

  /** Changes what the end answers, whichever way one talks. */
  private answering(end: number, change: (answer: Answer) => Answer): number {
    const value = this.endOf(end)
    return this.end({ ...value, ways: value.ways.map(change) })
  }

  private internFact(fact: Fact): number {
    const key = JSON.stringify(fact)
    const known = this.factByKey.get(key)
    if (known !== undefined) return known
    const made = this.facts.length
    this.facts.push(fact)
    this.factByKey.set(key, made)
    return made
  }

  private endOf(id: number): EndValue {
    const found = this.ends[id]
    if (!found) throw new Error(`there is no answer ${id}`)
    return found
  }

  private end(value: EndValue): number {
    const [first] = value.ways
    const alike = value.ways.every(way => first !== undefined && same(way, first))
    const ways = alike && first ? [first] : value.ways
    const { other: _other, ...rest } = value
    const settled: EndValue = {
      ...rest,
      ways,
      ...(value.other && !(alike && first && same(value.other, first)) && { other: value.other }),
    }
    const key = endText(settled)
    const known = this.endByKey.get(key)
    if (known !== undefined) return known
    const made = this.ends.length
    this.ends.push(settled)
    this.endByKey.set(key, made)
    return made
  }
}

/** Pairs of numbers by number. */
class Pairs {
  private readonly pairs: (readonly [number, number])[] = []

  readonly pair: CombineOperation = rememberedOperation((a, b) => this.pairs.push([a, b]) - 1)

  of(id: number): readonly [number, number] {
    const found = this.pairs[id]
    if (!found) throw new Error(`there is no pair ${id}`)
    return found
  }
}

/** A fact and all ports for which it holds, in maximal ranges. */
export interface FactPorts {
  readonly fact: Fact
  readonly ports: readonly PortRange[]
}

const shut = { egress: 1, ingress: 1 } as const

const plainLeg = (from: Answer, to: Answer, destination: Destination, unread: boolean): LegAnswer => ({
  network: { egress: from.network, ingress: to.network },
  authorization: { egress: from.authorization, ingress: to.authorization },
  anonymous: to.authorization,
  destination,
  ...plainWire(destination, unread),
})

const sorted = <T extends object>(map: T): T =>
  Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1))) as T

/** One operation for each argument, so that each keeps one memo. */
function remembered<Key, T>(make: (key: Key) => T): (key: Key) => T {
  const known = new Map<Key, T>()
  return key => {
    const found = known.get(key) ?? make(key)
    known.set(key, found)
    return found
  }
}

const wayOf = ({ ways }: EndValue, at: number): Answer => ways[at] ?? ways[0] ?? plain

const same = (a: Answer, b: Answer): boolean => a === b || answerText(a) === answerText(b)

/** Equal for equal answers, which are looked up far more often than they are new. */
function answerText({ network, authorization, tunnel, toProxies, dials, asked, passages }: Answer): string {
  let text = `${network},${authorization}`
  if (tunnel !== undefined) text += `t${tunnel}`
  if (dials !== undefined) text += `d${dials}`
  for (const [key, told] of Object.entries(toProxies ?? {})) text += `p${key}:${told}`
  for (const [key, told] of Object.entries(asked ?? {})) text += `a${key}:${told}`
  for (const [key, told] of Object.entries(passages ?? {})) text += `w${key}:${told}`
  return text
}

const endText = ({ ways, other, transportUnread, destination, exempt }: EndValue): string =>
  `${destination}${transportUnread}${exempt} ${ways.map(answerText).join(' ')}${other ? `/${answerText(other)}` : ''}`
