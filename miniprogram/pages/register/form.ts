/**
 * What has been answered so far, shared by the pages of the registration. Kept in memory alone: personal data is never
 * written to the phone's storage.
 */
import type {
  AccountView,
  BranchView,
  Identity,
  Kind,
  Origin,
  PartyIdentity,
  RegistrationFields,
} from '../../../cloudfunctions/contract'
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
  /** The transfer that an earlier try of this form started; empty where none did. */
  transferId: string
}

/** The fields that are typed. */
export type Typed = 'name' | 'idNumber' | 'phone' | 'joinedOn' | 'memberNumber'

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
  /** The outside organisation has submitted before the time: said of the transfer once it is started. */
  submittedEarly: boolean
  /** What the server keeps in another spelling than it was typed. */
  tidied: Typed[]
  /** Registered before, or by an earlier try of this form: only the transfers are still to be started. */
  account: AccountView | null
}

const TYPED: readonly Typed[] = ['name', 'idNumber', 'phone', 'joinedOn', 'memberNumber']

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
      transferId: '',
    })),
    submittedEarly: plan?.submittedEarly ?? false,
    tidied: [],
    account: null,
  }
}

export let form = blank(null)

/** Begins anew with what the route finder found; everything that was answered is forgotten. */
export function clearForm(plan: Plan | null): void {
  form = blank(plan)
}

/** Goes on another way: what was typed stays, and of each transfer what still holds there. */
export function replan({ identity, party, starts: planned, submittedEarly }: Plan): void {
  const { account, starts: before } = form
  const starts = blank({ identity, party, starts: planned, submittedEarly }).starts.map((start) => {
    const old = before.find(({ kind }) => kind === start.kind)
    return old?.origin === start.origin ? old : { ...start, branch: old?.branch ?? null }
  })
  const goes = (kind: Kind): boolean => starts.some((start) => start.kind === kind)
  // Who is registered already changes one half at a time; the other goes on as it was.
  const others = account === null ? [] : before.filter(({ kind }) => !goes(kind))
  if (account === null || goes('league')) {
    form.identity = identity
    form.submittedEarly = submittedEarly
  }
  if (account === null || goes('party')) form.party = party
  form.starts = [...starts, ...others].sort((a, b) => Number(a.kind === 'party') - Number(b.kind === 'party'))
}

/** Goes on with the tidy spelling, and notes what was typed otherwise; that spaces fell away need not be said. */
export function takeTidied(form: Form, given: Partial<RegistrationFields>, tidied: Partial<RegistrationFields>): void {
  for (const field of TYPED) {
    const tidy = tidied[field]
    if (tidy === undefined) continue
    if (given[field]?.replace(/ /g, '') !== tidy && !form.tidied.includes(field)) form.tidied.push(field)
    form[field] = tidy
  }
}
