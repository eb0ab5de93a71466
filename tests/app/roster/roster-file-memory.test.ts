import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { constants, crc32, deflateRawSync } from 'node:zlib'
import { strToU8, zipSync, type Zippable } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FUNCTIONS } from '../../../cloudfunctions/build/functions'
import { BUNDLES } from '../../support/build-functions'

const MB = 1024 * 1024
const UPLOAD = 2 * MB
const UNPACKED = 27 * MB

/** Reads one file in a process of its own, as the deployed function does, and says how much memory that ever took. */
const SCRIPT = `
const [folder, file] = process.argv.slice(1)
require(folder + '/index.js')
const { spreadsheets } = require(folder + '/spreadsheet.js')
const bytes = new Uint8Array(require('node:fs').readFileSync(file))
let ticks = 0
setInterval(() => { ticks += 1 }, 20).unref()
spreadsheets.readRoster({ bytes, pasted: false, columns: [] }).then((outcome) => {
  const rule = outcome.ok ? 'ok' : outcome.error.detail.rule
  process.stdout.write(JSON.stringify({ rule, ticks, peak: process.resourceUsage().maxRSS / 1024 }))
  process.exit()
})
`
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const BOOK: Readonly<Record<string, string>> = {
  '_rels/.rels': `<Relationships><Relationship Id="r1" Type="${RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns:r="${RELATIONSHIPS}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${RELATIONSHIPS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${RELATIONSHIPS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
}
const HEADING =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>学号</t></is></c></row>'
const many = (unit: string, bytes = UNPACKED): string => unit.repeat(Math.floor(bytes / unit.length))
const sheet = (rows: string, after = ''): string =>
  `<worksheet><sheetData>${HEADING}${rows}</sheetData>${after}</worksheet>`

/** A zip of these parts, made as large as an upload may be by a picture. */
const packed = (parts: Readonly<Record<string, string>>): Uint8Array => {
  const all: Zippable = Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]))
  const small = zipSync(all)
  all['xl/media/image1.png'] = [randomBytes(UPLOAD - small.length - 1_000), { level: 0 }]
  return zipSync(all)
}
const book = (rows: string, { after = '', more = {} }: { after?: string; more?: Record<string, string> } = {}) =>
  packed({ ...BOOK, 'xl/worksheets/sheet1.xml': sheet(rows, after), ...more })

/** A part of nearly two gigabytes of spaces, put together from one piece that is packed once. */
const stretched = (): Uint8Array => {
  const piece = deflateRawSync(Buffer.alloc(16 * MB, 32), { level: 9, finishFlush: constants.Z_FULL_FLUSH })
  const count = Math.floor((UPLOAD - 1_000) / piece.length)
  const body = Buffer.concat([...Array.from({ length: count }, () => piece), deflateRawSync(Buffer.alloc(0))])
  const name = Buffer.from('xl/workbook.xml')
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(8, 8)
  head.writeUInt32LE(crc32(Buffer.from(' ')), 14)
  head.writeUInt32LE(body.length, 18)
  head.writeUInt32LE(1, 22)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, name, body])
}

const ODS_ROW =
  '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000" office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row>'

const BOMBS: readonly [string, () => Uint8Array][] = [
  ['a part of two gigabytes that says it has one byte', stretched],
  ['cells with numbers, each in a row of its own', () => book(many('<row><c><v>1</v></c></row>'))],
  ['empty cells in one row', () => book(`<row r="2">${many('<c/>')}</row>`)],
  ['merged cells', () => book('', { after: `<mergeCells>${many('<mergeCell ref="A1:B1"/>')}</mergeCells>` })],
  [
    'styles',
    () => book('', { more: { 'xl/styles.xml': `<styleSheet><cellXfs>${many('<xf/>')}</cellXfs></styleSheet>` } }),
  ],
  ['texts', () => book('', { more: { 'xl/sharedStrings.xml': `<sst>${many('<si><t>a</t></si>')}</sst>` } })],
  [
    'an .ods with rows that are repeated a million times',
    () =>
      packed({
        mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
        'content.xml': `<office:document-content><office:body><office:spreadsheet><table:table table:name="a">${many(ODS_ROW)}</table:table></office:spreadsheet></office:body></office:document-content>`,
      }),
  ],
  ['half a million lines of text', () => Buffer.from(`姓名,学号\n${many('1,2\n', UPLOAD - 20)}`)],
  ['a page', () => Buffer.from(`<table>${many('<tr><td>1', UPLOAD - 20)}</table>`)],
]

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bombs-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('a file that is meant to break the reader', () => {
  it.concurrent.each(BOMBS)(
    'takes neither the memory of the function nor the function itself: %s',
    async (name, bomb) => {
      const file = path.join(folder, String(BOMBS.findIndex(([other]) => other === name)))
      const bytes = bomb()
      expect(bytes.length).toBeLessThanOrEqual(UPLOAD)
      expect(bytes.length).toBeGreaterThan(0.9 * UPLOAD)
      writeFileSync(file, bytes)
      const args = ['--eval', SCRIPT, path.join(BUNDLES, 'secretary'), file]
      const { stdout } = await promisify(execFile)(process.execPath, args)
      const { rule, ticks, peak } = JSON.parse(stdout) as { rule: string; ticks: number; peak: number }
      expect(['size', 'rows', 'empty', 'heading']).toContain(rule)
      expect(peak).toBeLessThan(0.9 * FUNCTIONS.secretary.memorySize)
      // Other calls go on meanwhile.
      expect(ticks).toBeGreaterThan(3)
    },
  )
})
