import { describe, expect, it, vi } from 'vitest'
import type { BranchRecord, FiguresRecord } from '../../../cloudfunctions/app/store/records'
import type { OverviewRow } from '../../../cloudfunctions/contract'
import { addDays, beijingDay } from '../../../cloudfunctions/domain/beijing'
import { listsOf } from '../../../cloudfunctions/domain/desk-lists'
import { aTransfer, DAY, HOUR } from '../../support/builders'
import {
  addBranch,
  addStaff,
  administrator,
  APPROVE,
  aStudent,
  PARTY,
  setBranch,
  valueOf,
  type Student,
} from '../../support/client'
import { addAlike, KNOWN_KEYS } from '../../support/cohort'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { AMPLE_MS, type TestCloud } from '../../support/local-cloud'
import { Elsewhere } from '../../support/meanwhile'

const overview = async (cloud: TestCloud): Promise<OverviewRow[]> => {
  const rows: OverviewRow[] = []
  let cursor: string | undefined
  do {
    const page = valueOf(
      await administrator(cloud).desk('desk.overview', { ...(cursor === undefined ? {} : { cursor }) }),
    )
    expect(page.items.length).toBeLessThanOrEqual(100)
    if (cursor !== undefined) expect(page.items).not.toEqual([])
    rows.push(...page.items)
    expect(new Set(rows.map(({ branchId }) => branchId)).size).toBe(rows.length)
    cursor = page.next
  } while (cursor !== undefined)
  return rows
}
const figures = (cloud: TestCloud) => documentsOf(cloud, 'figures') as object[] as FiguresRecord[]
const branches = (cloud: TestCloud) => documentsOf(cloud, 'branches') as object[] as BranchRecord[]
const branchIds = (cloud: TestCloud) => branches(cloud).map(({ _id }) => _id)
/** What the clock has written down of a branch, the oldest day first. */
const figuresOf = (cloud: TestCloud, branchId: string) =>
  figures(cloud)
    .filter((one) => one.branchId === branchId)
    .sort((a, b) => (a.day < b.day ? -1 : 1))

