import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClaimField, Stage } from '../../cloudfunctions/contract'
import { allowedActions, decide, type Command } from '../../cloudfunctions/domain/decide'
import type { Action, ActingRole } from '../../cloudfunctions/domain/procedure'
import { stepsOf } from '../../cloudfunctions/domain/steps'
import { evolve, fold, isOpen, type Transfer, type TransferEvent } from '../../cloudfunctions/domain/transfer'
import { A_LETTER, aTransfer, commands, HOUR, JOURNEYS, START, type JourneyName } from '../support/builders'
import { anna, claimOf, zhangMei } from '../support/people'

const HANDS: readonly ActingRole[] = ['member', 'link', 'province', 'secretary', 'counsellor', 'administrator']
const OFFERED = ['approve', 'return', 'confirm', 'receive', 'amend', 'request', 'announce', 'withdraw'] as const

/** Every move from stage to stage that the contract knows, and the action that makes it. */
const MOVES: { [journey in JourneyName]: readonly string[] } = {
  province: [
    'registered -approve-> approved',
    'registered -return-> returned',
    'approved -return-> returned',
    'returned -amend-> registered',
    'approved -copy-> registered',
    'failed -copy-> registered',
    'approved -request-> transferred',
    'approved -request-> failed',
    'failed -request-> transferred',
    'approved -confirm-> transferred',
    'approved -confirm-> failed',
    'failed -confirm-> transferred',
    'transferred -confirm-> failed',
    'registered -release-> returned',
    'approved -release-> returned',
    'failed -release-> returned',
    'registered -withdraw-> withdrawn',
    'approved -withdraw-> withdrawn',
    'returned -withdraw-> withdrawn',
    'failed -withdraw-> withdrawn',
  ],
  beijing: [
    'registered -approve-> transferred',
    'registered -return-> returned',
    'returned -amend-> registered',
    'transferred -confirm-> returned',
    'registered -release-> returned',
    'registered -withdraw-> withdrawn',
    'returned -withdraw-> withdrawn',
  ],
  party: [
    'preparing -announce-> announced',
    'returned -announce-> announced',
    'announced -receive-> received',
    'announced -return-> returned',
    'preparing -release-> returned',
    'announced -release-> returned',
    'preparing -withdraw-> withdrawn',
    'announced -withdraw-> withdrawn',
    'returned -withdraw-> withdrawn',
  ],
}

/** As `expect(left).toStrictEqual(right)`, which is slow and so called for the report alone. */
const same = (left: unknown, right: unknown, message: string): void => {
  if (!isDeepStrictEqual(left, right)) expect(left, message).toStrictEqual(right)
}

interface Branch {
  waitHours: number
  besideOfficial: boolean
}

/** A command with everything that it needs. */
const withEvidence = (action: Action, branch: Branch): Command => {
  switch (action) {
    case 'approve':
      return commands.approve({ branch })
    case 'receive':
      return commands.receive(['letter', 'materials', 'probationPapers'], 'full', '晚到')
    case 'request':
      return commands.request()
    case 'copy':
      return commands.copy(true)
    case 'return':
    case 'confirm':
    case 'release':
    case 'amend':
    case 'announce':
    case 'withdraw':
      return commands[action]()
  }
}

/** Another thing that could be said with the same action: evidence that is missing, or an outcome that is not good. */
const otherwise = (action: Action, branch: Branch): Command => {
  switch (action) {
    case 'approve':
      return commands.approve({ branch, officiallyApproved: false })
    case 'return':
      return commands.return('')
    case 'confirm':
      return commands.confirm('failure')
    case 'receive':
      return commands.receive(['online'])
    case 'request':
      return commands.request(zhangMei, claimOf(anna))
    case 'announce':
      return commands.announce({ channel: 'paper', letter: A_LETTER })
    case 'copy':
      return commands.copy(false)
    case 'amend':
    case 'withdraw':
    case 'release':
      return commands[action]()
  }
}

