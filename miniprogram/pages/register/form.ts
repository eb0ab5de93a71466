/**
 * What has been answered so far, shared by the pages of the registration. Kept in memory alone: personal data is never
 * written to the phone's storage.
 */
import type { AccountView, BranchView, Identity } from '../../../cloudfunctions/contract'
import { commandId } from '../../cloud'

export interface Form {
  terms: boolean
  sensitive: boolean
  identity: Identity | ''
  name: string
  idNumber: string
  phone: string
  joinedOn: string
  memberNumber: string
  branch: BranchView | null
  /** Registered before, or by an earlier try of this form: only the application is still to be sent. */
  account: AccountView | null
  /** The intention to apply, kept through retries. */
  intent: string
}

function blank(): Form {
  return {
    terms: false,
    sensitive: false,
    identity: '',
    name: '',
    idNumber: '',
    phone: '',
    joinedOn: '',
    memberNumber: '',
    branch: null,
    account: null,
    intent: commandId(),
  }
}

export let form = blank()

/** Begins anew; everything that was answered is forgotten. */
export function clearForm(): void {
  form = blank()
}
