import { beforeEach, describe, expect, it } from 'vitest'
import {
  addBranch,
  addStaff,
  administrator,
  aStudent,
  type Caller,
  codeOf,
  PARTY,
  setBranch,
  valueOf,
} from '../../support/client'
import { localCloud } from '../../support/file-cloud'
import { anIdNumber } from '../../support/people'

const cloud = localCloud()
let n = 0
let branchId: string
let desk: Caller
beforeEach(() => {
  n += 1
  branchId = addBranch(cloud, `branch-${String(n)}`)
  desk = addStaff(cloud, `desk-${String(n)}`, branchId, 'secretary')
})

const summary = async (caller = desk, at = branchId) => valueOf(await caller.desk('desk.summary', { branchId: at }))
const asked = async () => {
  const student = await aStudent(cloud)
  return { student, transfer: await student.started({ branchId }) }
}

describe('the summary', () => {
  it('of an empty branch counts nothing and has no median', async () => {
    const { days, ...figures } = await summary()
    expect(days).toHaveLength(60)
    expect(days.every((day) => day.registered + day.approved + day.confirmed + day.failed === 0)).toBe(true)
    expect(figures).toEqual({
      branchId,
      stages: { registered: 0, approved: 0, returned: 0, failed: 0, transferred: 0, withdrawn: 0 },
      total: 0,
      overdue: 0,
      waiting: 0,
      ready: 0,
      rosterSize: 0,
      notRegistered: 0,
      people: 0,
      offRoster: 0,
      erasing: { count: 0 },
      medianHoursToApprove: null,
      confirmedBy: { member: 0, link: 0, province: 0, secretary: 0 },
      unconfirmed: 0,
      lacking: {},
      overdueAfterDays: 3,
    })
  })

  it('counts who waits for the confirmation apart from who has it', async () => {
    const [matched, confirmed, submitted] = await Promise.all([asked(), asked(), asked()])
    for (const { transfer } of [matched, confirmed, submitted]) await desk.approved(transfer)
    await cloud.clock.advance('PT25H')
    for (const { student } of [matched, confirmed])
      await student.act(await student.transfer(), { action: 'request', claimed: student.claim })
    await submitted.student.act(await submitted.student.transfer(), { action: 'request' })
    await desk.decided(await confirmed.student.transfer(), { verdict: 'confirm', result: 'success' })
    expect(await summary()).toMatchObject({ unconfirmed: 2, stages: { transferred: 2, approved: 1 } })
  })

  it('counts every stage, and the stages add up to the total', async () => {
    await asked()
    const returned = await asked()
    await desk.returned(returned.transfer)
    const withdrawn = await asked()
    valueOf(await withdrawn.student.act(withdrawn.transfer, { action: 'withdraw' }))
    const people = await Promise.all([asked(), asked(), asked(), asked()])
    const approved = await Promise.all(people.map(({ transfer }) => desk.approved(transfer)))
    expect(await summary()).toMatchObject({ waiting: 4, ready: 0 })

    await cloud.clock.advance('PT24H')
    await desk.approved((await asked()).transfer)
    const [wrong, match] = people
    const at = (i: number) => approved[i] ?? { id: '', version: 0 }
    valueOf(await wrong.student.request(at(0), { ...wrong.student.claim, name: '别人' }))
    valueOf(await match.student.request(at(1), match.student.claim))
    await desk.decided(at(2), { verdict: 'confirm', result: 'success' })
    expect(await summary()).toMatchObject({
      stages: { registered: 1, approved: 2, returned: 1, failed: 1, transferred: 2, withdrawn: 1 },
      total: 8,
      waiting: 1,
      ready: 1,
      confirmedBy: { member: 1, secretary: 1, link: 0, province: 0 },
    })
  })

  it('counts who came and is on no row of the roster, apart from rows whose people have not come', async () => {
    const { student } = await asked()
    await asked()
    const rows = [student.person, { name: '没来', idNumber: anIdNumber({ sequence: '777' }) }]
    valueOf(
      await desk.desk('roster.import', {
        branchId,
        importId: 'i',
        rows: rows.map(({ name, idNumber }) => ({ name, idNumber })),
      }),
    )
    expect(await summary()).toMatchObject({ rosterSize: 2, notRegistered: 1, people: 2, offRoster: 1 })
  })

  it('counts as ready from the very millisecond that the wait ends', async () => {
    const approved = await desk.approved((await asked()).transfer)
    const readyAt = Date.parse(approved.readyAt ?? '')
    await cloud.clock.set(new Date(readyAt - 60_000).toISOString())
    expect(await summary()).toMatchObject({ waiting: 1, ready: 0 })
    await cloud.clock.set(new Date(readyAt).toISOString())
    expect(await summary()).toMatchObject({ waiting: 0, ready: 1 })
  })

  it('counts as overdue what the branch has not answered for three days', async () => {
    await asked()
    await cloud.clock.advance('PT71H59M')
    await asked()
    expect((await summary()).overdue).toBe(0)
    await cloud.clock.advance('PT2M')
    expect((await summary()).overdue).toBe(1)
  })

  it('counts as overdue what the branch allows itself, and the list and the person agree', async () => {
    const { transfer } = await asked()
    await cloud.clock.advance('P2D')
    const all = async () => {
      const { items } = valueOf(await desk.desk('desk.list', { branchId, overdue: true }))
      const { overdue } = valueOf(await desk.desk('desk.open', { id: transfer.id }))
      return [(await summary()).overdue, items.length, overdue]
    }
    expect(await all()).toEqual([0, 0, false])
    valueOf(await desk.desk('branch.save', { id: branchId, overdueAfterDays: 1 }))
    expect(await all()).toEqual([1, 1, true])
    expect((await summary()).overdueAfterDays).toBe(1)
    valueOf(await desk.desk('branch.save', { id: branchId, overdueAfterDays: 30 }))
    expect(await all()).toEqual([0, 0, false])
  })

  it('of a Party branch counts as overdue who is neither accepted online nor has a letter there', async () => {
    const party = addBranch(cloud, `late-party-${String(n)}`, {}, PARTY)
    const secretary = addStaff(cloud, `late-party-desk-${String(n)}`, party, 'secretary')
    const student = await aStudent(cloud, { party: 'full' })
    const started = await student.started({ kind: 'party', branchId: party })
    const announced = await student.announced(started)
    await cloud.clock.advance('P4D')
    const all = async () => {
      const listed = async (more: object) =>
        valueOf(await secretary.desk('desk.list', { branchId: party, overdue: true, ...more })).items
      const [plain, byRoster, byText, byStage] = await Promise.all([
        listed({}),
        listed({ rosterMatch: 'none' }),
        listed({ text: student.person.name }),
        listed({ stage: 'announced' }),
      ])
      const { overdue } = valueOf(await secretary.desk('desk.open', { id: announced.id }))
      const counts = [plain, byRoster, byText, byStage].map(({ length }) => length)
      return [(await summary(secretary, party)).overdue, ...counts, plain[0]?.overdue ?? false, overdue]
    }
    expect(await all()).toEqual([1, 1, 1, 1, 1, true, true])
    const papers = await secretary.decided(announced, { verdict: 'receive', checked: ['receipt'] })
    expect(await all()).toEqual([1, 1, 1, 1, 1, true, true])
    await secretary.decided(papers, { verdict: 'receive', checked: ['online'] })
    await cloud.clock.advance('P90D')
    expect(await all()).toEqual([0, 0, 0, 0, 0, false, false])
  })

  it('tells the median of the hours that approvals took, of a new asking anew', async () => {
    const first = await asked()
    await cloud.clock.advance('PT2H')
    const second = await asked()
    await cloud.clock.advance('PT4H')
    const approved = await desk.approved(first.transfer)
    expect((await summary()).medianHoursToApprove).toBe(6)
    await desk.approved(second.transfer)
    expect((await summary()).medianHoursToApprove).toBe(5)

    const returned = await desk.returned(approved)
    await cloud.clock.advance('PT10H')
    const again = valueOf(await first.student.act(returned, { action: 'amend' }))
    await cloud.clock.advance('PT1H')
    await desk.approved(again)
    expect((await summary()).medianHoursToApprove).toBe(2.5)
  })

  it('makes known to members how long an answer usually takes, once the clock has counted three', async () => {
    const usual = async ({ student }: Awaited<ReturnType<typeof asked>>) => (await student.transfer()).branch.usualHours
    const waiting = await asked()
    const answered = [await asked(), await asked(), await asked()]
    for (const { transfer } of answered.slice(0, 2)) {
      await cloud.clock.advance('PT4H')
      await desk.approved(transfer)
    }
    await cloud.clock.advance('PT1M')
    expect(await usual(waiting)).toBeUndefined()
    for (const { transfer } of answered.slice(2)) await desk.approved(transfer)
    await cloud.clock.advance('PT1M')
    expect(await usual(waiting)).toBe(8)
    // It is counted, and no setting.
    await desk.call('secretary', 'branch.save', { id: branchId, usualHours: 1 })
    expect(await usual(waiting)).toBe(8)
  })

  it('goes on to make known what was usual where those are gone of whom it was counted', async () => {
    const { student, transfer } = await asked()
    await setBranch(cloud, branchId, { usualHours: 5 })
    await cloud.clock.tick()
    expect((await student.transfer(transfer.id)).branch.usualHours).toBe(5)
  })

  it('says when the window closes', async () => {
    await setBranch(cloud, branchId, { closesOn: '2099-09-30' })
    expect((await summary()).closesOn).toBe('2099-09-30')
  })

  it('of a Party branch has the stages of the Party, and the time until everything was there', async () => {
    const party = addBranch(cloud, `party-${String(n)}`, {}, PARTY)
    const secretary = addStaff(cloud, `party-desk-${String(n)}`, party, 'secretary')
    const student = await aStudent(cloud, { party: 'full' })
    const started = await student.started({ kind: 'party', branchId: party })
    const announced = await student.announced(started)
    await cloud.clock.advance('PT3H')
    const some = await secretary.decided(announced, { verdict: 'receive', checked: ['online'] })
    expect((await summary(secretary, party)).medianHoursToApprove).toBeNull()
    await cloud.clock.advance('PT5H')
    const received = await secretary.decided(some, { verdict: 'receive', checked: ['materials'] })
    await cloud.clock.advance('P1D')
    await secretary.decided(received, { verdict: 'receive', checked: ['receipt'] })
    expect(await summary(secretary, party)).toMatchObject({
      stages: { preparing: 0, announced: 0, returned: 0, received: 1, withdrawn: 0 },
      total: 1,
      waiting: 0,
      ready: 0,
      medianHoursToApprove: 8,
    })
    const other = await aStudent(cloud, { party: 'full' })
    await other.announced(await other.started({ kind: 'party', branchId: party }))
    const { lacking, confirmedBy } = await summary(secretary, party)
    expect(lacking).toEqual({ online: 1, letter: 0, materials: 1, probationPapers: 0, receipt: 0 })
    expect(confirmedBy).toEqual({})
  })

  it('counts the roster and who of it has not registered', async () => {
    const row = (i: number, accountId: string | null) => ({
      _id: `${branchId}-${String(i)}`,
      branchId,
      key: String(i),
      name: `名单${String(i)}`,
      accountId,
    })
    const rows = [row(1, null), row(2, 'account'), row(3, null)]
    cloud.store.insert(null, cloud.store.collection('roster'), rows)
    expect(await summary()).toMatchObject({ rosterSize: 3, notRegistered: 2 })
  })

  it('asks the database four times in two rounds and reads nothing that it does not count', async () => {
    await asked()
    cloud.metrics.reset()
    await summary()
    expect(cloud.metrics.requests).toHaveLength(4)
    expect(cloud.metrics.documentsRead).toBeLessThanOrEqual(3)
  })
})

describe('a reminder', () => {
  it('says of everybody who has not allowed it why it does not reach them', async () => {
    const [first, second] = await Promise.all([asked(), asked()])
    valueOf(await second.student.member('account.erase', { confirm: true }))
    const ids = [first.transfer.id, second.transfer.id]
    expect(valueOf(await desk.desk('desk.remind', { ids }))).toEqual({
      reached: [],
      unreached: [
        { id: first.transfer.id, why: 'notAllowed' },
        { id: second.transfer.id, why: 'erased' },
      ],
    })
    const odd = ['unknown', '', 'a/b', '\0']
    const { unreached } = valueOf(await desk.desk('desk.remind', { ids: [...odd, ...ids] }))
    expect(unreached).toEqual([
      ...odd.map((id) => ({ id, why: 'notFound' })),
      { id: first.transfer.id, why: 'notAllowed' },
      { id: second.transfer.id, why: 'erased' },
    ])
    expect(codeOf(await desk.desk('desk.remind', { ids: [] }))).toBe('BAD_INPUT')
    expect(codeOf(await administrator(cloud).desk('desk.remind', { ids }))).toBe('ok')
  })
})
