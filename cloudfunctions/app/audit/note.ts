import type { Instant } from '../../domain/beijing'
import type { AuditRecord, StaffRecord } from '../store/records'
import type { Context } from '../call/context'
import { failureOf } from '../call/serve'
import { positionOf } from '../store/position'

type AuditNote = Pick<AuditRecord, 'what' | 'whom' | 'why' | 'branchId'> &
  Partial<Pick<AuditRecord, 'whomStaff' | 'count' | 'changes'>>

/** By which entries are found: all of them, or those of what was done, by whom, or both. */
export const auditKey = (what?: string, by?: string): string => `${what ?? '*'} ${by ?? '*'}`

/** An entry of the audit log: what a staff member does now, with whose data or rights, and why. */
export const auditEntry = (context: Context, { id: by }: Pick<StaffRecord, 'id'>, entry: AuditNote): AuditRecord => {
  const id = context.random.id()
  const { what } = entry
  return {
    _id: id,
    at: context.now,
    position: positionOf(context.now, id),
    scope: 'all',
    by,
    keys: [auditKey(), auditKey(what), auditKey(undefined, by), auditKey(what, by)],
    whomStaff: null,
    count: null,
    changes: [],
    ...entry,
  }
}

/** Writes down what a staff member does. It is written before the deed is answered. */
export const note = async (context: Context, right: Pick<StaffRecord, 'id'>, entry: AuditNote): Promise<void> => {
  await context.store.noteAudit(auditEntry(context, right, entry))
}

/** One decision that was written, now or by the same command before. */
export interface Decision {
  right: Pick<StaffRecord, 'id'>
  commandId: string
  branchId: string
  reference: string
  verdict: string
  reason: string
  at: Instant
  isReplay: boolean
}

/** What these decisions of one command at one branch are written down as. */
const entryOf = (context: Context, first: Decision, here: readonly Decision[]): AuditRecord => {
  const { right, branchId, reference, reason } = first
  const verdicts = [...new Set(here.map(({ verdict }) => verdict))]
  // One person is named by the reference, which leads to the transfer. What is written of one stands in that
  // transfer's log and goes with it; a reason for many speaks of none.
  const whom = (here.length === 1 ? [reference, ...verdicts] : verdicts).join(' ')
  const together = here.length > 1 && here.every((one) => one.reason === reason)
  const why = together ? reason : ''
  return auditEntry(context, right, { what: 'decide', whom, why, branchId, count: here.length })
}

/** The entry under the command's own id: written once, however often the command comes. */
const underCommand = (
  context: Context,
  entry: AuditRecord,
  { right, commandId, branchId, at }: Decision,
): AuditRecord => {
  const [id] = context.sealing.tokens('decision', `${right.id} ${branchId} ${commandId}`)
  return { ...entry, _id: id, at, position: positionOf(at, id) }
}

/**
 * Writes down what one command decided: an entry for each branch, with how many. A command that comes again writes what
 * an outage kept it from writing the first time. The decisions stand, each with who took it, in the log of its transfer:
 * where the entry cannot be written, they are answered all the same.
 */
export const noteDecisions = async (context: Context, decisions: readonly Decision[]): Promise<void> => {
  for (const branchId of new Set(decisions.map((one) => one.branchId))) {
    const here = decisions.filter((one) => one.branchId === branchId).toSorted((a, b) => a.at - b.at)
    const fresh = here.filter(({ isReplay }) => !isReplay)
    const [first, firstFresh] = [here[0], fresh[0]]
    if (first === undefined) continue
    try {
      const isFirst = await context.store.noteAudit(underCommand(context, entryOf(context, first, here), first))
      if (!isFirst && firstFresh !== undefined) await context.store.noteAudit(entryOf(context, firstFresh, fresh))
    } catch (error) {
      failureOf(error, context, 'desk.decide')
    }
  }
}
