import { describe, expect, it } from 'vitest'
import { readRosterTables, type Table } from '../../cloudfunctions/domain/roster-table'

const table = (rows: readonly (readonly string[])[], more: Partial<Table> = {}): Table => ({
  name: '名单',
  hidden: false,
  // As in a file, cells and lines without text are not there.
  lines: rows
    .map((cells, i) => ({
      line: i + 1,
      cells: new Map(
        cells.map((text, j) => [j + 1, { text, formula: false }] as const).filter(([, { text }]) => text !== ''),
      ),
      hidden: false,
    }))
    .filter(({ cells }) => cells.size > 0),
  merges: [],
  ...more,
})
const read = (rows: readonly (readonly string[])[], more?: Partial<Table>) => readRosterTables([table(rows, more)])
const rowsOf = (rows: readonly (readonly string[])[]) => {
  const result = read(rows)
  return result.ok ? result.value.rows : result.error
}
const refusal = (rule: string, place: object = {}): object => ({
  ok: false,
  error: { code: 'BAD_FILE', detail: { rule, ...place, sheets: expect.any(Array) as unknown } },
})

describe('a list of names', () => {
  it.each([
    ['姓名', '身份证号', '学号', '手机号'],
    ['学生姓名', '身份证号码', '学生学号', '手机号码'],
    ['姓 名', '公民身份号码', '学 号', '联系电话'],
    ['姓名*', '证件号码（身份证）', '学号(必填)', '联系方式：'],
    ['團員', '姓名', '身份证', '电话'],
  ])('is read by the headings %s, %s, %s, %s', (...heading) => {
    const cells = heading.map((text) =>
      text.includes('名') ? '张梅' : text.includes('证') || text.includes('公民') ? 'A' : 'B',
    )
    const [row] = rowsOf([heading, cells]) as { name: string; idNumber?: string }[]
    expect(row).toMatchObject({ name: '张梅', idNumber: 'A' })
  })

  it('knows the last four by their headings', () => {
    expect(
      rowsOf([
        ['姓名', '身份证后4位'],
        ['张梅', '0246'],
      ]),
    ).toEqual([{ name: '张梅', last4: '0246' }])
    expect(
      rowsOf([
        ['姓名', '身份证号后四位'],
        ['张梅', '0246'],
      ]),
    ).toEqual([{ name: '张梅', last4: '0246' }])
  })

  it('may stand below a title and notes, and leaves empty lines and other columns out', () => {
    const result = read([
      ['2024级新生名单'],
      [],
      ['序号', '姓名', '性别', '学号'],
      ['1', '张梅', '女', '42412345'],
      ['', '', '', ''],
      ['2', '李想', '男', ''],
    ])
    expect(result).toMatchObject({
      ok: true,
      value: { rows: [{ name: '张梅', studentNumber: '42412345' }, { name: '李想' }], lines: [4, 6] },
    })
  })

  it('keeps a row without a name, for it is to be named where it is refused', () => {
    expect(
      rowsOf([
        ['姓名', '学号'],
        ['', '42412345'],
      ]),
    ).toEqual([{ name: '', studentNumber: '42412345' }])
  })

  it('takes the first of two columns that mean the same', () => {
    expect(
      rowsOf([
        ['姓名', '学号', '手机', '电话'],
        ['张梅', '1', 'first', 'second'],
      ]),
    ).toEqual([{ name: '张梅', studentNumber: '1', phone: 'first' }])
  })

  it('is refused without a heading, without a number, and without a row', () => {
    expect(read([['张梅', '42412345']])).toEqual(refusal('heading'))
    expect(read([])).toEqual(refusal('heading'))
    expect(
      read([
        ['姓名', '性别'],
        ['张梅', '女'],
      ]),
    ).toEqual(refusal('heading.key', { row: 1 }))
    expect(read([['姓名', '学号']])).toEqual(refusal('empty'))
  })

  it('is refused where cells of the heading are merged, but not for a merged title', () => {
    const rows = [['名单'], ['姓名', '学号'], ['张梅', '1']]
    const merge = (top: number, bottom: number) => ({ merges: [{ top, left: 1, bottom, right: 2 }] })
    expect(read(rows, merge(2, 2))).toEqual(refusal('heading.merged', { row: 2 }))
    expect(read(rows, merge(2, 3))).toEqual(refusal('heading.merged', { row: 2 }))
    expect(read(rows, merge(1, 1)).ok).toBe(true)
  })

  it('is refused where a cell it needs is a formula, and says which', () => {
    const given = table([
      ['姓名', '学号', '合计'],
      ['张梅', '1', '2'],
    ])
    const worked = (column: number) => ({
      ...given,
      lines: given.lines.map(({ line, cells }) => ({
        line,
        hidden: false,
        cells: new Map([...cells].map(([at, cell]) => [at, { ...cell, formula: line === 2 && at === column }])),
      })),
    })
    expect(readRosterTables([worked(2)])).toEqual(refusal('formula', { row: 2, path: 'studentNumber' }))
    expect(readRosterTables([worked(3)]).ok).toBe(true)
  })

  it('has 5,000 rows and no more', () => {
    const rows = (count: number) => [['姓名', '学号'], ...Array.from({ length: count }, (_, i) => ['张梅', String(i)])]
    expect(read(rows(5_000)).ok).toBe(true)
    expect(read(rows(5_001))).toEqual(refusal('rows'))
  })

  it('is that of every sheet that has one', () => {
    const list = (name: string) =>
      table([
        ['姓名', '学号'],
        [name, '1'],
      ])
    const result = readRosterTables([table([['说明']]), list('张梅'), list('李想')])
    expect(result).toMatchObject({
      ok: true,
      value: {
        rows: [{ name: '张梅' }, { name: '李想' }],
        lines: [2, 2],
        sheets: [{ unread: 'heading' }, { rows: 1 }, { rows: 1 }],
      },
    })
    expect(readRosterTables([table([['说明']])])).toMatchObject(refusal('heading'))
  })

  it('has a heading of two lines where one of them is complete', () => {
    const upper = [
      ['姓名', '学号', '家庭', ''],
      ['', '', '父亲姓名', '母亲姓名'],
      ['张梅', '1', '', ''],
    ]
    expect(rowsOf(upper)).toEqual([{ name: '张梅', studentNumber: '1' }])
    const lower = [
      ['基本信息', '', ''],
      ['姓名', '学号', '手机'],
      ['张梅', '1', '2'],
    ]
    expect(rowsOf(lower)).toEqual([{ name: '张梅', studentNumber: '1', phone: '2' }])
  })

  it('has a heading of two lines of which each has a part', () => {
    const rows = [
      ['姓名', '证件', ''],
      ['', '证件类型', '身份证号'],
      ['张梅', '身份证', 'A'],
    ]
    const merges = [
      { top: 1, left: 1, bottom: 2, right: 1 },
      { top: 1, left: 2, bottom: 1, right: 3 },
    ]
    expect(read(rows, { merges })).toMatchObject({ ok: true, value: { rows: [{ name: '张梅', idNumber: 'A' }] } })
  })

  it('takes a heading that comes again for no person, and reads on by it where its columns are others', () => {
    const result = read([
      ['姓名', '学号'],
      ['张梅', '1'],
      ['姓名', '学号'],
      ['李想', '2'],
      ['学号', '班级', '姓名'],
      ['3', '一班', '王芳'],
      ['姓名', ''],
      ['姓名', '学 号'],
    ])
    expect(result).toMatchObject({
      ok: true,
      value: {
        rows: [
          { name: '张梅', studentNumber: '1' },
          { name: '李想', studentNumber: '2' },
          { name: '王芳', studentNumber: '3' },
        ],
      },
    })
  })

  it('has blocks beside each other, each with its own columns', () => {
    expect(
      rowsOf([
        ['学号', '姓名', '手机', '手机', '', '学号', '姓名', '手机'],
        ['1', '张梅', 'a', 'b', '', '2', '李想', 'c'],
        ['3', '王芳', '', '', '', '', '', ''],
      ]),
    ).toEqual([
      { name: '张梅', studentNumber: '1', phone: 'a' },
      { name: '李想', studentNumber: '2', phone: 'c' },
      { name: '王芳', studentNumber: '3' },
    ])
  })

  it('leaves a second name without a number unread, and says so', () => {
    const result = read([
      ['姓名', '学号', '姓名'],
      ['张梅', '1', '李想'],
    ])
    expect(result).toMatchObject({ ok: true, value: { rows: [{ name: '张梅', studentNumber: '1' }] } })
  })

  it('counts hidden rows with somebody in them, and them alone', () => {
    const given = table([
      ['姓名', '学号'],
      ['张梅', '1'],
      ['李想', '2'],
      ['', '', '备注'],
    ])
    const lines = given.lines.map((line) => ({ ...line, hidden: line.line > 2 }))
    expect(readRosterTables([{ ...given, lines }])).toMatchObject({
      ok: true,
      value: { rows: [{ name: '张梅' }], sheets: [{ rows: 1, hiddenRows: 1 }] },
    })
  })

  it('takes a phone from a formula, which nobody is told from others by', () => {
    const given = table([
      ['姓名', '学号', '手机'],
      ['张梅', '1', '2'],
    ])
    const lines = given.lines.map((line) => ({
      ...line,
      cells: new Map([...line.cells].map(([at, cell]) => [at, { ...cell, formula: at === 3 }])),
    }))
    expect(readRosterTables([{ ...given, lines }])).toMatchObject({ ok: true, value: { rows: [{ phone: '2' }] } })
  })
})