describe('the overview', () => {
  const cloud = localCloud({ env: KNOWN_KEYS })
  const rowsOf = async (...ids: string[]) => {
    const rows = await overview(cloud)
    return ids.map((id) => rows.find(({ branchId }) => branchId === id))
  }

  it('says of each branch how it stands, counted at once where the clock has not come to it', async () => {
    addBranch(cloud, 'o-league', { shortName: '第一团支部' })
    addBranch(cloud, 'o-party', { shortName: '第一党支部' }, PARTY)
    const league = addStaff(cloud, 'o-league-desk', 'o-league', 'secretary')
    const party = addStaff(cloud, 'o-party-desk', 'o-party', 'secretary')
    const rows = [{ name: '未来者', studentNumber: '1' }]
    valueOf(await league.desk('roster.import', { branchId: 'o-league', importId: 'i', rows }))
    const comes = async (): Promise<Student> => {
      const student = await aStudent(cloud)
      await student.started({ branchId: 'o-league' })
      return student
    }
    const [, approved, failed, matched, confirmed] = [
      ...[await comes(), await comes(), await comes()],
      ...[await comes(), await comes()],
    ] as const
    for (const student of [approved, failed, matched, confirmed])
      await league.decided(await student.transfer(), APPROVE)
    const preparing = () => aStudent(cloud, { party: 'full' })
    const [, announced, received] = [await preparing(), await preparing(), await preparing()] as const
    for (const student of [announced, received]) {
      await student.announced(await student.started({ kind: 'party', branchId: 'o-party' }))
    }
    await (await preparing()).started({ kind: 'party', branchId: 'o-party' })
    await party.decided(await received.transfer(), { verdict: 'receive', checked: ['online', 'materials'] })
    const { state, events } = aTransfer().registered('o-league').approved().matched('province')
    addAlike(cloud, (await approved.transfer()).id, [
      {
        ...{ id: 'o-province', reference: '0000000001' },
        person: { name: '外省者', idNumber: '1', memberNumber: '2' },
        fields: () => ({ state, events: [...events], stage: state.stage, lists: listsOf(state, null) }),
      },
    ])
    cloud.clock.pass(4 * DAY)
    await comes()
    valueOf(await failed.request(await failed.transfer(), { ...failed.claim, name: '别人' }))
    for (const student of [matched, confirmed]) valueOf(await student.request(await student.transfer(), student.claim))
    await league.decided(await confirmed.transfer(), { verdict: 'confirm', result: 'success' })

    const now = cloud.clock.now()
    const before = await rowsOf('o-league', 'o-party')
    const ofAll = { closed: false, at: expect.any(String) as string }
    expect(before).toEqual([
      {
        ...{ ...ofAll, branchId: 'o-league', branchName: '第一团支部', kind: 'league' },
        ...{ registered: 2, waiting: 1, overdue: 1, failed: 1, done: 2, people: 7, rosterSize: 1, shareDone: 0.25 },
      },
      {
        ...{ ...ofAll, branchId: 'o-party', branchName: '第一党支部', kind: 'party' },
        ...{ registered: 1, waiting: 1, overdue: 1, failed: 0, done: 1, people: 3, rosterSize: 0, shareDone: 0.333 },
      },
    ])
    for (const row of before) expect(Math.abs(Date.parse(row?.at ?? '') - now)).toBeLessThan(60_000)
    await cloud.clock.tick()
    const counted = await rowsOf('o-league', 'o-party')
    expect(counted).toEqual(before.map((row) => ({ ...row, at: expect.any(String) as string })))
    cloud.clock.pass(HOUR)
    expect(await rowsOf('o-league', 'o-party')).toEqual(counted)
  })

  it('has the closed ones last and before them what is overdue first, a hundred on a page', async () => {
    const model = await (await aStudent(cloud)).started({ branchId: addBranch(cloud, 'p-model') })
    const others = 200 - branchIds(cloud).length
    for (let i = 0; i < others; i += 1) addBranch(cloud, `p-${String(i).padStart(3, '0')}`)
    const uncounted = branchIds(cloud).filter((id) => /^p-\d/u.test(id))
    addAlike(
      cloud,
      model.id,
      uncounted.map((branchId, n) => ({
        ...{ id: `o-${branchId}`, reference: `o${String(n).padStart(9, '0')}` },
        person: { name: '同名', idNumber: '1', memberNumber: '2' },
        fields: () => ({ branchId }),
      })),
    )
    // The clock has not come to them: so many are counted at once, the others it will come to.
    const first = await overview(cloud)
    expect(first.filter(({ branchId, people }) => branchId.startsWith('p-') && people === 1).length).toBe(20)
    expect(first.filter(({ branchId, people }) => branchId.startsWith('p-') && people === 0).length).toBe(others - 19)
    for (const closed of ['p-007', 'p-050']) await setBranch(cloud, closed, { closedAt: cloud.clock.now() })
    const standing = { stages: {}, people: 1, confirmed: 0, overdue: 0, rosterSize: 0, notRegistered: 0 }
    const elsewhere = new Elsewhere(cloud)
    for (const branchId of ['p-model', ...uncounted]) {
      const overdue = branchId === 'p-060' ? 3 : branchId === 'p-050' ? 9 : 0
      const counted = { ...{ day: '2024-09-01', at: 0, recentOf: null }, standing: { ...standing, overdue } }
      elsewhere.add('figures', { ...{ _id: `${branchId}:0`, branchId, newestOf: branchId }, ...counted })
    }
    const all = await overview(cloud)
    expect(all.filter(({ branchId, people }) => branchId.startsWith('p-') && people === 1).length).toBe(others + 1)
    const ids = branchIds(cloud)
    const last = ['p-050', 'p-007']
    const overdue = ['p-060', 'o-league', 'o-party']
    const rest = ids.filter((id) => !last.includes(id) && !overdue.includes(id)).sort()
    expect(all.map(({ branchId }) => branchId)).toEqual([...overdue, ...rest, ...last])
    expect(all.slice(-3).map(({ closed }) => closed)).toEqual([false, true, true])
  })
})

