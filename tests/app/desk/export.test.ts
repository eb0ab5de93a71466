import * as XLSX from '@e965/xlsx'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  addBranch,
  addStaff,
  administrator,
  APPROVE,
  aStudent,
  Caller,
  codeOf,
  setBranch,
  valueOf,
  type Student,
} from '../../support/client'
import { addCohort, cohortMember, KNOWN_KEYS } from '../../support/cohort'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { AMPLE_MS } from '../../support/local-cloud'
import { Elsewhere } from '../../support/meanwhile'
import { keptAsText, readSheet, readSheets } from '../../support/spreadsheets'

const WHY = '向学院汇报进度'
const cloud = localCloud()
let branchId: string
let desk: Caller
beforeAll(() => {
  branchId = addBranch(cloud, 'exported', { shortName: '=计通/支部' })
  desk = addStaff(cloud, 'desk', branchId, 'secretary')
})

/** What the library leaves untyped of the files in a file. */
const parts = XLSX.CFB as {
  read(file: Buffer, options: { type: 'buffer' }): object
  find(book: object, path: string): { content: Uint8Array } | null
}

/** The first sheet as it lies in the file. */
const sheetXml = (file: Buffer): string => {
  const entry = parts.find(parts.read(file, { type: 'buffer' }), '/xl/worksheets/sheet1.xml')
  return Buffer.from(entry?.content ?? []).toString('utf8')
}

const exported = async (input: object = {}) => {
  const value = valueOf(await desk.desk('desk.export', { branchId, why: WHY, ...input }))
  if (!('base64' in value)) throw new Error('no file')
  const { rows, formulas } = readSheet(Buffer.from(value.base64, 'base64'))
  const [heading = [], ...body] = rows
  const lines = body.map((row) => Object.fromEntries(heading.map((name, i) => [name, row[i] ?? ''])))
  return { fileName: value.fileName, heading, lines, formulas }
}

