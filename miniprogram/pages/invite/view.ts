/** The outside organisation's page: what is open, what is sent, and what came of it. Pure. */
import type { Claimed, ClaimField, InviteOutcome, InviteView } from '../../../cloudfunctions/contract'
import type { CallFailure } from '../../cloud'
import { differsText, fieldText, troubleOf, type Trouble } from '../../texts'
import {
  ASK_TEXT,
  EARLY_SUBMITTED,
  earlyText,
  LAST_DIFFERENT,
  LAST_MATCHED,
  LINK_TROUBLES,
  MATCHED,
  mismatchText,
  NOT_SUBMITTING,
  TRIES_TEXT,
  whenText,
  whomText,
} from './texts'

/** Page data of a link that opens. */
export interface InvitePage {
  whom: string
  ask: string
  first: string
  last: string
  /** Too early to check: why, and until when; null when it is open. */
  early: { text: string; submitted: string; until: string } | null
  branch: { fullName: string; systemId: string; systemIdNote: string; contact: string; phone: string }
  /** Whether the member number is compared. */
  number: boolean
}

/** What the page shows of a link that opens. */
export function invitePage(invite: InviteView, now: number): InvitePage {
  const { branch, stage, readyAt, fields } = invite
  const waits = readyAt !== undefined && Date.parse(readyAt) > now
  const unapproved = stage === 'registered' || stage === 'returned'
  const when = whenText(invite, now)
  return {
    whom: whomText(invite.name),
    ask: ASK_TEXT,
    first: `${NOT_SUBMITTING}${when}`,
    last: `再次提醒：${NOT_SUBMITTING}${when}`,
    early:
      waits || unapproved
        ? {
            text: earlyText(unapproved ? {} : invite, now),
            submitted: EARLY_SUBMITTED,
            until: waits && !unapproved ? readyAt : '',
          }
        : null,
    branch: {
      fullName: branch.fullName,
      systemId: branch.systemId,
      systemIdNote: branch.systemIdConfirmed ? '' : '待团支部确认',
      contact: branch.contact,
      phone: branch.phone,
    },
    number: fields.includes('memberNumber'),
  }
}

/** Whether there is nothing left to check: confirmed, or ended in another way. */
export function isOver({ stage }: Pick<InviteView, 'stage'>): boolean {
  return stage === 'transferred' || stage === 'withdrawn'
}

/** A link that does not open. Nothing on it leads to a home that is not theirs. */
export function inviteTrouble(failure: CallFailure | { code: 'OVER' }): Trouble {
  const { code } = failure
  if (code === 'LINK_USED' || code === 'LINK_EXPIRED' || code === 'NOT_FOUND' || code === 'OVER')
    return { kind: 'failed', retry: '', ...LINK_TROUBLES[code] }
  const trouble = troubleOf(failure)
  return trouble.kind === 'refused' ? { ...trouble, kind: 'failed' } : trouble
}

/** What was typed. */
export interface Typed {
  organisation: string
  name: string
  idNumber: string
  memberNumber: string
}
export type Errors = Partial<Record<keyof Typed, string>>

/** What is missing, before the server is asked. */
export function missing({ organisation, name, idNumber }: Typed): Errors {
  const required = (field: keyof Typed, value: string): Errors =>
    value.trim() === '' ? { [field]: fieldText(field, 'required') } : {}
  return {
    ...(organisation.trim() === '' ? { organisation: '请填写贵团组织名称' } : {}),
    ...required('name', name),
    ...required('idNumber', idNumber),
  }
}

/** What is sent; a number that is not compared, or not registered there, is left out. */
export function claimOf({ name, idNumber, memberNumber }: Typed, number: boolean): Claimed {
  return { name, idNumber, ...(number && memberNumber.trim() !== '' ? { memberNumber } : {}) }
}

/** Faults of form, each beside its field. */
export function faultsOf(failure: CallFailure): Errors {
  if (failure.code !== 'BAD_INPUT') return {}
  const errors: Errors = {}
  for (const { path, rule } of failure.detail.fields) {
    const field = path.slice(path.lastIndexOf('.') + 1)
    if (isField(field)) errors[field] ??= fieldText(field, rule)
  }
  return errors
}

function isField(field: string): field is keyof Typed {
  return field === 'organisation' || field === 'name' || field === 'idNumber' || field === 'memberNumber'
}

/** What came of it. */
export interface OutcomePage {
  tone: 'done' | 'bad'
  tag: string
  title: string
  same: string
  steps: string[]
  last: string
  again: boolean
}

/** A match or a mismatch, with what to do next. */
export function outcomePage(outcome: InviteOutcome, fields: readonly ClaimField[]): OutcomePage {
  if (outcome.outcome !== 'failed')
    return {
      tone: 'done',
      tag: '核对一致',
      title: MATCHED.title,
      same: '',
      steps: MATCHED.steps,
      last: LAST_MATCHED,
      again: false,
    }
  const { title, steps } = mismatchText(outcome.differs)
  const same = fields.filter((field) => !outcome.differs.includes(field))
  return {
    tone: 'bad',
    tag: '核对不一致',
    title,
    same: `${same.length === 0 ? '' : `${differsText(same)}一致。`}${TRIES_TEXT}`,
    steps,
    last: LAST_DIFFERENT,
    again: true,
  }
}

/** The full name and the ID, as they are typed into the other system. */
export function branchText({ fullName, systemId, systemIdNote }: InvitePage['branch']): string {
  return `转入团组织全称：${fullName}\n组织 ID：${systemId}${systemIdNote === '' ? '' : `（${systemIdNote}）`}`
}
