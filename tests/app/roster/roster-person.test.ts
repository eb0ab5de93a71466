import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { OpOf, RosterRow, ValueOf } from '../../../cloudfunctions/contract'
import {
  addBranch,
  addStaff,
  administrator,
  aStudent,
  Caller,
  codeOf,
  LEAGUE,
  PARTY,
  setBranch,
  valueOf,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { AMPLE_MS, startLocalCloud } from '../../support/local-cloud'
import { anIdNumber } from '../../support/people'
import { temporaryFolder } from '../../support/temporary'

const cloud = localCloud()
let branchId: string
let desk: Caller
let n = 0
beforeEach(() => {
  n += 1
  branchId = addBranch(cloud, `person-${String(n)}`)
  desk = addStaff(cloud, `person-desk-${String(n)}`, branchId, 'secretary')
})

let imports = 0
const importRows = async (rows: readonly RosterRow[], importId = `p-${String(++imports)}`, dryRun = false) =>
  valueOf(await desk.desk('roster.import', { branchId, importId, rows: [...rows], dryRun }))
const summary = ({ added, changed, unchanged, similar }: ValueOf<'secretary', 'roster.import'>) => [
  added,
  changed,
  unchanged,
  similar.length,
]
const onRoster = () =>
  documentsOf(cloud, 'roster')
    .filter((row) => row['branchId'] === branchId)
    .map(({ name, studentNumber, last4 }) => [name, studentNumber, last4])
const ID = anIdNumber({ sequence: '631' })
const LAST4 = ID.slice(-4)

const WHOLE = { name: '张梅', idNumber: ID }
const NUMBERED = { name: '张梅', studentNumber: '42412345' }
const ENDING = { name: '张梅', last4: LAST4 }
const ENDING6 = { name: '张梅', last6: ID.slice(-6) }
const JOINING = [
  { ...WHOLE, studentNumber: '42412345' },
  { ...NUMBERED, last4: LAST4 },
  { ...NUMBERED, last6: ID.slice(-6) },
]

describe('a person on the roster', () => {
  it.each([
    ['the ID number', 'the last four', [WHOLE, ENDING]],
    ['the ID number', 'the last six', [WHOLE, ENDING6]],
    ['the last six', 'the last four', [ENDING6, ENDING]],
    ['the student number', 'the student number with the last four', [NUMBERED, JOINING[1] ?? NUMBERED]],
    ['the student number', 'the student number with the ID number', [NUMBERED, JOINING[0] ?? NUMBERED]],
  ])('is one row by %s and by %s, whichever list came first', async (_, __, rows) => {
    expect(summary(await importRows(rows.slice(0, 1)))).toEqual([1, 0, 0, 0])
    const { added, similar } = await importRows(rows.slice(1))
    expect([added, similar]).toEqual([0, []])
    expect(onRoster()).toHaveLength(1)
    branchId = addBranch(cloud, `${branchId}-other`)
    desk = administrator(cloud)
    const turned = rows.toReversed()
    expect(summary(await importRows(turned.slice(0, 1)))).toEqual([1, 0, 0, 0])
    expect((await importRows(turned.slice(1))).added).toBe(0)
    expect(onRoster()).toHaveLength(1)
  })

  it('is rehearsed as it is imported then, on a roster that is empty and on one that is not', async () => {
    const people = ['641', '642', '643'].map((sequence, i) => ({
      idNumber: anIdNumber({ sequence }),
      studentNumber: `4242000${String(i)}`,
    }))
    const rowOf = fc.record({
      who: fc.nat({ max: people.length - 1 }),
      name: fc.constantFrom('张梅', '李兰'),
      keys: fc.subarray(['idNumber', 'last6', 'last4', 'studentNumber'] as const, { minLength: 1 }),
    })
    const rowsOf = fc.array(rowOf, { minLength: 1, maxLength: 6 }).map((rows) =>
      rows.map(({ who, name, keys }): RosterRow => {
        const { idNumber = '', studentNumber = '' } = people[who] ?? {}
        const all = { idNumber, studentNumber, last6: idNumber.slice(-6), last4: idNumber.slice(-4) }
        return { name, ...Object.fromEntries(keys.map((key) => [key, all[key]])) }
      }),
    )
    let lists = 0
    await fc.assert(
      fc.asyncProperty(rowsOf, rowsOf, async (first, then) => {
        lists += 1
        branchId = addBranch(cloud, `rehearsed-${String(n)}-${String(lists)}`)
        desk = administrator(cloud)
        for (const rows of [first, then]) {
          const { changes: _, ...rehearsed } = await importRows(rows, undefined, true)
          expect(rehearsed).toEqual(await importRows(rows))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('is one row in one call as well: later rows complete earlier ones', async () => {
    const rows = [NUMBERED, { ...NUMBERED, last4: LAST4 }, { ...WHOLE, phone: '19900000001' }, WHOLE, ENDING6]
    const counted = await importRows(rows, 'whole')
    expect(summary(counted)).toEqual([1, 2, 2, 0])
    expect(onRoster()).toEqual([['张梅', '42412345', LAST4]])
    expect(summary(await importRows(rows))).toEqual([0, 0, 5, 0])
    const undone = await desk.desk('roster.undo', { importId: 'whole', why: '导错了文件' })
    expect(valueOf(undone)).toEqual({ undone: 1, kept: [] })
    expect(onRoster()).toEqual([])
  })

  it('says which fields a list completes', async () => {
    await importRows([NUMBERED])
    const { changes } = await importRows([{ ...WHOLE, studentNumber: '42412345', phone: '19900000001' }], 'x', true)
    expect(changes).toEqual([{ row: 1, paths: ['idNumber', 'phone'] }])
  })

  it.each<[string, RosterRow, RosterRow, string[]]>([
    ['the last four', NUMBERED, { ...NUMBERED, last4: LAST4 }, ['last4']],
    ['the last six', NUMBERED, { ...NUMBERED, last6: ID.slice(-6) }, ['last6']],
    ['the last six in place of four', ENDING, ENDING6, ['last6']],
    ['the ID number in place of the last six', ENDING6, WHOLE, ['idNumber']],
    ['the ID number in place of the last four', ENDING, WHOLE, ['idNumber']],
    ['a student number', WHOLE, { ...WHOLE, studentNumber: '1' }, ['studentNumber']],
    ['another student number', { ...WHOLE, studentNumber: '1' }, { ...WHOLE, studentNumber: '2' }, ['studentNumber']],
    ['another name', WHOLE, { ...WHOLE, name: '张玫' }, ['name']],
    ['a phone', WHOLE, { ...WHOLE, phone: '19900000001' }, ['phone']],
    [
      'a student number in capitals',
      { name: '张梅', studentNumber: 'u42' },
      { name: '张梅', studentNumber: 'U42' },
      [],
    ],
    ['a name in other spelling', { ...WHOLE, name: '阿依古丽·买' }, { ...WHOLE, name: '阿依古丽•买' }, []],
    ['less than is known', { ...JOINING[0], name: '张梅', phone: '19900000001' }, ENDING, []],
  ])('gets of a list what it has not: %s', async (_, before, row, paths) => {
    await importRows([before])
    const rehearsed = await importRows([row], 'again', true)
    expect(rehearsed.changes ?? []).toEqual(paths.length === 0 ? [] : [{ row: 1, paths }])
    expect(summary(await importRows([row]))).toEqual([0, paths.length === 0 ? 0 : 1, paths.length === 0 ? 1 : 0, 0])
    expect(summary(await importRows([row]))).toEqual([0, 0, 1, 0])
  })

  it('is found in its list again where nobody has counted it', async () => {
    await importRows([NUMBERED])
    await setBranch(cloud, branchId, { rosterSize: 0 })
    expect(summary(await importRows([{ ...NUMBERED, last4: LAST4 }]))).toEqual([0, 1, 0, 0])
    expect(valueOf(await desk.desk('desk.summary', { branchId })).rosterSize).toBe(1)
  })

  it('has one phone in one call, and is unchanged by the same again', async () => {
    const row = { ...NUMBERED, phone: '19900000001' }
    expect(summary(await importRows([row, row]))).toEqual([1, 0, 1, 0])
    expect(summary(await importRows([{ ...row, phone: '19900000002' }, row]))).toEqual([0, 2, 0, 0])
    const { items } = valueOf(await desk.desk('roster.gaps', { branchId, why: '电话通知' }))
    expect(items.map(({ phone }) => phone)).toEqual(['19900000001'])
    await importRows([
      { ...NUMBERED, phone: '19900000003' },
      { ...NUMBERED, last4: LAST4 },
    ])
    const later = valueOf(await desk.desk('roster.gaps', { branchId, why: '电话通知' })).items
    expect(later.map(({ phone }) => phone)).toEqual(['19900000003'])
  })

  it('is looked at again by whoever shared the name that it had before the call', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started({ branchId })
    const { name } = student.person
    await importRows([{ name, idNumber: ID }])
    const matchOf = async () => valueOf(await desk.desk('desk.open', { id })).rosterMatch
    expect(await matchOf()).toBe('partial')
    await importRows([WHOLE, { ...WHOLE, phone: '19900000001' }])
    expect(await matchOf()).toBe('none')
  })

  it('remembers the last five imports that changed it, and no more', async () => {
    for (let i = 0; i < 7; i += 1)
      await importRows([{ ...NUMBERED, phone: `1990000000${String(i)}` }], `nth-${String(i)}`)
    const [row] = documentsOf(cloud, 'roster').filter((one) => one['branchId'] === branchId)
    expect(row).toMatchObject({ history: { length: 5 }, importKeys: { length: 5 } })
    const undo = (i: number) => desk.desk('roster.undo', { importId: `nth-${String(i)}`, why: '导错了文件' })
    expect(codeOf(await undo(1))).toBe('NOT_FOUND')
    expect(valueOf(await undo(2))).toEqual({ undone: 0, kept: [{ row: 1, name: '张梅' }] })
    for (let i = 6; i > 1; i -= 1) expect(valueOf(await undo(i))).toEqual({ undone: 1, kept: [] })
    const { items } = valueOf(await desk.desk('roster.gaps', { branchId, why: '电话通知' }))
    expect(items.map(({ phone }) => phone)).toEqual(['19900000001'])
  })

  it.each(['name', 'idNumber', 'last4', 'last6', 'studentNumber', 'phone'])(
    'is refused for a %s without end',
    async (path) => {
      const row = { ...NUMBERED, [path]: '1'.repeat(201) }
      expect(await importRows([row])).toMatchObject({ added: 0, refused: [{ row: 1, path, rule: 'length' }] })
      const { refused } = await importRows([{ ...NUMBERED, [path]: '1'.repeat(200) }])
      expect(refused.map(({ rule }) => rule)).not.toContain('length')
    },
  )

  it('is linked by a registration, and by one alone', async () => {
    const student = await aStudent(cloud)
    const { name, idNumber } = student.person
    await importRows([{ name, studentNumber: '77' }])
    await importRows([{ name, idNumber, studentNumber: '77' }])
    await importRows([{ name, last4: idNumber.slice(-4) }])
    await student.started({ branchId })
    const summaryOf = valueOf(await desk.desk('desk.summary', { branchId }))
    expect(summaryOf).toMatchObject({ rosterSize: 1, notRegistered: 0 })
  })

  it('is not taken for another: namesakes with the same last four are two people', async () => {
    const births = Array.from({ length: 28 }, (_, i) => `2001-03-${String(i + 1).padStart(2, '0')}`)
    const ids = births.map((birth) => anIdNumber({ birth, sequence: LAST4.slice(0, 3) }))
    const other = ids.find((id) => id !== ID && id.endsWith(LAST4)) ?? ''
    expect(summary(await importRows([WHOLE, { name: '张梅', idNumber: other }]))).toEqual([2, 0, 0, 0])
    const { similar } = await importRows([ENDING])
    expect(similar).toEqual([{ row: 1, name: '张梅', why: 'several' }])
  })

  it.each<[string, RosterRow[], RosterRow, string]>([
    ['name', [NUMBERED], { name: '李想', studentNumber: '42412345' }, 'name'],
    ['student number', [{ ...NUMBERED, last4: LAST4 }], { ...ENDING, studentNumber: '42419999' }, 'studentNumber'],
    ['last digits', [{ ...NUMBERED, last4: LAST4 }], { ...NUMBERED, last4: '9999' }, 'last4'],
    [
      'last digits, which are those of a second row',
      [
        { ...NUMBERED, last4: LAST4 },
        { name: '张梅', last4: '9999' },
      ],
      { ...NUMBERED, last4: '9999' },
      'several',
    ],
    ['keys of two rows', [WHOLE, { name: '张梅', studentNumber: '42412345' }], JOINING[0] ?? WHOLE, 'several'],
  ])('may be somebody similar, by another %s: nothing is changed', async (_, before, row, why) => {
    await importRows(before)
    const stored = documentsOf(cloud, 'roster')
    const name = before[0]?.name
    for (const dryRun of [true, false])
      expect(await importRows([row], 'similar', dryRun)).toMatchObject({
        added: 0,
        changed: 0,
        similar: [{ row: 1, name, why }],
      })
    expect(documentsOf(cloud, 'roster')).toEqual(stored)
  })

  it('keeps a person whose phone is odd, with a note', async () => {
    const rows = [
      { ...NUMBERED, phone: '010-62334997' },
      { name: '李想', studentNumber: '2', phone: '无' },
    ]
    expect(await importRows(rows)).toMatchObject({
      added: 2,
      refused: [],
      notes: [
        { row: 1, path: 'phone', rule: 'phone.format' },
        { row: 2, path: 'phone', rule: 'nothing' },
      ],
    })
  })

  it('gets a row of its own where a row that was put right still has its first number’s id', async () => {
    await importRows([
      { ...WHOLE, studentNumber: '1' },
      { name: '李想', studentNumber: '9' },
    ])
    await importRows([{ name: '李想', studentNumber: '9', last4: '1234' }])
    await importRows([{ ...WHOLE, studentNumber: '2' }])
    expect(summary(await importRows([{ name: '王芳', studentNumber: '1' }]))).toEqual([1, 0, 0, 0])
    expect(onRoster()).toHaveLength(3)
  })

  it('is there once where two import the same list at once', async () => {
    await Promise.all([importRows([WHOLE, NUMBERED]), importRows([WHOLE, NUMBERED])])
    expect(onRoster()).toHaveLength(2)
  })
})

describe('taking an import back', () => {
  const undo = (importId: string, caller = desk) => caller.desk('roster.undo', { importId, why: '导错了文件' })

  it('leaves the rows as they were before it, whatever calls it came in', async () => {
    await importRows(
      [
        { ...NUMBERED, phone: '19900000001' },
        { name: '李想', studentNumber: '2' },
      ],
      'right',
    )
    const before = documentsOf(cloud, 'roster').filter((row) => row['branchId'] === branchId)
    await importRows(
      [
        { ...NUMBERED, phone: '19900000009' },
        { name: '王芳', studentNumber: '3' },
      ],
      'wrong',
    )
    await importRows(
      [
        { ...JOINING[0], name: '张梅' },
        { name: '赵磊', studentNumber: '4' },
      ],
      'wrong',
    )
    expect(onRoster()).toHaveLength(4)
    expect(valueOf(await undo('wrong'))).toEqual({ undone: 3, kept: [] })
    expect(documentsOf(cloud, 'roster').filter((row) => row['branchId'] === branchId)).toEqual(before)
    expect(valueOf(await desk.desk('desk.summary', { branchId })).rosterSize).toBe(2)
    const { items } = valueOf(await desk.desk('audit.list', { branchId }))
    expect(items[0]).toMatchObject({ what: 'rosterUndo', whom: 'wrong', why: '导错了文件' })
  })

  it('keeps what another import has changed since, and names it', async () => {
    const others = ['王芳', '赵磊', '孙一'].map((name, i) => ({ name, studentNumber: String(3 + i) }))
    await importRows([NUMBERED, { name: '李想', studentNumber: '2' }, ...others], 'first')
    await importRows(
      [NUMBERED, ...others].map((row) => ({ ...row, phone: '19900000009' })),
      'second',
    )
    const { undone, kept } = valueOf(await undo('first'))
    expect(undone).toBe(1)
    expect(kept.toSorted((a, b) => a.row - b.row)).toEqual([
      { row: 1, name: '张梅' },
      ...others.map(({ name }, i) => ({ row: 3 + i, name })),
    ])
    expect(onRoster()).toHaveLength(4)
    expect(valueOf(await undo('second'))).toEqual({ undone: 4, kept: [] })
    expect(valueOf(await undo('first'))).toEqual({ undone: 4, kept: [] })
    expect(onRoster()).toEqual([])
  })

  it('lets go of those who were taken for its rows', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started({ branchId })
    await importRows([{ name: '别人', studentNumber: '1' }])
    await importRows([{ name: student.person.name, idNumber: student.person.idNumber, studentNumber: '5' }], 'wrong')
    const find = async () => valueOf(await desk.desk('desk.open', { id }))
    expect((await find()).rosterMatch).toBe('full')
    valueOf(await undo('wrong'))
    expect(await find()).toMatchObject({ rosterMatch: 'none' })
    expect((await find()).studentNumber).toBeUndefined()
  })

  it('of several branches is for each of them by who keeps its roster', async () => {
    const other = addBranch(cloud, `${branchId}-other`)
    const admin = administrator(cloud)
    for (const at of [branchId, other]) {
      const rows = [
        { name: '李想', studentNumber: '2' },
        { ...NUMBERED, phone: at === other ? '19900000002' : '' },
      ]
      valueOf(await admin.desk('roster.import', { branchId: at, importId: 'both', rows }))
    }
    const sizes = async () =>
      Promise.all(
        [branchId, other].map(async (at) => valueOf(await admin.desk('desk.summary', { branchId: at })).rosterSize),
      )
    const noted = async (at: string) =>
      valueOf(await admin.desk('audit.list', { branchId: at })).items.map(({ what, whom }) => [what, whom])
    const since = [{ ...NUMBERED, phone: '19900000003' }]
    valueOf(await admin.desk('roster.import', { branchId: other, importId: 'since', rows: since }))
    expect(valueOf(await undo('both'))).toEqual({ undone: 2, kept: [] })
    expect(await sizes()).toEqual([0, 2])
    expect((await noted(other))[0]).toEqual(['import', 'since'])
    expect(codeOf(await undo('both'))).toBe('NOT_YOURS')
    await importRows([{ name: '王芳', studentNumber: '3' }], 'both')
    expect(valueOf(await undo('both', admin))).toEqual({ undone: 2, kept: [{ row: 2, name: '张梅' }] })
    expect(await sizes()).toEqual([0, 1])
    for (const at of [branchId, other]) expect((await noted(at))[0]).toEqual(['rosterUndo', 'both'])
  })

  it('goes as far as the time goes, and on from there when it is asked for again', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({ name: '未来者', studentNumber: String(900 + i) }))
    await importRows(rows, 'right')
    await importRows(
      rows.map((row) => ({ ...row, phone: '19900000009' })),
      'wrong',
    )
    const meanwhile = () => {
      cloud.clock.pass(AMPLE_MS)
    }
    cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'roster', meanwhile })
    expect(codeOf(await undo('wrong'))).toBe('TRY_AGAIN')
    const { undone, kept } = valueOf(await undo('wrong'))
    expect([undone > 0 && undone < 20, kept]).toEqual([true, []])
    cloud.fault({ kind: 'delay', action: 'database.removeDocument', collection: 'roster', meanwhile })
    expect(codeOf(await undo('right'))).toBe('TRY_AGAIN')
    expect(valueOf(await desk.desk('desk.summary', { branchId })).rosterSize).toBe(0)
    expect(onRoster()).toEqual([])
  })

  it('takes back 600 rows', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => ({ name: '未来者', studentNumber: String(10_000 + i) }))
    for (let at = 0; at < rows.length; at += 300) await importRows(rows.slice(at, at + 300), 'large')
    expect(valueOf(await undo('large'))).toEqual({ undone: 600, kept: [] })
    expect(onRoster()).toEqual([])
  })

  it('is for those who keep the roster, with a reason', async () => {
    await importRows([NUMBERED], 'guarded')
    expect(codeOf(await undo('unknown'))).toBe('NOT_FOUND')
    expect(codeOf(await undo('guarded', addStaff(cloud, `c-${branchId}`, branchId, 'cadre')))).toBe('READ_ONLY')
    expect(codeOf(await undo('guarded', addStaff(cloud, `o-${branchId}`, PARTY, 'secretary')))).toBe('NOT_YOURS')
    expect(codeOf(await undo('guarded', await aStudent(cloud)))).toBe('NOT_STAFF')
    expect(codeOf(await desk.desk('roster.undo', { importId: 'guarded', why: ' ' }))).toBe('BAD_INPUT')
    expect(codeOf(await undo('guarded', administrator(cloud)))).toBe('ok')
  })
})

