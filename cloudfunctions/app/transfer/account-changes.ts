import { isOpen, type TransferEvent } from '../../domain/transfer'
import type { SealedCopy } from '../../domain/verification'
import { bareFact, withoutOwner } from './erase'
import { copyOf, isNumberElsewhere, openFields, registeredCopy, type TidyFields } from './sealed-copy'
import type { TransferRecord } from '../store/records'
import type { Context } from '../call/context'
import { changed } from './change'

/** The fields of the sealed copy: a change of one of them needs the branch's approval again. */
export const COPIED = ['name', 'idNumber', 'memberNumber', 'joinedOn'] as const

/** Whether what is registered differs in what a transfer has a copy of. */
export const isOtherCopy = (fields: SealedCopy, before: SealedCopy): boolean =>
  COPIED.some((field) => (fields[field] ?? '') !== (before[field] ?? ''))

/** An open transfer after an amendment of its account; its version moves only where the copy did. */
export const withCopy = (
  context: Context,
  transfer: TransferRecord,
  fields: TidyFields,
  what: { copyChanged: boolean; idReplaced: boolean; numberElsewhere: boolean },
): TransferRecord => {
  const idConflict = transfer.flags.idConflict && !what.idReplaced
  const followed = {
    ...transfer,
    ...copyOf(context, { id: transfer._id, reference: transfer.reference }, fields, { ...what, idConflict }),
  }
  if (!what.copyChanged) return followed
  const event: TransferEvent = {
    type: 'copyAmended',
    idReplaced: what.idReplaced,
    at: context.now,
    by: 'member',
    who: transfer.accountId,
  }
  return changed(followed, [event]).after
}

/**
 * Brings transfers that were started while their account was being amended or erased up to what it is now: whichever of
 * the two comes last sees the other, so that no open transfer keeps a copy that the account no longer has.
 */
export const followAccount = async (context: Context, accountId: string, ids: readonly string[]): Promise<void> => {
  await context.store.transaction(async (tx) => {
    const account = await tx.account(accountId)
    const fields = account === null ? undefined : openFields(context, account)
    const nobody = context.random.id()
    const numberElsewhere = fields !== undefined && (await isNumberElsewhere(context, fields, accountId))
    for (const id of ids) {
      const transfer = await tx.transfer(id)
      if (transfer === null || !isOpen(transfer.stage)) continue
      if (fields === undefined) {
        await tx.putTransfer(withoutOwner(bareFact(transfer, context.now, 'member'), nobody))
        continue
      }
      const copy = registeredCopy(context, transfer)
      if (!isOtherCopy(fields, copy)) continue
      const idReplaced = fields.idNumber !== copy.idNumber
      await tx.putTransfer(withCopy(context, transfer, fields, { copyChanged: true, idReplaced, numberElsewhere }))
    }
  })
}
