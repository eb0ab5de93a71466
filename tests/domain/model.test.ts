import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClaimField, ReceiveFact, Stage } from '../../cloudfunctions/contract'
import { allowedActions, decide, type Command } from '../../cloudfunctions/domain/decide'
import type { Action, ActingRole } from '../../cloudfunctions/domain/procedure'
import { stepsOf } from '../../cloudfunctions/domain/steps'
import {
  evolve,
  fold,
  isOpen,
  isSilent,
  standing,
  type Transfer,
  type TransferEvent,
} from '../../cloudfunctions/domain/transfer'
import { A_LETTER, aTransfer, commands, HOUR, JOURNEYS, START, type JourneyName } from '../support/builders'
import { anna, claimOf, zhangMei } from '../support/people'

const HANDS: readonly ActingRole[] = ['member', 'link', 'province', 'secretary', 'counsellor', 'administrator']
const OFFERED = ['approve', 'return', 'confirm', 'receive', 'amend', 'request', 'announce', 'withdraw', 'undo'] as const

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
    'failed -request-> approved',
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
    'received -receive-> announced',
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
    case 'undo':
      return commands.undo(true, branch)
    case 'check':
    case 'declare':
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
    case 'undo':
      return commands.undo(false, branch)
    case 'check':
      return commands.check(zhangMei, claimOf(anna))
    case 'declare':
      return commands.declare({ officialRegistration: false, submittedEarly: true })
    case 'amend':
    case 'withdraw':
    case 'release':
      return commands[action]()
  }
}

const SAYINGS = ['submitted', 'early', 'settled', 'registeredThere', 'uncheck'] as const

type Step =
  | { kind: 'clock'; ms: number }
  | { kind: 'act'; action: Action; role: ActingRole; good: boolean }
  /** Something that is said without all of its evidence, or takes something back. */
  | { kind: 'say'; what: (typeof SAYINGS)[number]; role: ActingRole }
  /** The n-th of those that are offered to this hand. */
  | { kind: 'offered'; role: ActingRole; pick: number; good: boolean }

const role = fc.constantFrom(...HANDS)
const good = fc.boolean()
const action = fc.constantFrom<Action>(...OFFERED, 'copy', 'release', 'check', 'declare')
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
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('say' as const), what: fc.constantFrom(...SAYINGS), role }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('offered' as const), role, pick: fc.nat(8), good }) },
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
  const last = standing(events).findLast(
    (event) => event.type !== 'copyAmended' && event.type !== 'withdrawn' && !isSilent(event),
  )
  return events[0]?.type === 'started' && events[0].origin === 'beijing' && last?.type === 'officiallyFailed'
}

/** What is the same before a decision and after it was taken back. */
const withoutMarks = ({ version, undoable, undone, ...stands }: Transfer) => stands

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
  /** The same before the newest step. */
  earlierWait: number | undefined

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
    same(answer.value.length <= 1, true, 'one command, one event')
    if (answer.value.length === 0) return
    for (const body of answer.value) {
      const event = deepFreeze<TransferEvent>({ at: now, by: ACTOR[by], who: by, ...body })
      this.events.push(event)
      this.state = deepFreeze(evolve(this.state, event))
    }
    this.observe(before, command)
    if (['approve', 'return', 'confirm', 'receive'].includes(command.action)) this.takeBack(before, by)
  }

  /** Whatever the desk decides can be taken back at once, and then stands as it stood. */
  private takeBack(before: Transfer, by: ActingRole): void {
    const { state, now, branch } = this
    const answer = decide(state, commands.undo(true, branch), { role: by, now })
    if (!answer.ok) throw new Error(`cannot be taken back: ${answer.error.code}`)
    const back = answer.value.map((body): TransferEvent => ({ at: now, by: ACTOR[by], who: by, ...body }))
    same(withoutMarks(back.reduce(evolve, state)), withoutMarks(before), 'what stood before stands again')
  }

  private observe(before: Transfer, command: Command): void {
    const { state, now, journey } = this
    same(state.version, this.events.filter((event) => !isSilent(event)).length, 'the version counts what moves it')
    if (command.action === 'check' || command.action === 'declare') {
      same([state.stage, state.version], [before.stage, before.version], 'it moves neither stage nor version')
      return
    }
    if (command.action === 'undo') {
      this.mayRequestFrom = this.earlierWait
      return
    }
    this.earlierWait = this.mayRequestFrom
    const move = `${before.stage} -${command.action}-> ${state.stage}`
    if (state.stage !== before.stage) same(MOVES[journey].includes(move), true, `nobody skips a stage: ${move}`)
    else if (command.action !== 'amend') same(state.since, before.since, 'who stays in a stage has been there as long')
    if (!isOpen(before.stage) && state.stage !== before.stage)
      same(['confirm', 'receive'].includes(command.action), true, 'nothing else reopens')
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
      const accepts = (command: Command) => decide(state, command, { role: by, now }).ok
      const taken = OFFERED.filter(
        (one) => accepts(withEvidence(one, this.branch)) || (one === 'request' && accepts(commands.submitted())),
      )
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

  private saying(what: (typeof SAYINGS)[number]): Command {
    switch (what) {
      case 'submitted':
        return commands.submitted()
      case 'early':
        return commands.declare({ submittedEarly: true })
      case 'settled':
        return commands.declare({ submittedEarly: false })
      case 'registeredThere':
        return commands.declare()
      case 'uncheck': {
        const [wrong = 'letter'] = Object.keys(this.state.facts) as ReceiveFact[]
        return commands.receive([], 'full', '登记错人', [wrong])
      }
    }
  }

  take(one: Step): void {
    if (one.kind === 'clock') {
      this.now += one.ms
      return
    }
    if (one.kind === 'say') {
      this.act(this.saying(one.what), one.role)
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
