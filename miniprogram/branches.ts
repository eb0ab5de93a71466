/** The branches that take people in: asked of the server, for pages that tell of them before anything is started. */
import type { BranchView } from '../cloudfunctions/contract'
import { call, type CallReply } from './cloud'
import { contactTitle } from './texts'

export interface Branches {
  league: BranchView[]
  party: BranchView[]
}

/** Everything that can be joined, of both kinds. */
export async function loadBranches(): Promise<CallReply<Branches>> {
  const [league, party] = await Promise.all([
    call('member', 'branch.find', { kind: 'league', text: '' }),
    call('member', 'branch.find', { kind: 'party', text: '' }),
  ])
  if (!league.ok) return league
  if (!party.ok) return party
  return { ok: true, value: { league: league.value, party: party.value } }
}

/** Somebody to call, and on which of the two matters. */
export interface Contact {
  id: string
  title: string
  name: string
  phone: string
}

const CONTACTS_AT_MOST = 4

/** Whom to call of these branches; nobody twice. */
export function contactsOf(branches: readonly BranchView[]): Contact[] {
  return branches
    .filter(({ phone }, index) => phone !== '' && branches.findIndex((other) => other.phone === phone) === index)
    .slice(0, CONTACTS_AT_MOST)
    .map(({ id, kind, contact, phone }) => ({ id, title: contactTitle(kind), name: contact, phone }))
}
