import { describe, expect, it } from 'vitest'
import type { RosterSheet } from '../../cloudfunctions/contract'
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
    const two = [table(rows(4_000)), table(rows(1_001), { name: '附表' })]
    expect(readRosterTables(two)).toEqual(refusal('rows', { sheet: '附表' }))
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

describe('what the preview says of a sheet', () => {
  const PERSON = ['张梅', '42412345']
  const HEADING = ['姓名', '学号']
  /** Columns as `姓名=name 班级`, then what was not read. */
  const said = (tables: readonly Table[]) => {
    const result = readRosterTables(tables)
    const sheets = result.ok
      ? result.value.sheets
      : 'sheets' in (result.error.detail ?? {})
        ? (result.error.detail as { sheets: RosterSheet[] }).sheets
        : []
    return sheets.map(({ columns, unread }) => {
      const shown = columns.map(({ heading, as }) => (as === undefined ? heading : `${heading}=${as}`)).join(' ')
      return unread === undefined ? shown : `${shown} ! ${unread}`
    })
  }
  const ruleOf = (...tables: Table[]) => {
    const result = readRosterTables(tables)
    return result.ok ? 'read' : (result.error.detail as { rule: string }).rule
  }
  const empty = table([HEADING], { name: 'empty' })
  const nobody = table([['说明', '内容']], { name: 'nobody' })
  const nameless = table([['姓名', '班级'], PERSON], { name: 'nameless' })
  const hidden = table([HEADING, PERSON], { name: 'hidden', hidden: true })
  const merged = table([HEADING, PERSON], { name: 'merged', merges: [{ top: 1, left: 1, bottom: 1, right: 2 }] })

  it('is each of its columns, as it is read, and no reason where it has rows', () => {
    const result = read([
      ['姓 名', '班  级\n（全称）', '学号'],
      ['张梅', '1', '42412345'],
    ])
    expect(result.ok ? result.value.sheets : result).toStrictEqual([
      {
        name: '名单',
        rows: 1,
        columns: [
          { heading: '姓 名', as: 'name' },
          { heading: '班 级 （全称）' },
          { heading: '学号', as: 'studentNumber' },
        ],
        hiddenRows: 0,
      },
    ])
  })

  it('is nothing of a hidden one', () => {
    expect(said([hidden, table([HEADING, PERSON])])).toEqual([' ! hidden', '姓名=name 学号=studentNumber'])
    expect(ruleOf(hidden)).toBe('heading')
    expect(ruleOf()).toBe('heading')
  })

  it('is its likeliest line of headings where none can be read', () => {
    expect(said([table([['说明'], ['请填写', '内容'], ['联系电话', '班级'], ['a', 'b']])])).toEqual([
      '联系电话=phone 班级 ! heading',
    ])
    expect(said([table([['说明'], ['请填写', '内容'], ['a', 'b']])])).toEqual(['请填写 内容 ! heading'])
    expect(said([table([['说明'], ['请填写']])])).toEqual(['说明 ! heading'])
    expect(said([table([])])).toEqual([' ! heading'])
    expect(said([nameless])).toEqual(['姓名=name 班级 ! heading.key'])
  })

  it('is no heading below the twentieth line', () => {
    const titles = (count: number) => Array.from({ length: count }, (_, i) => [`第 ${String(i)} 行`])
    expect(ruleOf(table([...titles(19), HEADING, PERSON]))).toBe('read')
    expect(ruleOf(table([...titles(20), HEADING, PERSON]))).toBe('heading')
    expect(said([table([...titles(20), HEADING, PERSON])])).toEqual(['第 0 行 ! heading'])
  })

  it('is each heading once, however often it comes, and in at most sixty characters', () => {
    const again = table([HEADING, PERSON, [], HEADING, PERSON, ['姓名', '身份证'], ['李想', 'x']])
    expect(said([again])).toEqual(['姓名=name 学号=studentNumber 身份证=idNumber'])
    const other = table([
      ['姓名', '学号', '学号'],
      ['张梅', '1', '2'],
      ['学号', '班级', '姓名'],
      ['3', '4', '李想'],
    ])
    expect(said([other])).toEqual(['姓名=name 学号=studentNumber 学号=studentNumber 班级'])
    expect(said([table([['姓名', '学号', '长'.repeat(70)], PERSON])])).toEqual([
      `姓名=name 学号=studentNumber ${'长'.repeat(60)}`,
    ])
  })

  it('is at most two hundred columns', () => {
    const wide = [...HEADING, ...Array.from({ length: 300 }, (_, i) => `列${String(i)}`)]
    const result = read([wide, PERSON])
    expect(result.ok ? result.value.sheets[0]?.columns.length : result).toBe(200)
  })

  it('is the worst that kept a file from being read', () => {
    expect(ruleOf(hidden, nobody, empty, nameless, merged)).toBe('heading.merged')
    expect(ruleOf(merged, nameless, empty, nobody, hidden)).toBe('heading.merged')
    const [m, n, e, o, h] = [merged, nameless, empty, nobody, hidden]
    const order: [Table, Table, string][] = [
      [m, n, 'heading.merged'],
      [m, e, 'heading.merged'],
      [m, o, 'heading.merged'],
      [m, h, 'heading.merged'],
      [n, e, 'heading.key'],
      [n, o, 'heading.key'],
      [n, h, 'heading.key'],
      [e, o, 'empty'],
      [e, h, 'empty'],
      [o, h, 'heading'],
    ]
    for (const [worse, better, rule] of order) {
      expect([worse.name, better.name, ruleOf(worse, better)]).toEqual([worse.name, better.name, rule])
      expect([better.name, worse.name, ruleOf(better, worse)]).toEqual([better.name, worse.name, rule])
    }
  })

  it('names the sheet of a refusal where there are several', () => {
    const formula: Table = {
      ...table([HEADING]),
      lines: [
        ...table([HEADING]).lines,
        {
          line: 2,
          hidden: false,
          cells: new Map([
            [1, { text: '张梅', formula: true }],
            [2, { text: '1', formula: false }],
          ]),
        },
      ],
    }
    expect(readRosterTables([formula])).toEqual(refusal('formula', { row: 2, path: 'name' }))
    expect(readRosterTables([empty, formula])).toEqual(refusal('formula', { row: 2, path: 'name', sheet: '名单' }))
  })

  it('is read by columns that somebody has chosen', () => {
    const odd = table([
      ['姓名', '证号'],
      ['张梅', '42412345'],
    ])
    expect(ruleOf(odd)).toBe('heading.key')
    const result = readRosterTables([odd], [{ heading: '证号', as: 'studentNumber' }])
    expect(result.ok ? result.value.rows : result).toEqual([{ name: '张梅', studentNumber: '42412345' }])
  })
})

