import type { ReminderKind, Stage } from '../contract'
import { HOUR, type Instant } from './beijing'
import { evolve, isOpen, type Transfer, type TransferEvent } from './transfer'

/**
 * A message that somebody has allowed: WeChat lets one be sent for each accepted tap. It waits for what it is about, is
 * sent once, and is gone.
 */
export interface Reminder {
  kind: ReminderKind
  /** The WeChat that allowed it, and gets it. */
  openid: string
  /** From when on it is to be sent; null while what it is about has not happened. */
  dueAt: Instant | null
  /** After a failure, or while a run of the clock has it in hand: nobody touches it before. */
  notBefore: Instant | null
  /** How often it was handed to WeChat. */
  tries: number
  /** A run of the clock has it in hand. */
  taken: boolean
}

/** Four kinds for a few WeChats of one person; the oldest make room for new ones. */
export const REMINDERS_AT_MOST = 16

type Way = 'province' | 'beijing' | 'party'
const wayOf = ({ kind, origin }: Pick<Transfer, 'kind' | 'origin'>): Way => (kind === 'party' ? 'party' : origin)

// prettier-ignore
/** What a page asks for where somebody waits; WeChat takes three in one question. The first names the button. */
const ASKED: { [W in Way]: { [S in Stage]?: readonly ReminderKind[] } } = {
  province: {
    registered:  ['answered', 'waitOver', 'nudge'],
    approved:    ['waitOver', 'result', 'nudge'],
    failed:      ['result', 'nudge'],
    transferred: ['result'],
  },
  beijing: {
    registered:  ['answered', 'nudge'],
  },
  party: {
    preparing:   ['nudge'],
    announced:   ['answered', 'result', 'nudge'],
  },
}

/** Whether what it is about may still happen: in an open transfer, and a result until it is confirmed. */
const mayCome = (kind: ReminderKind, transfer: Transfer): boolean => {
  const { stage, confirmedAt, erased } = transfer
  const way = wayOf(transfer)
  if (erased) return false
  if (kind === 'waitOver' && way !== 'province') return false
  // Inside Beijing the branch's answer is the result.
  if (kind === 'result' && way === 'beijing') return false
  return isOpen(stage) || (kind === 'result' && stage === 'transferred' && confirmedAt === undefined)
}

/** Whether it makes sense to allow it now: a wait that is over is not announced. */
export const isAwaited = (kind: ReminderKind, transfer: Transfer, now: Instant): boolean =>
  mayCome(kind, transfer) && (kind !== 'waitOver' || transfer.readyAt === undefined || now < transfer.readyAt)

/** What somebody who waits here is asked to allow, in this order. */
export const askedFor = (transfer: Transfer, now: Instant): ReminderKind[] =>
  (ASKED[wayOf(transfer)][transfer.stage] ?? []).filter((kind) => isAwaited(kind, transfer, now))

const isAnswer = ({ type }: TransferEvent): boolean => type === 'approved' || type === 'returned' || type === 'released'

/** Whether it says how the transfer ended; whoever asked for it himself has just been told. */
const isResult = (event: TransferEvent): boolean => {
  if (event.by === 'member') return false
  if (event.type === 'factsAdded') return event.complete
  return ['matched', 'mismatched', 'confirmed', 'officiallyFailed'].includes(event.type)
}

/** Asked anew: what the branch or a system said before no longer stands. */
const isAsking = ({ type }: TransferEvent, { stage }: Transfer): boolean =>
  type === 'amended' || type === 'announced' || (type === 'copyAmended' && stage === 'registered')

/** When each kind is due after something happened, given when it was due before. */
const dueAfter: {
  [K in ReminderKind]: (event: TransferEvent, after: Transfer, before: Instant | null) => Instant | null
} = {
  // It stands and falls with the approval, and a new approval starts a new wait.
  waitOver: (_event, { readyAt }) => readyAt ?? null,
  answered: (event, after, before) => (isAnswer(event) ? event.at : isAsking(event, after) ? null : before),
  result: (event, after, before) => (isResult(event) ? event.at : isAsking(event, after) ? null : before),
  // Whoever has acted need not be told to.
  nudge: (event, _after, before) => (event.by === 'member' ? null : before),
}

/** Whether it is kept: until it is sent, as long as it may come at all. */
const mayStay = ({ kind, dueAt, taken }: Reminder, after: Transfer): boolean => {
  if (after.erased || after.stage === 'withdrawn') return false
  return mayCome(kind, after) || taken || (dueAt !== null && (kind === 'answered' || kind === 'result'))
}

const withDue = (reminder: Reminder, dueAt: Instant | null): Reminder =>
  reminder.taken || reminder.dueAt === dueAt ? reminder : { ...reminder, dueAt, tries: 0, notBefore: null }

