import { joinPorts, type PortRange } from '../../model/port'
import { conclude, plainWire, type Destination, type Judgement } from '../evaluate'
import { mergeFacts } from '../merge'
import { allowedByDefault, denied, type Outcomes } from '../readings'
import type { Plane } from '../../model/rule'
import type { Verdict } from '../../model/verdict'
import { isMoreOpen, verdictOf } from '../trust'
import {
  combineOperation,
  mapOperation,
  type CombineOperation,
  type MapOperation,
  type PortMapId,
  type PortMaps,
} from './port-maps'

/** What one end of a connection answers on one way of talking: both planes. */
interface Answer {
  readonly network: Outcomes
  readonly authorization: Outcomes
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

  /** From the outcomes of the network plane. */
  readonly fromNetwork: MapOperation = mapOperation(outcomes =>
    this.end({
      ways: [{ network: outcomes, authorization: allowedByDefault }],
      transportUnread: false,
      destination: 'pod',
      exempt: false,
    }),
  )

  /** With the outcomes of the authorization plane. */
  readonly withAuthorization: CombineOperation = combineOperation((end, outcomes) => {
    const value = this.endOf(end)
    const { other } = value
    return this.end({
      ...value,
      ways: value.ways.map(way => ({ ...way, authorization: outcomes })),
      ...(other && { other: { ...other, authorization: outcomes } }),
    })
  })

  /** A second way of talking. */
  readonly withWay: CombineOperation = combineOperation((a, b) => {
    const value = this.endOf(a)
    return this.end({ ...value, ways: [...value.ways, ...this.endOf(b).ways] })
  })

  /** The answer under another engine. */
  readonly withOther: CombineOperation = combineOperation((a, b) => {
    const [other] = this.endOf(b).ways
    return this.end({ ...this.endOf(a), ...(other && { other }) })
  })

  readonly withTransportUnread: MapOperation = mapOperation(a =>
    this.end({ ...this.endOf(a), transportUnread: true }),
  )

  /** What can be told of the far end, where that is no pod that policies govern. */
  readonly toHostNetwork: MapOperation = mapOperation(a =>
    this.end({ ...this.endOf(a), destination: 'host-network' }),
  )
  readonly toBeyond: MapOperation = mapOperation(a => this.end({ ...this.endOf(a), destination: 'beyond' }))

  /** The answer that there is nothing to answer. */
  readonly exempt = this.end({ ways: [plain], transportUnread: false, destination: 'pod', exempt: true })

  /** Source and destination agree, or not. */
  readonly meet: CombineOperation = combineOperation((source, destination) =>
    this.fact(this.endOf(source), this.endOf(destination)),
  )

  /** The fact of two kinds of pod pairs of the same two workloads; what is denied for one says nothing about the other. */
  readonly merge: CombineOperation = combineOperation((a, b) => {
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
    const unread = source.transportUnread || destination.transportUnread
    const judge = (from: Answer, to: Answer): Judgement =>
      conclude([
        {
          network: { egress: from.network, ingress: to.network },
          authorization: { egress: from.authorization, ingress: to.authorization },
          anonymous: to.authorization,
          destination: destination.destination,
          ...plainWire(destination.destination, unread),
        },
      ])
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
    const key = JSON.stringify(settled)
    const known = this.endByKey.get(key)
    if (known !== undefined) return known
    const made = this.ends.length
    this.ends.push(settled)
    this.endByKey.set(key, made)
    return made
  }
}

/** A fact and all ports for which it holds, in maximal ranges. */
export interface FactPorts {
  readonly fact: Fact
  readonly ports: readonly PortRange[]
}

const shut = { egress: 1, ingress: 1 } as const

const wayOf = ({ ways }: EndValue, at: number): Answer => ways[at] ?? ways[0] ?? plain

const same = (a: Answer, b: Answer): boolean => a.network === b.network && a.authorization === b.authorization