describe('cells of a heading that are merged', () => {
  const rows = [
    ['2024 级', '', '', ''],
    ['班级', '姓名', '学号', '备注'],
    ['1', '张梅', '42412345', ''],
  ]
  const at = (top: number, left: number, bottom: number, right: number) => {
    const result = read(rows, { merges: [{ top, left, bottom, right }] })
    return result.ok ? 'read' : (result.error.detail as { rule: string; row?: number })
  }
  const refused = expect.objectContaining({ rule: 'heading.merged', row: 2 }) as unknown

  it('tell of no column, where one of them is needed', () => {
    expect(at(2, 2, 2, 3)).toEqual(refused)
    expect(at(2, 1, 2, 2)).toEqual(refused)
    expect(at(2, 3, 2, 4)).toEqual(refused)
    expect(at(1, 1, 2, 4)).toEqual(refused)
    expect(at(2, 2, 3, 3)).toEqual(refused)
  })

  it('do no harm elsewhere', () => {
    expect(at(1, 1, 1, 4)).toBe('read')
    expect(at(3, 1, 3, 4)).toBe('read')
    expect(at(1, 2, 2, 2)).toBe('read')
    const apart = [
      ['姓名', '学号', '备注一', '备注二'],
      ['张梅', '42412345', '', ''],
    ]
    expect(read(apart, { merges: [{ top: 1, left: 3, bottom: 1, right: 4 }] }).ok).toBe(true)
    const before = [
      ['备注一', '备注二', '姓名', '学号'],
      ['', '', '张梅', '42412345'],
    ]
    expect(read(before, { merges: [{ top: 1, left: 1, bottom: 1, right: 2 }] }).ok).toBe(true)
  })

  it('where headings come again leave the rest of the sheet unread', () => {
    const again = [
      ['姓名', '学号'],
      ['张梅', '42412345'],
      ['姓名', '学号'],
      ['李想', '42412346'],
    ]
    const result = read(again, { merges: [{ top: 3, left: 1, bottom: 3, right: 2 }] })
    expect(result).toMatchObject({
      ok: true,
      value: { rows: [{ name: '张梅' }], sheets: [{ unread: 'heading.merged' }] },
    })
  })
})

