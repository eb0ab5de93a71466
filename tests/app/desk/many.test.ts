import { beforeAll, describe, expect, it } from 'vitest'
import type { DecideItem, DeskItem } from '../../../cloudfunctions/contract'
import type { TransferRecord } from '../../../cloudfunctions/app/store/records'
import { carryOut, type Decide, type Run } from '../../../miniprogram/desk/act'
import { firstSort, queryOf } from '../../../miniprogram/desk/queue/filters'
import { aCommandId, addBranch, addStaff, aStudent, type Caller, valueOf } from '../../support/client'
import { addCohort, KNOWN_KEYS } from '../../support/cohort'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'

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
const approvalsOf = (items: readonly DeskItem[]): DecideItem[] =>
  items.map(({ id, version }) => ({ id, version, verdict: 'approve', officiallyApproved: true }))

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
    const never = { progress: () => undefined, stopped: () => false }

    const all = await everybody()
    expect(new Set(all.map(({ id }) => id)).size).toBe(PEOPLE)

    const stopped = await carryOut(approvalsOf(all), decide(command), stopAt(800))
    expect([stopped.outcomes.length, stopped.unsent.length, calls]).toEqual([800, 2_200, 8])
    const cut: Run = await carryOut(stopped.unsent, losing(15), never)
    expect([cut.outcomes.length, cut.unknown.length, cut.unsent.length]).toEqual([600, 100, 1_500])
    const resumed = await carryOut([...cut.unknown, ...cut.unsent], decide(command), stopAt(700))
    expect(resumed.outcomes.every(({ ok }) => ok)).toBe(true)

    // The window was closed: another day everybody who still waits is chosen again.
    const left = await everybody()
    expect(left).toHaveLength(PEOPLE - 800 - 600 - 700)
    const rest = await carryOut(approvalsOf(left), decide(aCommandId()), never)
    expect(rest.outcomes.every(({ ok }) => ok)).toBe(true)
    expect(await everybody()).toEqual([])
    expect(calls).toBe(8 + 7 + 7 + 9)

    const transfers = JSON.parse(JSON.stringify(documentsOf(cloud, 'transfers'))) as TransferRecord[]
    const approvals = transfers.map(({ events }) => events.filter(({ type }) => type === 'approved').length)
    expect(approvals).toEqual(Array.from({ length: PEOPLE }, () => 1))
  }, 180_000)
})
