import { ALL_BRANCHES } from '../store/records'
import type { Context } from '../call/context'
import { positionOf } from '../store/position'

/** The branches that see what is attempted on this person's number: those of the transfers, else the administrator alone. */
const branchesOf = async (context: Context, accountId: string): Promise<string[]> => {
  const transfers = await context.store.transfersOf(accountId)
  const branchIds = new Set(transfers.map(({ transfer }) => transfer.branchId))
  return branchIds.size === 0 ? [ALL_BRANCHES] : [...branchIds]
}

/**
 * Writes down that somebody tried to register the number of `holder`: one entry for each WeChat, with a count. The
 * holder is marked first, so that a transfer started meanwhile is warned of too.
 */
export const noteConflict = async (
  context: Context,
  openid: string,
  fields: { name: string; idNumber: string },
  holder: string,
): Promise<void> => {
  const [claimant] = context.sealing.tokens('login', openid)
  const id = `${holder}-${claimant.slice(-16)}`
  await context.store.markContested(holder)
  await context.store.noteConflict({
    _id: id,
    holderAccountId: holder,
    claimant,
    idToken: context.sealing.tokens('idNumber', fields.idNumber)[0],
    branchIds: await branchesOf(context, holder),
    scope: 'all',
    position: positionOf(context.now, id),
    claimantName: fields.name,
    at: context.now,
  })
}

/** Lets the branches that a contested person's transfers now belong to see the attempts on the number. */
export const showConflicts = async (context: Context, accountId: string): Promise<void> => {
  await context.store.showConflicts(accountId, await branchesOf(context, accountId))
}
