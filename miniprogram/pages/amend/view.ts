/** Mending the registration: what changed, and what has to be sent for it. Pure. */
import type { AccountView, BranchView, RegistrationFields, TransferView } from '../../../cloudfunctions/contract'
import { idText, inFours, lastFour, monthText, phoneText } from '../../format'
import { fieldLabel } from '../../texts'

/** What is in the fields; empty is left as it is. */
export interface Amendment {
  name: string
  idNumber: string
  phone: string
  joinedOn: string
  memberNumber: string
}

/** The fields as the page opens: plain ones filled, masked ones empty. */
export function openFields(account: AccountView): Amendment {
  return { name: account.name, idNumber: '', phone: '', joinedOn: account.joinedOn ?? '', memberNumber: '' }
}

/** What is told of a masked field. */
export function keptText(masked: string | undefined): string {
  return masked === undefined || masked === '' ? '现在没有登记' : `现登记的后四位是 ${lastFour(masked)}`
}

/** The fields that differ from the account. */
export function changesOf(fields: Amendment, account: AccountView): Partial<RegistrationFields> {
  return {
    ...(fields.name.trim() === account.name ? {} : { name: fields.name }),
    ...(fields.idNumber.trim() === '' ? {} : { idNumber: fields.idNumber }),
    ...(fields.phone.trim() === '' ? {} : { phone: fields.phone }),
    ...(fields.joinedOn === (account.joinedOn ?? '') ? {} : { joinedOn: fields.joinedOn }),
    ...(fields.memberNumber.trim() === '' ? {} : { memberNumber: fields.memberNumber }),
  }
}

/** What the server is asked before sending: a number is judged together with its month. */
export function checkOf(changes: Partial<RegistrationFields>, { joinedOn }: Amendment): Partial<RegistrationFields> {
  return changes.memberNumber === undefined || joinedOn === '' ? changes : { ...changes, joinedOn }
}

/** Whether the application itself is sent again: after a return, or for another branch. */
export function asksAgain(transfer: TransferView, branch: BranchView | null): boolean {
  return (
    transfer.allowedActions.includes('amend') && (transfer.stage === 'returned' || movesTo(transfer, branch) !== null)
  )
}

/** The other branch that was chosen. */
export function movesTo(transfer: TransferView, branch: BranchView | null): BranchView | null {
  return branch === null || branch.id === transfer.branch.id ? null : branch
}

/** The lines that are checked before sending: only what changes. */
export function changeLines(
  changes: Partial<RegistrationFields>,
  branch: BranchView | null,
): { key: string; label: string; value: string }[] {
  const shown: [key: string, value: string | undefined][] = [
    ['name', changes.name?.trim()],
    ['idNumber', changes.idNumber === undefined ? undefined : idText(changes.idNumber)],
    ['phone', changes.phone === undefined ? undefined : phoneText(changes.phone)],
    ['joinedOn', changes.joinedOn === undefined ? undefined : monthText(changes.joinedOn)],
    ['memberNumber', changes.memberNumber === undefined ? undefined : inFours(changes.memberNumber)],
    ['branchId', branch?.fullName],
  ]
  return shown.flatMap(([key, value]) => (value === undefined ? [] : [{ key, label: fieldLabel(key), value }]))
}
