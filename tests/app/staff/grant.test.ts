import { beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '../../../cloudfunctions/contract'
import {
  addBranch,
  addStaff,
  administrator,
  aStudent,
  Caller,
  codeOf,
  valueOf,
  type Student,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'

const cloud = localCloud()
let n = 0
let branchId: string
let first: Caller
beforeEach(() => {
  n += 1
  branchId = addBranch(cloud, `granting-${String(n)}`)
  first = addStaff(cloud, `granting-first-${String(n)}`, branchId, 'secretary')
})

const PASSWORD = 'long enough'

/** Somebody with a password and two WeChats, who was granted a right at the branch. */
const granted = async (role: Role = 'secretary') => {
  const student = await aStudent(cloud)
  valueOf(await student.member('account.password', { password: PASSWORD }))
  const other = new Caller(cloud, `${student.openid ?? ''}-other`)
  valueOf(await other.member('account.login', { login: student.person.phone, password: PASSWORD }))
  const transfer = await student.started({ branchId })
  const right = valueOf(await first.desk('staff.grant', { transferId: transfer.id, role }))
  return { student, other, transfer, right }
}
const entering = async (caller: Caller) => codeOf(await caller.desk('desk.list', { branchId }))
const inList = async (id: string) =>
  valueOf(await first.desk('staff.list', { branchId })).items.find((one) => one.id === id)
const names = async (): Promise<string[]> =>
  valueOf(await first.desk('audit.list', { branchId })).items.map(({ who }) => who)
const changesAt = (at: string) => documentsOf(cloud, 'rights').find(({ _id }) => _id === at)?.['version']
/** Ids of ended rights whose names are kept. */
const namesKept = () => documentsOf(cloud, 'staffNames').map(({ _id }) => _id)
const revealing = (caller: Caller, id: string) => caller.desk('desk.reveal', { id, field: 'idNumber', why: '核对' })

describe('a right by grant', () => {
  it('is held by every WeChat of the account, and the list says by how many', async () => {
    const { student, other, right } = await granted()
    expect([await entering(student), await entering(other)]).toEqual(['ok', 'ok'])
    expect((await inList(right.id))?.wechats).toBe(2)
  })

  it('ends for the WeChats that a new password drops', async () => {
    const { student, other, transfer, right } = await granted()
    valueOf(await student.member('account.password', { password: 'another one' }))
    expect([await entering(student), await entering(other)]).toEqual(['ok', 'NOT_STAFF'])
    expect(codeOf(await revealing(other, transfer.id))).toBe('NOT_STAFF')
    expect((await inList(right.id))?.wechats).toBe(1)
  })

  it('ends for all WeChats that are lost when somebody comes back by a code, and no other right of theirs', async () => {
    const { student, other, transfer, right } = await granted()
    const elsewhere = addBranch(cloud, `granting-by-code-${String(n)}`)
    const invitation = { branchId: elsewhere, role: 'counsellor' } as const
    const invited = valueOf(await administrator(cloud).desk('staff.invite', invitation))
    valueOf(await other.desk('staff.accept', { code: invited.code, name: '另一个名字' }))
    valueOf(await revealing(other, transfer.id))
    const [namesBefore, before] = [namesKept(), [changesAt(branchId), changesAt(elsewhere)]]
    const { code } = valueOf(await first.desk('desk.recoveryCode', { id: transfer.id, why: '手机丢了' }))
    const found = new Caller(cloud, `granting-found-${String(n)}`)
    const back = { login: student.person.phone, code, password: 'a third one' }
    valueOf(await found.member('account.recover', back))
    expect(await Promise.all([student, other, found].map(entering))).toEqual(['NOT_STAFF', 'NOT_YOURS', 'NOT_STAFF'])
    expect(await inList(right.id)).toBeUndefined()
    // Each of the two is a change there; elsewhere nothing has changed.
    expect([changesAt(branchId), changesAt(elsewhere)]).toEqual([Number(before[0]) + 2, before[1]])
    expect(codeOf(await other.desk('desk.list', { branchId: elsewhere }))).toBe('ok')
    // The log goes on naming who it was, for as long as they are there.
    expect(namesKept()).toEqual([...namesBefore, right.id])
    expect(await names()).toContain(student.person.name)
    valueOf(await found.member('account.erase', { confirm: true }))
    expect(namesKept()).toEqual(namesBefore)
    expect(await names()).not.toContain(student.person.name)
  })

  it('ends for the WeChat that unbinds itself, and for no other', async () => {
    const { student, other, right } = await granted()
    const before = namesKept()
    valueOf(await other.member('account.unbind', {}))
    expect([await entering(student), await entering(other)]).toEqual(['ok', 'NOT_STAFF'])
    expect((await inList(right.id))?.wechats).toBe(1)
    expect(namesKept()).toEqual([...before, right.id])
  })

  it('is not taken by a WeChat that is bound later', async () => {
    const { student } = await granted()
    const late = new Caller(cloud, `granting-late-${String(n)}`)
    valueOf(await late.member('account.login', { login: student.person.phone, password: PASSWORD }))
    expect(await entering(late)).toBe('NOT_STAFF')
  })

  it('leaves the name in the log, for its person is still there', async () => {
    const { student, other } = await granted()
    const guest = await aStudent(cloud)
    const { id } = await guest.started({ branchId })
    valueOf(await revealing(other, id))
    valueOf(await student.member('account.unbind', {}))
    valueOf(await other.member('account.unbind', {}))
    expect(await names()).toContain(student.person.name)
  })

  it('that was taken away leaves the name, until its person is erased by whatever WeChat', async () => {
    const { student, other, right } = await granted()
    const before = namesKept()
    valueOf(await first.desk('staff.remove', { branchId, id: right.id }))
    for (const caller of [student, other]) valueOf(await caller.member('account.unbind', {}))
    expect(namesKept()).toEqual([...before, right.id])
    const late = new Caller(cloud, `granting-last-${String(n)}`)
    valueOf(await late.member('account.login', { login: student.person.phone, password: PASSWORD }))
    valueOf(await late.member('account.erase', { confirm: true }))
    expect(namesKept()).toEqual(before)
  })

  it('stays with its WeChat where it was accepted by a code', async () => {
    const student = await aStudent(cloud)
    const { code } = valueOf(await first.desk('staff.invite', { branchId, role: 'counsellor' }))
    valueOf(await student.desk('staff.accept', { code }))
    valueOf(await student.member('account.unbind', {}))
    expect(await entering(student)).toBe('ok')
  })

  it('is not given to a WeChat whose binding ends at the same moment', async () => {
    const { student, other, transfer } = await granted('cadre')
    await Promise.all([
      first.desk('staff.grant', { transferId: transfer.id, role: 'secretary' }),
      other.member('account.unbind', {}),
    ])
    expect([await entering(student), await entering(other)]).toEqual(['ok', 'NOT_STAFF'])
  })
})

describe('the last secretary', () => {
  /** A branch whose only secretary has the right by grant. */
  const onlyOne = async (): Promise<{ student: Student; other: Caller }> => {
    const { student, other } = await granted()
    const { items } = valueOf(await student.desk('staff.list', { branchId }))
    const invited = items.find(({ name }) => name !== student.person.name)
    valueOf(await student.desk('staff.remove', { branchId, id: invited?.id ?? '' }))
    return { student, other }
  }

  it('is told so before unbinding the last WeChat, and keeps binding and right', async () => {
    const { student, other } = await onlyOne()
    valueOf(await other.member('account.unbind', {}))
    expect(codeOf(await student.member('account.unbind', {}))).toBe('LAST_SECRETARY')
    expect(await entering(student)).toBe('ok')
    expect((await student.me()).account).not.toBeNull()
  })

  it('is told so before the erasure, with nothing gone', async () => {
    const { student, other } = await onlyOne()
    expect(codeOf(await student.member('account.erase', { confirm: true }))).toBe('LAST_SECRETARY')
    expect([await entering(student), await entering(other)]).toEqual(['ok', 'ok'])
    expect((await student.me()).transfers[0]).toMatchObject({ stage: 'registered', erased: false })
  })

  it('of the second of two desks is told so before the first is left', async () => {
    const { student } = await granted()
    const elsewhere = addBranch(cloud, `granting-elsewhere-${String(n)}`)
    const by = administrator(cloud)
    const { code } = valueOf(await by.desk('staff.invite', { branchId: elsewhere, role: 'secretary' }))
    valueOf(await student.desk('staff.accept', { code }))
    const rights = (await student.me()).staffOf
    expect(rights.map((right) => right.branchId)).toEqual([branchId, elsewhere])
    expect(codeOf(await student.member('account.erase', { confirm: true }))).toBe('LAST_SECRETARY')
    expect((await student.me()).staffOf).toEqual(rights)
    expect(await entering(student)).toBe('ok')
  })

  it('is nobody at a desk that has none: whoever is left there may go, and somebody else come', async () => {
    const { student } = await granted('counsellor')
    valueOf(await administrator(cloud).desk('staff.remove', { branchId, id: `staff-${first.openid ?? ''}` }))
    const { code } = valueOf(await administrator(cloud).desk('staff.invite', { branchId, role: 'cadre' }))
    expect(codeOf(await first.desk('staff.accept', { code, name: '来看看' }))).toBe('ok')
    expect(codeOf(await student.member('account.erase', { confirm: true }))).toBe('ok')
  })

  it('may be erased once there is another one', async () => {
    const { student } = await onlyOne()
    const { code } = valueOf(await student.desk('staff.invite', { branchId, role: 'secretary' }))
    valueOf(await new Caller(cloud, `next-${String(n)}`).desk('staff.accept', { code, name: '接任者' }))
    expect(codeOf(await student.member('account.erase', { confirm: true }))).toBe('ok')
  })

  it('is not stopped from a new password by it: whoever has lost a phone must be able to shut it out', async () => {
    const { student, other } = await onlyOne()
    valueOf(await other.member('account.unbind', {}))
    const late = new Caller(cloud, `shut-${String(n)}`)
    valueOf(await late.member('account.login', { login: student.person.phone, password: PASSWORD }))
    expect(codeOf(await late.member('account.password', { password: 'another one' }))).toBe('ok')
    expect(await entering(student)).toBe('NOT_STAFF')
  })
})

describe('somebody with a right who is erased', () => {
  it('loses every right, granted or accepted, and the name goes from lists, logs and documents', async () => {
    const { student, other } = await granted('secretary')
    const elsewhere = addBranch(cloud, `elsewhere-${String(n)}`)
    addStaff(cloud, `elsewhere-first-${String(n)}`, elsewhere, 'secretary')
    const { code } = valueOf(
      await administrator(cloud).desk('staff.invite', { branchId: elsewhere, role: 'counsellor' }),
    )
    valueOf(await other.desk('staff.accept', { code, name: student.person.name }))
    valueOf(await student.member('account.erase', { confirm: true }))
    for (const caller of [student, other]) {
      expect(await entering(caller)).toBe('NOT_STAFF')
      expect((await caller.me()).staffOf).toEqual([])
    }
    expect(await names()).not.toContain(student.person.name)
    const left = JSON.stringify(['wechats', 'staffNames', 'audit', 'transfers'].map((name) => documentsOf(cloud, name)))
    expect(left).not.toContain(student.person.name)
  })
})
