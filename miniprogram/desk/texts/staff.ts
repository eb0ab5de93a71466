/** What the roles at the desk may do, and what is said when a code is not taken. */
import type { Role } from '../../../cloudfunctions/contract'
import { ROLES } from '../../texts'

const MAY: { [R in Role]: string } = {
  secretary: '审核、退回、登记结果，管理名单、基本信息和工作人员；可凭理由查看号码、导出表格',
  counsellor: '查看名单（不含号码），登记介绍信和材料是否收到',
  cadre: '只看申请列表和汇总',
  administrator: '能办理和新建全部团支部、党支部，查看全部操作记录',
}

/** A role as a line to read or to choose. */
export interface RoleLine {
  value: Role
  label: string
  content: string
}

/** The roles that can be given at a desk: an administrator's only where there is no single branch. */
export function rolesOf(everyBranch: boolean): RoleLine[] {
  const roles: readonly Role[] = everyBranch ? ['administrator'] : ['secretary', 'counsellor', 'cadre']
  return roles.map((value) => ({ value, label: ROLES[value], content: MAY[value] }))
}

/** Why a code was not taken. */
export const CODE_MISSING = '请填写书记或管理员发给你的邀请码'
export const NAME_MISSING = '请填写你的姓名，操作记录里会写'

/** What one is from now on. */
export function acceptedText(where: string, role: string): string {
  return `你现在是${where}的${role}。`
}
export const CODE_WRONG = '邀请码不对，或已经用过、已过期。请核对后再试，或请对方重新发一个。'

// ---------------------------------------------------------------- the list

/** How one's own right is given up, and that of somebody else taken. */
export const LEAVE = '离开'
export const REMOVE = '移除'
export const HAND_OVER = '交接'

/** What stands under the own name while nobody else could decide. */
export function lastText(role: string): string {
  return `只有你一位${role}。要离开时点“交接”：先邀请继任者，对方加入后你再离开。`
}

/** Several WeChats of one person hold the right. */
export function wechatsText(count: number): string {
  return count > 1 ? `${String(count)} 个微信` : ''
}

/** What is asked before somebody is removed, or leaves. */
export function removalText({ name, role, own }: { name: string; role: string; own: boolean }): {
  title: string
  content: string
  confirmText: string
} {
  return own
    ? {
        title: '离开这个工作台',
        content: '离开后你不能再查看和办理，须由其他书记或管理员重新邀请。以前的操作记录保留。',
        confirmText: LEAVE,
      }
    : {
        title: `移除${role} ${name}`,
        content: '移除后立即不能再查看和办理。以前的操作记录保留。',
        confirmText: REMOVE,
      }
}

/** Somebody was removed. */
export function removedText(name: string): string {
  return `已移除 ${name}。`
}

// ---------------------------------------------------------------- invitations

/** Until when a code is good. */
export function validText(until: string): string {
  return `${until} 前有效，只能用一次`
}

/** 「辅导员的邀请码」 */
export function codeLabel(role: string): string {
  return `${role}的邀请码`
}

/** An invitation, ready to be sent to the person. */
export function invitationText(branch: string, role: string, code: string, until: string): string {
  return `邀请你担任${branch}${role}。请打开小程序，在“我的账号”里点“我有工作人员邀请码”，输入：${code}（${until}）。请勿转发他人。`
}

/** A code that is still open. */
export function openInvitation(role: string, invitedBy: string, until: string): { title: string; sub: string } {
  return { title: `邀请一位${role}`, sub: `${invitedBy}发出，${validText(until)}` }
}

export const UNINVITE = { title: '撤回邀请', content: '撤回后这个邀请码立即失效。', confirmText: '撤回' }
export const UNINVITED = '已撤回邀请，邀请码已失效。'
export const HANDING_OVER =
  '交接分两步：先把邀请码发给继任者；对方加入后，在这一页点自己名下的“离开”。对方加入前，你的权限不变。'
export const ROLE_MISSING = '请选择角色。'

// ---------------------------------------------------------------- a right for somebody of the branch

export const NOBODY_FOUND = '没有找到。须是在这里提交过申请的人。'
export const NOBODY_CHOSEN = '请先找到并选中这个人。'

/** Who has a right now, and how they come to it. */
export function grantedText(name: string, role: string): string {
  return `${name}现在是${role}，重新打开小程序即可进入工作台。`
}
