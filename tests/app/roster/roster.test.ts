import { beforeEach, describe, expect, it } from 'vitest'
import { createSealing, readKeys } from '../../../cloudfunctions/adapters/sealing'
import type { RosterRecord } from '../../../cloudfunctions/app/store/records'
import type { GapItem, RosterRow } from '../../../cloudfunctions/contract'
import {
  addBranch,
  addStaff,
  administrator,
  APPROVE,
  aStudent,
  Caller,
  codeOf,
  person,
  valueOf,
} from '../../support/client'
import { addCohort, cohortMember, KNOWN_KEYS } from '../../support/cohort'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { AMPLE_MS } from '../../support/local-cloud'
import { Elsewhere } from '../../support/meanwhile'
import { anIdNumber, nextPerson } from '../../support/people'

const cloud = localCloud()
let branchId: string
let desk: Caller
let n = 0
beforeEach(() => {
  n += 1
  branchId = addBranch(cloud, `branch-${String(n)}`)
  desk = addStaff(cloud, `desk-${String(n)}`, branchId, 'secretary')
})

let imports = 0
const importRows = async (rows: readonly unknown[], more: { importId?: string; dryRun?: boolean } = {}) =>
  valueOf(
    await desk.call('secretary', 'roster.import', { branchId, importId: `i-${String(++imports)}`, rows, ...more }),
  )
const counts = (added: number, changed: number, unchanged: number, refused: object[] = []) => ({
  added,
  changed,
  unchanged,
  refused,
  similar: [],
  notes: [],
})
const gaps = async (why?: string): Promise<GapItem[]> =>
  valueOf(await desk.desk('roster.gaps', { branchId, ...(why === undefined ? {} : { why }) })).items
const onDesk = async () => valueOf(await desk.desk('desk.list', { branchId })).items
const matchOf = async (id: string) => {
  const found = (await onDesk()).find((item) => item.id === id)
  return found === undefined
    ? undefined
    : [found.rosterMatch, found.studentNumber, found.warnings.includes('NOT_ON_ROSTER')]
}
const rowNumbered = (studentNumber: string) =>
  documentsOf(cloud, 'roster').find((row) => row['branchId'] === branchId && row['studentNumber'] === studentNumber)
const rosterSize = async () => valueOf(await desk.desk('desk.summary', { branchId })).rosterSize
const rowOf = (student: Awaited<ReturnType<typeof aStudent>>, studentNumber: string): RosterRow => ({
  name: student.person.name,
  idNumber: student.person.idNumber,
  studentNumber,
})

/** Two ID numbers with the same last four characters. */
const endingAlike = (sequence: string): [string, string] => {
  const births = Array.from({ length: 28 }, (_, i) => `2001-03-${String(i + 1).padStart(2, '0')}`)
  const [one = '', ...others] = births.map((birth) => anIdNumber({ birth, sequence }))
  return [one, others.find((other) => other.endsWith(one.slice(-4))) ?? '']
}

