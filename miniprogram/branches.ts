/** The branches that take people in: asked of the server, for pages that tell of them before anything is started. */
import type { BranchView } from '../cloudfunctions/contract'
import { call, type Answer } from './cloud'

export interface Branches {
  league: BranchView[]
  party: BranchView[]
}

/** Everything that can be joined, of both kinds. */
export async function loadBranches(): Promise<Answer<Branches>> {
  const [league, party] = await Promise.all([
    call('member', 'branch.find', { kind: 'league', text: '' }),
    call('member', 'branch.find', { kind: 'party', text: '' }),
  ])
  if (!league.ok) return league
  if (!party.ok) return party
  return { ok: true, value: { league: league.value, party: party.value } }
}
