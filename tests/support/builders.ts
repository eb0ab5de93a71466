import type { ClaimField, Declaration, Letter, PartyIdentity, ReceiveFact, Stage } from '../../cloudfunctions/contract'
import type { Command, GivenFact } from '../../cloudfunctions/domain/decide'
import {
  fold,
  type EventBody,
  type RequestWay,
  type Transfer,
  type TransferEvent,
} from '../../cloudfunctions/domain/transfer'
import { claimOf, sealedCopyOf, zhangMei } from './people'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** An instant by the Beijing clock: `beijing('2024-09-01 08:30')`, seconds and milliseconds if need be. */
export const beijing = (text: string): number => {
  const instant = Date.parse(`${text.replace(' ', 'T')}+08:00`)
  if (Number.isNaN(instant)) throw new Error(`no instant: ${text}`)
  return instant
}

/** When the transfers of the tests begin, unless they say otherwise. */
export const START = beijing('2024-07-01 09:00')

export const JOURNEYS = ['province', 'beijing', 'party'] as const
/** From outside Beijing, inside Beijing, or of the Party. */
export type JourneyName = (typeof JOURNEYS)[number]

const STEP = HOUR
const BY: { [type in EventBody['type']]: TransferEvent['by'] } = {
  started: 'member',
  amended: 'member',
  copyAmended: 'member',
  approved: 'secretary',
  returned: 'secretary',
  matched: 'member',
  mismatched: 'member',
  contradicted: 'province',
  submitted: 'member',
  checked: 'link',
  declared: 'member',
  factsCorrected: 'secretary',
  undone: 'secretary',
  confirmed: 'secretary',
  officiallyFailed: 'secretary',
  announced: 'member',
  factsAdded: 'secretary',
  withdrawn: 'member',
  released: 'secretary',
  erased: 'member',
}
const byOf = (body: EventBody): TransferEvent['by'] => ('way' in body ? body.way : BY[body.type])

/**
 * A transfer told by what happened to it: `aTransfer().registered().approved().at(beijing('2024-07-03 10:00')).mismatched()`.
 * Each event comes an hour after the one before; `at` says when the last one happened. Every call answers a new builder.
 */
export class TransferBuilder {
  constructor(
    readonly journey: JourneyName,
    readonly events: readonly TransferEvent[],
  ) {}

  /** The folded state. */
  get state(): Transfer {
    return fold(this.events)
  }
  get startedAt(): number {
    return this.events[0]?.at ?? START
  }
  /** When the last event happened. */
  get now(): number {
    return this.events.at(-1)?.at ?? START
  }

  /** The last event happened at this instant instead. An approval's wait moves with it. */
  at(instant: number): TransferBuilder {
    const last = this.events.at(-1)
    if (last === undefined) throw new Error('nothing has happened yet')
    const moved: TransferEvent =
      last.type === 'approved' && last.readyAt !== undefined
        ? { ...last, at: instant, readyAt: last.readyAt + instant - last.at }
        : { ...last, at: instant }
    return new TransferBuilder(this.journey, [...this.events.slice(0, -1), moved])
  }

  /** One more event; the time is an hour after the last. */
  followedBy(body: EventBody, by = byOf(body)): TransferBuilder {
    const at = this.events.length === 0 ? START : this.now + STEP
    const event: TransferEvent = { at, by, who: `${by}-1`, ...body }
    return new TransferBuilder(this.journey, [...this.events, event])
  }

  registered(branchId = 'branch-1') {
    if (this.journey === 'party') throw new Error('a Party transfer begins with preparing()')
    return this.followedBy({
      type: 'started',
      kind: 'league',
      origin: this.journey === 'province' ? 'province' : 'beijing',
      branchId,
    })
  }
  preparing(branchId = 'branch-1') {
    if (this.journey !== 'party') throw new Error('a League transfer begins with registered()')
    return this.followedBy({ type: 'started', kind: 'party', origin: 'province', branchId })
  }
  amended(branchId = 'branch-1') {
    return this.followedBy({ type: 'amended', branchId })
  }
  copyAmended(idReplaced = false) {
    return this.followedBy({ type: 'copyAmended', idReplaced })
  }
  approved(waitHours = 24) {
    const at = this.now + STEP
    return this.followedBy(
      this.journey === 'province' ? { type: 'approved', readyAt: at + waitHours * HOUR } : { type: 'approved' },
    )
  }
  returned(reason = '请写全名') {
    return this.followedBy({ type: 'returned', reason })
  }
  matched(way: RequestWay = 'member') {
    return this.followedBy({ type: 'matched', way, variants: [] })
  }
  mismatched(differs: ClaimField[] = ['name'], way: RequestWay = 'member') {
    return this.followedBy({ type: 'mismatched', way, differs })
  }
  contradicted(differs: ClaimField[] = ['name']) {
    return this.followedBy({ type: 'contradicted', way: 'province', differs })
  }
  submitted(way: RequestWay = 'member') {
    return this.followedBy({ type: 'submitted', way })
  }
  checked(differs: ClaimField[] = [], organisation = '某大学团委') {
    return this.followedBy({ type: 'checked', matches: differs.length === 0, differs, variants: [], organisation })
  }
  declared(said: Declaration = { officialRegistration: true }) {
    return this.followedBy({ type: 'declared', said })
  }
  undone() {
    const step = this.state.undoable?.step
    if (step === undefined) throw new Error('there is nothing to take back')
    return this.followedBy({ type: 'undone', step })
  }
  corrected(unchecked: ReceiveFact[], complete = false) {
    return this.followedBy({ type: 'factsCorrected', facts: [], unchecked, complete, reason: '登记错人' })
  }
  confirmed() {
    return this.followedBy({ type: 'confirmed' })
  }
  officiallyFailed(reason?: string) {
    return this.followedBy(reason === undefined ? { type: 'officiallyFailed' } : { type: 'officiallyFailed', reason })
  }
  announced(channel: 'online' | 'paper' = 'online', letter?: Letter) {
    return this.followedBy({
      type: 'announced',
      channel,
      prepared: ['file', 'letterToCounsellor'],
      ...(letter === undefined ? {} : { letter }),
    })
  }
  facts(...facts: ReceiveFact[]) {
    return this.followedBy({ type: 'factsAdded', facts, complete: false })
  }
  received(...facts: ReceiveFact[]) {
    return this.followedBy({ type: 'factsAdded', facts, complete: true })
  }
  withdrawn() {
    return this.followedBy({ type: 'withdrawn' })
  }
  released() {
    return this.followedBy({ type: 'released', reason: '证件号码登记有误' })
  }
  erased() {
    return this.followedBy({ type: 'erased' })
  }
}