/** What is still to be said after something happened. One that is just being sent stays as it is. */
export const remindersAfter = (
  reminders: readonly Reminder[],
  before: Transfer,
  events: readonly TransferEvent[],
): Reminder[] => {
  let left = [...reminders]
  let state = before
  for (const event of events) {
    const after = evolve(state, event)
    left = left
      .map((reminder) => withDue(reminder, dueAfter[reminder.kind](event, after, reminder.dueAt)))
      .filter((reminder) => mayStay(reminder, after))
    state = after
  }
  return left
}

/**
 * What is to be said once the desk took a step back: what had been allowed before it waits again, unless it was sent
 * meanwhile, and the branch's reminder says that it was an oversight.
 */
export const remindersPutBack = (
  present: readonly Reminder[],
  earlier: readonly Reminder[],
  stood: Transfer,
  taken: { step: TransferEvent; back: TransferEvent },
): Reminder[] => {
  const among = (all: readonly Reminder[], one: Reminder) => all.find((other) => isSame(other, one))
  const left = remindersAfter(earlier, stood, [taken.step])
  const again = earlier.flatMap((one) => {
    const now = among(present, one)
    if (now?.taken === true) return now
    return now !== undefined || among(left, one) === undefined ? { ...one, taken: false } : []
  })
  const fresh = present
    .filter((one) => among(earlier, one) === undefined)
    .map((one) => withDue(one, one.kind === 'waitOver' ? (stood.readyAt ?? null) : null))
  return [...again, ...fresh]
    .map((one) => (one.kind === 'nudge' ? withDue(one, taken.back.at) : one))
    .filter((one) => mayStay(one, stood))
}

/** What this WeChat allows beside what it has allowed; the wait that is running is due at its end. */
export const withAllowed = (
  reminders: readonly Reminder[],
  openid: string,
  kinds: readonly ReminderKind[],
  transfer: Transfer,
): Reminder[] => {
  const fresh = kinds
    .filter((kind) => !reminders.some((one) => one.kind === kind && one.openid === openid))
    .map((kind): Reminder => {
      const dueAt = kind === 'waitOver' ? (transfer.readyAt ?? null) : null
      return { kind, openid, dueAt, notBefore: null, tries: 0, taken: false }
    })
  return [...reminders, ...fresh].slice(-REMINDERS_AT_MOST)
}

/** Sends every permission for a reminder by the branch on its way. */
export const nudged = (reminders: readonly Reminder[], now: Instant): Reminder[] =>
  reminders.map((reminder) => (reminder.kind === 'nudge' ? withDue(reminder, reminder.dueAt ?? now) : reminder))

/** From when on the clock has to look at it; null while it waits. */
export const lookAt = ({ dueAt, notBefore }: Reminder): Instant | null =>
  dueAt === null ? null : Math.max(dueAt, notBefore ?? dueAt)

/** From when on the clock has to look at any of these; null where it never has. */
export const messageDueAt = (reminders: readonly Reminder[]): Instant | null => {
  const instants = reminders.flatMap((reminder) => lookAt(reminder) ?? [])
  return instants.length === 0 ? null : Math.min(...instants)
}

/** Longer than any run of the clock: one that is still in hand then was left by a run that died. */
const IN_HAND = HOUR / 6
/** How long after each failure it is tried again; after the last it is given up. */
const BACK_OFF = [HOUR / 12, HOUR / 2, 3 * HOUR] as const

/** The same one, among the others. */
const isSame = (a: Reminder, b: Reminder): boolean => a.kind === b.kind && a.openid === b.openid

/** In hand: marked before it is sent, so that no other run sends it too. */
export const takenInHand = (reminders: readonly Reminder[], one: Reminder, now: Instant): Reminder[] =>
  reminders.map((other) =>
    isSame(other, one) ? { ...other, taken: true, tries: other.tries + 1, notBefore: now + IN_HAND } : other,
  )

/** Said, or never to be said. */
export const without = (reminders: readonly Reminder[], one: Reminder): Reminder[] =>
  reminders.filter((other) => !isSame(other, one))

/** Back among those that wait, to be tried again later; without it where it was tried often enough. */
export const putBack = (reminders: readonly Reminder[], one: Reminder, now: Instant): Reminder[] => {
  const wait = BACK_OFF[one.tries]
  return wait === undefined
    ? without(reminders, one)
    : reminders.map((other) => (isSame(other, one) ? { ...other, taken: false, notBefore: now + wait } : other))
}

/**
 * Whether the next step is the member's own, so that a reminder by the branch makes sense: to ask again, to prepare, or
 * to have the request submitted once the wait is over. Whoever waits for the branch has nothing to do.
 */
export const isMembersTurn = ({ stage, readyAt }: Pick<Transfer, 'stage' | 'readyAt'>, now: Instant): boolean =>
  stage === 'returned' ||
  stage === 'failed' ||
  stage === 'preparing' ||
  (stage === 'approved' && readyAt !== undefined && readyAt <= now)