describe('importing a roster', () => {
  const rows: RosterRow[] = [
    { name: '张梅', idNumber: anIdNumber({ sequence: '555' }), phone: '19900000001' },
    { name: '李想', studentNumber: '42412346' },
    { name: '王芳', last4: '562x' },
  ]

  it('writes people of whom the same is known together: without student numbers one write for many', async () => {
    const students = await Promise.all(Array.from({ length: 9 }, () => aStudent(cloud)))
    const started = await Promise.all(students.map((student) => student.started({ branchId })))
    cloud.metrics.reset()
    const plain = students.map(({ person: { name, idNumber } }) => ({ name, idNumber }))
    expect(await importRows(plain)).toEqual(counts(9, 0, 0))
    const writes = cloud.metrics.requests.filter(({ action }) => action === 'database.modifyDocument')
    expect(writes.map(({ collection }) => collection).sort()).toEqual(['branches', 'transfers'])
    const matches = new Map((await onDesk()).map(({ id, rosterMatch }) => [id, rosterMatch]))
    expect(started.map(({ id }) => matches.get(id))).toEqual(students.map(() => 'full'))
  })

  it('adds rows, and importing them again changes nothing', async () => {
    expect(await importRows(rows)).toEqual(counts(3, 0, 0))
    const before = documentsOf(cloud, 'roster')
    expect(await importRows(rows)).toEqual(counts(0, 0, 3))
    expect(documentsOf(cloud, 'roster')).toEqual(before)
    expect(await rosterSize()).toBe(3)
  })

  it('shows beforehand what it would do, and does nothing of it', async () => {
    expect(await importRows(rows, { dryRun: true })).toEqual(counts(3, 0, 0))
    expect(await gaps()).toEqual([])
    expect(valueOf(await desk.desk('audit.list', { branchId })).items).toEqual([])
  })

  it('changes what is given anew and keeps what is not', async () => {
    await importRows(rows)
    const [first] = rows
    const again = [
      { ...first, name: '张玫', phone: '19900000009' },
      { name: '李想', studentNumber: '42412346', phone: '19900000002' },
    ]
    const changes = [
      { row: 2, paths: ['name', 'phone'] },
      { row: 3, paths: ['phone'] },
    ]
    const rehearsed = await importRows([{ name: '无号' }, ...again, ...rows.slice(2)], { dryRun: true })
    const noKey = { row: 1, path: 'last4', rule: 'required' }
    expect(rehearsed).toEqual({ ...counts(0, 2, 1, [noKey]), changes })
    expect(await importRows(again)).toEqual(counts(0, 2, 0))
    expect(await importRows([{ ...first, name: '张玫', phone: '' }])).toEqual(counts(0, 0, 1))
    expect((await gaps('群发通知')).map(({ name, phone }) => [name, phone])).toEqual([
      ['张玫', '19900000009'],
      ['李想', '19900000002'],
      ['王芳', undefined],
    ])
  })

  it('refuses bad rows alone, each with its first fault, and takes a repeat for what it adds', async () => {
    const given = [
      rows[0],
      { name: '', studentNumber: '1' },
      'no row',
      { name: '赵磊', idNumber: '3.70102E+17', phone: 'x' },
      { ...rows[0], name: '张玫' },
      { studentNumber: '2' },
      { name: '孙一', studentNumber: 7 },
      { name: '周一' },
      rows[1],
    ]
    expect(await importRows(given)).toEqual(
      counts(2, 1, 0, [
        { row: 2, path: 'name', rule: 'required' },
        { row: 3, path: '', rule: 'type' },
        { row: 4, path: 'idNumber', rule: 'rounded' },
        { row: 6, path: 'name', rule: 'required' },
        { row: 7, path: 'studentNumber', rule: 'type' },
        { row: 8, path: 'last4', rule: 'required' },
      ]),
    )
  })

  it('takes at most 500 rows a call', async () => {
    const many = Array.from({ length: 501 }, (_, i) => ({ name: '张梅', studentNumber: String(i) }))
    const send = (given: RosterRow[]) => desk.desk('roster.import', { branchId, importId: 'many', rows: given })
    expect(codeOf(await send(many))).toBe('BAD_INPUT')
    expect(valueOf(await send(many.slice(1)))).toEqual(counts(500, 0, 0))
    for (const group of [{}, { group: 'notRegistered' as const }]) {
      const { items, next } = valueOf(await desk.desk('roster.gaps', { branchId, limit: 500, ...group }))
      expect([items.length, next]).toEqual([500, undefined])
    }
  })

  it('keeps ID numbers as tokens only, and phones sealed', async () => {
    await importRows(rows)
    const stored = JSON.stringify(documentsOf(cloud, 'roster').filter((row) => row['branchId'] === branchId))
    expect(stored).toContain('张梅')
    expect(stored).not.toContain(rows[0]?.idNumber)
    expect(stored).not.toContain('19900000001')
  })

  it('is one entry of the audit log, however many calls it takes', async () => {
    await importRows(rows.slice(0, 1), { importId: 'whole' })
    await importRows(rows.slice(1), { importId: 'whole' })
    await importRows(rows, { importId: 'another' })
    const { items } = valueOf(await administrator(cloud).desk('audit.list', { branchId }))
    expect(items.map(({ what, whom }) => [what, whom])).toEqual([
      ['import', 'another'],
      ['import', 'whole'],
    ])
  })

  it('belongs to one branch', async () => {
    await importRows(rows)
    const other = addBranch(cloud, `${branchId}-other`)
    const reply = await administrator(cloud).desk('roster.import', { branchId: other, importId: 'i', rows })
    expect(valueOf(reply)).toEqual(counts(3, 0, 0))
    expect(await rosterSize()).toBe(3)
  })
})

