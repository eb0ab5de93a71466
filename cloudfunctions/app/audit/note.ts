import type { AuditRecord, StaffRecord } from '../store/records'
import type { Call } from '../call/serve'
import { positionOf } from '../transfer/change'

type Deed = Pick<AuditRecord, 'what' | 'whom' | 'why' | 'branchId'>

/** An entry of the audit log: what a staff member does now, with whose data or rights, and why. */
export const auditEntry = (call: Call, right: Pick<StaffRecord, 'name'>, deed: Deed): AuditRecord => {
  const id = call.random.id()
  return { _id: id, at: call.now, position: positionOf(call.now, id), scope: 'all', who: right.name, ...deed }
}

/** Writes down what a staff member does. It is written before the deed is answered. */
export const note = (call: Call, right: StaffRecord, deed: Deed): Promise<void> =>
  call.store.noteAudit(auditEntry(call, right, deed))
