import type { Actor } from '../../contract'
import type { Instant } from '../../domain/beijing'
import { decide, isDeskRole, type Asking, type Command } from '../../domain/decide'
import type { ActingRole } from '../../domain/procedure'
import { listsOf, probationStillToEnd } from '../../domain/desk-lists'
import { keptFrom } from '../../domain/retention'
import { messageDueAt, remindersAfter, remindersPutBack, type Reminder } from '../../domain/reminders'
import { accepted, type Reply } from '../../domain/reply'
import { evolve, isOpen, isSilent, standing, type Transfer, type TransferEvent } from '../../domain/transfer'
import type { Context } from '../call/context'
import type { TransferWrite } from '../store/ports'
import { positionOf } from '../store/position'
import type { Token, TransferRecord } from '../store/records'

/** The fields of a record that repeat its state, for indexes and for the conditional write. */
export const stored = (
  { _id: id, accountId, party }: Pick<TransferRecord, '_id' | 'accountId' | 'party'>,
  state: Transfer,
  lastEventAt: Instant,
) => ({
  state,
  version: state.version,
  branchId: state.branchId,
  stage: state.stage,
  since: state.since,
  position: positionOf(state.since, id),
  lists: listsOf(state, party),
  probationEndsOn: probationStillToEnd(state, party),
  lastEventAt,
  ...keptFrom(state, party, lastEventAt),
  // An open transfer holds its person's one place for its kind; a closed one only its own.
  slot: isOpen(state.stage) ? `${accountId}:${state.kind}` : id,
})

/** The fields of a record that hold what is still to be said; every change of them moves their own version. */
export const outbox = ({ remindersVersion }: Pick<TransferRecord, 'remindersVersion'>, reminders: Reminder[]) => ({
  reminders,
  remindersVersion: remindersVersion + 1,
  messageDueAt: messageDueAt(reminders),
})

/** What is still to be said once this has happened to a transfer: in the same write. */
const remindersOnce = (transfer: TransferRecord, events: readonly TransferEvent[]): Reminder[] => {
  const { state, reminders, remindersBefore = [] } = transfer
  const [back] = events
  const step = transfer.events.findLast((event) => !isSilent(event))
  return back?.type === 'undone' && state.undoable !== undefined && step !== undefined
    ? remindersPutBack(reminders, remindersBefore, state.undoable.before, { step, back })
    : remindersAfter(reminders, state, events)
}

/** A transfer before and after what happened to it; nothing is written yet. */
export interface Change {
  before: TransferRecord
  after: TransferRecord
  events: readonly TransferEvent[]
  beside: Beside
}

/** Fields beside state and log that move with an event: the link's use, what is known of the roster after a move. */
type Beside = Partial<Omit<TransferRecord, '_id' | 'version' | 'state' | 'events'>>

/** Two functions' clocks differ by some milliseconds: nothing in a log is older than what stands before it. */
const inOrder = ({ lastEventAt }: TransferRecord, events: readonly TransferEvent[]): readonly TransferEvent[] =>
  events.map((event) => (event.at < lastEventAt ? { ...event, at: lastEventAt } : event))

/** The record after events, with everything that follows from them. */
export const changed = (before: TransferRecord, happened: readonly TransferEvent[], beside: Beside = {}): Change => {
  const events = inOrder(before, happened)
  const moves = events.some((event) => !isSilent(event))
  const state = events.reduce<Transfer>(evolve, before.state)
  const kept = state.undoable === undefined ? [] : before.reminders
  const after: TransferRecord = {
    ...before,
    ...answerIn(before, events),
    ...(moves ? { remindersBefore: kept } : {}),
    ...beside,
    ...outbox(before, remindersOnce(before, events)),
    events: [...before.events, ...events],
    ...stored({ ...before, ...beside }, state, events.at(-1)?.at ?? before.lastEventAt),
  }
  return { before, after, events, beside }
}

/** Who asks, as a command needs it: the role, the id whose repeated command it is, and when. */
export type Asker = Asking & Pick<TransferEvent, 'who' | 'commandId'>

/** Whose hand stands in the log: the desk's people are one there. */
const actorOf = (role: ActingRole): Actor => (isDeskRole(role) ? 'secretary' : role)

