/** Finding a branch, and whom to call about it. */
import type { Kind } from '../../cloudfunctions/contract'
import { BRANCHES, CONTACT } from './words'

/** Above a telephone number. */
export function contactTitle(kind: Kind): string {
  return `${CONTACT}${BRANCHES[kind]}`
}
/** Nothing has what was typed in its names; `numbers` says whether somebody to call stands below. */
export function nothingFoundText(numbers: boolean): string {
  return `没有找到。请核对全称、简称或组织 ID${numbers ? '，或致电询问' : ''}。`
}
