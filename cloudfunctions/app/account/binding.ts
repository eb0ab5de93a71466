import { Refusal } from '../call/refusal'
import { endGrants } from '../staff/rights'
import type { Transaction } from '../store/ports'
import type { AccountRecord } from '../store/records'

/**
 * Ends the bindings of these WeChats to the account, and the rights that were granted to it; one that has no rights at a
 * desk either is forgotten.
 */
export const letGo = async (tx: Transaction, openids: readonly string[], accountId: string): Promise<void> => {
  for (const openid of openids) {
    const wechat = await tx.wechat(openid)
    if (wechat?.accountId !== accountId) continue
    const staff = await endGrants(tx, wechat, accountId)
    await (staff.length > 0 ? tx.putWechat({ ...wechat, accountId: null, staff }) : tx.dropWechat(openid))
  }
}

/** Binds this WeChat to the account. Throws `Refusal` (`ALREADY_REGISTERED`) where it is bound to another one. */
export const bind = async (tx: Transaction, openid: string, account: AccountRecord): Promise<AccountRecord> => {
  const wechat = (await tx.wechat(openid)) ?? { _id: openid, accountId: null, staff: [] }
  if (wechat.accountId !== null && wechat.accountId !== account._id) throw new Refusal({ code: 'ALREADY_REGISTERED' })
  const bound = { ...account, wechats: [...account.wechats.filter((other) => other !== openid), openid] }
  await tx.putWechat({ ...wechat, accountId: account._id })
  await tx.putAccount(bound)
  return bound
}

/**
 * Leaves this WeChat alone with the account and ends every other binding, and the code that was asked for: whoever sets
 * the password is the only one left in. Throws `Refusal` (`ALREADY_REGISTERED`) where it is bound to another account.
 */
export const onlyHere = async (tx: Transaction, openid: string, account: AccountRecord): Promise<AccountRecord> => {
  const others = account.wechats.filter((other) => other !== openid)
  await letGo(tx, others, account._id)
  await tx.dropRecovery(account._id)
  return bind(tx, openid, { ...account, wechats: [openid] })
}
