import { beforeAll, describe, expect, it } from 'vitest'
import type { InputOf, OpOf } from '../../../cloudfunctions/contract'
import { addBranch, administrator, aStudent, LEAGUE, leagueSecretary, valueOf } from '../../support/client'
import { localCloud } from '../../support/file-cloud'

/** Slow enough that what is asked at once overlaps, whatever else the machine does. */
const SLOW_MS = 80

const FUTURE = { name: '未来者', studentNumber: '42419999', phone: '19900000003' }

const cloud = localCloud()
beforeAll(async () => {
  const people = await Promise.all(Array.from({ length: 6 }, () => aStudent(cloud)))
  const rows = [
    ...people.map(({ person }, n) => ({
      name: person.name,
      studentNumber: `4241000${String(n)}`,
      last4: person.idNumber.slice(-4),
    })),
    FUTURE,
  ]
  valueOf(await leagueSecretary(cloud).desk('roster.import', { branchId: LEAGUE, importId: 'one', rows }))
  for (const student of people) await student.started()
  await cloud.clock.tick()
})

/** How often a call asks the database, and in how many rounds: requests that overlap in time are one. */
const asked = async (work: () => Promise<unknown>): Promise<{ requests: number; rounds: number }> => {
  await work()
  cloud.metrics.reset()
  cloud.fault({ kind: 'delay', ms: SLOW_MS, times: 100 })
  await work()
  cloud.clearFaults()
  const { requests, rounds } = cloud.metrics
  return { requests: requests.length, rounds }
}

const atDesk =
  <O extends OpOf<'secretary'>>(op: O, input: InputOf<'secretary', O>) =>
  async () =>
    valueOf(await leagueSecretary(cloud).desk(op, input))

describe('what a page of the desk asks the database', () => {
  it.each([
    ['the list', atDesk('desk.list', { branchId: LEAGUE, stage: 'registered' })],
    ['a search', atDesk('desk.list', { branchId: LEAGUE, text: '测' })],
    ['the summary', atDesk('desk.summary', { branchId: LEAGUE })],
    ['all gaps', atDesk('roster.gaps', { branchId: LEAGUE, limit: 500 })],
    ['the gaps of one stage', atDesk('roster.gaps', { branchId: LEAGUE, group: 'registered' })],
    ['people of all branches', async () => valueOf(await administrator(cloud).desk('desk.find', { text: '测' }))],
    ['the overview', async () => valueOf(await administrator(cloud).desk('desk.overview', {}))],
  ])('%s is had in at most four requests and two rounds', async (_, work) => {
    const { requests, rounds } = await asked(work)
    expect(requests).toBeLessThanOrEqual(4)
    expect(rounds).toBeLessThanOrEqual(2)
  })

  it('an import of rows that are there already asks a fixed number of times, however many rows there are', async () => {
    const again = (importId: string) =>
      atDesk('roster.import', {
        branchId: LEAGUE,
        importId,
        rows: [FUTURE],
        dryRun: true,
      })
    expect((await asked(again('two'))).requests).toBeLessThanOrEqual(3)
  })

  it('the preview of a first list reads nothing of a roster that is empty', async () => {
    const first = { branchId: addBranch(cloud, 'first-list'), importId: 'one', rows: [FUTURE], dryRun: true }
    const preview = async () => valueOf(await administrator(cloud).desk('roster.import', first))
    expect((await asked(preview)).requests).toBeLessThanOrEqual(3)
  })
})
