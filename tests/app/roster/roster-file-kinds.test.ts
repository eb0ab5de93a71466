import { readFileSync } from 'node:fs'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import type { InputOf } from '../../../cloudfunctions/contract'
import { type Caller, leagueSecretary, valueOf } from '../../support/client'
import { localCloud } from '../../support/file-cloud'
import { aBook, aWorkbook } from '../../support/spreadsheets'

const cloud = localCloud()
let desk: Caller
beforeAll(() => {
  desk = leagueSecretary(cloud)
})

type Columns = NonNullable<InputOf<'secretary', 'roster.read'>['columns']>
const ask = (file: Uint8Array, fileName: string, columns?: Columns) =>
  desk.desk('roster.read', {
    fileName,
    base64: Buffer.from(file).toString('base64'),
    ...(columns === undefined ? {} : { columns }),
  })
const read = async (file: Uint8Array, fileName: string, columns?: Columns) => {
  const value = valueOf(await ask(file, fileName, columns))
  if (!('rows' in value)) throw new Error('not read')
  return value
}

const XIAOYU = {
  name: '王晓雨',
  idNumber: '110105200603151238',
  studentNumber: '20240001',
  phone: '13800000001',
}
const SIYUAN = {
  name: '李思源',
  idNumber: '320506200511024511',
  studentNumber: '20240002',
  phone: '13800000002',
}
const BOTH = [XIAOYU, SIYUAN]
const HEADING = ['姓名', '身份证号', '学号', '手机号']
const SHEET = [HEADING, ...BOTH.map((person) => Object.values(person))]

describe('a file from the field', () => {
  const given = (name: string) => read(readFileSync(new URL(`./files/${name}`, import.meta.url)), name)

  it.each([
    '01-shared-strings-capital-s.xlsx',
    '02-shared-strings-other-name.xlsx',
    '03-workbook-other-part.xlsx',
    '05-x000D-escapes.xlsx',
    '11-utf16-sheet.xlsx',
  ])('is read as spreadsheet programs read it: %s', async (name) => {
    expect((await given(name)).rows).toEqual(BOTH)
  })

  it('shows the zeros that a number format puts before a number', async () => {
    const { rows } = await given('07-leading-zeros-by-format.xlsx')
    expect(rows.map(({ studentNumber }) => studentNumber)).toEqual(['00240001', '00240002'])
  })

  it('leaves out the row that a filter hides, and counts it', async () => {
    const { rows, sheets } = await given('08-row-hidden-by-filter.xlsx')
    expect(rows).toEqual(BOTH)
    expect(sheets).toMatchObject([{ rows: 2, hiddenRows: 1 }])
  })

  it('is read on every sheet with a list', async () => {
    const { rows, sheets, lines } = await given('09-two-classes-two-sheets.xlsx')
    expect(rows.map(({ name }) => name)).toEqual(['王晓雨', '李思源'])
    expect(lines).toEqual([2, 2])
    expect(sheets.map(({ name, rows: count }) => [name, count])).toEqual([
      ['1班', 1],
      ['2班', 1],
    ])
  })

  it('is read in both blocks that stand side by side', async () => {
    const { rows } = await given('10-two-blocks-side-by-side.xlsx')
    expect(rows).toEqual(BOTH.map(({ name, idNumber }) => ({ name, idNumber })))
  })

  it('has headings with line breaks', async () => {
    const { rows, sheets } = await given('12-pasted-heading-with-line-break.tsv')
    expect(rows).toEqual([{ name: XIAOYU.name, idNumber: XIAOYU.idNumber, studentNumber: XIAOYU.studentNumber }])
    expect(sheets[0]?.columns).toEqual([
      { heading: '序号' },
      { heading: '姓名', as: 'name' },
      { heading: '身份证 号码', as: 'idNumber' },
      { heading: '学号', as: 'studentNumber' },
    ])
  })
})

const CSV = SHEET.map((row) => row.join(',')).join('\r\n')
/** 王晓雨 and 李思源 with their headings in GB 18030. */
const GB_18030 = Buffer.from(
  CSV.replace(
    '姓名,身份证号,学号,手机号',
    '\xd0\xd5\xc3\xfb,\xc9\xed\xb7\xdd\xd6\xa4\xba\xc5,\xd1\xa7\xba\xc5,\xca\xd6\xbb\xfa\xba\xc5',
  )
    .replace('王晓雨', '\xcd\xf5\xcf\xfe\xd3\xea')
    .replace('李思源', '\xc0\xee\xcb\xbc\xd4\xb4'),
  'latin1',
)
const HTML = `<html><meta charset="utf-8"><table>${SHEET.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table></html>`
const XML_2003 = `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="名单"><Table>${SHEET.map((row) => `<Row>${row.map((cell) => `<Cell><Data ss:Type="String">${cell}</Data></Cell>`).join('')}</Row>`).join('')}</Table></Worksheet></Workbook>`

