/** The audit log as it is read: who, when, on whom, why. Pure. */
import type { AuditEntry } from '../../../cloudfunctions/contract'
import { moment } from '../../format'
import { auditText, changeText, reasonText } from '../texts/audit'

/** One entry as a line. */
export interface AuditLine {
  key: string
  what: string
  /** Who and when. */
  sub: string
  /** Why; empty where none is asked. */
  why: string
  /** Settings with their old and new values. */
  changes: string[]
}

/** One entry. `index` tells entries of the same instant apart; `where` names the branch among several. */
export function auditLine(entry: AuditEntry, index: number, now: number, where = ''): AuditLine {
  const { at, who, why = '', changes = [] } = entry
  return {
    key: `${String(index)}-${at}`,
    what: auditText(entry),
    sub: [who, where, moment(at, now)].filter((part) => part !== '').join(' · '),
    why: reasonText(why),
    changes: changes.map(changeText),
  }
}
