import type { Actor } from '../../contract'
import type { Instant } from '../../domain/beijing'
import { decide, isDeskRole, type Asking, type Command } from '../../domain/decide'
import type { ActingRole } from '../../domain/procedure'
import { listsOf, probationStillToEnd } from '../../domain/desk-lists'
import { keptFrom } from '../../domain/retention'
import { messageDueAt, remindersAfter, type Reminder } from '../../domain/reminders'
import { accepted, type Reply } from '../../domain/reply'
import { evolve, isOpen, type Transfer, type TransferEvent } from '../../domain/transfer'
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

/** What is still to be said, as it stands. */
const outboxOf = ({ reminders, remindersVersion, messageDueAt }: TransferRecord) => ({
  reminders,
  remindersVersion,
  messageDueAt,
})

/** The fields of a record that hold what is still to be said; every change of them moves their own version. */
export const outbox = ({ remindersVersion }: Pick<TransferRecord, 'remindersVersion'>, reminders: Reminder[]) => ({
  reminders,
  remindersVersion: remindersVersion + 1,
  messageDueAt: messageDueAt(reminders),
})

/** What is still to be said once this has happened to a transfer: in the same write. */
const outboxAfter = (transfer: TransferRecord, events: readonly TransferEvent[]) =>
  outbox(transfer, remindersAfter(transfer.reminders, transfer.state, events))

/** A transfer before and after what happened to it; nothing is written yet. */
export interface Change {
  before: TransferRecord
  after: TransferRecord
  events: readonly TransferEvent[]
}

/** Fields beside state and log that move with an event: the link's use, what is known of the roster after a move. */
type Beside = Partial<Omit<TransferRecord, '_id' | 'version' | 'state' | 'events'>>

/** Two functions' clocks differ by some milliseconds: nothing in a log is older than what stands before it. */
const inOrder = ({ lastEventAt }: TransferRecord, events: readonly TransferEvent[]): readonly TransferEvent[] =>
  events.map((event) => (event.at < lastEventAt ? { ...event, at: lastEventAt } : event))

/** The record after events, with everything that follows from them. */
export const changed = (before: TransferRecord, happened: readonly TransferEvent[], beside: Beside = {}): Change => {
  const events = inOrder(before, happened)
  return {
    before,
    events,
    after: {
      ...before,
      ...answerIn(before, events),
      ...beside,
      ...outboxAfter(before, events),
      events: [...before.events, ...events],
      ...stored(
        { ...before, ...beside },
        events.reduce<Transfer>(evolve, before.state),
        events.at(-1)?.at ?? before.lastEventAt,
      ),
    },
  }
}

/** Who asks, as a command needs it: the role, the id whose repeated command it is, and when. */
export type Asker = Asking & Pick<TransferEvent, 'who' | 'commandId'>

/** Whose hand stands in the log: the desk's people are one there. */
const actorOf = (role: ActingRole): Actor => (isDeskRole(role) ? 'secretary' : role)

/** What a command changes on a transfer, or why it is refused. */
export const changeBy = (transfer: TransferRecord, command: Command, asker: Asker, beside?: Beside): Reply<Change> => {
  const decision = decide(transfer.state, command, asker)
  if (!decision.ok) return decision
  const events = decision.value.map((body): TransferEvent => ({
    ...body,
    at: asker.now,
    by: actorOf(asker.role),
    who: asker.who,
    ...(asker.commandId === undefined ? {} : { commandId: asker.commandId }),
  }))
  return accepted(changed(transfer, events, beside))
}

/** When the branch said yes, and how long after it was asked: where one of these events is a yes. */
const answerIn = (before: TransferRecord, events: readonly TransferEvent[]) => {
  const yes = events.find((event) => isYes(event, before))
  return yes === undefined ? {} : { answeredAt: yes.at, answeredAfter: yes.at - before.state.since }
}

/** Whether the branch said yes: approved a League transfer, or has all that a Party transfer needs for the first time. */
const isYes = (event: TransferEvent, transfer: TransferRecord): boolean =>
  event.type === 'approved' || (event.type === 'factsAdded' && event.complete && transfer.stage === 'announced')

/** The fields that differ: what is written. */
const patchOf = ({ before, after }: Change): TransferWrite['patch'] => {
  const was = new Map<string, unknown>(Object.entries(before))
  return Object.fromEntries(
    Object.entries(after).filter(([field, value]) => field !== 'events' && was.get(field) !== value),
  )
}

/**
 * Writes a change, if no event came in between: the record as it is now, or what stood in the way. A permission to send a
 * message that came meanwhile moves no version: the change is made over it, so that neither is lost.
 */
export const writeChange = async (
  context: Context,
  change: Change,
  openLink?: Token,
): Promise<TransferRecord | 'overtaken' | 'slotTaken'> => {
  for (let now = change; ;) {
    const { before, after, events } = now
    const { _id: id, version, remindersVersion } = before
    const expected = { version, remindersVersion, ...(openLink === undefined ? {} : { openLink }) }
    const written = await context.store.writeTransfer({ id, expected, patch: patchOf(now), appended: events })
    if (written === 'written') return after
    if (written === 'slotTaken') return written
    const [present] = await context.store.transfers([id])
    if (present?.version !== version || present.remindersVersion === remindersVersion) return 'overtaken'
    const over = { ...before, ...outboxOf(present) }
    now = { before: over, after: { ...after, ...outboxAfter(over, events) }, events }
  }
}

/** Writes what is to be said, and when the branch last reminded; no version moves. False where anything was written since. */
export const writeReminders = async (
  context: Context,
  transfer: TransferRecord,
  { reminders, nudgedAt = transfer.nudgedAt }: { reminders: Reminder[]; nudgedAt?: Instant | null },
): Promise<boolean> => {
  const { _id: id, version, remindersVersion } = transfer
  const patch = { ...outbox(transfer, reminders), nudgedAt }
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
