import { beforeAll, describe, expect, it } from 'vitest'
import {
  addBranch,
  addStaff,
  administrator,
  aStudent,
  codeOf,
  PARTY,
  setBranch,
  valueOf,
  type Student,
} from '../../support/client'
import { localCloud } from '../../support/file-cloud'

const cloud = localCloud()

const found = async (text: string, limit = 100) =>
  valueOf(await administrator(cloud).desk('desk.find', { text, limit }))
const idsOf = async (text: string): Promise<string[]> => (await found(text)).items.map(({ id }) => id)

let wang: Student
let ids: Record<'wangHere' | 'wangThere' | 'xiu' | 'party', string>

beforeAll(async () => {
  addBranch(cloud, 'b-first', { shortName: '第一团支部' })
  addBranch(cloud, 'b-second', { shortName: '第二团支部' })
  addBranch(cloud, 'b-party', { shortName: '党支部' }, PARTY)
  wang = await aStudent(cloud, { name: '王小文' })
  const namesake = await aStudent(cloud, { name: '王小文' })
  const xiu = await aStudent(cloud, { name: '欧阳修' })
  const party = await aStudent(cloud, { name: "Mary O'Neil", party: 'full' })
  ids = {
    wangThere: (await namesake.started({ branchId: 'b-second' })).id,
    wangHere: (await wang.started({ branchId: 'b-first' })).id,
    xiu: (await xiu.started({ branchId: 'b-second' })).id,
    party: (await party.started({ kind: 'party', branchId: 'b-party' })).id,
  }
  const row = { name: '王小文', idNumber: wang.person.idNumber, studentNumber: 'M2024800X' }
  const desk = addStaff(cloud, 'first', 'b-first', 'secretary')
  valueOf(await desk.desk('roster.import', { branchId: 'b-first', importId: 'one', rows: [row] }))
})

describe('the administrator finds people at whatever branch', () => {
  it('by name, given name, number or its end, and reference, in any case and width', async () => {
    for (const text of ['王', '王小文', '小文', ' 王 小\u200B文 '])
      expect([text, await idsOf(text)]).toEqual([text, [ids.wangHere, ids.wangThere]])
    for (const text of ['M2024', 'm2024', 'ｍ２０２４', '800X', 'M 2024 800x'])
      expect([text, await idsOf(text)]).toEqual([text, [ids.wangHere]])
    for (const text of ["o'neil", 'O’Neil', 'ＭＡＲＹ']) expect([text, await idsOf(text)]).toEqual([text, [ids.party]])
    expect(await idsOf('修')).toEqual([ids.xiu])
    const { reference } = await wang.transfer()
    expect(await idsOf(reference.replace(/(....)/u, '$1 '))).toEqual([ids.wangHere])
    for (const text of ['', ' ', '·', '文', '阳', '00X', '查无此人']) expect(await found(text)).toEqual({ items: [] })
  })

  it('with the branch where each is, and what its desk shows of them', async () => {
    const { items } = await found('小文')
    const listed = valueOf(await administrator(cloud).desk('desk.list', { branchId: 'b-first' })).items
    expect(items).toEqual([
      { ...listed[0], branchId: 'b-first', branchName: '第一团支部', kind: 'league' },
      expect.objectContaining({ branchId: 'b-second', branchName: '第二团支部', overdue: false }),
    ])
    expect((await found('mary')).items).toMatchObject([{ branchId: 'b-party', kind: 'party', stage: 'preparing' }])
    expect(JSON.stringify(items)).not.toContain(wang.person.idNumber.slice(-6))
  })

  it('longest waiting first at each branch, overdue by its own days, and at a closed one too', async () => {
    const later = await aStudent(cloud, { name: '王小雨' })
    cloud.clock.pass(60_000)
    const { id } = await later.started({ branchId: 'b-first' })
    expect(await idsOf('王小')).toEqual([ids.wangHere, id, ids.wangThere])
    await setBranch(cloud, 'b-second', { overdueAfterDays: 1 })
    await cloud.clock.advance('P2D')
    expect((await found('王小')).items.map(({ overdue }) => overdue)).toEqual([false, false, true])
    valueOf(await administrator(cloud).desk('branch.close', { branchId: 'b-second' }))
    expect(await idsOf('欧阳')).toEqual([ids.xiu])
  })

  it('and is told when there are more than asked for', async () => {
    expect((await found('王小', 3)).items).toHaveLength(3)
    expect(await found('王小', 3)).not.toHaveProperty('truncated')
    const cut = await found('王小', 2)
    expect([cut.items.map(({ id }) => id).includes(ids.wangHere), cut.items.length, cut.truncated]).toEqual([
      true,
      2,
      true,
    ])
    for (const limit of [0, 101, 1.5])
      expect(codeOf(await administrator(cloud).desk('desk.find', { text: '王', limit }))).toBe('BAD_INPUT')
    expect(codeOf(await administrator(cloud).desk('desk.find', { text: '王'.repeat(101) }))).toBe('BAD_INPUT')
  })

  it('and nobody by the name of somebody who was erased', async () => {
    const gone = await aStudent(cloud, { name: '已删者' })
    const { reference, id } = await gone.started({ branchId: 'b-first' })
    expect(await idsOf('已删')).toEqual([id])
    valueOf(await gone.member('account.erase', { confirm: true }))
    expect(await idsOf('已删')).toEqual([])
    expect((await found(reference)).items).toMatchObject([{ id, name: '', erased: true }])
  })

  it('from the call on after the right was given, and up to the call before it is taken', async () => {
    const colleague = addStaff(cloud, 'second-administrator', '*', 'administrator')
    expect(codeOf(await colleague.desk('desk.find', { text: '王' }))).toBe('ok')
    valueOf(await administrator(cloud).desk('staff.remove', { branchId: '*', id: 'staff-second-administrator' }))
    expect(codeOf(await colleague.desk('desk.find', { text: '王' }))).toBe('NOT_STAFF')
  })
})