/** An .ods of which the row of 李思源 is filtered out. */
const withHiddenRow = (ods: Buffer): Buffer => {
  const parts = unzipSync(ods)
  const content = strFromU8(parts['content.xml'] ?? new Uint8Array())
  const rows = content.split('<table:table-row')
  const hidden = rows.map((row) => (row.includes('李思源') ? ` table:visibility="filter"${row}` : row))
  return Buffer.from(zipSync({ ...parts, 'content.xml': strToU8(hidden.join('<table:table-row')) }))
}

describe('other kinds of files', () => {
  it.each<[string, () => Buffer, string]>([
    ['.xls of 1997', () => aBook(SHEET, 'biff8'), '名单.xls'],
    ['.xls of 1997 called .xlsx', () => aBook(SHEET, 'biff8'), '名单.xlsx'],
    ['.ods', () => aBook(SHEET, 'ods'), '名单.ods'],
    ['.csv in UTF-8', () => Buffer.from(CSV), '名单.csv'],
    ['.csv in UTF-8 with its mark', () => Buffer.from(`\uFEFF${CSV}`), '名单.csv'],
    ['.csv in UTF-16', () => Buffer.from(`\uFEFF${CSV}`, 'utf16le'), '名单.csv'],
    ['.csv in UTF-16 without a mark', () => Buffer.from(CSV, 'utf16le'), '名单.csv'],
    ['.csv in UTF-16 without a mark, the other way round', () => Buffer.from(CSV, 'utf16le').swap16(), '名单.csv'],
    ['.csv in UTF-16, the other way round', () => Buffer.from(`\uFEFF${CSV}`, 'utf16le').swap16(), '名单.csv'],
    ['.csv in GB 18030', () => GB_18030, '名单.csv'],
    ['.csv with semicolons', () => Buffer.from(CSV.replaceAll(',', ';')), '名单.csv'],
    ['.csv with every cell in quotes', () => Buffer.from(CSV.replace(/[^,\r\n]+/gu, '"$&"')), '名单.csv'],
    ['.csv with numbers as formulas of texts', () => Buffer.from(CSV.replace(/\d+/gu, '="$&"')), '名单.csv'],
    ['a text with tabs called .csv', () => Buffer.from(CSV.replaceAll(',', '\t')), '名单.csv'],
    ['a page called .xls', () => Buffer.from(HTML), '名单.xls'],
    ['XML of 2003 called .xls', () => Buffer.from(XML_2003), '名单.xls'],
    ['pasted lines with commas', () => Buffer.from(CSV), '粘贴.tsv'],
  ])('are read: %s', async (_, file, fileName) => {
    expect((await read(file(), fileName)).rows).toEqual(BOTH)
  })

  it('keep their numbers as they are written: zeros before them, and every digit', async () => {
    const rows = [HEADING, ['张梅', '', '00240001', '']]
    const expected = [{ name: '张梅', studentNumber: '00240001' }]
    const text = Buffer.from(rows.map((row) => row.join(',')).join('\n'))
    expect((await read(text, '名单.csv')).rows).toEqual(expected)
    expect((await read(aBook(rows, 'biff8'), '名单.xls')).rows).toEqual(expected)
    const numbers = [HEADING, ['张梅', null, 42412345, 19900000001]]
    for (const kind of ['biff8', 'ods', 'xlsx'] as const)
      expect((await read(aBook(numbers, kind), '名单')).rows, kind).toEqual([
        { name: '张梅', studentNumber: '42412345', phone: '19900000001' },
      ])
  })

  it.each([
    ['.xlsx', () => aBook(SHEET, 'xlsx', { hiddenRows: [3] })],
    ['XML of 2003', () => Buffer.from(XML_2003.replace(/<Row>(?=[^/]*李思源)/u, '<Row ss:Hidden="1">'))],
    ['.ods', () => withHiddenRow(aBook(SHEET, 'ods'))],
  ])('leave hidden rows out, and count them: %s', async (_, file) => {
    const { rows, sheets } = await read(file(), '名单')
    expect(rows).toEqual([XIAOYU])
    expect(sheets[0]?.hiddenRows).toBe(1)
  })

  it('are lines of tabs where they were pasted, and of commas in a file, whatever else stands in a cell', async () => {
    const pasted = Buffer.from('姓名\t学号\t备注\n张梅\t1\ta,b,c,d,e\n李想\t2\tf,g,h,i\n')
    const file = Buffer.from('姓名,学号,备注\n张梅,1,"a\tb\tc\td\te"\n李想,2,"f\tg\th\ti"\n')
    const rows = [
      { name: '张梅', studentNumber: '1' },
      { name: '李想', studentNumber: '2' },
    ]
    expect((await read(pasted, '粘贴.tsv')).rows).toEqual(rows)
    expect((await read(file, '名单.csv')).rows).toEqual(rows)
  })

  it('may have a quotation mark that is never closed: nobody after it is lost', async () => {
    const text = Buffer.from('姓名\t学号\n"张梅\t1\n李想\t2\n')
    expect((await read(text, '粘贴.tsv')).rows).toEqual([
      { name: '张梅', studentNumber: '1' },
      { name: '李想', studentNumber: '2' },
    ])
  })
})

