import * as v from 'valibot'
import { note } from '../audit/note'
import { atTransfer, DECIDING } from '../call/authority'
import { Id, Why } from '../call/schemas'
import { accepted, operation, refused } from '../call/serve'

/**
 * One number of one person in plain, with a reason that goes into the audit log first. ID number and member number are
 * those of the transfer's sealed copy, which is what is approved. An absent member number is the empty text. Errors:
 * `NOT_NOW` once the sealed copy is deleted.
 */
const reveal = operation(
  v.object({ id: Id, field: v.picklist(['idNumber', 'phone', 'memberNumber'], 'choice'), why: Why }),
  async (context, { id, field, why }) => {
    const at = await atTransfer(context, id, DECIDING)
    if (!at.ok) return at
    const { transfer } = at.value.joined
    const account = field === 'phone' && !transfer.state.erased ? await context.store.account(transfer.accountId) : null
    if (transfer.state.erased || (field === 'phone' && account === null))
      return refused({ code: 'NOT_NOW', detail: { stage: transfer.stage } })
    const { reference, branchId } = transfer
    await note(context, at.value.right, { what: 'reveal', whom: `${reference} ${field}`, why, branchId })
    if (account !== null)
      return accepted({
        value: context.sealing.open(account.phone, { collection: 'accounts', id: account._id, field }),
      })
    const sealed = transfer.copy[field === 'idNumber' ? 'idNumber' : 'memberNumber']
    const place = { collection: 'transfers', id: transfer._id, field } as const
    return accepted({ value: sealed === null ? '' : context.sealing.open(sealed, place) })
  },
)

export const revealOperations = { 'desk.reveal': reveal }