describe('the gaps by group', () => {
  const gaps = async (input: object) => valueOf(await desk.desk('roster.gaps', { branchId, ...input }))

  it('are those of one group, with the phones of exactly those', async () => {
    const [asked, returned] = [await aStudent(cloud), await aStudent(cloud)]
    const rowOf = (student: typeof asked, phone: string) => ({
      name: student.person.name,
      idNumber: student.person.idNumber,
      phone,
    })
    await importRows([
      rowOf(asked, '19900000001'),
      rowOf(returned, '19900000002'),
      { name: '未来者', studentNumber: '3', phone: '19900000003' },
      { name: '无电话', studentNumber: '4' },
    ])
    await asked.started({ branchId })
    await desk.returned(await returned.started({ branchId }))
    const phones = async (group: string) =>
      (await gaps({ group, why: '电话通知' })).items.map(({ state, phone }) => [state, phone])
    expect(await phones('returned')).toEqual([['returned', '19900000002']])
    expect(await phones('registered')).toEqual([['registered', '19900000001']])
    expect(await phones('notRegistered')).toEqual([
      ['notRegistered', '19900000003'],
      ['notRegistered', undefined],
    ])
    const { items } = valueOf(await desk.desk('audit.list', { branchId }))
    expect(items.slice(0, 3).map(({ what, whom }) => [what, whom])).toEqual([
      ['phones', '1'],
      ['phones', '1'],
      ['phones', '1'],
    ])
    expect((await gaps({ group: 'approved' })).items).toEqual([])
  })

  it('of one stage come in pages, longest there first, or by name; nobody is among them who is on no row', async () => {
    const students = [await aStudent(cloud), await aStudent(cloud), await aStudent(cloud)]
    const [offRoster, first, second] = students
    const unseen = Array.from({ length: 5 }, (_, i) => ({ name: `丁${String(i)}`, studentNumber: String(40 + i) }))
    const registered = students.slice(1).map(({ person: { name, idNumber } }) => ({ name, idNumber }))
    await importRows([...unseen, ...registered])
    for (const student of students) await student.started({ branchId })
    const names = async (input: object) => {
      const { items, next } = await gaps({ group: 'registered', limit: 1, ...input })
      return { names: items.map(({ name }) => name), next }
    }
    const all = await gaps({ group: 'registered' })
    expect([all.items.map(({ name }) => name), all.next]).toEqual([registered.map(({ name }) => name), undefined])
    // Two of the three of this stage, of whom one is on no row.
    const two = await names({ limit: 2 })
    expect([two.names, typeof two.next]).toEqual([[first?.person.name], 'string'])
    for (const sort of ['since', 'name'] as const) {
      const seen: string[][] = []
      let cursor: string | undefined
      do {
        const page = await names({ sort, ...(cursor === undefined ? {} : { cursor }) })
        seen.push(page.names)
        cursor = page.next
      } while (cursor !== undefined)
      const expected = [first, second].map((student) => student?.person.name ?? '')
      // Whoever is on no row has a place among those of the stage all the same.
      if (sort === 'since') expect(seen).toEqual([[], ...expected.map((name) => [name])])
      else expect([seen[0]?.length, seen.flat()]).toEqual([1, expected.toSorted()])
      expect(seen.flat()).not.toContain(offRoster?.person.name)
    }
  })

  it.each(['since', 'name'] as const)('come in pages of up to 500, sorted by %s, each once', async (sort) => {
    const rows = Array.from({ length: 600 }, (_, i) => ({
      name: `未来${String.fromCodePoint(0x4e00 + ((i * 7) % 500))}`,
      studentNumber: String(20_000 + i),
    }))
    for (let at = 0; at < rows.length; at += 500) {
      await importRows(rows.slice(at, at + 500))
      await cloud.clock.advance('PT1M')
    }
    for (const group of [undefined, 'notRegistered']) {
      const seen: string[] = []
      const sizes: number[] = []
      let cursor: string | undefined
      do {
        cloud.metrics.reset()
        const page = await gaps({
          sort,
          limit: 500,
          ...(group === undefined ? {} : { group }),
          ...(cursor === undefined ? {} : { cursor }),
        })
        expect(cloud.metrics.requests.length).toBeLessThanOrEqual(4)
        sizes.push(page.items.length)
        seen.push(...page.items.map(({ name, studentNumber = '' }) => (sort === 'name' ? name : studentNumber)))
        cursor = page.next
      } while (cursor !== undefined)
      expect(sizes).toEqual([500, 100])
      const expected = rows.map(({ name, studentNumber }) => (sort === 'name' ? name : studentNumber))
      expect(seen).toEqual(sort === 'name' ? expected.toSorted() : expected)
    }
    // Nobody of these rows has come so far; by name they are looked at all the same, 500 a call.
    const { items, next = '' } = await gaps({ group: 'returned', sort })
    expect([items, next === '']).toEqual([[], sort === 'since'])
    if (next !== '') expect(await gaps({ group: 'returned', sort, cursor: next })).toEqual({ items: [] })
    expect(codeOf(await desk.desk('roster.gaps', { branchId, limit: 501 }))).toBe('BAD_INPUT')
  })
})

