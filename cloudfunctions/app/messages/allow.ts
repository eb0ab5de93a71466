import * as v from 'valibot'
import { isAwaited, withAllowed } from '../../domain/reminders'
import { isOpen } from '../../domain/transfer'
import { ownTransfer } from '../call/caller'
import { Contention } from '../store/ports'
import type { TransferRecord } from '../store/records'
import { rewriteReminders } from './rewrite'
import { Id, ReminderKind } from '../call/schemas'
import { accepted, operation, refused } from '../call/serve'

const KINDS_AT_MOST = 4

/** Whether nothing more comes of it that anybody could be told. */
const isOver = ({ state }: TransferRecord): boolean => !isOpen(state.stage) && !isAwaited('result', state, 0)

/**
 * Keeps what this WeChat has allowed, over what the database says now: an approval that comes at the same moment is not
 * missed. Allowing the same again writes nothing. Errors: `NOT_NOW` where nothing more comes of the transfer.
 */
const allow = operation(
  v.object({
    id: Id,
    kinds: v.pipe(v.array(ReminderKind), v.minLength(1, 'required'), v.maxLength(KINDS_AT_MOST, 'length')),
  }),
  async (context, { id, kinds }) => {
    const own = await ownTransfer(context, id)
    if (!own.ok) return own
    const { accountId, openid, joined } = own.value
    const { transfer } = joined
    if (isOver(transfer)) return refused({ code: 'NOT_NOW', detail: { stage: transfer.stage } })
    const allowedBy = (reminders: TransferRecord['reminders']) => ({
      allowed: [...new Set(reminders.filter((one) => one.openid === openid).map(({ kind }) => kind))],
    })
    let last = transfer.reminders
    const written = await rewriteReminders(context, transfer, (now) => {
      last = now.reminders
      if (now.accountId !== accountId) return undefined
      const awaited = [...new Set(kinds)].filter(
        (kind) => context.templates[kind] !== undefined && isAwaited(kind, now.state, context.now),
      )
      const reminders = withAllowed(now.reminders, openid, awaited, now.state)
      // As many as before may be others: where there are as many as are kept, the oldest has made room.
      return reminders.every((one) => now.reminders.includes(one)) ? undefined : { reminders }
    })
    if (written === null) throw new Contention()
    return accepted(allowedBy(written ?? last))
  },
)

/** What a member lets WeChat tell. */
export const reminderOperations = { 'reminder.allow': allow }
