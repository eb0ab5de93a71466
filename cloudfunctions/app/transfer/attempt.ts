import type { Context } from '../call/context'
import { accepted, refused, type Failure } from '../call/serve'
import type { JoinedTransfer } from '../store/records'
import { isReplay } from './change'

const MINUTE = 60_000

/**
 * An attempt out of order stands in the log; it moves no version, so that it never makes an approval fail. Repeats
 * within a minute of the first are one entry with a count.
 */
export const noteOutOfOrder = async (
  context: Context,
  joined: JoinedTransfer,
  by: 'member' | 'link' | 'province',
  failure: Failure,
): Promise<void> => {
  const { code } = failure
  if (code !== 'NOT_APPROVED' && code !== 'WAIT_NOT_OVER' && code !== 'NOT_NOW') return
  const recent = joined.refused.find(
    (one) => one.code === code && one.by === by && Math.abs(context.now - one.at) < MINUTE,
  )
  const minute = String(Math.floor(context.now / MINUTE))
  await context.store.noteRefused(
    {
      // The minute by the clock brings those together that come at the same time.
      _id: recent?._id ?? `${joined.transfer._id}-${code}-${by}-${minute}`,
      transferId: joined.transfer._id,
      at: context.now,
      by,
      code,
    },
    joined.refused,
  )
}

/** Somebody else's write came first: it was this very command, or the caller must look again. */
export const overtaken = async <T>(
  context: Context,
  id: string,
  who: string,
  commandId: string,
  view: (joined: JoinedTransfer) => T,
) => {
  const joined = await context.store.transfer(id)
  if (joined === null) return refused({ code: 'NOT_FOUND' })
  return isReplay(joined.transfer, who, commandId)
    ? accepted(view(joined))
    : refused({ code: 'CHANGED_MEANWHILE', detail: { version: joined.transfer.version } })
}