type Step =
  | { kind: 'clock'; ms: number }
  | { kind: 'act'; action: Action; role: ActingRole; good: boolean }
  /** The n-th of those that are offered to this hand. */
  | { kind: 'offered'; role: ActingRole; pick: number; good: boolean }

const role = fc.constantFrom(...HANDS)
const good = fc.boolean()
const action = fc.constantFrom<Action>(...OFFERED, 'copy', 'release')
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('clock' as const), ms: fc.integer({ min: 0, max: 40 * HOUR }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('clock' as const), ms: fc.constantFrom(0, 1, 24 * HOUR - 1) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('act' as const), action, role, good }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('offered' as const), role, pick: fc.nat(7), good }) },
)
const branch: fc.Arbitrary<Branch> = fc.record({
  waitHours: fc.constantFrom(1, 24, 30, 72),
  besideOfficial: fc.boolean(),
})

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze)
    Object.freeze(value)
  }
  return value
}

/** Inside Beijing an official failure returns the transfer, until the member asks again. */
const isReturnedByOffice = (events: readonly TransferEvent[]): boolean => {
  const last = events.findLast(({ type }) => type !== 'copyAmended' && type !== 'withdrawn')
  return events[0]?.type === 'started' && events[0].origin === 'beijing' && last?.type === 'officiallyFailed'
}

const ACTOR: { [h in ActingRole]: TransferEvent['by'] } = {
  member: 'member',
  link: 'link',
  province: 'province',
  secretary: 'secretary',
  counsellor: 'secretary',
  administrator: 'secretary',
}

/** One transfer with its log, a clock, and what an observer remembers who knows nothing of the product's tables. */
class Run {
  events: TransferEvent[]
  state: Transfer
  now = START
  /** The wait that the standing approval began, or nothing. */
  mayRequestFrom: number | undefined

  constructor(
    readonly journey: JourneyName,
    readonly branch: Branch,
  ) {
    const begun = journey === 'party' ? aTransfer(journey).preparing() : aTransfer(journey).registered()
    this.events = [...begun.events]
    this.state = deepFreeze(begun.state)
  }

  /** Decides, and folds what follows in. */
  act(command: Command, by: ActingRole): void {
    const { state: before, now } = this
    const written = JSON.stringify(before)
    const answer = decide(before, deepFreeze(command), { role: by, now })
    same(JSON.stringify(this.state), written, 'deciding changes nothing')
    if (!answer.ok) {
      if (command.action === 'request' && answer.error.code === 'WAIT_NOT_OVER')
        expect(answer.error.detail.readyAt).toBe(new Date(this.mayRequestFrom ?? NaN).toISOString())
      return
    }
    same(answer.value.length, 1, 'one command, one event')
    for (const body of answer.value) {
      const event = deepFreeze<TransferEvent>({ at: now, by: ACTOR[by], who: by, ...body })
      this.events.push(event)
      this.state = deepFreeze(evolve(this.state, event))
    }
    this.observe(before, command)
  }

  private observe(before: Transfer, command: Command): void {
    const { state, now, journey } = this
    same(state.version, this.events.length, 'the version is the number of events')
    const move = `${before.stage} -${command.action}-> ${state.stage}`
    if (state.stage !== before.stage) same(MOVES[journey].includes(move), true, `nobody skips a stage: ${move}`)
    else if (command.action !== 'amend') same(state.since, before.since, 'who stays in a stage has been there as long')
    if (!isOpen(before.stage) && state.stage !== before.stage) same(command.action, 'confirm', 'nothing else reopens')
    if (command.action === 'request' && before.stage !== 'transferred')
      same(now >= (this.mayRequestFrom ?? Infinity), true, 'no request before an approval and its wait')
    if (command.action === 'approve' && journey === 'province')
      this.mayRequestFrom = now + Math.max(24, this.branch.waitHours) * HOUR
    if (['registered', 'returned', 'withdrawn'].includes(state.stage)) this.mayRequestFrom = undefined
  }

