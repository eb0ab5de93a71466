import { beforeAll, describe, expect, it } from 'vitest'
import type { DecideItem, DecideOutcome, DeskItem, Reply } from '../../../cloudfunctions/contract'
import type { TransferRecord } from '../../../cloudfunctions/app/store/records'
import { carryOut, type Decide, type Run } from '../../../miniprogram/desk/act'
import { firstSort, queryOf } from '../../../miniprogram/desk/queue/filters'
import { aCommandId, addBranch, addStaff, aStudent, type Caller, valueOf } from '../../support/client'
import { addCohort, KNOWN_KEYS } from '../../support/cohort'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { startLocalCloud } from '../../support/local-cloud'
import { temporaryFolder } from '../../support/temporary'
import { StormCloud } from '../../storm/storm-cloud'

const PEOPLE = 3_000
const IN_A_CALL = 100

const cloud = localCloud({ env: KNOWN_KEYS })
let branchId: string
let secretary: Caller
beforeAll(async () => {
  branchId = addBranch(cloud, 'many')
  secretary = addStaff(cloud, 'secretary', branchId, 'secretary')
  const first = await (await aStudent(cloud)).started({ branchId })
  addCohort(cloud, first.id, PEOPLE - 1)
})

/** Everybody who waits, as the list reads them when all are chosen. */
const everybody = async (): Promise<DeskItem[]> => {
  const items: DeskItem[] = []
  let cursor: string | undefined
  do {
    const look = { filter: 'registered', text: '', sort: firstSort() } as const
    const page = valueOf(await secretary.desk('desk.list', queryOf(branchId, look, cursor, IN_A_CALL)))
    items.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined)
  return items
}
const approvalsOf = (items: readonly Pick<DeskItem, 'id' | 'version'>[]): DecideItem[] =>
  items.map(({ id, version }) => ({ id, version, verdict: 'approve', officiallyApproved: true }))

/** How often each of these was approved. */
const approvalsIn = (transfers: readonly object[]): number[] =>
  (JSON.parse(JSON.stringify(transfers)) as TransferRecord[]).map(
    ({ events }) => events.filter(({ type }) => type === 'approved').length,
  )
const NEVER_STOPPED = { progress: () => undefined, stopped: () => false }
const HANGS = { kind: 'delay', action: 'database.modifyDocument', collection: 'transfers', ms: 60_000 } as const

describe('3,000 approvals', () => {
  it('are one go: stopped, cut off in the middle of a reply, given up and begun anew, none is lost and none is doubled', async () => {
    const command = aCommandId()
    let calls = 0
    const decide =
      (commandId: string): Decide =>
      async (items) => {
        calls += 1
        return { ok: true, value: valueOf(await secretary.decideAll(items, commandId)) }
      }
    /** The reply to one of the calls never arrives; what it did is done. */
    const losing =
      (nth: number): Decide =>
      async (items) => {
        const reply = await decide(command)(items)
        return calls === nth ? { ok: false, error: { code: 'OFFLINE' } } : reply
      }
    const stopAt = (answered: number) => {
      let now = 0
      return { progress: (count: number) => (now = count), stopped: () => now >= answered }
    }

    const all = await everybody()
    expect(new Set(all.map(({ id }) => id)).size).toBe(PEOPLE)

    const stopped = await carryOut(approvalsOf(all), decide(command), stopAt(800))
    expect([stopped.outcomes.length, stopped.unsent.length, calls]).toEqual([800, 2_200, 8])
    const cut: Run = await carryOut(stopped.unsent, losing(15), NEVER_STOPPED)
    expect([cut.outcomes.length, cut.unknown.length, cut.unsent.length]).toEqual([600, 100, 1_500])
    const resumed = await carryOut([...cut.unknown, ...cut.unsent], decide(command), stopAt(700))
    expect(resumed.outcomes.every(({ ok }) => ok)).toBe(true)

    // The window was closed: another day everybody who still waits is chosen again.
    const left = await everybody()
    expect(left).toHaveLength(PEOPLE - 800 - 600 - 700)
    const rest = await carryOut(approvalsOf(left), decide(aCommandId()), NEVER_STOPPED)
    expect(rest.outcomes.every(({ ok }) => ok)).toBe(true)
    expect(await everybody()).toEqual([])
    expect(calls).toBe(8 + 7 + 7 + 9)

    expect(approvalsIn(documentsOf(cloud, 'transfers'))).toEqual(Array.from({ length: PEOPLE }, () => 1))
  }, 180_000)

  it('go on where they were when the server is killed in the middle of a call: none is lost and none is doubled', async () => {
    const folder = temporaryFolder()
    const filled = await startLocalCloud({ dataDir: folder })
    addBranch(filled, 'killed')
    addStaff(filled, 'secretary', 'killed', 'secretary')
    const first = await (await aStudent(filled)).started({ branchId: 'killed' })
    addCohort(filled, first.id, PEOPLE - 1)
    const stored = documentsOf(filled, 'transfers') as object[] as TransferRecord[]
    const all = stored.map(({ _id: id, version }) => ({ id, version }))
    await filled.close()

    const server = await StormCloud.start({ folder, patienceMs: 2 * HANGS.ms })
    const approved = async (): Promise<number> => {
      const { transfers = [] } = (await server.documents()) as { transfers?: object[] }
      return approvalsIn(transfers).reduce((sum, count) => sum + count, 0)
    }
    const commandId = aCommandId()
    let calls = 0
    const decide: Decide = async (items) => {
      calls += 1
      const isLast = calls === 13
      // Of this call forty are written; the next writes hang until the process is killed.
      if (isLast) await server.fault({ ...HANGS, skip: 40, times: IN_A_CALL })
      const reply = server.call('secretary', 'desk.decide', { items, commandId }, 'secretary')
      if (isLast) {
        await expect.poll(approved, { timeout: HANGS.ms, interval: 200 }).toBe(1_240)
        await server.kill()
      }
      const answer = (await reply) as Reply<{ outcomes: DecideOutcome[] }> | undefined
      return answer ?? { ok: false, error: { code: 'OFFLINE' } }
    }

    const cut = await carryOut(approvalsOf(all), decide, NEVER_STOPPED)
    expect(cut.failure).toEqual({ code: 'OFFLINE' })
    expect([cut.outcomes.length, cut.unknown.length, cut.unsent.length]).toEqual([1_200, 100, 1_700])
    await server.restart()
    // The call did forty of its hundred, and nobody was told.
    expect(await approved()).toBe(1_240)
    const rest = await carryOut([...cut.unknown, ...cut.unsent], decide, NEVER_STOPPED)
    expect([rest.outcomes.filter(({ ok }) => ok).length, rest.failure]).toEqual([1_800, null])
    const { transfers = [] } = (await server.documents()) as { transfers?: object[] }
    expect(approvalsIn(transfers)).toEqual(Array.from({ length: PEOPLE }, () => 1))
    await server.close()
  }, 240_000)
})