describe('a Party branch that reads a League branch’s roster', () => {
  it('sees names and student numbers there, and no more; its people are matched with it', async () => {
    const party = addBranch(cloud, `${branchId}-party`, { rosterOf: branchId }, PARTY)
    const partyDesk = addStaff(cloud, `party-${branchId}`, party, 'secretary')
    const student = await aStudent(cloud, { party: 'full' })
    await importRows([
      { name: student.person.name, idNumber: student.person.idNumber, studentNumber: '61', phone: '19900000001' },
      { name: '别人', studentNumber: '62', phone: '19900000002' },
    ])
    const { id } = await student.started({ branchId: party, kind: 'party', origin: 'province' })
    expect(valueOf(await partyDesk.desk('desk.open', { id }))).toMatchObject({
      rosterMatch: 'full',
      studentNumber: '61',
    })
    const { items } = valueOf(await partyDesk.desk('roster.gaps', { branchId: party, why: '电话通知' }))
    expect(items).toMatchObject([
      { name: student.person.name, studentNumber: '61', state: 'preparing' },
      { name: '别人', studentNumber: '62', state: 'notRegistered' },
    ])
    expect(items.every(({ phone }) => phone === undefined)).toBe(true)
    expect(valueOf(await partyDesk.desk('audit.list', { branchId: party })).items).toEqual([])
    // The League branch’s own list is not touched by it, nor this one by who has registered there.
    const own = async () => valueOf(await desk.desk('roster.gaps', { branchId, group: 'notRegistered' })).items
    expect(await own()).toHaveLength(2)
    const league = await aStudent(cloud, { name: '别人' })
    await league.started({ branchId })
    expect(await own()).toHaveLength(1)
    const there = async (group: 'notRegistered' | 'preparing') =>
      valueOf(await partyDesk.desk('roster.gaps', { branchId: party, group })).items.map(({ name }) => name)
    expect(await there('notRegistered')).toEqual(['别人'])
    expect(await there('preparing')).toEqual([student.person.name])
    const announced = await student.announced(await student.transfer(id))
    await partyDesk.decided(announced, { verdict: 'receive', checked: ['online', 'materials'] })
    const left = valueOf(await partyDesk.desk('roster.gaps', { branchId: party })).items
    expect(left.map(({ name }) => name)).toEqual(['别人'])
    expect(codeOf(await partyDesk.desk('roster.gaps', { branchId }))).toBe('NOT_YOURS')
  })

  it('has its people matched by a later list of the League branch, and matched no longer once it is taken back', async () => {
    const party = addBranch(cloud, `${branchId}-later`, { rosterOf: branchId }, PARTY)
    const partyDesk = addStaff(cloud, `later-${branchId}`, party, 'secretary')
    const student = await aStudent(cloud, { party: 'full' })
    const { id } = await student.started({ branchId: party, kind: 'party', origin: 'province' })
    const seen = async () => valueOf(await partyDesk.desk('desk.open', { id }))
    expect(await seen()).toMatchObject({ rosterMatch: 'none' })
    const { name, idNumber } = student.person
    const imported = (rows: RosterRow[], importId: string) =>
      desk.desk('roster.import', { branchId, importId, rows }).then(valueOf)
    await imported([{ name, studentNumber: '71' }], 'later-1')
    expect(await seen()).toMatchObject({ rosterMatch: 'partial', studentNumber: '71' })
    await imported([{ name, idNumber, studentNumber: '71' }], 'later-2')
    expect(await seen()).toMatchObject({ rosterMatch: 'full', studentNumber: '71' })
    valueOf(await desk.desk('roster.undo', { importId: 'later-2', why: '选错了文件' }))
    expect(await seen()).toMatchObject({ rosterMatch: 'partial' })
    // The time ends when its own rows are written, and before the readers have looked.
    const rows = [
      { name, idNumber, studentNumber: '71' },
      { name: '别人', idNumber: ID },
    ]
    const meanwhile = () => {
      cloud.clock.pass(AMPLE_MS)
    }
    cloud.fault({ kind: 'delay', action: 'database.getDocument', collection: 'branches', skip: 1, meanwhile })
    expect(codeOf(await desk.desk('roster.import', { branchId, importId: 'later-3', rows }))).toBe('TRY_AGAIN')
    expect(await seen()).toMatchObject({ rosterMatch: 'partial' })
    expect(codeOf(await desk.desk('roster.import', { branchId, importId: 'later-3', rows }))).toBe('ok')
    expect(await seen()).toMatchObject({ rosterMatch: 'full' })
    valueOf(await desk.desk('roster.remove', { branchId, keys: ['71'] }))
    expect(await seen()).toMatchObject({ rosterMatch: 'none' })
    expect((await seen()).studentNumber).toBeUndefined()
  })

  it('is set where the branch is one, and the other a League branch', async () => {
    const admin = administrator(cloud)
    const save = (id: string, rosterOf: string | null) => admin.desk('branch.save', { id, rosterOf })
    const party = addBranch(cloud, `${branchId}-p`, {}, PARTY)
    expect(valueOf(await save(party, branchId))).toMatchObject({ rosterOf: branchId })
    expect(valueOf(await save(party, null)).rosterOf).toBeUndefined()
    for (const [id, other] of [
      [branchId, party],
      [party, PARTY],
      [party, 'unknown'],
    ] as const)
      expect(await save(id, other)).toMatchObject({
        error: { detail: { fields: [{ path: 'rosterOf', rule: 'choice' }] } },
      })
  })
})