describe('a heading of two lines', () => {
  it('gives way to its parts, and stays where there are none', () => {
    const result = read([
      ['姓名', '证件', '', '联系方式'],
      ['', '类型', '身份证号', '备注'],
      ['张梅', '身份证', '370102', '19900000001'],
    ])
    expect(result).toMatchObject({
      ok: true,
      value: {
        rows: [{ name: '张梅', idNumber: '370102', phone: '19900000001' }],
        sheets: [
          { columns: [{ heading: '姓名' }, { heading: '证件' }, { heading: '身份证号' }, { heading: '联系方式' }] },
        ],
      },
    })
  })

  it('is read from left to right whichever line a part stands in', () => {
    const result = read([
      ['', '姓名', '', '姓名'],
      ['学号', '', '学号', ''],
      ['1', '张梅', '2', '李想'],
    ])
    expect(result).toMatchObject({
      ok: true,
      value: {
        rows: [
          { name: '张梅', studentNumber: '1' },
          { name: '李想', studentNumber: '2' },
        ],
      },
    })
  })

  it('counts where one of its blocks is whole', () => {
    const result = read([
      ['姓名', '班级', '姓名', ''],
      ['', '', '', '学号'],
      ['张梅', '1', '李想', '2'],
    ])
    expect(result).toMatchObject({
      ok: true,
      value: { rows: [{ name: '张梅' }, { name: '李想', studentNumber: '2' }] },
    })
  })
})

describe('a line of the list', () => {
  it('is read without blanks around its texts, and cut where no field is as long', () => {
    expect(
      rowsOf([
        ['姓名', '学号'],
        [' 张梅 ', '1'.repeat(400)],
      ]),
    ).toEqual([{ name: '张梅', studentNumber: '1'.repeat(300) }])
  })

  it('is nobody where it holds a heading', () => {
    expect(
      rowsOf([
        ['姓名', '学号'],
        ['张梅', '学号'],
        ['李想', '2'],
      ]),
    ).toEqual([{ name: '李想', studentNumber: '2' }])
  })
})

describe('the headings that are shown', () => {
  const columnsOf = (rows: string[][]) => {
    const result = read(rows)
    const sheets = result.ok ? result.value.sheets : (result.error.detail as { sheets: RosterSheet[] }).sheets
    return sheets.flatMap(({ columns }) => columns)
  }

  it('stand without blanks around them, those that mean nothing once too', () => {
    const heading = ['姓名', '学号', ' 班级 ']
    expect(columnsOf([heading, ['张梅', '1', 'a'], heading, ['李想', '2', 'b']])).toEqual([
      { heading: '姓名', as: 'name' },
      { heading: '学号', as: 'studentNumber' },
      { heading: '班级' },
    ])
  })

  it('are none of a sheet without a line', () => {
    expect(columnsOf([])).toEqual([])
  })

  it('are the lower of two where it means something', () => {
    const rows = [
      ['姓名', '证件信息'],
      ['', '身份证号'],
      ['张梅', '370102'],
    ]
    expect(rowsOf(rows)).toEqual([{ name: '张梅', idNumber: '370102' }])
    expect(columnsOf(rows)).toEqual([
      { heading: '姓名', as: 'name' },
      { heading: '身份证号', as: 'idNumber' },
    ])
  })
})
