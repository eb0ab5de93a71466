import type { Role } from '../../contract'
import { STRONGEST_FIRST } from '../../../miniprogram/limits'
import type { DeskRole } from '../../domain/procedure'
import { accepted, refused, type Reply } from '../../domain/reply'
import { identifyAmong, identifyStaff, isPlausibleId, type Caller } from './caller'
import {
  ALL_BRANCHES,
  type BranchRecord,
  type StaffRecord,
  type DeskedTransfer,
  type WechatRecord,
} from '../store/records'
import type { Context } from './context'

/** Those who decide. A counsellor ticks papers and a cadre looks on (contract.md, Roles). */
export const DECIDING = ['secretary', 'administrator'] as const satisfies readonly Role[]
/** Those who act on a transfer in some way: a cadre does not. */
export const ACTING = ['secretary', 'administrator', 'counsellor'] as const satisfies readonly DeskRole[]
/** Whether this right is one of those that decide. */
export const decides = ({ role }: StaffRecord): boolean => DECIDING.some((one) => one === role)

export const EVERYBODY = STRONGEST_FIRST
export const ADMINISTRATOR = ['administrator'] as const satisfies readonly Role[]

/** A right in one of these roles. */
type RightOf<R extends Role> = StaffRecord & { role: R }

/**
 * The one place that decides on rights: the strongest right of one of these roles that the caller holds for one of these
 * branches. `NOT_YOURS` without any right there, `READ_ONLY` where none of them is of these roles.
 */
export const rightAmong = <R extends Role>(
  { staff }: WechatRecord,
  branchIds: readonly string[],
  roles: readonly R[],
): Reply<RightOf<R>> => {
  const rights = staff.filter(({ branchId }) => branchId === ALL_BRANCHES || branchIds.includes(branchId))
  if (rights.length === 0) return refused({ code: 'NOT_YOURS' })
  const suffices = (right: StaffRecord): right is RightOf<R> => roles.some((role) => role === right.role)
  const [right] = STRONGEST_FIRST.flatMap((role) => rights.filter(suffices).filter((held) => held.role === role))
  return right === undefined ? refused({ code: 'READ_ONLY' }) : accepted(right)
}

/** As `rightAmong`, of somebody who names no branch: any right of these roles, wherever it is. */
export const rightAnywhere = <R extends Role>(wechat: WechatRecord, roles: readonly R[]): Reply<RightOf<R>> =>
  rightAmong(
    wechat,
    wechat.staff.map(({ branchId }) => branchId),
    roles,
  )

interface Authority<R extends Role> {
  caller: Caller
  right: RightOf<R>
}

/** The caller's authority over a branch, read in one round and judged in the contract's order. */
export const atBranch = async <R extends Role>(
  context: Context,
  branchId: string,
  roles: readonly R[],
): Promise<Reply<Authority<R> & { branch: BranchRecord }>> => {
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
export const atBranchOrAll = async <R extends Role>(
  context: Context,
  branchId: string,
  roles: readonly R[],
): Promise<Reply<Authority<R> & { branch?: BranchRecord }>> => {
  if (branchId !== ALL_BRANCHES) return atBranch(context, branchId, roles)
  const caller = await identifyStaff(context)
  if (!caller.ok) return caller
  const right = rightAmong(caller.value.wechat, [ALL_BRANCHES], roles)
  return right.ok ? accepted({ caller: caller.value, right: right.value }) : right
}

/** The caller's authority over a transfer that was read with who has a right at its branch. */
const overTransfer = async <R extends Role, J extends DeskedTransfer>(
  context: Context,
  joined: J | null,
  roles: readonly R[],
): Promise<Reply<Authority<R> & { joined: J }>> => {
  const caller = await identifyAmong(context, joined?.staff ?? [])
  if (!caller.ok) return caller
  if (joined === null) return refused({ code: 'NOT_FOUND' })
  const right = rightAmong(caller.value.wechat, [joined.transfer.branchId], roles)
  return right.ok ? accepted({ caller: caller.value, right: right.value, joined }) : right
}

/** The caller's authority over a transfer, read in one request and judged in the contract's order. */
export const atTransfer = async <R extends Role>(context: Context, id: string, roles: readonly R[]) =>
  overTransfer(context, isPlausibleId(id) ? await context.store.deskedTransfer(id) : null, roles)

/** As `atTransfer`, with everything that the case shows. */
export const atCase = async <R extends Role>(context: Context, id: string, roles: readonly R[]) =>
  overTransfer(context, isPlausibleId(id) ? await context.store.transferCase(id) : null, roles)

/**
 * Whose entries a caller reads who asks for a branch: the administrator also those that belong to no single branch, and
 * all of them (undefined) where all are asked for.
 */
export const branchesSeen = (right: StaffRecord, branchId: string): string[] | undefined => {
  if (branchId === ALL_BRANCHES) return undefined
  return right.branchId === ALL_BRANCHES ? [branchId, ALL_BRANCHES] : [branchId]
}
