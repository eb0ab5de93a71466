/** What the first page says. */
import type { Kind, Role } from '../../cloudfunctions/contract'
import { BRANCHES, KINDS } from './words'

/** 「工作台」 of a branch, or of whoever administers all. */
export function deskTitle(role: Role, kind: Kind): string {
  return `${role === 'administrator' ? '管理' : BRANCHES[kind]}工作台`
}
/** What a registration number is called; of which kind, where there are two. */
export function referenceLabel(kind?: Kind): string {
  return `${kind === undefined ? '' : KINDS[kind]}登记编号`
}
