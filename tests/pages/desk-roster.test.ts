import { describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../cloudfunctions/contract'
import { base64OfText, batchesOf, linesOf, partsOf } from '../../miniprogram/desk/roster/file'
import { samplesOf, sheetLines, withChoice } from '../../miniprogram/desk/roster/reading'
import {
  added,
  listsOf,
  moreOf,
  NOTHING,
  previewOf,
  recentImports,
  type Tally,
  reportOf,
} from '../../miniprogram/desk/roster/view'
import { isSameImport } from '../../miniprogram/desk/roster/unfinished'
import {
  brokenText,
  doneText,
  fileText,
  resumeText,
  rosterFailureText,
  rowText,
  undoneText,
} from '../../miniprogram/desk/texts/roster'
import { NOW } from './desk-views'

describe('a list on its way', () => {
  it('is the same text as base64, whatever its characters', () => {
    for (const text of ['', 'a', 'ab', '姓名\t学号\r\n王小明\tM1', '𠮷田·é'])
      expect(base64OfText(text)).toBe(Buffer.from(text, 'utf8').toString('base64'))
  })

  it('goes in parts that are whole base64 and at most 64 KB', () => {
    const base64 = Buffer.alloc(2 * 1024 * 1024, 7).toString('base64')
    const parts = partsOf(base64)
    expect(parts.join('')).toBe(base64)
    expect(parts.every((part) => part.length % 4 === 0 && part.length <= 65_536)).toBe(true)
    expect(partsOf('')).toEqual([''])
  })

  it('goes 500 rows a call, fewer where the rows are long', () => {
    const rows = Array.from({ length: 1_200 }, (_, i) => ({ name: '王小明', studentNumber: String(i) }))
    expect(batchesOf(rows).map((batch) => [batch.start, batch.rows.length])).toEqual([
      [0, 500],
      [500, 500],
      [1000, 200],
    ])
    const long = batchesOf(
      Array.from({ length: 500 }, () => ({ name: '长'.repeat(100), studentNumber: 'x'.repeat(100) })),
    )
    expect(long.length).toBeGreaterThan(1)
    for (const { rows: part } of long) expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThan(90_000)
    expect(batchesOf([])).toEqual([])
  })

  it('counts its lines without the empty ones', () => {
    expect(linesOf('姓名\r\n\r\n王小明\n')).toBe(2)
  })
})

describe('what an import will do', () => {
  const list = { rows: [{ name: '王小明' }, { name: '李想' }, { name: '周舟' }], lines: [3, 4, 6], sheets: [] }
  const refused = [{ row: 1, path: 'idNumber', rule: 'rounded' as const }]

  it('adds the calls up and names the line of the file', () => {
    const changes = [{ row: 2, paths: ['name', 'phone'] }]
    const tally = added(
      NOTHING,
      { added: 0, changed: 1, unchanged: 0, changes, refused: [], similar: [], notes: [] },
      0,
      list,
    )
    expect(added(tally, { added: 1, changed: 0, unchanged: 0, refused, similar: [], notes: [] }, 2, list)).toEqual({
      added: 1,
      changed: 1,
      unchanged: 0,
      similar: [],
      notes: [],
      changes: [{ key: '1', place: '第 4 行 李想', text: '更新姓名、手机号' }],
      refused: [{ key: '2', place: '第 6 行 周舟', text: expect.stringContaining('3.7E+17') as string }],
    })
  })

  it('lists what is changed and what is refused, twenty rows at first', () => {
    const rows = Array.from({ length: 45 }, (_, i) => ({ key: String(i), place: `第 ${String(i)} 行`, text: '' }))
    const tally: Tally = { ...NOTHING, changes: rows, refused: rows.slice(0, 3) }
    const [changes, refused] = listsOf(tally)
    expect([changes, refused].map((one) => [one?.heading, one?.rows.length])).toEqual([
      ['更新的 45 行', 20],
      ['不导入的 3 行', 3],
    ])
    if (changes === undefined) throw new Error('nothing is listed')
    const more = moreOf(tally, changes)
    expect(more.map(({ key }) => key)).toEqual(rows.slice(20, 40).map(({ key }) => key))
    expect(moreOf(tally, { ...changes, rows: rows.slice(0, 40) })).toHaveLength(5)
    expect(listsOf(NOTHING)).toEqual([])
  })

  it('says so when there is nothing to import', () => {
    const tally: Tally = { ...NOTHING, unchanged: 3 }
    expect(previewOf(tally)).toMatchObject({ button: '', hint: '名单没有变化，不用导入。' })
    expect(previewOf({ ...NOTHING, added: 2, changed: 1 }).button).toBe('导入 3 人')
  })

  it('tells how it ended and where it broke off', () => {
    expect(doneText({ ...NOTHING, added: 4_960, refused: [{ key: '', place: '', text: '' }] })).toBe(
      '已导入：新增 4960 人。1 行没有导入。',
    )
    expect(brokenText({ code: 'OFFLINE' }, 1_500, 5_000)).toContain('已导入到第 1500 行，共 5000 行')
    expect(brokenText({ code: 'OFFLINE' }, 0, 5_000)).toContain('还没有导入，共 5000 行')
  })
})

describe('what is wrong with a list', () => {
  it('has a sentence for every kind of bad file', () => {
    const rules = ['type', 'size', 'password', 'broken', 'empty', 'heading', 'heading.merged', 'heading.key', 'rows']
    const texts = rules.map((rule) => fileText({ rule }))
    expect(new Set(texts).size).toBe(rules.length)
    expect(fileText({ rule: 'formula', row: 7, path: 'idNumber' })).toContain('第 7 行“身份证号”一格是公式')
    expect(fileText({ rule: 'something new' })).not.toBe('')
    expect(rosterFailureText({ code: 'BAD_FILE', detail: { rule: 'password' } })).toContain('密码')
  })

  it('says of a row what is missing and how to mend it', () => {
    expect(rowText('last4', 'required')).toContain('分不清同名的人')
    expect(rowText('studentNumber', 'duplicate')).toBe('学号与前面的一行重复')
    expect(rowText('idNumber', 'id.length')).toContain('18 位')
  })
})

describe('what was read of a file', () => {
  it('says of each sheet how many, what is hidden, and why nothing was read', () => {
    const lines = sheetLines([
      { name: '1班', rows: 30, hiddenRows: 2, columns: [{ heading: '姓名', as: 'name' }, { heading: '备注' }] },
      { name: '旧', rows: 0, hiddenRows: 0, columns: [], unread: 'hidden' },
    ])
    expect(lines.map(({ name, text }) => [name, text])).toEqual([
      ['1班', '读到 30 人，隐藏的 2 行没有读'],
      ['旧', '隐藏的工作表，没有读'],
    ])
    expect(lines[0]?.columns.map(({ heading, as, unread }) => [heading, as, unread])).toEqual([
      ['姓名', '姓名', false],
      ['备注', '不读', true],
    ])
  })

  it('shows three people, and of their numbers the end alone', () => {
    const person = { name: '王小明', studentNumber: '42412345', idNumber: '110101200101010011', phone: '19900000001' }
    const samples = samplesOf(Array.from({ length: 5 }, () => person))
    expect(samples).toHaveLength(3)
    expect(samples[0]).toMatchObject({
      name: '王小明',
      text: '学号 42412345，身份证号 ****0011，手机号 ****0001',
    })
  })

  it('lets one column of a sheet be one thing: the last choice counts', () => {
    const first = withChoice([], { sheet: 'a', heading: '同学', as: 'name' })
    const second = withChoice(first, { sheet: 'a', heading: '昵称', as: 'name' })
    expect(second).toEqual([{ sheet: 'a', heading: '昵称', as: 'name' }])
    expect(withChoice(second, { sheet: 'a', heading: '昵称' })).toEqual([{ sheet: 'a', heading: '昵称' }])
    expect(withChoice(second, { sheet: 'b', heading: '昵称', as: 'name' })).toHaveLength(2)
  })

  it('tells who may be the same, what was left out, and all of it to be copied', () => {
    const list = { rows: [{ name: '王小明' }, { name: '李想' }], lines: [2, 3], sheets: [] }
    const counts = {
      added: 1,
      changed: 0,
      unchanged: 0,
      refused: [],
      similar: [{ row: 1, name: '王晓明', why: 'name' as const }],
      notes: [{ row: 2, path: 'phone', rule: 'nothing' as const }],
    }
    const tally = added(NOTHING, counts, 0, list)
    expect(listsOf(tally).map(({ heading }) => heading)).toEqual(['疑似同一人的 1 行', '有说明的 1 行'])
    expect(reportOf(tally).split('\n')).toEqual([
      expect.stringMatching(/^疑似同一人\t第 2 行 王小明\t疑似同一人：学号与名单上的王晓明相同/u),
      '有说明\t第 3 行 李想\t没有填手机号',
    ])
    expect(doneText(tally)).toBe('已导入：新增 1 人。1 行没有导入。')
    expect(undoneText({ undone: 3, kept: [{ row: 1, name: '张梅' }] })).toBe(
      '已撤销这次导入，3 人恢复原样。后来又改过的 1 人没有动：张梅。',
    )
  })
})

describe('an import that was begun before', () => {
  const entry = (whom: string, what: AuditEntry['what'] = 'import'): AuditEntry => ({
    at: '2024-11-22T02:05:00.000Z',
    who: '王书记',
    whoId: 'wang',
    what,
    whom,
  })

  it('can be taken back by anybody who decides, unless it was', () => {
    const recent = recentImports([entry('c'), entry('b'), entry('a')], [entry('b', 'rosterUndo')], NOW)
    expect(recent).toEqual([
      { id: 'c', text: '王书记 11月22日 10:05 导入' },
      { id: 'a', text: '王书记 11月22日 10:05 导入' },
    ])
    const many = Array.from({ length: 9 }, (_, n) => entry(String(n)))
    expect(recentImports(many, [], NOW)).toHaveLength(5)
  })

  it('goes on with the same list alone', () => {
    const unfinished = { importId: 'a', source: '名单.xlsx', done: 500, total: 620, at: NOW }
    expect(isSameImport(unfinished, '名单.xlsx', 620)).toBe(true)
    expect([
      isSameImport(unfinished, '名单.xlsx', 619),
      isSameImport(unfinished, '别的.xlsx', 620),
      isSameImport(null, '名单.xlsx', 620),
    ]).toEqual([false, false, false])
    expect(resumeText(unfinished)).toContain('到第 500 行断开，共 620 行')
  })
})
