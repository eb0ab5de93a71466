import type { AuditRecord, StaffRecord } from '../store/records'
import type { Context } from '../call/context'
import { positionOf } from '../store/position'

type AuditNote = Pick<AuditRecord, 'what' | 'whom' | 'why' | 'branchId'>

/** An entry of the audit log: what a staff member does now, with whose data or rights, and why. */
export const auditEntry = (context: Context, right: Pick<StaffRecord, 'name'>, entry: AuditNote): AuditRecord => {
  const id = context.random.id()
  return { _id: id, at: context.now, position: positionOf(context.now, id), scope: 'all', who: right.name, ...entry }
}

/** Writes down what a staff member does. It is written before the deed is answered. */
export const note = (context: Context, right: StaffRecord, entry: AuditNote): Promise<void> =>
  context.store.noteAudit(auditEntry(context, right, entry))
