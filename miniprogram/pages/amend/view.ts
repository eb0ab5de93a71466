/** Mending the registration: what changed, and what has to be sent for it. Pure. */
import type {
  AccountView,
  BranchView,
  Identity,
  PartyIdentity,
  RegistrationFields,
  TransferView,
} from '../../../cloudfunctions/contract'
import { idText, inFours, lastFour, monthText, phoneText } from '../../format'
import {
  closedText,
  fieldLabel,
  IDENTITIES,
  LEAVING,
  NOT_FILLED,
  numberOptional,
  PARTY_IDENTITIES,
  registeredEndText,
  windowClosed,
} from '../../texts'

/** What is in the fields; empty is left as it is. */
export interface Amendment {
  name: string
  idNumber: string
  phone: string
  joinedOn: string
  memberNumber: string
  /** The registered number is to be taken out, where it may be left out. */
  withoutNumber: boolean
  /** Empty where there is none to mend: League membership is added by its own way, and so is the Party's. */
  identity: Identity | ''
  party: PartyIdentity | ''
}

/**
 * The fields as the page opens: plain ones filled, masked ones empty. The Party identity decides which papers are needed,
 * so it rests while a Party branch is receiving them.
 */
export function openFields(account: AccountView, transfers: readonly Pick<TransferView, 'stage'>[]): Amendment {
  const { name, joinedOn = '', identity, party = '' } = account
  const receiving = transfers.some(({ stage }) => stage === 'announced')
  return {
    name,
    idNumber: '',
    phone: '',
    joinedOn,
    memberNumber: '',
    withoutNumber: false,
    identity: identity === 'nonmember' ? '' : identity,
    party: receiving ? '' : party,
  }
}

/** What is told of a masked field. */
export function keptText(masked: string | undefined): string {
  return registeredEndText(masked === undefined ? '' : lastFour(masked))
}

/** The fields that differ from the account. */
export function changesOf(fields: Amendment, account: AccountView): Partial<RegistrationFields> {
  return {
    ...(fields.name.trim() === account.name ? {} : { name: fields.name }),
    ...(fields.idNumber.trim() === '' ? {} : { idNumber: fields.idNumber }),
    ...(fields.phone.trim() === '' ? {} : { phone: fields.phone }),
    ...(fields.joinedOn === (account.joinedOn ?? '') ? {} : { joinedOn: fields.joinedOn }),
    ...(fields.withoutNumber ? { memberNumber: '' } : {}),
    ...(fields.memberNumber.trim() === '' ? {} : { memberNumber: fields.memberNumber }),
    ...(fields.identity === '' || fields.identity === account.identity ? {} : { identity: fields.identity }),
    ...(fields.party === '' || fields.party === account.party ? {} : { party: fields.party }),
  }
}

/** What the server is asked before sending: a number is judged together with its month. */
export function checkOf(changes: Partial<RegistrationFields>, { joinedOn }: Amendment): Partial<RegistrationFields> {
  return changes.memberNumber === undefined || joinedOn === '' ? changes : { ...changes, joinedOn }
}

/** Whether the application itself is sent again: after a return, for another branch, or with another reason. */
export function asksAgain(transfer: TransferView, branch: BranchView | null, reason: string): boolean {
  const other = movesTo(transfer, branch) !== null || newReason(transfer, reason) !== undefined
  return transfer.allowedActions.includes('amend') && (transfer.stage === 'returned' || other)
}

/** Whether the reason for leaving is asked: inside Beijing alone. */
export function asksReason({ kind, origin, allowedActions }: TransferView): boolean {
  return kind === 'league' && origin === 'beijing' && allowedActions.includes('amend')
}

/** The reason for leaving, where it is another one. */
export function newReason(transfer: TransferView, reason: string): string | undefined {
  const given = reason.trim()
  return !asksReason(transfer) || given === '' || given === (transfer.reason ?? '') ? undefined : given
}

/** What is said where the branch takes nobody new in; what is under way there goes on. */
export function closedBranch(
  { branch, allowedActions }: TransferView,
  now: number,
): { text: string; contact: string; phone: string } | null {
  if (!allowedActions.includes('amend') || windowClosed(branch, now) === '') return null
  return { text: closedText(branch), contact: branch.contact, phone: branch.phone }
}

