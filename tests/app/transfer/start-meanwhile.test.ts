import { afterEach, describe, expect, it } from 'vitest'
import {
  aCommandId,
  addBranch,
  addStaff,
  administrator,
  aStudent,
  Caller,
  codeOf,
  LEAGUE,
  leagueSecretary,
  person,
  valueOf,
  type Student,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { beforeTransaction, Elsewhere } from '../../support/meanwhile'

const cloud = localCloud()
afterEach(() => {
  cloud.clearFaults()
})

const INSERT = { action: 'database.insertDocument', collection: 'transfers' }
const accountOf = (id: string) => documentsOf(cloud, 'accounts').find(({ _id }) => _id === id)
const transferOf = (id: string) => documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)
const idOf = async (student: Student): Promise<string> => (await student.me()).account?.id ?? ''
/** Happens after an account was read for a start, and before its transfer is written. */
const beforeStart = (meanwhile: () => void): void => {
  cloud.fault({ kind: 'delay', ...INSERT, meanwhile })
}
/** Amends the account, takes that back behind the product's back, and gives what does it again. */
const amendment = async (student: Student, fields: Parameters<Student['register']>[0]): Promise<() => void> => {
  const id = await idOf(student)
  const { _id: _same, ...before } = accountOf(id) ?? {}
  valueOf(await student.member('account.amend', fields))
  const { _id: _too, ...after } = accountOf(id) ?? {}
  const elsewhere = new Elsewhere(cloud)
  elsewhere.set('accounts', id, before)
  return () => {
    elsewhere.set('accounts', id, after)
  }
}
const onRoster = async ({ name, idNumber }: { name: string; idNumber: string }): Promise<void> => {
  const input = { branchId: LEAGUE, importId: aCommandId(), rows: [{ name, idNumber }] }
  valueOf(await leagueSecretary(cloud).desk('roster.import', input))
}
const fresh = (n: number, given = {}) => ({ ...person(n), ...given })

describe('a start while its account changes', () => {
  it('follows the amendment as the amendment itself would have', async () => {
    const [student, other] = [await aStudent(cloud), await aStudent(cloud)]
    const next = fresh(901, { memberNumber: other.person.memberNumber })
    await onRoster(next)
    beforeStart(await amendment(student, next))
    const started = await student.started()
    expect(started).toMatchObject({
      stage: 'registered',
      version: 2,
      log: [{ what: 'started' }, { what: 'copyAmended', by: 'member' }],
      allowedActions: ['amend', 'withdraw'],
    })
    expect(valueOf(await leagueSecretary(cloud).desk('desk.open', { id: started.id }))).toMatchObject({
      name: next.name,
      warnings: expect.arrayContaining(['NUMBER_ELSEWHERE']) as string[],
    })
    const { idToken } = accountOf(await idOf(student)) ?? {}
    expect(transferOf(started.id)).toMatchObject({ idToken, rosterMatch: 'full' })
    expect(transferOf(started.id)).toMatchObject({ events: [{}, { type: 'copyAmended', idReplaced: true }] })
  })

  it('follows a name alone as such, and nothing where the phone alone is another', async () => {
    const student = await aStudent(cloud, { joinedOn: '2015-12', memberNumber: '' })
    const phone = { ...student.person, phone: '19912345678' }
    beforeStart(await amendment(student, phone))
    const started = await student.started()
    expect(started.version).toBe(1)
    valueOf(await student.act(started, { action: 'withdraw' }))
    beforeStart(await amendment(student, { ...phone, name: '后来的名字' }))
    const { id } = await student.started()
    expect(transferOf(id)).toMatchObject({
      name: '后来的名字',
      flags: { idConflict: false, numberElsewhere: false },
      events: [{}, { type: 'copyAmended', idReplaced: false }],
    })
    expect(await student.transfer()).toMatchObject({ allowedActions: ['amend', 'withdraw'], version: 2 })
  })

  it('leaves one that was closed meanwhile with the copy that it was closed with', async () => {
    const student = await aStudent(cloud)
    beforeStart(await amendment(student, { ...student.person, name: '后来的名字' }))
    const accountId = await idOf(student)
    beforeTransaction(cloud, (elsewhere) => {
      for (const { _id: id, accountId: whose } of documentsOf(cloud, 'transfers'))
        if (whose === accountId && typeof id === 'string')
          elsewhere.set('transfers', id, { stage: 'withdrawn', slot: id })
    })
    const { id } = await student.started()
    expect(transferOf(id)).toMatchObject({ stage: 'withdrawn', name: student.person.name, version: 1 })
  })

  it('leaves nothing but the bare fact of somebody who is erased', async () => {
    const student = await aStudent(cloud)
    const accountId = await idOf(student)
    await onRoster(student.person)
    beforeStart(() => {
      new Elsewhere(cloud).drop('accounts', accountId)
    })
    expect(await student.start({ commandId: 'of somebody erased' })).toEqual({
      ok: false,
      error: { code: 'NOT_REGISTERED' },
    })
    const left = documentsOf(cloud, 'transfers').filter(({ stage }) => stage === 'withdrawn')
    expect(left.filter(({ accountId: whose }) => whose === accountId)).toEqual([])
    expect(JSON.stringify(left.at(-1))).not.toContain(accountId)
    expect(left.at(-1)).toMatchObject({
      name: '',
      state: { erased: true },
      events: [{}, { type: 'erased', by: 'member' }],
    })
    expect(documentsOf(cloud, 'roster').filter((row) => row['accountId'] === accountId)).toEqual([])
  })
})