describe('exporting a branch', () => {
  let failed: Student
  let asked: Student
  let through: Student
  beforeAll(async () => {
    await cloud.clock.set('2024-09-01T04:00:30Z')
    failed = await aStudent(cloud)
    asked = await aStudent(cloud, { identity: 'cadre' })
    through = await aStudent(cloud)
    valueOf(
      await desk.desk('roster.import', {
        branchId,
        importId: 'i',
        rows: [{ name: failed.person.name, studentNumber: '42412345', last4: failed.person.idNumber.slice(-4) }],
      }),
    )
    const first = await failed.started({ branchId, reason: '升学' })
    const approved = await desk.approved(first)
    await cloud.clock.advance('PT1M')
    await asked.started({ branchId, reason: '=HYPERLINK("http://example.org")' })
    await cloud.clock.advance('PT1M')
    await desk.decided(await through.started({ branchId, origin: 'beijing', reason: '@SUM(A1)' }), APPROVE)
    await cloud.clock.advance('P1D')
    valueOf(await failed.request(approved, { ...failed.claim, name: '别人' }))
  })

  it('gives its transfers as another program reads them: every column, numbers masked, nothing a formula', async () => {
    const { fileName, heading, lines, formulas } = await exported()
    expect(fileName).toBe('=计通支部-转接情况-2024-09-02.xlsx')
    expect(heading).toEqual([
      '序号',
      '登记编号',
      '学号',
      '姓名',
      '身份证号（仅后四位）',
      '团支部或党支部',
      '入团年月',
      '团员编号（仅后四位）',
      '转出地',
      '登记时间',
      '同意时间',
      '最早可提交时间',
      '提交时间',
      '结果',
      '失败原因',
      '还缺什么',
      '备注',
    ])
    expect(formulas).toEqual([])
    const byName = new Map(lines.map((line) => [line['姓名'], line]))
    expect(lines.map((line) => line['序号'])).toEqual(['1', '2', '3'])
    expect(byName.get(failed.person.name)).toMatchObject({
      学号: '42412345',
      '身份证号（仅后四位）': `${'*'.repeat(14)}${failed.person.idNumber.slice(-4)}`,
      团支部或党支部: "'=计通/支部",
      入团年月: '2018-05',
      '团员编号（仅后四位）': `${'*'.repeat(8)}${failed.person.memberNumber?.slice(-4) ?? ''}`,
      转出地: '京外',
      登记时间: '2024-09-01 12:00',
      同意时间: '2024-09-01 12:00',
      最早可提交时间: '2024-09-02 12:01',
      提交时间: '2024-09-02 12:02',
      结果: '转移失败',
      失败原因: '姓名不一致',
      还缺什么: '姓名一致',
      备注: '升学',
    })
    expect(byName.get(asked.person.name)).toMatchObject({
      学号: '',
      结果: '待审核',
      还缺什么: '团支部同意',
      备注: '\'=HYPERLINK("http://example.org")；不在名单上；团干部；未说明已在北京系统申请',
    })
    expect(byName.get(through.person.name)).toMatchObject({ 转出地: '京内', 结果: '转移成功', 还缺什么: '' })
    const text = JSON.stringify(lines)
    for (const { person } of [failed, asked, through]) {
      expect(text).not.toContain(person.idNumber)
      expect(text).not.toContain(person.phone)
      expect(text).not.toContain(person.memberNumber)
    }
  })

  it('may be of one stage, and is written down with its reason', async () => {
    const { lines } = await exported({ stage: 'registered' })
    expect(lines.map((line) => line['结果'])).toEqual(['待审核'])
    expect((await exported({ stage: 'withdrawn' })).lines).toEqual([])
    const { items } = valueOf(await desk.desk('audit.list', { branchId }))
    expect(items.slice(0, 3).map(({ what, whom, why }) => [what, whom, why])).toEqual([
      ['export', '0 withdrawn', WHY],
      ['export', '1 registered', WHY],
      ['export', '3', WHY],
    ])
  })

  it('has the columns and the people that are asked for, and is made to be printed', async () => {
    const { items } = valueOf(await desk.desk('desk.list', { branchId, sort: 'name' }))
    const ids = items.slice(0, 2).map(({ id }) => id)
    const { heading, lines } = await exported({ ids: [...ids, 'unknown'], columns: ['name', 'result'] })
    expect(heading).toEqual(['姓名', '结果'])
    expect(lines.map((line) => line['姓名'])).toEqual(items.slice(0, 2).map(({ name }) => name))
    const value = valueOf(await desk.desk('desk.export', { branchId, why: WHY }))
    const xml = sheetXml(Buffer.from('base64' in value ? value.base64 : '', 'base64'))
    for (const part of [
      'fitToPage="1"',
      'orientation="landscape"',
      'fitToHeight="0"',
      '<autoFilter ref="A1:',
      'state="frozen"',
    ])
      expect(xml).toContain(part)
  })

  it('keeps numbers and days as text where somebody edits them; words need it not', async () => {
    const value = valueOf(await desk.desk('desk.export', { branchId, why: WHY }))
    const file = Buffer.from('base64' in value ? value.base64 : '', 'base64')
    const [heading = []] = readSheet(file).rows
    const cells = keptAsText(file)
    const kept = heading.filter((_, i) => cells.includes(XLSX.utils.encode_cell({ c: i, r: 1 })))
    expect(kept).toEqual(['序号', '登记编号', '学号', '入团年月', '登记时间', '同意时间', '最早可提交时间', '提交时间'])
  })

  it('has the chosen once and in their order, and nobody of another branch', async () => {
    const [first, second] = valueOf(await desk.desk('desk.list', { branchId, sort: 'name' })).items
    if (first === undefined || second === undefined) throw new Error('nobody')
    const elsewhere = await (await aStudent(cloud)).started({ branchId: addBranch(cloud, 'beside-the-exported') })
    const { lines } = await exported({ ids: [second.id, elsewhere.id, first.id, second.id, '?'] })
    expect(lines.map((line) => line['姓名'])).toEqual([second.name, first.name])
    const { items } = valueOf(await desk.desk('audit.list', { branchId }))
    expect(items[0]).toMatchObject({ what: 'export', whom: '2 ids', why: WHY })
    await exported({ text: first.name })
    expect(valueOf(await desk.desk('audit.list', { branchId })).items[0]).toMatchObject({ whom: '1 text' })
  })

  it('is the secretary’s and the administrator’s, with a reason', async () => {
    const codes = await Promise.all(
      [
        new Caller(cloud),
        await aStudent(cloud),
        addStaff(cloud, 'cadre', branchId, 'cadre'),
        addStaff(cloud, 'counsellor', branchId, 'counsellor'),
        new Caller(cloud, 'local-party-secretary'),
        desk,
        administrator(cloud),
      ].map(async (caller) => codeOf(await caller.desk('desk.export', { branchId, why: WHY }))),
    )
    expect(codes).toEqual(['NO_IDENTITY', 'NOT_STAFF', 'READ_ONLY', 'READ_ONLY', 'NOT_YOURS', 'ok', 'ok'])
    expect(codeOf(await desk.desk('desk.export', { branchId, why: ' ' }))).toBe('BAD_INPUT')
    expect(codeOf(await desk.desk('desk.export', { branchId: 'unknown', why: WHY }))).toBe('NOT_FOUND')
  })

  it('names what is missing of a Party transfer, and the papers that have come', async () => {
    const party = addBranch(cloud, 'party', {}, 'ustb-scce-2024-party')
    await setBranch(cloud, party, { besideOfficial: false })
    const staff = addStaff(cloud, 'party-desk', party, 'secretary')
    const student = await aStudent(cloud, { party: 'probationary' })
    const started = await student.started({ kind: 'party', branchId: party })
    const announced = valueOf(
      await student.act(started, {
        action: 'announce',
        channel: 'online',
        prepared: ['file', 'letterToCounsellor', 'probationPapers'],
        probationEndsOn: '2024-12-01',
      }),
    )
    await staff.decided(announced, { verdict: 'receive', checked: ['materials'] })
    const value = valueOf(await staff.desk('desk.export', { branchId: party, why: WHY }))
    const sheets = readSheets(Buffer.from('base64' in value ? value.base64 : '', 'base64'))
    const [heading = [], line = []] = sheets['党组织关系转接'] ?? []
    expect(Object.fromEntries(heading.map((name, i) => [name, line[i]]))).toMatchObject({
      党员身份: '预备党员',
      转出方式: '线上',
      线上接收: '',
      党员材料: '2024-09-02',
      预备期满: '2024-12-01',
      结果: '已发起转出',
      还缺什么: '线上接收、预备期材料',
    })
    expect(heading).not.toContain('团员编号（仅后四位）')
  })
})