describe('what the preview is told', () => {
  it('names the sheets that are hidden or hold no list, and columns that stay unread', async () => {
    const file = aWorkbook(
      {
        说明: { rows: [['请填写下一张表'], ['说明', '截止']] },
        名单: {
          rows: [
            ['姓名', '家长电话', '学号'],
            ['张梅', '1', '42412345'],
          ],
        },
        旧: {
          rows: [
            ['姓名', '学号'],
            ['李想', '42412346'],
          ],
        },
      },
      ['旧'],
    )
    const { rows, sheets } = await read(file, '名单.xlsx')
    expect(rows).toEqual([{ name: '张梅', studentNumber: '42412345' }])
    expect(sheets).toEqual([
      {
        name: '说明',
        rows: 0,
        columns: [{ heading: '说明' }, { heading: '截止' }],
        hiddenRows: 0,
        unread: 'heading',
      },
      {
        name: '名单',
        rows: 1,
        columns: [{ heading: '姓名', as: 'name' }, { heading: '家长电话' }, { heading: '学号', as: 'studentNumber' }],
        hiddenRows: 0,
      },
      { name: '旧', rows: 0, columns: [], hiddenRows: 0, unread: 'hidden' },
    ])
  })

  it('lets columns be chosen by hand where no rule knows them, and comes before every rule', async () => {
    const file = Buffer.from('同学,编码,学号\n张梅,42412345,9\n')
    expect(await ask(file, '名单.csv')).toMatchObject({
      error: { code: 'BAD_FILE', detail: { rule: 'heading', sheets: [{ columns: [{ heading: '同学' }, {}, {}] }] } },
    })
    const { rows, sheets } = await read(file, '名单.csv', [
      { heading: '同学', as: 'name' },
      { heading: '编码', as: 'studentNumber' },
    ])
    expect(rows).toEqual([{ name: '张梅', studentNumber: '42412345' }])
    expect(sheets[0]?.columns).toEqual([
      { heading: '同学', as: 'name' },
      { heading: '编码', as: 'studentNumber' },
      { heading: '学号' },
    ])
    expect(await read(file, '名单.csv', [{ sheet: '另一张', heading: '同学', as: 'name' }]).catch(String)).toContain(
      'heading',
    )
  })

  it('refuses columns of a wrong shape', async () => {
    const columns = [{ heading: '同学', as: 'address' }]
    const input = { fileName: '名单.csv', base64: Buffer.from(CSV).toString('base64'), columns }
    expect(await desk.call('secretary', 'roster.read', input)).toMatchObject({
      error: { code: 'BAD_INPUT', detail: { fields: [{ path: 'columns.0.as', rule: 'choice' }] } },
    })
  })

  it('says that 5,001 people are too many, over all sheets', async () => {
    const people = (count: number) => [
      ['姓名', '学号'],
      ...Array.from({ length: count }, (_, i) => ['张梅', String(i)]),
    ]
    const file = aWorkbook({ 一班: { rows: people(2_500) }, 二班: { rows: people(2_501) } })
    const half = Math.ceil(file.length / 8)
    const send = (part: number) =>
      desk.desk('roster.read', {
        fileName: '名单.xlsx',
        base64: file.subarray((part - 1) * half, part * half).toString('base64'),
        upload: { id: 'two-sheets', part, parts: 8 },
      })
    for (let part = 1; part < 8; part += 1) valueOf(await send(part))
    expect(await send(8)).toMatchObject({ error: { code: 'BAD_FILE', detail: { rule: 'rows', sheet: '二班' } } })
  })
})
