import { beforeEach, describe, expect, it } from 'vitest'
import {
  addBranch,
  addStaff,
  administrator,
  aStudent,
  type Caller,
  codeOf,
  leagueSecretary,
  LEAGUE,
  valueOf,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'

const WHY = '电话核对材料'

const cloud = localCloud()
let n = 0
let branchId: string
let desk: Caller
beforeEach(() => {
  n += 1
  branchId = addBranch(cloud, `branch-${String(n)}`)
  desk = addStaff(cloud, `desk-${String(n)}`, branchId, 'secretary')
})

const audit = async (caller = desk, at = branchId, cursor?: string) =>
  valueOf(await caller.desk('audit.list', { branchId: at, ...(cursor === undefined ? {} : { cursor }) }))

describe('a reveal', () => {
  it('shows one number, and who looked at whose and why stands in the log', async () => {
    const student = await aStudent(cloud)
    const { id, reference } = await student.started({ branchId })
    const fields = ['idNumber', 'phone', 'memberNumber'] as const
    for (const field of fields)
      expect(valueOf(await desk.desk('desk.reveal', { id, field, why: ` ${WHY} ` }))).toEqual({
        value: student.person[field],
      })
    const { items } = await audit()
    expect(items.map(({ what, who, whom, why }) => ({ what, who, whom, why }))).toEqual(
      fields
        .toReversed()
        .map((field) => ({ what: 'reveal', who: desk.openid, whom: `${reference} ${field}`, why: WHY })),
    )
    const written = JSON.stringify(documentsOf(cloud, 'audit'))
    for (const field of fields) expect(written).not.toContain(student.person[field])
  })

  it('of a member number that is not there is empty', async () => {
    const student = await aStudent(cloud, { joinedOn: '2015-05', memberNumber: '' })
    const { id } = await student.started({ branchId })
    expect(valueOf(await desk.desk('desk.reveal', { id, field: 'memberNumber', why: WHY }))).toEqual({ value: '' })
  })

  it('needs a reason of 1 to 200 characters without a number in it', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started({ branchId })
    for (const why of ['', ' ', '长'.repeat(201), student.person.idNumber])
      expect(codeOf(await desk.desk('desk.reveal', { id, field: 'phone', why }))).toBe('BAD_INPUT')
    expect(codeOf(await desk.desk('desk.reveal', { id, field: 'phone', why: '长'.repeat(200) }))).toBe('ok')
    expect((await audit()).items).toHaveLength(1)
  })

  it('is NOT_NOW once the person has been erased, and nothing is written', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started({ branchId })
    valueOf(await student.member('account.erase', { confirm: true }))
    for (const field of ['idNumber', 'phone'] as const)
      expect(codeOf(await desk.desk('desk.reveal', { id, field, why: WHY }))).toBe('NOT_NOW')
    expect((await audit()).items).toEqual([])
  })

  it('shows nothing where the entry cannot be written', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started({ branchId })
    cloud.fault({ kind: 'errorBefore', action: 'database.insertDocument', collection: 'audit' })
    expect(codeOf(await desk.desk('desk.reveal', { id, field: 'phone', why: WHY }))).toBe('INTERNAL')
    cloud.clearFaults()
  })
})

describe('the log', () => {
  it('comes in pages, the newest first, that stay in place while entries are added', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started({ branchId })
    const look = (i: number) => desk.desk('desk.reveal', { id, field: 'phone', why: `第${String(i)}次` })
    for (let i = 1; i <= 53; i += 1) await look(i)
    const first = await audit()
    await look(54)
    const second = await audit(desk, branchId, first.next)
    const whys = [...first.items, ...second.items].map(({ why }) => why)
    expect(whys).toEqual(Array.from({ length: 53 }, (_, i) => `第${String(53 - i)}次`))
    expect(second.next).toBeUndefined()
    expect(codeOf(await desk.desk('audit.list', { branchId, cursor: '1; drop' }))).toBe('BAD_INPUT')
  })

  it('of a branch is its own; the administrator reads all', async () => {
    valueOf(await desk.desk('staff.invite', { branchId, role: 'cadre' }))
    valueOf(await leagueSecretary(cloud).desk('staff.invite', { branchId: LEAGUE, role: 'counsellor' }))
    valueOf(await administrator(cloud).desk('staff.invite', { branchId: '*', role: 'administrator' }))
    expect((await audit()).items.map(({ whom }) => whom)).toEqual(['cadre'])
    const all = (await audit(administrator(cloud), '*')).items.slice(0, 3)
    expect(all.map(({ whom }) => whom)).toEqual(['administrator', 'counsellor', 'cadre'])
    expect(all.map((entry) => entry.branchId)).toEqual([undefined, LEAGUE, branchId])
    const one = (await audit(administrator(cloud))).items.map(({ whom }) => whom)
    expect(one).toEqual(['administrator', 'cadre'])
    expect(codeOf(await desk.desk('audit.list', { branchId: '*' }))).toBe('NOT_YOURS')
  })
})