describe('rows that were written under an earlier key', () => {
  const keyOf = (id: string) => `${id}:${Buffer.alloc(32, id).toString('base64')}`
  type Ask = (op: OpOf<'secretary'>, input: object) => Promise<unknown>

  it('are the same rows: unchanged, put right, and taken back', async () => {
    const dataDir = temporaryFolder()
    const why = '导错了文件'
    const under = async (keys: string[], work: (ask: Ask) => Promise<void>) => {
      const there = await startLocalCloud({ dataDir, env: { TOKEN_KEYS: keys.map(keyOf).join(',') } })
      const caller = new Caller(there, 'local-league-secretary')
      const place = { branchId: LEAGUE }
      await work(async (op, input) => valueOf(await caller.call('secretary', op, { ...place, ...input })))
      await there.close()
    }
    const rows = [
      { ...NUMBERED, last4: LAST4 },
      { name: '李想', studentNumber: '2' },
      { ...WHOLE, name: '王芳' },
    ]
    await under(['1'], async (ask) => {
      expect(await ask('roster.import', { importId: 'old', rows })).toMatchObject({ added: 3 })
    })
    await under(['2', '1'], async (ask) => {
      const imported = (given: object[], more = {}) => ask('roster.import', { importId: 'new', rows: given, ...more })
      expect(await imported(rows, { dryRun: true })).toMatchObject({ unchanged: 3 })
      // A row is put right, and somebody else has its first number now.
      const [named, idNumber] = ['赵磊', anIdNumber({ sequence: '701' })]
      await imported([{ name: named, studentNumber: '8' }])
      await imported([{ name: named, idNumber, studentNumber: '8' }])
      await imported([{ name: named, idNumber, studentNumber: '9' }])
      expect(await imported([{ name: '孙一', studentNumber: '8' }])).toMatchObject({ added: 1 })
      expect(await ask('roster.undo', { importId: 'new', why })).toEqual({ undone: 2, kept: [] })
      expect(await ask('roster.undo', { importId: 'old', why })).toEqual({ undone: 3, kept: [] })
    })
  })
})