describe('the figures of the days', () => {
  const cloud = localCloud({ env: KNOWN_KEYS })

  it('are one document for each day that is shown, and the newest says how the branch stands', async () => {
    const branchId = addBranch(cloud, 'f-days')
    const desk = addStaff(cloud, 'f-days-desk', branchId, 'secretary')
    const [first, second] = [await aStudent(cloud), await aStudent(cloud)]
    await desk.approved(await first.started({ branchId }))
    await second.started({ branchId })
    await cloud.clock.tick()
    const today = beijingDay(cloud.clock.now())
    const nothing = { registered: 0, approved: 0, confirmed: 0, failed: 0 }
    const documents = figuresOf(cloud, branchId)
    expect(documents.map(({ day }) => day)).toEqual(Array.from({ length: 60 }, (_, i) => addDays(today, i - 59)))
    const standing = {
      stages: { registered: 1, approved: 1, returned: 0, failed: 0, transferred: 0, withdrawn: 0 },
      ...{ people: 2, confirmed: 0, overdue: 0, rosterSize: 0, notRegistered: 0 },
    }
    for (const { day, ...document } of documents)
      expect(document).toMatchObject({
        ...{ _id: `${branchId}:${day}`, branchId, standing, recentOf: branchId },
        newestOf: day === today ? branchId : null,
        ...(day === today ? { ...nothing, registered: 2, approved: 1 } : nothing),
      })
    const shown = async () => valueOf(await desk.desk('desk.summary', { branchId })).days
    expect((await shown()).at(-1)).toEqual({ day: today, ...nothing, registered: 2, approved: 1 })

    // A day later the oldest is shown no longer, and the newest is another.
    await cloud.clock.advance('P1D')
    const next = addDays(today, 1)
    const after = figuresOf(cloud, branchId)
    expect(after.filter(({ newestOf }) => newestOf !== null).map(({ day }) => day)).toEqual([next])
    expect(after.filter(({ recentOf }) => recentOf === null).map(({ day }) => day)).toEqual([addDays(today, -59)])
    expect((await shown()).slice(-2)).toEqual([
      { day: today, ...nothing, registered: 2, approved: 1 },
      { day: next, ...nothing },
    ])

    // The clock stood still for longer than is shown: what happened on the last day that it counted stays.
    await desk.approved(await second.transfer())
    cloud.clock.pass(70 * DAY)
    await cloud.clock.tick()
    const late = beijingDay(cloud.clock.now())
    expect((await shown()).map(({ day }) => day)).toEqual(Array.from({ length: 60 }, (_, i) => addDays(late, i - 59)))
    const [that] = figuresOf(cloud, branchId).filter(({ day }) => day === next)
    expect(that).toMatchObject({ ...nothing, approved: 1, recentOf: null, newestOf: null })
  })

  it('count more than are read at once', async () => {
    const branchId = addBranch(cloud, 'f-many')
    const desk = addStaff(cloud, 'f-many-desk', branchId, 'secretary')
    const { id } = await desk.approved(await (await aStudent(cloud)).started({ branchId }))
    addAlike(
      cloud,
      id,
      Array.from({ length: 500 }, (_, n) => ({
        ...{ id: `f-many-${String(n)}`, reference: `f${String(n).padStart(9, '0')}` },
        person: { name: '同名', idNumber: '1', memberNumber: '2' },
      })),
    )
    await cloud.clock.tick()
    expect(valueOf(await desk.desk('desk.summary', { branchId })).days.at(-1)).toMatchObject({
      registered: 501,
      approved: 501,
    })
  })

  it('are of a day on which they are counted again what they were, and ask for no more than has changed', async () => {
    await cloud.clock.tick()
    const before = figures(cloud).map(({ at: _at, ...rest }) => rest)
    cloud.metrics.reset()
    await cloud.clock.tick()
    expect(figures(cloud).map(({ at: _at, ...rest }) => rest)).toEqual(before)
    const written = cloud.metrics.requests.filter(
      ({ action, collection }) => action.startsWith('database.modify') && collection !== 'deployment',
    )
    // One document of each branch, for nothing has happened and the day is the same.
    const branches = branchIds(cloud).length
    expect(written.map(({ collection }) => collection)).toEqual(Array.from({ length: branches }, () => 'figures'))
  })

  it.each(['first', 'second'])(
    'of the days before the newest are written before it: none is lost where the %s write fails',
    async (struck) => {
      const branchId = addBranch(cloud, `f-outage-${struck}`)
      const desk = addStaff(cloud, `f-outage-${struck}-desk`, branchId, 'secretary')
      const student = await aStudent(cloud)
      const started = await student.started({ branchId })
      await cloud.clock.tick()
      await desk.approved(started)
      const day = beijingDay(cloud.clock.now())
      cloud.clock.pass(DAY)
      // On the newest day something happens, too, and is met first.
      await (await aStudent(cloud)).started({ branchId })
      cloud.clock.pass(60_000)
      valueOf(await student.act(await student.transfer(), { action: 'withdraw' }))
      const elsewhere = new Elsewhere(cloud)
      const others = branches(cloud).filter(({ _id }) => _id !== branchId)
      for (const { _id } of others) elsewhere.set('branches', _id, { kind: 'none' })
      vi.spyOn(console, 'error').mockReturnValue()
      const write = { action: 'database.modifyDocument', collection: 'figures' }
      const strike = () => {
        cloud.fault({ ...write, kind: 'errorBefore' })
      }
      if (struck === 'first') strike()
      else cloud.fault({ ...write, kind: 'delay', meanwhile: strike })
      await cloud.clock.tick().catch(() => undefined)
      cloud.clearFaults()
      await cloud.clock.tick()
      vi.restoreAllMocks()
      for (const { _id, kind } of others) elsewhere.set('branches', _id, { kind })
      expect(figuresOf(cloud, branchId).find((one) => one.day === day)).toMatchObject({ registered: 1, approved: 1 })
    },
  )

  it('note how many rows of the list are left', async () => {
    const branchId = addBranch(cloud, 'f-roster', { rosterSize: 7 })
    const row = { _id: 'f-row', branchId, key: '1', name: '名单一', accountId: null }
    new Elsewhere(cloud).add('roster', row)
    await cloud.clock.tick()
    expect(documentsOf(cloud, 'branches').find(({ _id }) => _id === branchId)).toMatchObject({ rosterSize: 1 })
  })

  it('of whom time was too short for are counted first by the next run', async () => {
    const counted = () =>
      new Set(
        figures(cloud)
          .filter(({ at }) => at > since)
          .map((one) => one.branchId),
      )
    const over = () => {
      cloud.fault({
        ...{ kind: 'delay', action: 'database.modifyDocument', collection: 'figures' },
        meanwhile: () => {
          cloud.clock.pass(AMPLE_MS)
        },
      })
    }
    const since = cloud.clock.now()
    cloud.clock.pass(HOUR)
    const branches = branchIds(cloud).length
    for (let run = 1; run <= branches; run += 1) {
      over()
      await cloud.clock.tick()
      expect(counted().size).toBe(run)
    }
    cloud.clearFaults()
  })
})

