import { describe, expect, it } from 'vitest'
import { writeWorkbook } from '../../cloudfunctions/adapters/spreadsheet/write'
import type { Sheet } from '../../cloudfunctions/app/store/ports'
import { keptAsText, readSheet, readSheets } from '../support/spreadsheets'

const written = async (sheets: readonly Sheet[]): Promise<Uint8Array> => (await writeWorkbook(sheets)).bytes

const sheet = (name: string, heading: readonly string[], rows: readonly (readonly string[])[]) => ({
  name,
  heading,
  widths: heading.map(() => 10),
  rows,
})

describe('a workbook', () => {
  it('is read by another program as it was given: marks of XML, lines, spaces at the ends, rare characters', async () => {
    const odd = ['<a href="x">&amp;</a>', '甲\n乙', ' both ', "O'Brien", '\u{20BB7}', '_x003D_1+1', '__x0041_', '_x']
    const heading = odd.map((_, i) => `第${String(i)}列`)
    expect(readSheets(await written([sheet('表', heading, [odd])]))).toEqual({ 表: [heading, odd] })
  })

  it('has every sheet under its name, an empty one too', async () => {
    const sheets = [sheet('甲 & 乙', ['姓名'], [['测试']]), sheet('空', ['姓名', '学号'], [])]
    expect(readSheets(await written(sheets))).toEqual({
      '甲 & 乙': [['姓名'], ['测试']],
      空: [['姓名', '学号']],
    })
  })

  it('has columns beyond Z, and leaves empty cells where they are', async () => {
    const heading = Array.from({ length: 60 }, (_, i) => `列${String(i)}`)
    const row = heading.map((text, i) => (i % 7 === 3 ? '' : text))
    const { rows } = readSheet(await written([sheet('宽', heading, [row, heading.map(() => ''), row])]))
    expect(rows).toEqual([heading, row, heading.map(() => ''), row])
  })

  it('has texts alone, whatever they look like', async () => {
    const texts = ['=1+1', '00042', '3.70102E+17', '2024-09-01', 'TRUE']
    const file = await written([sheet('表', texts, [texts])])
    expect(readSheet(file)).toEqual({ rows: [texts, texts], formulas: [] })
  })

  it('keeps as text what somebody edits in a column of numbers, and gives words no format of their own', async () => {
    const rows = [
      ['00042', '测试甲'],
      ['', ''],
    ]
    const file = await written([{ ...sheet('表', ['学号', '姓名'], rows), worded: [false, true] }])
    expect(keptAsText(file)).toEqual(['A1', 'B1', 'A2', 'A3'])
  })

  it('is the same bytes as base64', async () => {
    const { bytes, base64 } = await writeWorkbook([sheet('表', ['姓名'], [['测试甲']])])
    expect(Buffer.from(base64, 'base64')).toEqual(Buffer.from(bytes))
  })

  it('of 5,000 lines is written in its order', async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => [String(i + 1), `人${String(i % 100)}`])
    const read = readSheet(await written([sheet('多', ['序号', '姓名'], rows)])).rows
    expect(read.slice(1)).toEqual(rows)
  })
})