  /** What holds at every moment, whatever happened. */
  check(): void {
    const { state, events, now } = this
    same(fold(events), state, 'the log folds to the state')
    same(fold(JSON.parse(JSON.stringify(events)) as TransferEvent[]), state, 'and so does the stored log')
    for (const by of HANDS) {
      const taken = OFFERED.filter((one) => decide(state, withEvidence(one, this.branch), { role: by, now }).ok)
      same(allowedActions(state, { role: by, now }), taken, `what the ${by} is offered is what is accepted`)
    }
    const over = state.stage === 'withdrawn' || state.stage === 'received'
    const done = over || (state.stage === 'transferred' && state.confirmedAt !== undefined)
    const current = stepsOf(state, START, 'full', now).filter((one) => one.state === 'current')
    same(current.length, done ? 0 : 1, 'one step is current until all is done')
    if (state.stage !== 'withdrawn')
      same(state.failure !== undefined, state.stage === 'failed' || isReturnedByOffice(events), 'a failure says why')
    same(state.confirmedBy !== undefined, state.stage === 'transferred', 'a result says who holds it to be true')
    if (state.stage !== 'transferred') same(state.confirmedAt, undefined, 'nothing else is confirmed')
    same(state.readyAt, this.mayRequestFrom, 'the readiness is there while the approval stands')
  }

  take(one: Step): void {
    if (one.kind === 'clock') {
      this.now += one.ms
      return
    }
    const say = one.good ? withEvidence : otherwise
    if (one.kind === 'act') {
      this.act(say(one.action, this.branch), one.role)
      return
    }
    const offered = allowedActions(this.state, { role: one.role, now: this.now })
    const chosen = offered[one.pick % Math.max(offered.length, 1)]
    if (chosen !== undefined) this.act(say(chosen, this.branch), one.role)
  }
}

describe.each(JOURNEYS)('any sequence of actions by anybody, while time goes on (%s)', (journey) => {
  it('keeps order, wait, log and offers', { timeout: 60_000 }, () => {
    const seen = new Set<Stage>()
    const moves = new Set<string>()
    fc.assert(
      fc.property(branch, fc.array(step, { minLength: 1, maxLength: 30, size: 'max' }), (rules, sequence) => {
        const run = new Run(journey, rules)
        for (const one of sequence) {
          const before = run.state.stage
          run.take(one)
          run.check()
          seen.add(run.state.stage)
          if (before !== run.state.stage) moves.add(`${before} to ${run.state.stage}`)
        }
      }),
      { numRuns: 300 },
    )
    const everyStage = new Set(MOVES[journey].flatMap((move) => move.split(/ -\w+-> /u)))
    expect([...seen].sort(), 'the sequences are rich enough to reach every stage').toEqual([...everyStage].sort())
    expect(moves.size).toBeGreaterThan(4)
  })
})

describe('any log of one person', () => {
  it('counts verifications by Beijing days, and never more than ten a way and day', () => {
    const fields: ClaimField[] = ['name']
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 8 * HOUR }), { maxLength: 60 }), (pauses) => {
        let transfer = aTransfer().registered().approved().at(START)
        let now = START + 48 * HOUR
        const counts = new Map<string, number>()
        for (const pause of pauses) {
          now += pause
          const day = new Date(now + 8 * HOUR).toISOString().slice(0, 10)
          const answer = decide(transfer.state, commands.request(zhangMei, claimOf(anna)), { role: 'link', now })
          expect(answer.ok).toBe((counts.get(day) ?? 0) < 10)
          if (!answer.ok) continue
          counts.set(day, (counts.get(day) ?? 0) + 1)
          transfer = transfer.mismatched(fields, 'link').at(now)
        }
      }),
      { numRuns: 60 },
    )
  })
})