/** Somebody whose number another has tried to register. */
const contested = async (n: number): Promise<Student> => {
  const student = await aStudent(cloud)
  const claimant = new Caller(cloud, `claimant-${String(n)}`)
  expect(codeOf(await claimant.register({ ...person(n), idNumber: student.person.idNumber }))).toBe('ID_TAKEN')
  return student
}
/** Whose numbers somebody else has tried, as this desk sees it. */
const seen = async (desk: Caller, branchId: string) =>
  valueOf(await desk.desk('desk.conflicts', { branchId })).items.map(({ holderName }) => holderName)
/** The step is taken, and what the branches see of it is not yet written. */
const UNSEEN = { kind: 'errorBefore', action: 'database.modifyDocument', collection: 'conflicts' } as const

describe('a start that is repeated', () => {
  it('brings its copy up to the account, unless something has happened since', async () => {
    const student = await aStudent(cloud)
    const commandId = aCommandId()
    const amend = await amendment(student, { ...student.person, name: '后来的名字' })
    const { id } = await student.started({ commandId })
    amend()
    valueOf(await student.start({ commandId }))
    expect(transferOf(id)).toMatchObject({ name: '后来的名字', version: 2 })

    const touched = await aStudent(cloud)
    const late = await amendment(touched, { ...touched.person, name: '再后来的名字' })
    const started = await touched.started({ commandId })
    const approved = await leagueSecretary(cloud).approved(started)
    late()
    valueOf(await touched.start({ commandId }))
    expect(transferOf(started.id)).toMatchObject({ name: touched.person.name, version: approved.version })
  })

  it('shows the branch who has tried the number, where the first time did not come so far', async () => {
    const student = await contested(902)
    expect(await seen(leagueSecretary(cloud), LEAGUE)).toEqual([])
    const commandId = aCommandId()
    cloud.fault(UNSEEN)
    expect(codeOf(await student.start({ commandId }))).toBe('INTERNAL')
    expect(await seen(leagueSecretary(cloud), LEAGUE)).toEqual([])
    const { id } = await student.started({ commandId })
    expect(await seen(leagueSecretary(cloud), LEAGUE)).toEqual([student.person.name])
    const warnings = async () => valueOf(await administrator(cloud).desk('desk.open', { id })).warnings
    expect(await warnings()).toContain('ID_CONFLICT')
    valueOf(await student.member('account.amend', { name: '后来的名字' }))
    expect(await warnings()).toContain('ID_CONFLICT')
  })

  it('is found on the roster, where the first time did not come so far', async () => {
    const student = await aStudent(cloud)
    await onRoster(student.person)
    const commandId = aCommandId()
    cloud.fault({ kind: 'errorBefore', action: 'database.modifyDocument', collection: 'roster' })
    expect(codeOf(await student.start({ commandId }))).toBe('INTERNAL')
    const { id } = await student.started({ commandId })
    expect(transferOf(id)).toMatchObject({ rosterMatch: 'full' })
    expect(documentsOf(cloud, 'roster').filter((row) => row['transferId'] === id)).toMatchObject([{ match: 'full' }])
  })

  it('is not found where it is gone', async () => {
    const student = await aStudent(cloud)
    const commandId = aCommandId()
    const { id } = await student.started({ commandId })
    const meanwhile = () => {
      new Elsewhere(cloud).drop('transfers', id)
    }
    cloud.fault({ kind: 'delay', action: 'database.aggregateDocuments', collection: 'transfers', meanwhile })
    expect(await student.start({ commandId })).toEqual({ ok: false, error: { code: 'NOT_FOUND' } })
  })

  it('is answered with what it started where it was written and only the answer was another', async () => {
    const student = await aStudent(cloud)
    cloud.fault({ kind: 'errorAfter', ...INSERT, code: 'DATABASE_DUPLICATE_WRITE' })
    const { id } = await student.started()
    expect((await student.me()).transfers.map((one) => one.id)).toEqual([id])
  })

  it('is no repetition of one that another phone started at that moment, whatever was before', async () => {
    const student = await aStudent(cloud)
    const { id } = valueOf(await student.act(await student.started(), { action: 'withdraw' }))
    const before = transferOf(id)
    const slot = `${await idOf(student)}:league`
    beforeStart(() => {
      const other = { _id: 'at-that-moment', reference: '1234567890', stage: 'registered', slot }
      new Elsewhere(cloud).add('transfers', { ...before, ...other })
    })
    expect(await student.start()).toEqual({ ok: false, error: { code: 'ALREADY_OPEN' } })
  })

  it('is to be tried again where the reference that it drew is somebody else’s', async () => {
    const student = await aStudent(cloud)
    valueOf(await student.act(await student.started(), { action: 'withdraw' }))
    cloud.fault({ kind: 'errorBefore', ...INSERT, code: 'DATABASE_DUPLICATE_WRITE' })
    expect(await student.start()).toEqual({ ok: false, error: { code: 'TRY_AGAIN' } })
    expect(codeOf(await student.start())).toBe('ok')
  })
})

it('a move to another branch that is repeated is told there: who has tried the number, and its roster', async () => {
  const student = await contested(903)
  const branchId = addBranch(cloud, 'where-one-moves')
  const desk = addStaff(cloud, 'where-one-moves-desk', branchId, 'secretary')
  const { name, idNumber } = student.person
  const rows = [{ name, idNumber }]
  valueOf(await desk.desk('roster.import', { branchId, importId: aCommandId(), rows }))
  const started = await student.started()
  const again = valueOf(await student.act(started, { action: 'amend', reason: '升学' }))
  const move = { action: 'amend', branchId, commandId: aCommandId() } as const
  cloud.fault(UNSEEN)
  expect(codeOf(await student.act(again, move))).toBe('INTERNAL')
  expect(await seen(desk, branchId)).toEqual([])
  expect(transferOf(started.id)).toMatchObject({ branchId, rosterMatch: 'none' })
  valueOf(await student.act(again, move))
  expect(await seen(desk, branchId)).toEqual([name])
  expect(transferOf(started.id)).toMatchObject({ rosterMatch: 'full', version: 3 })
})
