/** What the first page says. */
import type { BranchView, Kind, Role } from '../../cloudfunctions/contract'
import { ENVIRONMENT } from '../environment'
import { bodyText } from './outside'
import { BRANCHES } from './words'

/** 「工作台」 of a branch, or of whoever administers all. */
export function deskTitle(role: Role, kind: Kind): string {
  return `${role === 'administrator' ? '管理' : BRANCHES[kind]}工作台`
}
/** Where somebody stands on the way. */
export function placeText(step: number, steps: number): string {
  return `第 ${String(step)} 步，共 ${String(steps)} 步`
}
/** Who is responsible: by the branch where one is known, else by the deployment's own name. */
export function bodyLine(branch?: Pick<BranchView, 'letterTitle' | 'fullName'>): string {
  return branch === undefined ? `${ENVIRONMENT.university}${ENVIRONMENT.body}负责` : `${bodyText(branch)}负责`
}
/** On the card of the first page in a chat. */
export const HOME_SHARED = '党团组织关系转接：三个问题找到你的路线'
