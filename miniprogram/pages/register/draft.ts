/**
 * The registration as far as it is filled in, kept after both consents, and the other half of whoever is registered
 * already. Registering deletes it, and so does sending what was left to send.
 */
import type { BranchView, Identity, Kind, Origin, PartyIdentity, TransferView } from '../../../cloudfunctions/contract'
import { call, type CallReply } from '../../cloud'
import { registrationDraft } from '../../draft'
import { CONSENT_VERSION, IDENTITIES, KINDS, ORIGINS, PARTY_IDENTITIES } from '../../texts'
import type { Plan } from '../route/plan'
import { isOpen } from '../../transfer/view'
import type { Form, Start } from './form'

/** What is kept of a form. A branch is kept by its id and found again by its name, as it is then. */
export interface Kept {
  version: string
  identity: Identity | ''
  party: PartyIdentity | ''
  name: string
  idNumber: string
  phone: string
  joinedOn: string
  memberNumber: string
  submittedEarly: boolean
  starts: KeptStart[]
}
interface KeptStart {
  kind: Kind
  origin: Origin
  branchId: string
  branchName: string
  reason: string
  commandId: string
}

/** Whether there is a form to keep: something is to be started, and both consents are given, here or when registering. */
export function mayKeep({ terms, sensitive, account, starts }: Form): boolean {
  return starts.length > 0 && (account !== null || (terms && sensitive))
}

/** A form as it is kept. */
export function keptOf(form: Form): Kept {
  const { identity, party, name, idNumber, phone, joinedOn, memberNumber, submittedEarly } = form
  const starts = form.starts.map(({ kind, origin, branch, reason, commandId }) => ({
    kind,
    origin,
    branchId: branch?.id ?? '',
    branchName: branch?.fullName ?? '',
    reason,
    commandId,
  }))
  const person = { identity, party, name, idNumber, phone, joinedOn, memberNumber }
  return { version: CONSENT_VERSION, ...person, submittedEarly, starts }
}

/** What was kept, read with care: an older version of the mini-program may have written it. */
export function readKept(data: Record<string, unknown>): Kept | null {
  const text = (key: string): string => textOf(data[key])
  const starts = Array.isArray(data.starts) ? data.starts.flatMap(readStart) : []
  if (starts.length === 0) return null
  return {
    version: text('version'),
    identity: oneOf(IDENTITIES, data.identity) ?? '',
    party: oneOf(PARTY_IDENTITIES, data.party) ?? '',
    name: text('name'),
    idNumber: text('idNumber'),
    phone: text('phone'),
    joinedOn: text('joinedOn'),
    memberNumber: text('memberNumber'),
    submittedEarly: data.submittedEarly === true,
    starts,
  }
}

function readStart(value: unknown): KeptStart[] {
  if (typeof value !== 'object' || value === null) return []
  const given = value as Record<string, unknown>
  const kind = oneOf(KINDS, given.kind)
  const origin = oneOf(ORIGINS, given.origin)
  if (kind === undefined || origin === undefined) return []
  const { branchId, branchName, reason, commandId } = given
  return [
    {
      kind,
      origin,
      branchId: textOf(branchId),
      branchName: textOf(branchName),
      reason: textOf(reason),
      commandId: textOf(commandId),
    },
  ]
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function oneOf<K extends string>(words: { [P in K]: string }, value: unknown): K | undefined {
  return (Object.keys(words) as K[]).find((key) => key === value)
}

/** Whether something of a kept form is still to be sent: of no kind that it starts is one under way. */
export function hasLeft({ starts }: Kept, transfers: readonly TransferView[]): boolean {
  return starts.some(({ kind }) => !transfers.some((transfer) => transfer.kind === kind && isOpen(transfer)))
}

/** The way that a kept form was on. */
export function planOf({ identity, party, starts, submittedEarly }: Kept): Plan {
  return { identity: identity === '' ? 'nonmember' : identity, party, starts, submittedEarly }
}

/** Fills a form with what was kept; consents hold for the text that they were given to. */
export function restore(form: Form, kept: Kept, branches: readonly BranchView[]): void {
  const { name, idNumber, phone, joinedOn, memberNumber } = kept
  const consented = kept.version === CONSENT_VERSION
  Object.assign(form, { name, idNumber, phone, joinedOn, memberNumber, terms: consented, sensitive: consented })
  for (const start of form.starts) {
    const same = kept.starts.find(({ kind, origin }) => kind === start.kind && origin === start.origin)
    if (same) restoreStart(start, same, branches)
  }
}

function restoreStart(start: Start, { branchId, reason, commandId }: KeptStart, branches: readonly BranchView[]): void {
  start.branch = branches.find(({ id }) => id === branchId) ?? null
  start.reason = reason
  if (commandId !== '') start.commandId = commandId
}

// ---------------------------------------------------------------- on the server

/** Keeps the form, if it may be kept and has changed. */
export function saveDraft(form: Form): void {
  if (mayKeep(form)) registrationDraft.keep(keptOf(form))
}

/** Whether what was there last is kept now; empty while nothing may be. */
export async function draftNote(form: Form): Promise<string> {
  const note = await registrationDraft.note()
  return mayKeep(form) ? note : ''
}

/** The form that was kept, and when; null where there is none. */
export async function loadDraft(): Promise<CallReply<{ kept: Kept; savedAt: string } | null>> {
  const draft = await registrationDraft.load()
  if (!draft.ok || draft.value === null) return draft.ok ? { ok: true, value: null } : draft
  const kept = readKept(draft.value.data)
  return { ok: true, value: kept === null ? null : { kept, savedAt: draft.value.savedAt } }
}

/** The branches that a kept form names, as they are now. */
export async function loadKeptBranches({ starts }: Kept): Promise<BranchView[]> {
  const found = await Promise.all(
    starts
      .filter(({ branchName }) => branchName !== '')
      .map(({ kind, branchName }) => call('member', 'branch.find', { kind, text: branchName })),
  )
  return found.flatMap((reply) => (reply.ok ? reply.value : []))
}
