import { describe, expect, it } from 'vitest'
import { readRosterTable, readRosterTables, readRosterText, type Table } from '../../cloudfunctions/domain/roster-table'

const table = (rows: readonly (readonly string[])[], more: Partial<Table> = {}): Table => ({
  lines: rows.map((cells, i) => ({
    line: i + 1,
    cells: new Map(cells.map((text, j) => [j + 1, { text, formula: false }])),
  })),
  merges: [],
  ...more,
})
const read = (rows: readonly (readonly string[])[], more?: Partial<Table>) => readRosterTable(table(rows, more))
const rowsOf = (rows: readonly (readonly string[])[]) => {
  const result = read(rows)
  return result.ok ? result.value.rows : result.error
}
const refusal = (rule: string, place: object = {}) => ({
  ok: false,
  error: { code: 'BAD_FILE', detail: { rule, ...place } },
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
    expect(result).toEqual({
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
        cells: new Map([...cells].map(([at, cell]) => [at, { ...cell, formula: line === 2 && at === column }])),
      })),
    })
    expect(readRosterTable(worked(2))).toEqual(refusal('formula', { row: 2, path: 'studentNumber' }))
    expect(readRosterTable(worked(3)).ok).toBe(true)
  })

  it('has 5,000 rows and no more', () => {
    const rows = (count: number) => [['姓名', '学号'], ...Array.from({ length: count }, (_, i) => ['张梅', String(i)])]
    expect(read(rows(5_000)).ok).toBe(true)
    expect(read(rows(5_001))).toEqual(refusal('rows'))
  })

  it('is that of the first sheet that has one', () => {
    const result = readRosterTables([
      table([['说明']]),
      table([
        ['姓名', '学号'],
        ['张梅', '1'],
      ]),
    ])
    expect(result.ok && result.value.rows).toEqual([{ name: '张梅', studentNumber: '1' }])
    expect(readRosterTables([table([['说明']])])).toEqual(refusal('heading'))
  })

  it('is read from what was copied from a spreadsheet', () => {
    const result = readRosterText('姓名\t学号\r\n"张梅"\t1\r\n\r\n李想\t2\n')
    expect(result).toEqual({
      ok: true,
      value: {
        rows: [
          { name: '张梅', studentNumber: '1' },
          { name: '李想', studentNumber: '2' },
        ],
        lines: [2, 4],
      },
    })
  })
})
