/** The outside organisation's page: what is open, what is sent, and what came of it. Pure. */
import type {
  CheckOutcome,
  Claimed,
  ClaimField,
  InviteOutcome,
  InviteView,
  LinkBranch,
} from '../../../cloudfunctions/contract'
import type { CallFailure } from '../../cloud'
import {
  againText,
  agreeText,
  bodyText,
  CHECKED,
  differentText,
  EARLY_SUBMITTED,
  fieldText,
  INVITE_STEPS,
  inviteVariants,
  LAST_DIFFERENT,
  lastCheck,
  LINK_TROUBLES,
  matchedSteps,
  NOT_SUBMITTING,
  ORGANISATION_MISSING,
  OUTSIDE_SUBMITTED,
  toBeConfirmedText,
  TRIES_TEXT,
  problemOf,
  whenText,
  whomText,
  type Problem,
} from '../../texts'

/** The receiving branch, as it is typed into the other system, and whom to call. */
export interface BranchPart {
  body: string
  fullName: string
  systemId: string
  systemIdNote: string
  contact: string
  phone: string
}

/** Page data of a link that opens. */
export interface InvitePage {
  whom: string
  ask: string
  first: string
  last: string
  /** What the last check by link found; empty where there was none. */
  checked: string
  /** The second step: what to do, whether it can be said to be done now, and the instant that is waited for. */
  submit: { text: string; early: string; open: boolean; until: string }
  branch: BranchPart
  /** Whether the member number is compared. */
  number: boolean
}

/** What the page shows of a link that opens. */
export function invitePage(invite: InviteView, now: number): InvitePage {
  const { branch, fields, readyAt, todo } = invite
  const when = whenText(invite, now)
  const open = todo === 'submit'
  return {
    whom: whomText(invite.name, branch),
    ask: INVITE_STEPS.ask,
    first: `${NOT_SUBMITTING}${when}`,
    last: againText(when),
    checked: lastCheck(invite, now),
    submit: {
      text: open ? INVITE_STEPS.back : `${when}${INVITE_STEPS.wait}`,
      early: open ? '' : EARLY_SUBMITTED,
      open,
      until: todo === 'wait' ? (readyAt ?? '') : '',
    },
    branch: branchPart(branch),
    number: fields.includes('memberNumber'),
  }
}

function branchPart(branch: LinkBranch): BranchPart {
  const { fullName, systemId, systemIdConfirmed, contact, phone } = branch
  const systemIdNote = systemIdConfirmed ? '' : toBeConfirmedText('league')
  return { body: bodyText(branch), fullName, systemId, systemIdNote, contact, phone }
}

/** A link with nothing left to do, or that serves no more: it still names the branch, its ID and whom to call. */
export interface EndedPage {
  title: string
  text: string
  branch: BranchPart
}

/** Whether there is nothing left to check or to say: recorded, confirmed, or ended in another way. */
export function overPage({ todo, submittedAt, stage, branch }: InviteView): EndedPage | null {
  if (todo !== 'nothing') return null
  const why = stage === 'approved' && submittedAt !== undefined ? 'SUBMITTED' : 'OVER'
  return { ...LINK_TROUBLES[why], branch: branchPart(branch) }
}

/** A link that was used, called back, replaced, or is over its days. */
export function endedPage(failure: CallFailure): EndedPage | null {
  if (failure.code !== 'LINK_USED' && failure.code !== 'LINK_EXPIRED') return null
  return { ...LINK_TROUBLES[failure.code], branch: branchPart(failure.detail.branch) }
}

/** A link that does not open at all. Nothing on it leads to a home that is not theirs. */
export function inviteProblem(failure: CallFailure): Problem {
  if (failure.code === 'NOT_FOUND') return { kind: 'failed', retry: '', ...LINK_TROUBLES.NOT_FOUND }
  const problem = problemOf(failure)
  return problem.kind === 'refused' ? { ...problem, kind: 'failed' } : problem
}

/** What was typed. */
export interface Typed {
  organisation: string
  name: string
  idNumber: string
  memberNumber: string
}
export type Errors = Partial<Record<keyof Typed, string>>

/** What is missing, before the server is asked: to say that it was submitted, only who says so. */
export function missing({ organisation, name, idNumber }: Typed, what: 'check' | 'submit'): Errors {
  const required = (field: keyof Typed, value: string): Errors =>
    value.trim() === '' ? { [field]: fieldText(field, 'required') } : {}
  const who: Errors = organisation.trim() === '' ? { organisation: ORGANISATION_MISSING } : {}
  if (what === 'submit') return who
  return {
    ...who,
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
  tone: 'done' | 'wait'
  tag: string
  title: string
  same: string
  steps: string[]
  last: string
  /** What the one button does: check again, or say that it was submitted; nothing where there is nothing left. */
  next: 'again' | 'submit' | ''
}

/** What a check found, with what to do next: a difference is no failure of the transfer. */
export function checkPage(
  outcome: CheckOutcome,
  invite: Pick<InviteView, 'todo' | 'readyAt' | 'fields'>,
  now: number,
): OutcomePage {
  const variants = inviteVariants(outcome.variants ?? [])
  if (outcome.outcome === 'matches')
    return {
      tone: 'done',
      ...CHECKED.matches,
      same: variants,
      steps: matchedSteps(invite, now),
      last: againText(whenText(invite, now)),
      next: invite.todo === 'submit' ? 'submit' : '',
    }
  return differentPage(outcome.differs, invite.fields, variants)
}

function differentPage(differs: readonly ClaimField[], fields: readonly ClaimField[], variants: string): OutcomePage {
  const same = fields.filter((field) => !differs.includes(field))
  return {
    tone: 'wait',
    ...CHECKED.differs,
    ...differentText(differs),
    same: `${agreeText(same)}${variants}${TRIES_TEXT}`,
    last: LAST_DIFFERENT,
    next: 'again',
  }
}

/** They said that it was submitted; what was submitted with it may differ from what is registered. */
export function submittedPage(outcome: InviteOutcome, fields: readonly ClaimField[]): OutcomePage {
  if (outcome.outcome === 'failed') return differentPage(outcome.differs, fields, '')
  const { tag, title, steps, last } = OUTSIDE_SUBMITTED
  return { tone: 'done', tag, title, same: '', steps: [...steps], last, next: '' }
}
