import { DAY, type Instant } from '../domain/beijing'
import { bareFact } from './transfer/erase'
import { forgetOnRoster } from './roster/matching'
import type { Context } from './call/context'
import { dropShared } from './desk/download-link'

/** So many sealed copies are deleted of a branch in one go; the next run goes on. */
const AT_ONCE = 20

/** Deletes the sealed copy of a transfer that ended; one that was opened again meanwhile stays as it is. */
const eraseEnded = (context: Context, id: string, endedBefore: Instant): Promise<void> =>
  context.store.transaction(async (tx) => {
    const transfer = await tx.transfer(id)
    if (transfer?.closedAt == null || transfer.closedAt >= endedBefore) return
    await tx.putTransfer(bareFact(transfer, context.now, 'system'))
  })

/**
 * What the timer does: removes what has run out, shared files with it, and deletes the sealed copies that a branch keeps no longer
 * (`retentionDays` after the end of the transfer; procedure.md, rule 15), with the rows of the roster that they were for. It stops in good time and may be repeated.
 */
export const applyRetention = async (context: Context): Promise<{ erased: number }> => {
  await context.store.dropExpired(context.now)
  await dropShared(context)
  let erased = 0
  for (const branch of await context.store.allBranches()) {
    const endedBefore = context.now - branch.retentionDays * DAY
    for (;;) {
      const ended = await context.store.endedBefore(branch._id, endedBefore, AT_ONCE)
      await forgetOnRoster(context, branch._id, ended)
      for (const { _id } of ended) {
        if (context.clock() > context.deadline) return { erased }
        await eraseEnded(context, _id, endedBefore)
        erased += 1
      }
      if (ended.length < AT_ONCE) break
    }
  }
  return { erased }
}
