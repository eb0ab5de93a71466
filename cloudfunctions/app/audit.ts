import type { StaffRecord } from './records'
import type { AuditRecord } from './records'
import type { Call } from './serve'
import { positionOf } from './transfer-writes'

/** Writes down what a staff member did, with whose data, and why. It is written before the deed is answered. */
export const note = async (
  call: Call,
  right: StaffRecord,
  entry: Pick<AuditRecord, 'what' | 'whom' | 'why' | 'branchId'>,
): Promise<void> => {
  const id = call.random.id()
  await call.store.noteAudit({
    _id: id,
    at: call.now,
    position: positionOf(call.now, id),
    scope: 'all',
    who: right.name,
    ...entry,
  })
}