describe('a file of more people than are read at once', () => {
  const many = localCloud({ env: KNOWN_KEYS })
  const PEOPLE = 501
  let branch: string
  let staff: Caller
  beforeAll(async () => {
    branch = addBranch(many, 'many')
    staff = addStaff(many, 'many-desk', branch, 'secretary')
    addCohort(many, (await (await aStudent(many)).started({ branchId: branch })).id, PEOPLE - 1)
    const rows = Array.from({ length: PEOPLE }, (_, n) => {
      const { name, idNumber } = cohortMember(1_000 + n)
      return { name, idNumber }
    })
    for (const [i, part] of [rows.slice(0, 1), rows.slice(1)].entries())
      valueOf(await staff.desk('roster.import', { branchId: branch, importId: `many-${String(i)}`, rows: part }))
  })
  const ask = (input: object) => staff.desk('desk.export', { branchId: branch, why: WHY, ...input })
  const sheetsOf = async (input: object) => {
    const value = valueOf(await ask(input))
    return readSheets(Buffer.from('base64' in value ? value.base64 : '', 'base64'))
  }
  /** The time of the call ends while it reads these for the first time. */
  const endTimeWithin = (collection: string) => {
    const meanwhile = () => {
      many.clock.pass(AMPLE_MS)
    }
    many.fault({ kind: 'delay', action: 'database.getDocument', collection, meanwhile })
  }

  it('has everybody, and the archive everybody of the roster too', async () => {
    const { 转接情况: lines = [] } = await sheetsOf({})
    expect(new Set(lines.map(([, reference]) => reference)).size).toBe(PEOPLE + 1)
    const archive = await sheetsOf({ archive: true })
    expect([archive['转接情况']?.length, archive['名单']?.length]).toEqual([PEOPLE + 1, PEOPLE + 1])
    const { items } = valueOf(await staff.desk('audit.list', { branchId: branch }))
    expect(items[0]).toMatchObject({ what: 'archive', whom: String(PEOPLE), why: WHY })
    expect(valueOf(await ask({ archive: true })).fileName).toMatch(/^计通.*-全部存档-\d{4}-\d{2}-\d{2}\.xlsx$/u)
  })

  it('names who decided where the log has lost it, and is as wide as what stands in it', async () => {
    const deciding = addBranch(many, 'deciding')
    const decider = addStaff(many, 'decider', deciding, 'secretary')
    await decider.decided(await (await aStudent(many)).started({ branchId: deciding }), APPROVE)
    for (const { _id, branchId } of documentsOf(many, 'audit'))
      if (branchId === deciding && typeof _id === 'string') new Elsewhere(many).drop('audit', _id)
    const value = valueOf(await decider.desk('desk.export', { branchId: deciding, archive: true, why: WHY }))
    const book = XLSX.read('base64' in value ? value.base64 : '', { type: 'base64', cellStyles: true })
    const log = book.Sheets['办理记录'] ?? {}
    const lines = XLSX.utils.sheet_to_json<string[]>(log, { header: 1, defval: '' })
    expect(lines.map((line) => line.slice(3, 5))).toEqual([
      ['谁', '做了什么'],
      ['本人', '登记'],
      ['decider', '同意'],
    ])
    expect(log['!cols']?.map(({ width }) => width)).toEqual([14, 12, 17, 14, 18, 40])
  })

  it('has all of what staff did, too', async () => {
    await sheetsOf({})
    const [model] = documentsOf(many, 'audit').filter((entry) => entry['branchId'] === branch)
    const more = Array.from({ length: 500 }, (_, i) => {
      const _id = `deed-${String(i)}`
      return { ...model, _id, position: `${String(i).padStart(14, '0')}-${_id}` }
    })
    many.store.insert(null, many.store.collection('audit'), more)
    const count = documentsOf(many, 'audit').filter((entry) => entry['branchId'] === branch).length
    expect((await sheetsOf({ archive: true }))['操作记录']).toHaveLength(count + 1)
  })

  it.each(['transfers', 'roster', 'audit'])(
    'is TRY_AGAIN where one list alone is too long in time: %s',
    async (name) => {
      const [alone, caller] = [
        addBranch(many, `long-${name}`),
        addStaff(many, `long-${name}-desk`, `long-${name}`, 'secretary'),
      ]
      const [model] = documentsOf(many, name).filter(({ branchId }) => branchId === branch)
      const copies = Array.from({ length: 500 }, (_, i) => {
        const _id = `long-${name}-${String(i)}`
        return {
          ...model,
          _id,
          branchId: alone,
          reference: _id,
          slot: _id,
          position: `${String(i).padStart(14, '0')}-${_id}`,
        }
      })
      many.store.insert(null, many.store.collection(name), copies)
      endTimeWithin(name)
      expect(codeOf(await caller.desk('desk.export', { branchId: alone, archive: true, why: WHY }))).toBe('TRY_AGAIN')
    },
  )

  it.each([
    ['a file', 'transfers', {}],
    ['the archive', 'transfers', { archive: true }],
  ])('is TRY_AGAIN where the time ends between two parts: %s', async (_, collection, input) => {
    endTimeWithin(collection)
    expect(codeOf(await ask(input))).toBe('TRY_AGAIN')
    expect(codeOf(await ask(input))).toBe('ok')
  })
})