/** The other branch that was chosen. */
export function movesTo(transfer: TransferView, branch: BranchView | null): BranchView | null {
  return branch === null || branch.id === transfer.branch.id ? null : branch
}

/** The lines that are checked before sending: only what changes. */
export function changeLines(
  changes: Partial<RegistrationFields>,
  branch: BranchView | null,
  reason?: string,
): { key: string; label: string; value: string }[] {
  const shown: [key: string, value: string | undefined][] = [
    ['name', changes.name?.trim()],
    ['idNumber', changes.idNumber === undefined ? undefined : idText(changes.idNumber)],
    ['phone', changes.phone === undefined ? undefined : phoneText(changes.phone)],
    ['joinedOn', changes.joinedOn === undefined ? undefined : monthText(changes.joinedOn)],
    ['memberNumber', changes.memberNumber === '' ? NOT_FILLED : changes.memberNumber && inFours(changes.memberNumber)],
    ['identity', changes.identity && IDENTITIES[changes.identity]],
    ['party', changes.party && PARTY_IDENTITIES[changes.party]],
    ['branchId', branch?.fullName],
    ['leaving', reason],
  ]
  return shown.flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, label: key === 'leaving' ? LEAVING : fieldLabel(key), value }],
  )
}

// ---------------------------------------------------------------- kept while it is filled in

/** What is kept of the page: only what would change, and what it would change. */
export interface KeptAmendment {
  /** The transfer that asked for it; empty where the account did. */
  about: string
  base: string
  changes: Partial<RegistrationFields>
  branchId: string
  branchName: string
  reason: string
}

/** What the changes were made against: once that is otherwise, from another phone too, they are no longer meant. */
export function baseOf(account: AccountView, transfer: TransferView | null): string {
  const { id, name, idNumber, phone, identity, joinedOn, memberNumber, party, idReleased } = account
  const registered = [id, name, idNumber, phone, identity, joinedOn, memberNumber, party, idReleased]
  return JSON.stringify([...registered, transfer?.branch.id, transfer?.reason])
}

/** The page as it is kept; null where nothing would change. */
export function keptAmendment(
  changes: Partial<RegistrationFields>,
  account: AccountView,
  transfer: TransferView | null,
  branch: BranchView | null,
  reason: string,
): KeptAmendment | null {
  const move = transfer && movesTo(transfer, branch)
  const leaving = (transfer && newReason(transfer, reason)) ?? ''
  if (Object.keys(changes).length === 0 && move === null && leaving === '') return null
  return {
    about: transfer?.id ?? '',
    base: baseOf(account, transfer),
    changes,
    branchId: move?.id ?? '',
    branchName: move?.fullName ?? '',
    reason: leaving,
  }
}

/** What was kept, read with care; null where it is not about these. */
export function readAmendment(
  data: Record<string, unknown>,
  account: AccountView,
  transfer: TransferView | null,
): KeptAmendment | null {
  const { about, base, changes, branchId, branchName, reason } = data
  if (about !== (transfer?.id ?? '') || base !== baseOf(account, transfer)) return null
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  return {
    about,
    base,
    changes: typeof changes === 'object' && changes !== null ? changes : {},
    branchId: text(branchId),
    branchName: text(branchName),
    reason: text(reason),
  }
}

/** The fields with what was changed in them; one that rests stays at rest. */
export function changed(fields: Amendment, changes: Partial<RegistrationFields>): Amendment {
  const { name, idNumber, phone, joinedOn, memberNumber, identity, party } = changes
  return {
    name: name ?? fields.name,
    idNumber: idNumber ?? fields.idNumber,
    phone: phone ?? fields.phone,
    joinedOn: joinedOn ?? fields.joinedOn,
    memberNumber: memberNumber ?? fields.memberNumber,
    withoutNumber: memberNumber === '',
    identity: fields.identity && (identity ?? fields.identity),
    party: fields.party && (party ?? fields.party),
  }
}

/** Whether the registered number may be taken out: there is one, and whoever joined then may leave it out. */
export function mayEmptyNumber({ memberNumber = '' }: AccountView, { joinedOn }: Amendment): boolean {
  return memberNumber !== '' && numberOptional(joinedOn)
}
