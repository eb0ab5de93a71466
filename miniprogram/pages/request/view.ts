/** Recording what the outside organisation submitted: whether it is open, and the lines of 核对信息. Pure. */
import type { Claimed, ClaimField, PrecheckResult, TransferView } from '../../../cloudfunctions/contract'
import { idText } from '../../format'
import {
  claimedNumberText,
  failureText,
  fieldLabel,
  notYetText,
  precheckText,
  REQUEST_CLOSED,
  whyWaitText,
} from '../../texts'
import { waits } from '../../transfer/stages/league-from-province'

/** Why nothing can be recorded now, and until when. */
export interface Closed {
  title: string
  text: string
  /** Why the wait is there. */
  why: string
  until: string
  /** Whether a request is still to come, so that there is something to tell the outside organisation. */
  coming: boolean
  /** Whether it may have been submitted already, too early, and that has not been said yet. */
  early: boolean
  contact: string
  phone: string
}

/** Null when the server would take a request now. */
export function closedFor(transfer: TransferView, now: number): Closed | null {
  if (transfer.allowedActions.includes('request')) return null
  const { contact, phone } = transfer.branch
  if (waits(transfer, now)) {
    const readyAt = transfer.readyAt ?? ''
    return {
      title: REQUEST_CLOSED.waits,
      text: notYetText(readyAt, now),
      why: whyWaitText(transfer.branch.waitHours),
      until: readyAt,
      coming: true,
      early: transfer.declared.submittedEarly === undefined,
      contact,
      phone,
    }
  }
  if (transfer.stage === 'transferred')
    return {
      ...REQUEST_CLOSED.done,
      why: '',
      until: '',
      coming: false,
      early: false,
      contact,
      phone,
    }
  const coming = transfer.stage === 'registered' || transfer.stage === 'returned'
  return {
    title: REQUEST_CLOSED.other,
    text: failureText(coming ? { code: 'NOT_APPROVED' } : { code: 'NOT_NOW', detail: { stage: transfer.stage } }),
    why: '',
    until: '',
    coming,
    early: coming && transfer.declared.submittedEarly === undefined,
    contact,
    phone,
  }
}

/** What was typed, before it is sent. */
export interface Typed {
  name: string
  idNumber: string
  memberNumber: string
}

/** What is sent; an empty number is left out. */
export function claimOf({ name, idNumber, memberNumber }: Typed): Claimed {
  return { name, idNumber, ...(memberNumber.trim() === '' ? {} : { memberNumber }) }
}

/** One line of 核对信息, marked where the pre-check found a difference. */
export interface ClaimLine {
  key: ClaimField
  label: string
  value: string
}

/** The lines that are checked before sending. */
export function claimLines(typed: Typed): ClaimLine[] {
  const { name, idNumber, memberNumber } = claimOf(typed)
  return [
    { key: 'name', label: fieldLabel('name'), value: name.trim() },
    { key: 'idNumber', label: fieldLabel('idNumber'), value: idText(idNumber) },
    { key: 'memberNumber', label: fieldLabel('memberNumber'), value: claimedNumberText(memberNumber) },
  ]
}

/** The result of the pre-check, and what the one button then does: a difference is mended first. */
export function precheckPage(result: PrecheckResult): { tone: string; text: string; send: boolean } {
  return { ...precheckText(result), send: result.matches }
}

// ---------------------------------------------------------------- kept while it is filled in

/** What is kept of the page; a new approval is the beginning of a new request. */
export interface KeptRequest extends Typed {
  about: string
  readyAt: string
  submitted: boolean
}

/** The page as it is kept; null where nothing is filled in. */
export function keptRequest(transfer: TransferView, typed: Typed, submitted: boolean): KeptRequest | null {
  const empty = !submitted && Object.values(typed).every((text: string) => text.trim() === '')
  return empty ? null : { about: transfer.id, readyAt: transfer.readyAt ?? '', submitted, ...typed }
}

/** What was kept, read with care; null where it is about another request, or none can be recorded. */
export function readRequest(data: Record<string, unknown>, transfer: TransferView): KeptRequest | null {
  const { about, readyAt, submitted, name, idNumber, memberNumber } = data
  const approved = transfer.readyAt ?? ''
  if (about !== transfer.id || readyAt !== approved || !transfer.allowedActions.includes('request')) return null
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  return {
    about,
    readyAt: approved,
    submitted: submitted === true,
    name: text(name),
    idNumber: text(idNumber),
    memberNumber: text(memberNumber),
  }
}
