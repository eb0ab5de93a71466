import { DAY, type Instant } from '../domain/beijing'
import { CONFLICT_DAYS, erasedBy } from '../domain/retention'
import { bareFact, erasureOf } from './transfer/erase'
import { forgetOnRoster } from './roster/matching'
import type { Context } from './call/context'
import type { BranchRecord } from './store/records'
import { dropShared } from './desk/download-link'

/** So many sealed copies are deleted of a branch in one go; the next run goes on. */
const AT_ONCE = 20
const CONFLICTS_AT_ONCE = 100

/** Deletes the sealed copy of a transfer; one of which something was heard meanwhile stays as it is. */
const eraseKept = (context: Context, id: string, keptAs: 'ended' | 'open', before: Instant): Promise<boolean> =>
  context.store.transaction(async (tx) => {
    const transfer = await tx.transfer(id)
    if (transfer?.keptAs !== keptAs || transfer.keptSince === null || transfer.keptSince >= before) return false
    await tx.putTransfer(bareFact(transfer, context.now, 'system'))
    await tx.noteErasure(erasureOf('transfer', id, context.now))
    return true
  })

/** Deletes the sealed copy of a transfer, and its row of the roster, as it was deleted before; false where it is gone. */
export const eraseCopyAgain = async (context: Context, id: string): Promise<boolean> => {
  const [transfer] = await context.store.transfers([id])
  if (transfer === undefined || transfer.state.erased) return false
  await forgetOnRoster(context, transfer.branchId, [transfer])
  return context.store.transaction(async (tx) => {
    const current = await tx.transfer(id)
    if (current === null || current.state.erased) return false
    await tx.putTransfer(bareFact(current, context.now, 'system'))
    await tx.noteErasure(erasureOf('transfer', id, context.now))
    return true
  })
}

/** Erases of one branch what ended, or was last heard of, so long ago; how many, until the time ends. */
const eraseOf = async (context: Context, branchId: string, keptAs: 'ended' | 'open', before: Instant) => {
  let erased = 0
  for (;;) {
    const over = await context.store.keptBefore(branchId, keptAs, before, AT_ONCE)
    await forgetOnRoster(context, branchId, over)
    for (const { _id } of over) {
      if (context.clock() > context.deadline) return erased
      if (await eraseKept(context, _id, keptAs, before)) erased += 1
    }
    if (over.length < AT_ONCE) return erased
  }
}

const dropOldConflicts = async (context: Context): Promise<void> => {
  for (;;) {
    const old = await context.store.conflictsBefore(context.now - CONFLICT_DAYS * DAY, CONFLICTS_AT_ONCE)
    if (old.length > 0) await context.store.dropConflicts(old)
    if (old.length < CONFLICTS_AT_ONCE || context.clock() > context.deadline) return
  }
}

/** The list of a closed branch goes as soon as the people of that day would. */
const dropClosedRoster = async (context: Context, branch: BranchRecord): Promise<void> => {
  const { _id, closedAt, rosterSize, retentionDays } = branch
  if (closedAt === null || rosterSize === 0 || closedAt + retentionDays * DAY > context.now) return
  await context.store.dropRoster(_id)
  await context.store.noteRosterSize(_id, 0)
}

/**
 * What the timer does: removes what has run out, shared files and old attempts on numbers with it, and deletes the sealed
 * copies that are kept no longer (procedure.md, rule 15), with the rows of the roster that they were for. It stops in
 * good time and may be repeated.
 */
export const applyRetention = async (context: Context): Promise<{ erased: number }> => {
  await context.store.dropExpired(context.now)
  await dropShared(context)
  await dropOldConflicts(context)
  let erased = 0
  for (const branch of await context.store.allBranches()) {
    const before = erasedBy(context.now, branch.retentionDays)
    erased += await eraseOf(context, branch._id, 'ended', before.ended)
    erased += await eraseOf(context, branch._id, 'open', before.open)
    await dropClosedRoster(context, branch)
  }
  return { erased }
}