/** What a command changes on a transfer, or why it is refused. */
export const changeBy = (transfer: TransferRecord, command: Command, asker: Asker, beside?: Beside): Reply<Change> => {
  const decision = decide(transfer.state, command, asker)
  if (!decision.ok) return decision
  const { role, now, ...whose } = asker
  const events = decision.value.map((body): TransferEvent => ({ ...body, at: now, by: actorOf(role), ...whose }))
  return accepted(changed(transfer, events, beside))
}

type Answer = Pick<TransferRecord, 'answeredAt' | 'answeredAfter'>
const NO_ANSWER: Answer = { answeredAt: null, answeredAfter: null }

/** When the branch said yes, and how long after it was asked: where one of these events is a yes, or takes one back. */
const answerIn = (before: TransferRecord, events: readonly TransferEvent[]): Answer | undefined => {
  if (events.some(({ type }) => type === 'undone')) return lastAnswer(standing([...before.events, ...events]))
  const yes = events.find((event) => isYes(event, before.stage))
  return yes === undefined ? undefined : { answeredAt: yes.at, answeredAfter: yes.at - before.state.since }
}

/** The newest yes among these events. */
const lastAnswer = (events: readonly TransferEvent[]): Answer => {
  let answer = NO_ANSWER
  let state: Transfer | undefined
  for (const event of events) {
    if (state !== undefined && isYes(event, state.stage))
      answer = { answeredAt: event.at, answeredAfter: event.at - state.since }
    state = evolve(state, event)
  }
  return answer
}

/** Whether the branch said yes: approved a League transfer, or has all that a Party transfer needs for the first time. */
const isYes = (event: TransferEvent, stage: Transfer['stage']): boolean =>
  event.type === 'approved' ||
  ((event.type === 'factsAdded' || event.type === 'factsCorrected') && event.complete && stage === 'announced')

/** The fields that differ: what is written. */
const patchOf = ({ before, after }: Change): TransferWrite['patch'] => {
  const was = new Map<string, unknown>(Object.entries(before))
  return Object.fromEntries(
    Object.entries(after).filter(([field, value]) => field !== 'events' && was.get(field) !== value),
  )
}

/**
 * Writes a change, if no event came in between: the record as it is now, or what stood in the way. What came meanwhile and
 * moves no version, a permission to send a message, a check, a declaration: the change is made over it, so that neither is
 * lost. A link's own change is not, for its count and its use may be other ones then.
 */
export const writeChange = async (
  context: Context,
  change: Change,
  openLink?: Token,
): Promise<TransferRecord | 'overtaken' | 'slotTaken'> => {
  if (change.events.length === 0) return change.before
  for (let now = change; ;) {
    const { before, after, events, beside } = now
    const { _id: id, version, remindersVersion } = before
    const expected = { version, remindersVersion, ...(openLink === undefined ? {} : { openLink }) }
    const written = await context.store.writeTransfer({ id, expected, patch: patchOf(now), appended: events })
    if (written === 'written') return after
    if (written === 'slotTaken') return written
    if (openLink !== undefined) return 'overtaken'
    const [present] = await context.store.transfers([id])
    if (present?.version !== version || present.remindersVersion === remindersVersion) return 'overtaken'
    now = changed(present, change.events, beside)
  }
}

/** What is to be said as it is to be, and what beside it changes. */
export interface ReminderChange {
  reminders: Reminder[]
  nudgedAt?: Instant | null
  remindersBefore?: Reminder[]
}

/** Writes what is to be said, and when the branch last reminded; no version moves. False where anything was written since. */
export const writeReminders = async (
  context: Context,
  transfer: TransferRecord,
  { reminders, nudgedAt = transfer.nudgedAt, remindersBefore }: ReminderChange,
): Promise<boolean> => {
  const { _id: id, version, remindersVersion } = transfer
  const patch = {
    ...outbox(transfer, reminders),
    nudgedAt,
    ...(remindersBefore === undefined ? {} : { remindersBefore }),
  }
  const written = await context.store.writeTransfer({
    id,
    expected: { version, remindersVersion },
    patch,
    appended: [],
  })
  return written === 'written'
}

/** Whether this caller's command was accepted before: its repetition changes nothing and answers with what is. */
export const isReplay = (transfer: TransferRecord, who: string, commandId: string): boolean =>
  transfer.events.some((event) => event.who === who && event.commandId === commandId)
