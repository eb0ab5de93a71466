import { describe, expect, it } from 'vitest'
import type { TransferRecord } from '../../../cloudfunctions/app/store/records'
import { administrator, APPROVE, aStudent, LEAGUE, leagueSecretary, valueOf, type Student } from '../../support/client'
import { documentsOf } from '../../support/documents'
import { readSheets } from '../../support/spreadsheets'
import { localCloud } from '../../support/file-cloud'

const PEOPLE = 40
/** How far each fifth of the intake comes. */
const WAYS = ['waits', 'approved', 'matched', 'confirmed', 'withdrawn'] as const

const cloud = localCloud()
let people: { student: Student; way: (typeof WAYS)[number] }[]

const desk = () => leagueSecretary(cloud)
const summary = async () => valueOf(await desk().desk('desk.summary', { branchId: LEAGUE }))
/** As the product wrote them. */
const transfers = () => documentsOf(cloud, 'transfers') as object[] as TransferRecord[]

/** The same figures, counted from the documents themselves. */
const recounted = () => {
  const all = transfers()
  const count = (keeps: (transfer: TransferRecord) => boolean) => all.filter(keeps).length
  const rows = documentsOf(cloud, 'roster')
  const stages = ['registered', 'approved', 'returned', 'failed', 'transferred', 'withdrawn'] as const
  return {
    stages: Object.fromEntries(stages.map((stage) => [stage, count((one) => one.stage === stage)])),
    total: all.length,
    people: new Set(all.map(({ accountId }) => accountId)).size,
    rosterSize: rows.length,
    notRegistered: rows.filter(({ accountId }) => accountId === null).length,
    confirmedBy: {
      member: count(({ state }) => state.confirmedBy === 'member'),
      link: 0,
      province: 0,
      secretary: count(({ state }) => state.confirmedBy === 'secretary'),
    },
  }
}

const archive = async () => {
  const value = valueOf(await desk().desk('desk.export', { branchId: LEAGUE, archive: true, why: '留存' }))
  return readSheets(Buffer.from('base64' in value ? value.base64 : '', 'base64'))
}
const namesIn = (rows: readonly string[][] = []) => {
  const [heading = [], ...lines] = rows
  return lines.map((line) => line[heading.indexOf('姓名')] ?? '').sort()
}

describe('a year of a branch of forty', { timeout: 120_000 }, () => {
  it('begins with an intake in which everybody comes as far as they come', async () => {
    people = await Promise.all(
      Array.from({ length: PEOPLE }, async (_, i) => ({
        student: await aStudent(cloud),
        way: WAYS[i % WAYS.length] ?? 'waits',
      })),
    )
    const rows = [
      ...people.slice(0, 30).map(({ student: { person } }, i) => ({
        name: person.name,
        idNumber: person.idNumber,
        studentNumber: String(42_400_000 + i),
      })),
      { name: '未来者', studentNumber: '1' },
    ]
    valueOf(await desk().desk('roster.import', { branchId: LEAGUE, importId: 'intake', rows }))
    for (const { student, way } of people) {
      const started = await student.started()
      if (way === 'withdrawn') valueOf(await student.act(started, { action: 'withdraw' }))
      else if (way !== 'waits') await desk().decided(started, APPROVE)
    }
    await cloud.clock.advance('PT24H')
    for (const { student, way } of people.filter((one) => one.way === 'matched' || one.way === 'confirmed')) {
      const matched = valueOf(await student.request(await student.transfer(), student.claim))
      if (way === 'confirmed') await desk().decided(matched, { verdict: 'confirm', result: 'success' })
    }
    expect(await summary()).toMatchObject(recounted())
    const { items } = valueOf(await desk().desk('desk.list', { branchId: LEAGUE, confirmed: false, limit: 100 }))
    expect(items.map(({ name }) => name).sort()).toEqual(
      people
        .filter(({ way }) => way === 'matched')
        .map(({ student }) => student.person.name)
        .sort(),
    )
  })

  it('warns two weeks before the first go, and the archive has everybody by name', async () => {
    await cloud.clock.advance('P80D')
    const { erasing } = await summary()
    expect(erasing).toMatchObject({ count: 16, firstOn: expect.any(String) as string })
    const sheets = await archive()
    const everybody = people.map(({ student }) => student.person.name).sort()
    expect(namesIn(sheets['转接情况'])).toEqual(everybody)
    expect(namesIn(sheets['名单'])).toEqual(
      [...people.slice(0, 30).map(({ student }) => student.person.name), '未来者'].sort(),
    )
    const logged = transfers().reduce((sum, { events }) => sum + events.length, 0)
    expect(sheets['办理记录']).toHaveLength(logged + 1)
    expect(JSON.stringify(sheets)).not.toContain(people[0]?.student.person.idNumber)
  })

  it('110 days later has erased who came to an end and nobody who waits, and still adds up', async () => {
    await cloud.clock.advance('P30D')
    const left = new Set(transfers().flatMap(({ name }) => (name === '' ? [] : [name])))
    for (const { student, way } of people)
      expect([way, left.has(student.person.name)]).toEqual([way, way !== 'confirmed' && way !== 'withdrawn'])
    const now = await summary()
    expect(now).toMatchObject(recounted())
    expect(now.rosterSize + now.offRoster).toBe(now.notRegistered + now.people)
    expect(now).toMatchObject({ people: PEOPLE, total: PEOPLE, erasing: { count: 0 } })
  })

  it('keeps its figures, and the administrator sees them', async () => {
    const figures = documentsOf(cloud, 'figures')
    const sum = (key: 'registered' | 'approved' | 'confirmed') =>
      figures.reduce((all, one) => all + Number(one[key]), 0)
    expect([sum('registered'), sum('approved'), sum('confirmed')]).toEqual([40, 24, 8])
    cloud.metrics.reset()
    const { items } = valueOf(await administrator(cloud).desk('desk.overview', {}))
    expect(cloud.metrics.requests.length).toBeLessThanOrEqual(4)
    expect(items[0]).toMatchObject({ branchId: LEAGUE, registered: 8, overdue: 8, waiting: 8, done: 8, people: 40 })
  })

  it('is closed, and when everybody of it is erased its figures still stand, at its desk and in the overview', async () => {
    valueOf(await administrator(cloud).desk('branch.close', { branchId: LEAGUE }))
    await cloud.clock.advance('P600D')
    await cloud.clock.tick()
    expect(transfers().every(({ name, state, copy }) => name === '' && state.erased && copy.idNumber === '')).toBe(true)
    expect(documentsOf(cloud, 'roster')).toEqual([])
    const now = await summary()
    expect(now).toMatchObject({ ...recounted(), people: PEOPLE, total: PEOPLE, rosterSize: 0, overdue: 0 })
    expect(now).toMatchObject({ stages: { transferred: 16 }, confirmedBy: { member: 8, secretary: 8 } })
    const { items } = valueOf(await administrator(cloud).desk('desk.overview', {}))
    const row = items.find(({ branchId }) => branchId === LEAGUE)
    expect(row).toMatchObject({ closed: true, overdue: 0, done: 8, people: PEOPLE, shareDone: 0.2 })
    const figures = documentsOf(cloud, 'figures')
    const sum = (key: 'registered' | 'approved' | 'confirmed') =>
      figures.reduce((all, one) => all + Number(one[key]), 0)
    expect([sum('registered'), sum('approved'), sum('confirmed')]).toEqual([40, 24, 8])
    const kept = JSON.stringify([...figures, ...transfers(), now, items])
    for (const { student } of people) expect(kept).not.toContain(student.person.name)
  })
})
