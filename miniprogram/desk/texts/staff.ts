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
export const CODE_WRONG = '邀请码不对，或已经用过、已过期。请核对后再试，或请对方重新发一个。'
