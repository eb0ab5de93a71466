import { accepted, refused, type Reply } from '../../domain/reply'
import type { JoinedTransfer, WechatRecord } from '../store/records'
import type { Context } from './context'

/** Ids are opaque; one that could not have been given out is not asked of the database. */
export const isPlausibleId = (id: string): boolean => /^[\w-]{1,64}$/u.test(id)

/** A caller in WeChat, with or without an account. */
export interface Caller {
  openid: string
  wechat: WechatRecord
}

/** Refuses a call that the platform gives no identity for. */
export const identify = async (context: Context): Promise<Reply<Caller>> => {
  const { openid } = context
  if (openid === undefined) return refused({ code: 'NO_IDENTITY' })
  const wechat = await context.store.wechat(openid)
  return accepted({ openid, wechat: wechat ?? { _id: openid, accountId: null, staff: [] } })
}

/** The caller's account id; refuses somebody who has not registered. */
export const identifyMember = async (context: Context): Promise<Reply<Caller & { accountId: string }>> => {
  const caller = await identify(context)
  if (!caller.ok) return caller
  const { accountId } = caller.value.wechat
  return accountId === null ? refused({ code: 'NOT_REGISTERED' }) : accepted({ ...caller.value, accountId })
}

/** The caller's own transfer. Identity and transfer are read in one request, and judged in the contract's order. */
export const ownTransfer = async (
  context: Context,
  id: string,
): Promise<Reply<{ openid: string; accountId: string; joined: JoinedTransfer }>> => {
  const { openid: asking } = context
  const joined = asking !== undefined && isPlausibleId(id) ? await context.store.ownedTransfer(id) : null
  if (joined?.bound.some(({ _id }) => _id === asking) && asking !== undefined)
    return accepted({ openid: asking, accountId: joined.transfer.accountId, joined })
  // Not theirs, or not there: what they are told depends on who they are.
  const caller = await identifyMember(context)
  if (!caller.ok) return caller
  if (joined === null) return refused({ code: 'NOT_FOUND' })
  const { openid, accountId } = caller.value
  return joined.transfer.accountId === accountId
    ? accepted({ openid, accountId, joined })
    : refused({ code: 'NOT_YOURS' })
}

/** As `identifyStaff`, where the WeChats with a right at the branch were read already: an administrator is not among them. */
export const identifyAmong = async (context: Context, staff: readonly WechatRecord[]): Promise<Reply<Caller>> => {
  const wechat = staff.find(({ _id }) => _id === context.openid)
  return wechat === undefined ? identifyStaff(context) : accepted({ openid: wechat._id, wechat })
}

/** The caller's rights at the desk; refuses somebody who has none at all. */
export const identifyStaff = async (context: Context): Promise<Reply<Caller>> => {
  const caller = await identify(context)
  if (!caller.ok) return caller
  return caller.value.wechat.staff.length > 0 ? caller : refused({ code: 'NOT_STAFF' })
}