describe('who is erased soon', () => {
  const cloud = localCloud()

  it('is told with the day of the first, of ended ones and of those without an end', async () => {
    const branchId = addBranch(cloud, 'e-soon', { retentionDays: 20 })
    const desk = addStaff(cloud, 'e-soon-desk', branchId, 'secretary')
    const erasing = async () => valueOf(await desk.desk('desk.summary', { branchId })).erasing
    const [ends, stays] = [await aStudent(cloud), await aStudent(cloud)]
    await stays.started({ branchId })
    const started = await ends.started({ branchId })
    cloud.clock.pass(DAY)
    valueOf(await ends.act(started, { action: 'withdraw' }))
    const ended = cloud.clock.now()
    cloud.clock.pass(5 * DAY)
    expect(await erasing()).toEqual({ count: 0 })
    cloud.clock.pass(2 * DAY)
    const firstOn = beijingDay(ended + 20 * DAY)
    expect(await erasing()).toEqual({ count: 1, firstOn })
    // The clock is late.
    cloud.clock.pass(30 * DAY)
    expect(await erasing()).toEqual({ count: 1, firstOn: beijingDay(cloud.clock.now()) })
    await cloud.clock.tick()
    expect(await erasing()).toEqual({ count: 0 })
  })

  it('and of those without an end eighteen months after they were last heard of', async () => {
    await cloud.clock.set('2025-01-10T04:00:00Z')
    const branchId = addBranch(cloud, 'e-open')
    const desk = addStaff(cloud, 'e-open-desk', branchId, 'secretary')
    const erasing = async () => valueOf(await desk.desk('desk.summary', { branchId })).erasing
    await (await aStudent(cloud)).started({ branchId })
    await cloud.clock.set('2026-06-26T03:00:00Z')
    expect(await erasing()).toEqual({ count: 0 })
    const later = await aStudent(cloud)
    await cloud.clock.set('2026-06-27T04:00:00Z')
    expect(await erasing()).toEqual({ count: 1, firstOn: '2026-07-10' })
    // Whoever comes to an end on a later day is one more, and not the first.
    await setBranch(cloud, branchId, { retentionDays: 14 })
    valueOf(await later.act(await later.started({ branchId }), { action: 'withdraw' }))
    cloud.clock.pass(HOUR)
    expect(await erasing()).toEqual({ count: 2, firstOn: '2026-07-10' })
  })
})