describe('a registered member and the roster', () => {
  it('match at the import, by as much of the number as the roster has', async () => {
    const [whole, ends, name, slip, none] = [
      await aStudent(cloud),
      await aStudent(cloud),
      await aStudent(cloud),
      await aStudent(cloud),
      await aStudent(cloud),
    ]
    const ids = new Map<string, string>()
    for (const student of [whole, ends, name, slip, none])
      ids.set(student.person.name, (await student.started({ branchId })).id)
    const idOf = (student: typeof whole) => ids.get(student.person.name) ?? ''
    expect(await matchOf(idOf(whole))).toEqual(['none', undefined, false])

    await importRows([
      rowOf(whole, 'A101'),
      { name: ends.person.name, last4: ends.person.idNumber.slice(-4) },
      { name: name.person.name, studentNumber: '103' },
      { name: slip.person.name, idNumber: anIdNumber({ sequence: '999' }), studentNumber: '104' },
    ])
    expect(await matchOf(idOf(whole))).toEqual(['full', 'A101', false])
    expect(await matchOf(idOf(ends))).toEqual(['full', undefined, false])
    expect(await matchOf(idOf(name))).toEqual(['partial', '103', false])
    expect(await matchOf(idOf(slip))).toEqual(['partial', undefined, false])
    expect(await matchOf(idOf(none))).toEqual(['none', undefined, true])
    expect(valueOf(await desk.desk('desk.summary', { branchId }))).toMatchObject({ rosterSize: 4, notRegistered: 1 })
    const listed = valueOf(await desk.desk('desk.list', { branchId, rosterMatch: 'full' })).items
    expect(listed.map(({ id }) => id).sort()).toEqual([idOf(whole), idOf(ends)].sort())
    const found = valueOf(await desk.desk('desk.list', { branchId, text: 'A101' })).items
    expect(found.map(({ id }) => id)).toEqual([idOf(whole)])
  })

  it('match when the member asks to join later', async () => {
    const student = await aStudent(cloud)
    await importRows([rowOf(student, '201')])
    const before = documentsOf(cloud, 'roster').length
    const { id, version } = await student.started({ branchId })
    expect(documentsOf(cloud, 'roster')).toHaveLength(before)
    expect(await matchOf(id)).toEqual(['full', '201', false])
    expect(valueOf(await desk.desk('desk.open', { id }))).toMatchObject({
      version,
      studentNumber: '201',
      rosterMatch: 'full',
    })
  })

  it('never makes a secretary’s decision fail: no version moves', async () => {
    const student = await aStudent(cloud)
    const started = await student.started({ branchId })
    await importRows([rowOf(student, '301')])
    expect(await desk.decide(started, APPROVE)).toMatchObject({ ok: true })
    expect(await matchOf(started.id)).toEqual(['full', '301', false])
  })

  it('follow the account when it is amended', async () => {
    const student = await aStudent(cloud)
    await importRows([{ ...rowOf(student, '401'), name: '另一个' }])
    const { id } = await student.started({ branchId })
    expect(await matchOf(id)).toEqual(['partial', '401', false])
    expect(rowNumbered('401')).toMatchObject({ transferId: id, match: 'partial' })
    valueOf(await student.member('account.amend', { name: '另一个' }))
    expect(await matchOf(id)).toEqual(['full', '401', false])
    expect(rowNumbered('401')).toMatchObject({ transferId: id, match: 'full' })
    valueOf(await student.member('account.amend', { name: '再一个', idNumber: anIdNumber({ sequence: '881' }) }))
    expect(await matchOf(id)).toEqual(['none', undefined, true])
    expect(await gaps()).toMatchObject([{ state: 'notRegistered' }])
  })

  it('follow an account that is amended while the member asks to join', async () => {
    const student = await aStudent(cloud)
    await importRows([{ ...rowOf(student, '42410042'), name: '入学名' }])
    const meanwhile = async () => {
      valueOf(await student.member('account.amend', { name: '入学名' }))
    }
    cloud.fault({ kind: 'delay', action: 'database.insertDocument', collection: 'transfers', meanwhile })
    const started = await student.started({ branchId })
    expect(await matchOf(started.id)).toEqual(['full', '42410042', false])
  })

  it('are left alone by somebody who erases the account while asking to join', async () => {
    const student = await aStudent(cloud)
    await importRows([rowOf(student, '42410043')])
    const meanwhile = async () => {
      valueOf(await student.member('account.erase', { confirm: true }))
    }
    cloud.fault({ kind: 'delay', action: 'database.insertDocument', collection: 'transfers', meanwhile })
    expect(codeOf(await student.start({ branchId }))).toBe('NOT_REGISTERED')
    expect(await gaps()).toMatchObject([{ state: 'notRegistered' }])
    expect(documentsOf(cloud, 'roster').find((row) => row['studentNumber'] === '42410043')).toMatchObject({
      accountId: null,
      transferId: null,
    })
  })

  it('follow the transfer to another branch', async () => {
    const student = await aStudent(cloud)
    await importRows([rowOf(student, '501')])
    const started = await student.started({ branchId })
    const other = addBranch(cloud, `${branchId}-other`)
    valueOf(await student.act(started, { action: 'amend', branchId: other }))
    expect(await gaps()).toMatchObject([{ studentNumber: '501', state: 'notRegistered' }])
    valueOf(await student.act(await student.transfer(), { action: 'amend', branchId }))
    expect(await matchOf(started.id)).toEqual(['full', '501', false])
  })

  it('no longer match once the row is removed or put right', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started({ branchId })
    await importRows([rowOf(student, '601'), { name: '别人', studentNumber: '602' }])
    const [gap] = (await gaps()).filter(({ studentNumber }) => studentNumber === '601')
    expect(valueOf(await desk.desk('roster.remove', { branchId, keys: [gap?.key ?? '', 'unknown'] }))).toEqual({
      removed: 1,
    })
    expect(await matchOf(id)).toEqual(['none', undefined, true])
    await importRows([{ name: student.person.name, studentNumber: '603' }])
    expect(await matchOf(id)).toEqual(['partial', '603', false])
    const { similar } = (await importRows([{ name: '改名', studentNumber: '603' }])) as { similar: object[] }
    expect(similar).toEqual([{ row: 1, name: student.person.name, why: 'name' }])
    expect(await matchOf(id)).toEqual(['partial', '603', false])
    await importRows([rowOf(student, '603')])
    expect(await matchOf(id)).toEqual(['full', '603', false])
    await importRows([{ ...rowOf(student, '603'), name: '改名' }])
    expect(await matchOf(id)).toEqual(['partial', '603', false])
    valueOf(await desk.desk('roster.remove', { branchId, keys: ['603'] }))
    expect(await matchOf(id)).toEqual(['none', undefined, true])
    await importRows([{ name: '再一个', studentNumber: '604' }])
    expect((await gaps()).map(({ state }) => state)).toEqual(['notRegistered', 'notRegistered'])
  })

  it('lose each other when the member is erased', async () => {
    const student = await aStudent(cloud)
    await importRows([rowOf(student, '701')])
    await student.started({ branchId })
    valueOf(await student.member('account.erase', { confirm: true }))
    const [row] = documentsOf(cloud, 'roster').filter((one) => one['branchId'] === branchId)
    expect(row).toMatchObject({ accountId: null, transferId: null, match: null })
  })

  it('give a row to the person it is about, not to a namesake who came first', async () => {
    const namesake = await aStudent(cloud, { name: '同名者' })
    const expected = await aStudent(cloud, { name: '同名者' })
    await importRows([{ name: '同名者', studentNumber: '801' }])
    const first = await namesake.started({ branchId })
    expect(await matchOf(first.id)).toEqual(['partial', '801', false])
    await importRows([{ name: '同名者', studentNumber: '801', last4: expected.person.idNumber.slice(-4) }])
    const second = await expected.started({ branchId })
    expect(await matchOf(second.id)).toEqual(['full', '801', false])
    expect(await matchOf(first.id)).toEqual(['partial', undefined, false])
    expect(rowNumbered('801')).toMatchObject({ transferId: second.id, match: 'full' })
  })

  it.each([
    ['partial', '同名一', '811', false],
    ['full', '同名二', '812', true],
  ])('leave a row to whoever has it, where a namesake fits it no better: %s', async (match, name, number, ends) => {
    const [one, other] = endingAlike(number)
    const students = [await aStudent(cloud, { name, idNumber: one }), await aStudent(cloud, { name, idNumber: other })]
    const row = { name, studentNumber: number, ...(ends ? { last4: one.slice(-4) } : {}) }
    await importRows([row])
    const ids: string[] = []
    for (const student of students) ids.push((await student.started({ branchId })).id)
    const [first = '', second = ''] = ids
    const stand = async () => {
      expect(await matchOf(first)).toEqual([match, number, false])
      expect(await matchOf(second)).toEqual([match, undefined, false])
      expect(rowNumbered(number)).toMatchObject({ transferId: first, match })
    }
    await stand()
    // Both are looked at anew, at once.
    await importRows([{ ...row, phone: '19900000003' }])
    await stand()
  })

  it('give a row to the person whose number it is, once it is taken off somebody who had registered it', async () => {
    const holder = await aStudent(cloud)
    const { idNumber } = holder.person
    await importRows([{ name: '本人', idNumber, studentNumber: '815' }])
    const first = await holder.started({ branchId })
    expect(await matchOf(first.id)).toEqual(['partial', '815', false])
    const claimant = new Caller(cloud, `claimant-${branchId}`)
    const fields = { ...person(nextPerson()), name: '本人', idNumber }
    expect(codeOf(await claimant.register(fields))).toBe('ID_TAKEN')
    const [conflict] = valueOf(await desk.desk('desk.conflicts', { branchId })).items
    valueOf(await desk.desk('desk.release', { conflictId: conflict?.id ?? '', why: '当面核对身份证' }))
    valueOf(await claimant.register(fields))
    const second = await claimant.started({ branchId })
    expect(await matchOf(second.id)).toEqual(['full', '815', false])
    expect(await matchOf(first.id)).toEqual(['partial', undefined, false])
    expect(rowNumbered('815')).toMatchObject({ transferId: second.id, match: 'full' })
  })

  it('go on to the next transfer of the same person, and say what is known of it now', async () => {
    const student = await aStudent(cloud)
    const { name, idNumber } = student.person
    await importRows([{ name, studentNumber: '821' }])
    const first = await student.started({ branchId })
    expect(rowNumbered('821')).toMatchObject({ transferId: first.id, match: 'partial' })
    valueOf(await student.act(first, { action: 'withdraw' }))
    const second = await student.started({ branchId })
    expect(rowNumbered('821')).toMatchObject({ transferId: second.id, match: 'partial' })
    expect(await matchOf(first.id)).toEqual(['partial', '821', false])
    await importRows([{ name, last4: idNumber.slice(-4), studentNumber: '821' }])
    expect(rowNumbered('821')).toMatchObject({ transferId: second.id, match: 'full' })
    expect(await matchOf(second.id)).toEqual(['full', '821', false])
  })

  it('say the student number that a later list adds', async () => {
    const student = await aStudent(cloud)
    const { name, idNumber } = student.person
    await importRows([{ name, idNumber }])
    const { id } = await student.started({ branchId })
    expect(await matchOf(id)).toEqual(['full', undefined, false])
    await importRows([{ name, idNumber, studentNumber: '831' }])
    expect(await matchOf(id)).toEqual(['full', '831', false])
  })

  /** Somebody who has asked to join, and is there only once he comes: as quickly as a write takes. */
  const latecomer = async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started({ branchId })
    const record = documentsOf(cloud, 'transfers').find(({ _id }) => _id === id) ?? {}
    const elsewhere = new Elsewhere(cloud)
    elsewhere.drop('transfers', id)
    const comes = () => {
      elsewhere.add('transfers', record)
    }
    return { student, id, comes }
  }

  it('find each other where somebody asks to join while the rows are written', async () => {
    const { student, id, comes } = await latecomer()
    cloud.fault({ kind: 'delay', action: 'database.insertDocument', collection: 'roster', meanwhile: comes })
    await importRows([rowOf(student, '841')])
    expect(await matchOf(id)).toEqual(['full', '841', false])
    expect(rowNumbered('841')).toMatchObject({ transferId: id })
  })

  it('find each other where somebody asks to join while a row is completed', async () => {
    const { student, id, comes } = await latecomer()
    const row = { name: '曾用名', studentNumber: '843' }
    await importRows([row])
    cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'roster', meanwhile: comes })
    await importRows([{ ...row, idNumber: student.person.idNumber }])
    expect(await matchOf(id)).toEqual(['partial', '843', false])
    expect(rowNumbered('843')).toMatchObject({ transferId: id })
  })

  it('find each other at a second call where the time ends while somebody asks to join', async () => {
    const { student, id, comes } = await latecomer()
    const meanwhile = () => {
      comes()
      cloud.clock.pass(AMPLE_MS)
    }
    cloud.fault({ kind: 'delay', action: 'database.insertDocument', collection: 'roster', meanwhile })
    const ask = { branchId, importId: 'late', rows: [rowOf(student, '844')] }
    expect(codeOf(await desk.desk('roster.import', ask))).toBe('TRY_AGAIN')
    expect(valueOf(await desk.desk('roster.import', ask))).toEqual(counts(0, 0, 1))
    expect(await matchOf(id)).toEqual(['full', '844', false])
  })

  /** A row is taken for somebody again, as it stands where what let it go was cut off. */
  const takenAgain = (row: ReturnType<typeof rowNumbered>): void => {
    const { _id, accountId, transferId, match } = row ?? {}
    new Elsewhere(cloud).set('roster', _id as string, { accountId, transferId, match })
  }

  it('are left alone by a list of the branch that somebody has left, where the move was cut off', async () => {
    const student = await aStudent(cloud)
    const other = addBranch(cloud, `${branchId}-other`)
    const row = rowOf(student, '845')
    await importRows([row])
    const started = await student.started({ branchId })
    const left = rowNumbered('845')
    valueOf(await administrator(cloud).desk('roster.import', { branchId: other, importId: 'there', rows: [row] }))
    valueOf(await student.act(started, { action: 'amend', branchId: other }))
    takenAgain(left)
    await importRows([{ ...row, phone: '19900000003' }])
    expect(documentsOf(cloud, 'roster').filter((one) => one['branchId'] === other)).toMatchObject([
      { transferId: started.id, match: 'full' },
    ])
  })

  it('are left alone by a list where a row is still taken for somebody who is erased', async () => {
    const student = await aStudent(cloud)
    const row = rowOf(student, '846')
    await importRows([row])
    await student.started({ branchId })
    const taken = rowNumbered('846')
    valueOf(await student.member('account.erase', { confirm: true }))
    takenAgain(taken)
    expect(await importRows([{ ...row, phone: '19900000003' }])).toEqual(counts(0, 1, 0))
  })

  it('are written as far as the time goes, and the rest when it is asked for again', async () => {
    const students = await Promise.all(Array.from({ length: 20 }, () => aStudent(cloud)))
    const started = await Promise.all(students.map((student) => student.started({ branchId })))
    const rows = students.map((student, i) => rowOf(student, String(9500 + i)))
    const ask = { branchId, importId: 'slow', rows }
    const meanwhile = () => {
      cloud.clock.pass(AMPLE_MS)
    }
    cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'transfers', meanwhile })
    expect(codeOf(await desk.desk('roster.import', ask))).toBe('TRY_AGAIN')
    expect(await rosterSize()).toBe(20)
    expect(valueOf(await desk.desk('roster.import', ask))).toEqual(counts(0, 0, 20))
    expect(await Promise.all(started.map(({ id }) => matchOf(id)))).toEqual(
      rows.map(({ studentNumber }) => ['full', studentNumber, false]),
    )
  })
})

