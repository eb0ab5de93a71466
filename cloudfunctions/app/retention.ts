import { DAY, type Instant } from '../domain/beijing'
import { bareFact } from './transfer/erase'
import { forgetOnRoster } from './roster/matching'
import type { Call } from './call/serve'
import { dropShared } from './desk/download-link'

/** So many sealed copies are deleted of a branch in one go; the next run goes on. */
const AT_ONCE = 20

/** Deletes the sealed copy of a transfer that ended; one that was opened again meanwhile stays as it is. */
const eraseEnded = (call: Call, id: string, endedBefore: Instant): Promise<void> =>
  call.store.transaction(async (tx) => {
    const transfer = await tx.transfer(id)
    if (transfer?.closedAt == null || transfer.closedAt >= endedBefore) return
    await tx.putTransfer(bareFact(transfer, call.now, 'system'))
  })

/**
 * What the timer does: removes what has run out, shared files with it, and deletes the sealed copies that a branch keeps no longer
 * (`retentionDays` after the end of the transfer; procedure.md, rule 15), with the rows of the roster that they were for. It stops in good time and may be repeated.
 */
export const tidy = async (call: Call): Promise<{ erased: number }> => {
  await call.store.dropExpired(call.now)
  await dropShared(call)
  let erased = 0
  for (const branch of await call.store.allBranches()) {
    const endedBefore = call.now - branch.retentionDays * DAY
    for (;;) {
      const ended = await call.store.endedBefore(branch._id, endedBefore, AT_ONCE)
      await forgetOnRoster(call, branch._id, ended)
      for (const { _id } of ended) {
        if (call.clock() > call.deadline) return { erased }
        await eraseEnded(call, _id, endedBefore)
        erased += 1
      }
      if (ended.length < AT_ONCE) break
    }
  }
  return { erased }
}
