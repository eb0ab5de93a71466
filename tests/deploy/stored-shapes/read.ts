import { administrator, Caller, LEAGUE, leagueSecretary, PARTY, partySecretary, valueOf } from '../../support/client'
import type { TestCloud } from '../../support/local-cloud'

/** What people and desks see of everything that is stored. */
export async function readAll(cloud: TestCloud, openids: readonly string[]) {
  const members = []
  for (const openid of openids) {
    const { account, transfers } = await new Caller(cloud, openid).me()
    members.push({ account, transfers })
  }
  const desk = async (caller: Caller, branchId: string) => {
    const { items } = valueOf(await caller.desk('desk.list', { branchId, limit: 100 }))
    const opened = []
    for (const { id } of items) opened.push(valueOf(await caller.desk('desk.open', { id })))
    return {
      items,
      opened,
      summary: valueOf(await caller.desk('desk.summary', { branchId })),
      gaps: valueOf(await caller.desk('roster.gaps', { branchId })),
      audit: valueOf(await caller.desk('audit.list', { branchId })),
      conflicts: valueOf(await caller.desk('desk.conflicts', { branchId })),
      staff: valueOf(await caller.desk('staff.list', { branchId })),
      invitations: valueOf(await caller.desk('staff.invitations', { branchId })),
    }
  }
  return {
    members,
    league: await desk(leagueSecretary(cloud), LEAGUE),
    party: await desk(partySecretary(cloud), PARTY),
    provinces: valueOf(await administrator(cloud).desk('province.list', {})),
  }
}
