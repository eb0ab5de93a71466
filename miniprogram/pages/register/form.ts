/**
 * What has been answered so far, shared by the pages of the registration. Kept in memory alone: personal data is never
 * written to the phone's storage.
 */
import type { AccountView, BranchView, Identity, Kind, Origin, PartyIdentity } from '../../../cloudfunctions/contract'
import { commandId } from '../../cloud'
import type { Plan } from '../route/plan'

/** One transfer that is started after the registration. */
export interface Start {
  kind: Kind
  origin: Origin
  branch: BranchView | null
  /** Why the old branch is left; asked inside Beijing. */
  reason: string
  /** Names the one start, kept through retries. */
  commandId: string
  /** An earlier try of this form started it. */
  done: boolean
}

export interface Form {
  terms: boolean
  sensitive: boolean
  identity: Identity | ''
  party: PartyIdentity | ''
  name: string
  idNumber: string
  phone: string
  joinedOn: string
  memberNumber: string
  starts: Start[]
  /** Registered before, or by an earlier try of this form: only the transfers are still to be started. */
  account: AccountView | null
}

function blank(plan: Plan | null): Form {
  return {
    terms: false,
    sensitive: false,
    identity: plan?.identity ?? '',
    party: plan?.party ?? '',
    name: '',
    idNumber: '',
    phone: '',
    joinedOn: '',
    memberNumber: '',
    starts: (plan?.starts ?? []).map(({ kind, origin }) => ({
      kind,
      origin,
      branch: null,
      reason: '',
      commandId: commandId(),
      done: false,
    })),
    account: null,
  }
}

export let form = blank(null)

/** Begins anew with what the route finder found; everything that was answered is forgotten. */
export function clearForm(plan: Plan | null): void {
  form = blank(plan)
}

/** Goes on another way: what was typed stays, and of each transfer what still holds there. */
export function replan({ identity, party, starts: planned }: Plan): void {
  const { account, starts: before } = form
  const starts = blank({ identity, party, starts: planned }).starts.map((start) => {
    const old = before.find(({ kind }) => kind === start.kind)
    return old?.origin === start.origin ? old : { ...start, branch: old?.branch ?? null }
  })
  const goes = (kind: Kind): boolean => starts.some((start) => start.kind === kind)
  // Who is registered already changes one half at a time; the other goes on as it was.
  const others = account === null ? [] : before.filter(({ kind }) => !goes(kind))
  if (account === null || goes('league')) form.identity = identity
  if (account === null || goes('party')) form.party = party
  form.starts = [...starts, ...others].sort((a, b) => Number(a.kind === 'party') - Number(b.kind === 'party'))
}
