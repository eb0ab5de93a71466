import type { Role } from '../../contract'
import { accepted, refused, type Reply } from '../../domain/reply'
import { identifyStaff, isPlausibleId, type Caller } from './caller'
import {
  ALL_BRANCHES,
  type BranchRecord,
  type StaffRecord,
  type JoinedTransfer,
  type WechatRecord,
} from '../store/records'
import type { Context } from './context'

/** Those who decide. A counsellor ticks papers and a cadre looks on (contract.md, Roles). */
export const DECIDING: readonly Role[] = ['secretary', 'administrator']
export const EVERYBODY: readonly Role[] = ['secretary', 'counsellor', 'cadre', 'administrator']

/**
 * The right by which the caller acts for one of these branches: `NOT_YOURS` without any there, `READ_ONLY` where none of
 * them is of these roles. Whoever has two rights acts by the one that suffices.
 */
export const rightAmong = (
  { staff }: WechatRecord,
  branchIds: readonly string[],
  roles: readonly Role[],
): Reply<StaffRecord> => {
  const rights = staff.filter(({ branchId }) => branchId === ALL_BRANCHES || branchIds.includes(branchId))
  if (rights.length === 0) return refused({ code: 'NOT_YOURS' })
  const right = rights.find(({ role }) => roles.includes(role))
  return right === undefined ? refused({ code: 'READ_ONLY' }) : accepted(right)
}

interface Authority {
  caller: Caller
  right: StaffRecord
}

/** The caller's authority over a branch, read in one round and judged in the contract's order. */
export const atBranch = async (
  context: Context,
  branchId: string,
  roles: readonly Role[],
): Promise<Reply<Authority & { branch: BranchRecord }>> => {
  const [caller, branch] = await Promise.all([
    identifyStaff(context),
    isPlausibleId(branchId) ? context.store.branch(branchId) : null,
  ])
  if (!caller.ok) return caller
  if (branch === null) return refused({ code: 'NOT_FOUND' })
  const right = rightAmong(caller.value.wechat, [branch._id], roles)
  return right.ok ? accepted({ caller: caller.value, right: right.value, branch }) : right
}

/** As `atBranch`; `ALL_BRANCHES` stands for all of them, which is the administrator's alone. */
export const atBranchOrAll = async (
  context: Context,
  branchId: string,
  roles: readonly Role[],
): Promise<Reply<Authority & { branch?: BranchRecord }>> => {
  if (branchId !== ALL_BRANCHES) return atBranch(context, branchId, roles)
  const caller = await identifyStaff(context)
  if (!caller.ok) return caller
  const right = rightAmong(caller.value.wechat, [ALL_BRANCHES], roles)
  return right.ok ? accepted({ caller: caller.value, right: right.value }) : right
}

/** The caller's authority over a transfer, read in one round and judged in the contract's order. */
export const atTransfer = async (
  context: Context,
  id: string,
  roles: readonly Role[],
): Promise<Reply<Authority & { joined: JoinedTransfer }>> => {
  const [caller, joined] = await Promise.all([
    identifyStaff(context),
    isPlausibleId(id) ? context.store.transfer(id) : null,
  ])
  if (!caller.ok) return caller
  if (joined === null) return refused({ code: 'NOT_FOUND' })
  const right = rightAmong(caller.value.wechat, [joined.transfer.branchId], roles)
  return right.ok ? accepted({ caller: caller.value, right: right.value, joined }) : right
}

/**
 * Whose entries a caller reads who asks for a branch: the administrator also those that belong to no single branch, and
 * all of them (undefined) where all are asked for.
 */
export const branchesSeen = (right: StaffRecord, branchId: string): string[] | undefined => {
  if (branchId === ALL_BRANCHES) return undefined
  return right.branchId === ALL_BRANCHES ? [branchId, ALL_BRANCHES] : [branchId]
}
