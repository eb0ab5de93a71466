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

interface RightChange {
  branchId: string
  openids: readonly string[]
  /** The right that they have from now on; none at all where it is left out. */
  right?: StaffRecord
}

/** Whether a branch that has a secretary would have none after this. */
const leavesNone = (wechats: readonly WechatRecord[], { branchId, openids, right }: RightChange): boolean => {
  const chief = chiefOf(branchId)
  const isChief = ({ role }: StaffRecord): boolean => role === chief
  const others = wechats.filter(({ _id }) => !openids.includes(_id))
  const kept = right?.role === chief || rightsAt(others, branchId).some(isChief)
  return !kept && rightsAt(wechats, branchId).some(isChief)
}

/**
 * Gives these WeChats a right at a branch, or takes theirs away. Throws `Refusal` with `LAST_SECRETARY` where the branch
 * would be left without a secretary; an administrator, who holds every branch, may leave a branch so, but no
 * administrator can leave the deployment without one. What the deployment's own commands have to do is never refused.
 */
export const putRight = async (
  tx: Transaction,
  wechats: readonly WechatRecord[],
  change: RightChange & { by: Role | 'deployment' },
): Promise<void> => {
  const { branchId, openids, right, by } = change
  const mayLeaveNone = by === 'deployment' || (by === 'administrator' && branchId !== ALL_BRANCHES)
  if (!mayLeaveNone && leavesNone(wechats, change)) throw new Refusal({ code: 'LAST_SECRETARY' })
  for (const openid of openids) {
    const wechat = (await tx.wechat(openid)) ?? { _id: openid, accountId: null, staff: [] }
    await tx.putWechat(withRight(wechat, branchId, right))
  }
}

/** The name of an ended right, for the logs that name whoever held it; it is forgotten with its person. */
export const keepName = (tx: Transaction, { id, name, grantedTo }: StaffRecord, openids: readonly string[]) =>
  tx.putStaffName({ _id: id, name, openids: grantedTo === undefined ? [...openids] : [...openids, grantedTo] })

/**
 * The rights that a WeChat keeps once its binding to the account ends: those by grant end with it (contract.md,
 * `staff.grant`), whoever is left, for the binding ends because somebody else may have the phone.
 */
export const endGrants = async (tx: Transaction, wechat: WechatRecord, accountId: string): Promise<StaffRecord[]> => {
  for (const right of wechat.staff.filter(({ grantedTo }) => grantedTo === accountId)) {
    const { branchId } = right
    await tx.putRights({ _id: branchId, version: ((await tx.rights(branchId))?.version ?? 0) + 1 })
    await keepName(tx, right, [wechat._id])
  }
  return wechat.staff.filter(({ grantedTo }) => grantedTo !== accountId)
}

/** Which rights of these WeChats end. `deployment` may leave a branch without a secretary. */
interface Leaving {
  openids: readonly string[]
  ends: (right: StaffRecord) => boolean
  by: 'secretary' | 'deployment'
}

/**
 * Ends rights of these WeChats at every branch where they have some. Throws `Refusal` with `LAST_SECRETARY` where one of
 * the branches would be left without a secretary, before the first is left.
 */
export const leaveDesks = async (context: Context, { openids, ends, by }: Leaving): Promise<void> => {
  const wechats = await Promise.all(openids.map((openid) => context.store.wechat(openid)))
  const held = wechats.flatMap((wechat) => wechat?.staff ?? []).filter(ends)
  const branchIds = [...new Set(held.map(({ branchId }) => branchId))]
  if (branchIds.length === 0) return
  const leaving = (among: readonly WechatRecord[], branchId: string): RightChange => ({
    branchId,
    openids: among
      .filter((wechat) => openids.includes(wechat._id) && rightsAt([wechat], branchId).some(ends))
      .map(({ _id }) => _id),
  })
  const staff = await context.store.staffAt(branchIds)
  if (by !== 'deployment' && branchIds.some((branchId) => leavesNone(staff, leaving(staff, branchId))))
    throw new Refusal({ code: 'LAST_SECRETARY' })
  for (const branchId of branchIds)
    await changeRights(context, branchId, async (tx, among) => {
      const change = leaving(among, branchId)
      const ended = rightsAt(
        among.filter(({ _id }) => change.openids.includes(_id)),
        branchId,
      )
      await putRight(tx, among, { ...change, by })
      for (const right of ended) await keepName(tx, right, change.openids)
    })
}