describe('a roster of more than a request takes', () => {
  const known = localCloud({ env: KNOWN_KEYS })
  const COUNT = 230

  it('matches everybody at once, in few writes, and lets everybody go', async () => {
    const there = addBranch(known, 'large')
    const secretary = addStaff(known, 'large-desk', there, 'secretary')
    const { id } = await (await aStudent(known)).started({ branchId: there })
    addCohort(known, id, COUNT)
    const people = Array.from({ length: COUNT }, (_, n) => cohortMember(n))
    const ofCohort = () => documentsOf(known, 'transfers').filter(({ _id }) => _id !== id)
    const asking = async (work: () => Promise<unknown>) => {
      known.metrics.reset()
      await work()
      const count = (asks: string, of: string) =>
        known.metrics.requests.filter(({ action, collection }) => action === `database.${asks}` && collection === of)
          .length
      return {
        read: count('getDocument', 'transfers'),
        written: count('modifyDocument', 'transfers'),
        rows: count('modifyDocument', 'roster'),
      }
    }
    const rows = people.map(({ name, idNumber, phone }) => ({ name, idNumber, phone }))
    const asked = { branchId: there, importId: 'large', rows }
    const imported = () => secretary.desk('roster.import', asked).then(valueOf)
    expect(await asking(imported)).toEqual({ read: 4, written: 3, rows: 0 })
    expect(await asking(imported)).toMatchObject({ written: 0, rows: 0 })
    expect(ofCohort().every(({ rosterMatch }) => rosterMatch === 'full')).toBe(true)
    const sealing = createSealing(
      readKeys('SEAL_KEYS', KNOWN_KEYS.SEAL_KEYS),
      readKeys('TOKEN_KEYS', KNOWN_KEYS.TOKEN_KEYS),
    )
    // Another version, and whoever changes the keys, find and open what was written before.
    const token = (text: string) => sealing.tokens('roster', text)[0]
    const rowId = (idNumber: string) => token(`${there}\n${idNumber}`).replace('.', '-')
    const [first] = people
    const stored = documentsOf(known, 'roster') as object[] as RosterRecord[]
    const row = stored.find(({ _id }) => _id === rowId(first?.idNumber ?? ''))
    const key = token('import\nlarge')
    expect(row).toMatchObject({
      name: first?.name,
      last6Tokens: [token(`last6\n${first?.idNumber.slice(-6) ?? ''}`)],
      history: [{ key, row: 1, before: null }],
      importKeys: [key],
    })
    expect(row?.history).toHaveLength(1)
    const place = { collection: 'roster', id: row?._id ?? '', field: 'phone' } as const
    expect(sealing.open(row?.phone ?? '', place)).toBe(first?.phone)
    const entry = token(`import\n${there}\nstaff-large-desk\nlarge`).replace('.', '-')
    expect(documentsOf(known, 'audit').map(({ _id }) => _id)).toContain(entry)
    const keys = people.map(({ idNumber }) => idNumber)
    const removed = await asking(async () => {
      expect(valueOf(await secretary.desk('roster.remove', { branchId: there, keys }))).toEqual({ removed: COUNT })
    })
    expect(removed.written).toBe(3)
    expect(ofCohort().every(({ rosterMatch }) => rosterMatch === 'none')).toBe(true)
  })
})