/** Nothing has happened yet: `registered()` begins one of the League, `preparing()` one of the Party. */
export const aTransfer = (journey: JourneyName = 'province'): TransferBuilder => new TransferBuilder(journey, [])

/** A paper letter 介绍信, good for as long as is common from outside Beijing. */
export const A_LETTER: Letter = { issuedOn: '2024-06-20', validDays: 90 }

const LEAGUE_IN: { [stage in Stage]?: (start: TransferBuilder) => TransferBuilder } = {
  registered: (start) => start,
  returned: (start) => start.returned(),
  withdrawn: (start) => start.withdrawn(),
}
const IN_STAGE: { [journey in JourneyName]: typeof LEAGUE_IN } = {
  province: {
    ...LEAGUE_IN,
    approved: (start) => start.approved(),
    failed: (start) =>
      start
        .approved()
        .mismatched()
        .at(START + 3 * DAY),
    transferred: (start) =>
      start
        .approved()
        .matched()
        .at(START + 3 * DAY),
  },
  beijing: { ...LEAGUE_IN, transferred: (start) => start.approved() },
  party: {
    preparing: (start) => start,
    announced: (start) => start.announced('paper', A_LETTER),
    returned: (start) => start.announced().returned(),
    received: (start) => start.announced('paper', A_LETTER).received('letter', 'materials'),
    withdrawn: (start) => start.withdrawn(),
  },
}

/** A transfer that came to this stage by the shortest way. */
export const aTransferIn = (journey: JourneyName, stage: Stage): TransferBuilder => {
  const lead = IN_STAGE[journey][stage]
  if (lead === undefined) throw new Error(`no way leads to ${stage} in ${journey}`)
  return lead(journey === 'party' ? aTransfer(journey).preparing() : aTransfer(journey).registered())
}

type CommandOf<A extends Command['action']> = Extract<Command, { action: A }>
const ANY_BRANCH = { waitHours: 24, besideOfficial: false }

/** Commands with all the evidence they need; what is given takes its place. */
export const commands = {
  amend: (given: Partial<CommandOf<'amend'>> = {}): Command => ({ action: 'amend', branchId: 'branch-2', ...given }),
  copy: (idReplaced = false): Command => ({ action: 'copy', idReplaced }),
  approve: (given: Partial<CommandOf<'approve'>> = {}): Command => ({
    action: 'approve',
    officiallyApproved: true,
    branch: ANY_BRANCH,
    ...given,
  }),
  return: (reason = '姓名与证件不一致'): Command => ({ action: 'return', reason }),
  request: (person = zhangMei, claimed = claimOf(person)): Command => ({
    action: 'request',
    registered: sealedCopyOf(person),
    claimed,
  }),
  /** That it was submitted, not what. */
  submitted: (person = zhangMei): Command => ({ action: 'request', registered: sealedCopyOf(person) }),
  check: (person = zhangMei, claimed = claimOf(person)): Command => ({
    action: 'check',
    registered: sealedCopyOf(person),
    claimed,
    organisation: '某大学团委',
  }),
  declare: (said: Declaration = { officialRegistration: true }): Command => ({ action: 'declare', said }),
  undo: (officiallyApproved = true, branch = { besideOfficial: true }): Command => ({
    action: 'undo',
    officiallyApproved,
    branch,
  }),
  confirm: (result: 'success' | 'failure' = 'success'): Command => ({ action: 'confirm', result }),
  withdraw: (): Command => ({ action: 'withdraw' }),
  announce: (given: Partial<CommandOf<'announce'>> = {}): Command => ({
    action: 'announce',
    channel: 'online',
    prepared: ['file', 'letterToCounsellor', 'probationPapers'],
    party: 'full',
    ...given,
  }),
  receive: (
    checked: GivenFact[],
    party: PartyIdentity = 'full',
    reason?: string,
    unchecked: ReceiveFact[] = [],
  ): Command => ({
    action: 'receive',
    checked,
    unchecked,
    party,
    ...(reason === undefined ? {} : { reason }),
  }),
  release: (reason = '与另一账户的证件号码相同'): Command => ({ action: 'release', reason }),
}
