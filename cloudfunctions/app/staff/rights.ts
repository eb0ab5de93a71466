import type { Role } from '../../contract'
import { Refusal } from '../call/refusal'
import { Contention, type Transaction } from '../store/ports'
import { ALL_BRANCHES, type StaffRecord, type WechatRecord } from '../store/records'
import type { Context } from '../call/context'

const TRIES = 6

/** The rights that these WeChats hold at a branch; a person with several WeChats holds one right in each. */
export const rightsAt = (wechats: readonly WechatRecord[], branchId: string): StaffRecord[] =>
  wechats.flatMap(({ staff }) => staff.filter((right) => right.branchId === branchId))

/** Who must not be the last one to go: a branch's secretary, and of the administrators any. */
const chiefOf = (branchId: string): Role => (branchId === ALL_BRANCHES ? 'administrator' : 'secretary')

/**
 * Changes the rights at one branch, one change at a time: `work` sees every WeChat with a right there, and no other
 * change comes between that and its own writes. Throws `Contention` where others keep coming first.
 */
export const changeRights = async <T>(
  context: Context,
  branchId: string,
  work: (tx: Transaction, wechats: readonly WechatRecord[]) => Promise<T>,
): Promise<T> => {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    // The version first: a change after it shows in the transaction, one before it shows in what is read next.
    const version = await context.store.rightsVersion(branchId)
    const wechats = await context.store.staffAt([branchId])
    const done = await context.store.transaction(async (tx) => {
      if (((await tx.rights(branchId))?.version ?? 0) !== version) return undefined
      await tx.putRights({ _id: branchId, version: version + 1 })
      return { value: await work(tx, wechats) }
    })
    if (done !== undefined) return done.value
  }
  throw new Contention()
}

/** A WeChat with another right at a branch, or with none there any longer. */
const withRight = (wechat: WechatRecord, branchId: string, right: StaffRecord | undefined): WechatRecord => ({
  ...wechat,
  staff: [...wechat.staff.filter((held) => held.branchId !== branchId), ...(right === undefined ? [] : [right])],
})

/**
 * Gives these WeChats a right at a branch, or takes theirs away. Throws `Refusal` with `LAST_SECRETARY` where the branch
 * would be left without a secretary; an administrator, who holds every branch, may leave a branch so, but no
 * administrator can leave the deployment without one.
 */
export const putRight = async (
  tx: Transaction,
  wechats: readonly WechatRecord[],
  change: { branchId: string; openids: readonly string[]; right?: StaffRecord; by: Role },
): Promise<void> => {
  const { branchId, openids, right, by } = change
  const chief = chiefOf(branchId)
  const held = rightsAt(wechats, branchId).some(({ role }) => role === chief)
  const others = rightsAt(
    wechats.filter(({ _id }) => !openids.includes(_id)),
    branchId,
  )
  const kept = right?.role === chief || others.some(({ role }) => role === chief)
  const mayLeaveNone = by === 'administrator' && branchId !== ALL_BRANCHES
  if (held && !kept && !mayLeaveNone) throw new Refusal({ code: 'LAST_SECRETARY' })
  for (const openid of openids) {
    const wechat = (await tx.wechat(openid)) ?? { _id: openid, accountId: null, staff: [] }
    await tx.putWechat(withRight(wechat, branchId, right))
  }
}