describe('the gaps of a roster', () => {
  it('name who has not registered and who is not through, where and since when', async () => {
    const [asked, through] = [await aStudent(cloud), await aStudent(cloud)]
    await importRows([
      rowOf(asked, '1'),
      rowOf(through, '2'),
      { name: '未来者', studentNumber: '3', phone: '19900000003' },
    ])
    const transfer = await asked.started({ branchId, origin: 'beijing' })
    await desk.decided(await through.started({ branchId, origin: 'beijing' }), APPROVE)
    const items = await gaps()
    const keyOf = (studentNumber: string) => rowNumbered(studentNumber)?.['_id']
    expect(items).toEqual([
      {
        key: keyOf('1'),
        name: asked.person.name,
        studentNumber: '1',
        state: 'registered',
        since: transfer.since,
        transferId: transfer.id,
      },
      {
        key: keyOf('3'),
        name: '未来者',
        studentNumber: '3',
        phone: '*******0003',
        state: 'notRegistered',
        since: new Date(Number(rowNumbered('3')?.['addedAt'])).toISOString(),
      },
    ])
  })

  it('show phones with a reason, which is written down', async () => {
    await importRows([{ name: '未来者', studentNumber: '3', phone: '19900000003' }])
    expect(await gaps('电话通知')).toMatchObject([{ phone: '19900000003' }])
    const { items } = valueOf(await desk.desk('audit.list', { branchId }))
    expect(items[0]).toMatchObject({ what: 'phones', whom: '1', why: '电话通知' })
    expect(codeOf(await desk.desk('roster.gaps', { branchId, why: '' }))).toBe('BAD_INPUT')
  })

  it('come in pages, each row once, in the order of the roster', async () => {
    const rows = Array.from({ length: 450 }, (_, i) => ({ name: '未来者', studentNumber: String(1000 + i) }))
    await importRows(rows)
    const seen: GapItem[] = []
    let cursor: string | undefined
    do {
      const page = valueOf(await desk.desk('roster.gaps', { branchId, ...(cursor === undefined ? {} : { cursor }) }))
      seen.push(...page.items)
      cursor = page.next
    } while (cursor !== undefined)
    expect(seen.map(({ studentNumber }) => studentNumber)).toEqual(rows.map(({ studentNumber }) => studentNumber))
    expect(codeOf(await desk.desk('roster.gaps', { branchId, cursor: 'made up' }))).toBe('BAD_INPUT')
  })

  it('lose rows by their key written out, too', async () => {
    const idNumber = anIdNumber({ sequence: '777' })
    await importRows([
      { name: '张梅', idNumber },
      { name: '李想', studentNumber: 'u42' },
      { name: '王芳', last4: '562x' },
      { name: '留下', studentNumber: '1' },
    ])
    const keys = [idNumber, 'U42', '王芳 562X', 'unknown']
    expect(valueOf(await desk.desk('roster.remove', { branchId, keys }))).toEqual({ removed: 3 })
    expect((await gaps()).map(({ name }) => name)).toEqual(['留下'])
    expect(await rosterSize()).toBe(1)
    expect(valueOf(await desk.desk('roster.remove', { branchId, keys }))).toEqual({ removed: 0 })
    const { items } = valueOf(await desk.desk('audit.list', { branchId }))
    expect(items.filter(({ what }) => what === 'rosterRemove').map(({ whom }) => whom)).toEqual(['3'])
  })

  it.each([
    ['the last four', (id: string) => `张梅${id.slice(-4)}`, 1],
    ['the last six', (id: string) => `张梅 ${id.slice(-6)}`, 1],
    ['the last six, of which only four are right', (id: string) => `张梅 99${id.slice(-4)}`, 0],
    ['other last four', () => '张梅9999', 0],
    ['the last four of somebody else’s name', (id: string) => `李想${id.slice(-4)}`, 0],
    ['no digits', () => '张梅', 0],
    ['the ID number in another case', (id: string) => ` ${id.toLowerCase()}`, 1],
  ])('lose a row by its name and %s', async (_, keyOf, removed) => {
    const idNumber = anIdNumber({ sequence: '778' })
    await importRows([
      { name: '张梅', idNumber },
      { name: '李想', studentNumber: '9' },
      { name: '张梅', studentNumber: '8' },
    ])
    const reply = await desk.desk('roster.remove', { branchId, keys: [keyOf(idNumber), keyOf(idNumber)] })
    expect(valueOf(reply)).toEqual({ removed })
    const left = [['李想', '9'], ['张梅', '8'], ...(removed === 0 ? [['张梅', undefined]] : [])]
    expect((await gaps()).map(({ name, studentNumber }) => [name, studentNumber]).sort()).toEqual(left.sort())
  })

  it('lose nobody by the name that one key has and the digits that another has', async () => {
    await importRows([
      { name: '张梅', last4: '1111' },
      { name: '李想', last4: '2222' },
    ])
    const keys = ['张梅 2222', '李想 1111']
    expect(valueOf(await desk.desk('roster.remove', { branchId, keys }))).toEqual({ removed: 0 })
    expect(valueOf(await desk.desk('roster.remove', { branchId, keys: ['张梅 1111', '李想 1111'] }))).toEqual({
      removed: 1,
    })
  })

  it('lose a row that is named twice once', async () => {
    await importRows([{ name: '张梅', studentNumber: '1' }])
    const keys = [(await gaps())[0]?.key ?? '', '1']
    expect(valueOf(await desk.desk('roster.remove', { branchId, keys }))).toEqual({ removed: 1 })
    const { items } = valueOf(await desk.desk('audit.list', { branchId }))
    expect(items[0]).toMatchObject({ what: 'rosterRemove', whom: '1' })
    expect(items[0]).not.toHaveProperty('why')
  })

  it('of another branch cannot be removed by their keys', async () => {
    await importRows([{ name: '张梅', studentNumber: '1' }])
    const [gap] = await gaps()
    const other = addBranch(cloud, `${branchId}-other`)
    const reply = await administrator(cloud).desk('roster.remove', { branchId: other, keys: [gap?.key ?? ''] })
    expect(valueOf(reply)).toEqual({ removed: 0 })
    expect(await gaps()).toHaveLength(1)
    const { items } = valueOf(await administrator(cloud).desk('audit.list', { branchId: other }))
    expect(items).toEqual([])
  })
})

describe('who may keep the roster', () => {
  it('is the secretary and the administrator', async () => {
    const callers = {
      nobody: new Caller(cloud),
      member: await aStudent(cloud),
      cadre: addStaff(cloud, `cadre-${branchId}`, branchId, 'cadre'),
      counsellor: addStaff(cloud, `counsellor-${branchId}`, branchId, 'counsellor'),
      other: new Caller(cloud, 'local-party-secretary'),
      secretary: desk,
      administrator: administrator(cloud),
    }
    const asked = {
      'roster.import': { branchId, importId: 'i', rows: [] },
      'roster.gaps': { branchId },
      'roster.remove': { branchId, keys: ['unknown'] },
    }
    for (const [op, input] of Object.entries(asked)) {
      const codes = await Promise.all(
        Object.values(callers).map(async (caller) => codeOf(await caller.call('secretary', op, input))),
      )
      expect(codes, op).toEqual(['NO_IDENTITY', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'NOT_YOURS', 'ok', 'ok'])
      expect(codeOf(await desk.call('secretary', op, { ...input, branchId: 'unknown' }))).toBe('NOT_FOUND')
    }
  })
})
