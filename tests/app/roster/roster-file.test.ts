import { deflateRawSync } from 'node:zlib'
import * as XLSX from '@e965/xlsx'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { createSealing, readKeys } from '../../../cloudfunctions/adapters/sealing'
import type { RosterRow } from '../../../cloudfunctions/contract'
import { addStaff, aStudent, Caller, codeOf, LEAGUE, leagueSecretary, valueOf } from '../../support/client'
import { KNOWN_KEYS } from '../../support/cohort'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { askedAt } from '../../support/instants'
import { Elsewhere } from '../../support/meanwhile'
import { anIdNumber } from '../../support/people'
import { aSheet, aWorkbook, type SheetGiven } from '../../support/spreadsheets'

const KB = 1024
const cloud = localCloud()
let desk: Caller
beforeAll(() => {
  desk = leagueSecretary(cloud)
})

const read = (file: Uint8Array, fileName = '名单.xlsx', caller = desk) =>
  caller.desk('roster.read', { fileName, base64: Buffer.from(file).toString('base64') })
const rowsOf = async (file: Uint8Array): Promise<RosterRow[]> => {
  const value = valueOf(await read(file))
  if (!('rows' in value)) throw new Error('not read')
  return value.rows
}
const ruleOf = async (reply: ReturnType<typeof read>) => {
  const { ok, ...rest } = await reply
  return !ok && 'error' in rest && rest.error.code === 'BAD_FILE' ? rest.error.detail : rest
}

const HEADING = ['姓名', '身份证号', '学号', '手机号']
const ID = anIdNumber({ sequence: '321' })

let uploads = 0
const sendInParts = async (file: Uint8Array, size = 64 * KB, from = 1) => {
  const id = `第${String(++uploads)}次 名单.xlsx:1`
  const parts = Math.ceil(file.length / size)
  const replies = []
  for (let i = 0; i < parts; i += 1) {
    const base64 = Buffer.from(file.subarray(i * size, (i + 1) * size)).toString('base64')
    const upload = { id, part: i + from, parts }
    replies.push(await desk.desk('roster.read', { fileName: '名单.xlsx', base64, upload }))
  }
  return replies
}
/** A file that does not compress, so that it needs parts. */
const large = (rows: number) => {
  const people = Array.from({ length: rows }, (_, i) => [
    `测试${String.fromCodePoint(0x4e00 + i)}`,
    anIdNumber({ sequence: String(i % 1000).padStart(3, '0') }),
    String(42400000 + i),
    `1990001${String(i).padStart(4, '0')}`,
  ])
  return aSheet([HEADING, ...people])
}

describe('reading a list of names', () => {
  it('gives its rows with the lines that they stand in, and writes nothing', async () => {
    const file = aSheet(
      [
        ['2024级名单', null, null, null],
        HEADING,
        ['张梅', ID, 42412345, 19900000001],
        [null, null, null, null],
        ['李想', null, '42412346', null],
      ],
      { merges: ['A1:D1'] },
    )
    expect(valueOf(await read(file))).toMatchObject({
      rows: [
        { name: '张梅', idNumber: ID, studentNumber: '42412345', phone: '19900000001' },
        { name: '李想', studentNumber: '42412346' },
      ],
      lines: [3, 5],
    })
    expect(documentsOf(cloud, 'roster')).toEqual([])
    expect(documentsOf(cloud, 'uploads')).toEqual([])
  })

  it('finds the sheet with the names', async () => {
    const file = aWorkbook({ 说明: { rows: [['请填写第二张表']] }, 名单: { rows: [HEADING, ['张梅', ID]] } })
    expect(await rowsOf(file)).toEqual([{ name: '张梅', idNumber: ID }])
  })

  it('says plainly that a number has been rounded, so that its row is refused', async () => {
    const [row] = await rowsOf(aSheet([HEADING, ['张梅', Number(ID.slice(0, 17)) * 10]]))
    expect(row?.idNumber).toMatch(/^\d\.\d+E\+17$/u)
    const rows = [row, { name: '李想', idNumber: '3.70102E+17' }]
    const reply = await desk.call('secretary', 'roster.import', { branchId: LEAGUE, importId: 'i', rows, dryRun: true })
    expect(reply).toMatchObject({
      value: {
        added: 0,
        refused: [
          { row: 1, path: 'idNumber', rule: 'rounded' },
          { row: 2, path: 'idNumber', rule: 'rounded' },
        ],
      },
    })
  })

  it('leaves apostrophes to be tidied up', async () => {
    const rows = await rowsOf(aSheet([HEADING, ["'张梅", `'${ID}`]]))
    const reply = await desk.desk('roster.import', { branchId: LEAGUE, importId: 'i', rows, dryRun: true })
    expect(reply).toMatchObject({ value: { added: 1, refused: [] } })
  })

  it('takes what was copied from a spreadsheet', async () => {
    const value = valueOf(await read(Buffer.from('姓名\t学号\r\n张梅\t42412345\r\n'), '粘贴.tsv'))
    expect(value).toMatchObject({ rows: [{ name: '张梅', studentNumber: '42412345' }], lines: [2] })
  })

  it('reads files of other programs: prefixed names, texts in their cells, formatted texts, hidden sheets', async () => {
    const book = XLSX.read(aSheet([HEADING, ['张梅', ID]]), { type: 'buffer' })
    const strict = Buffer.from(XLSX.write(book, { type: 'buffer', bookType: 'xlsx', bookSST: true }) as Uint8Array)
    expect(await rowsOf(strict)).toEqual([{ name: '张梅', idNumber: ID }])
    const hand = aZip({
      'xl/workbook.xml':
        '<x:workbook xmlns:x="m" xmlns:r="r"><x:sheets><x:sheet name="a" state="hidden" r:id="r2"/><x:sheet name="b" r:id="r1"/></x:sheets></x:workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="r1" Type="o/worksheet" Target="/xl/worksheets/one.xml"/><Relationship Id="r2" Type="o/worksheet" Target="worksheets/two.xml"/></Relationships>',
      'xl/worksheets/two.xml':
        '<worksheet><sheetData><row><c t="inlineStr"><is><t>姓名</t></is></c></row></sheetData></worksheet>',
      'xl/sharedStrings.xml': '<sst><si><r><t>张</t></r><r><t>梅</t></r><rPh><t>zhangmei</t></rPh></si></sst>',
      'xl/worksheets/one.xml':
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="3"><x:c r="B3" t="inlineStr"><x:is><x:t>姓名</x:t></x:is></x:c><x:c t="str"><x:v>学号</x:v></x:c></x:row><x:row><x:c r="B4" t="s"><x:v>0</x:v></x:c><x:c><x:v>4.2412345E7</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    })
    expect(valueOf(await read(hand))).toMatchObject({
      rows: [{ name: '张梅', studentNumber: '42412345' }],
      lines: [4],
      sheets: [
        { name: 'a', unread: 'hidden' },
        { name: 'b', rows: 1 },
      ],
    })
  })
})

/** A zip file by hand, which says of each part that it unpacks to one byte. */
const aZip = (parts: Readonly<Record<string, string | Buffer>>, flags = 0): Buffer => {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, content] of Object.entries(parts)) {
    const packed = deflateRawSync(content)
    const label = Buffer.from(name)
    const head = (size: number, signature: number) => {
      const header = Buffer.alloc(size)
      header.writeUInt32LE(signature, 0)
      return header
    }
    const local = head(30, 0x04034b50)
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(1, 22)
    local.writeUInt16LE(label.length, 26)
    const entry = head(46, 0x02014b50)
    entry.writeUInt16LE(flags, 8)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(1, 24)
    entry.writeUInt16LE(label.length, 28)
    entry.writeUInt32LE(at, 42)
    bodies.push(local, label, packed)
    directory.push(entry, label)
    at += local.length + label.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(parts).length, 10)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, ...directory, end])
}

describe('a file that is none', () => {
  const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex')
  const given: [string, () => Uint8Array, string, string][] = [
    ['a picture', () => Buffer.from('89504e470d0a1a0a', 'hex'), '名单.xlsx', 'type'],
    ['a picture by its name', () => aSheet([HEADING, ['张梅', ID]]), '名单.png', 'type'],
    ['a spreadsheet of 1997', () => Buffer.concat([ole, Buffer.alloc(600)]), '名单.xlsx', 'type'],
    ['a document', () => aZip({ 'word/document.xml': '<w/>' }), '名单.xlsx', 'type'],
    ['nothing', () => Buffer.alloc(0), '名单.xlsx', 'empty'],
    [
      'locked by a password',
      () => Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]),
      '名单.xlsx',
      'password',
    ],
    ['an archive with a password', () => aZip({ 'xl/workbook.xml': '<x/>' }, 1), '名单.xlsx', 'password'],
    ['cut short', () => large(50).subarray(0, 2_000), '名单.xlsx', 'broken'],
    ['not well formed', () => aZip({ 'xl/workbook.xml': '<workbook>' }), '名单.xlsx', 'broken'],
    ['a bomb', () => aZip({ 'xl/workbook.xml': Buffer.alloc(40 * KB * KB, 32) }), '名单.xlsx', 'size'],
  ]
  it.each(given)('is told from one: %s', async (_, file, fileName, rule) => {
    expect(await ruleOf(read(file(), fileName))).toMatchObject({ rule })
  })

  it.each(['A', 'AAAAA', 'AAAAA==='.slice(0, 7)])('is told from one that was cut on its way: %s', async (base64) => {
    const reply = await desk.desk('roster.read', { fileName: '名单.xlsx', base64 })
    expect(reply).toMatchObject({ error: { code: 'BAD_FILE', detail: { rule: 'broken' } } })
  })

  it.each(['名单.XLSX', '名单.xlsm', '名单.xls', '名单.et', '名单.ods', ' 名单.xlsx ', '名单', '名单.2024.xlsx'])(
    'is read by what it is, where its name is one of a list: %s',
    async (fileName) => {
      expect(valueOf(await read(aSheet([HEADING, ['张梅', ID]]), fileName))).toMatchObject({ rows: [{ name: '张梅' }] })
    },
  )

  it.each(['名单.csv', '名单.txt', '名单.htm', '名单.html', '粘贴.tsv', '粘贴.TSV '])(
    'is read as a text, where its name is one of a text: %s',
    async (fileName) => {
      const text = fileName.includes('.htm')
        ? '<table><tr><td>姓名</td><td>学号</td></tr><tr><td>张梅</td><td>1</td></tr></table>'
        : '姓名\t学号\n张梅\t1\n'
      expect(valueOf(await read(Buffer.from(text), fileName))).toMatchObject({
        rows: [{ name: '张梅', studentNumber: '1' }],
      })
    },
  )

  it.each<[string, SheetGiven['rows'], Omit<SheetGiven, 'rows'>, object]>([
    ['no heading', [['张梅', ID]], {}, { rule: 'heading' }],
    [
      'names alone',
      [
        ['姓名', '班级'],
        ['张梅', '一班'],
      ],
      {},
      { rule: 'heading.key', row: 1 },
    ],
    ['a merged heading', [HEADING, ['张梅', ID]], { merges: ['A1:B1'] }, { rule: 'heading.merged', row: 1 }],
    [
      'formulas',
      [HEADING, ['张梅', ID]],
      { formulas: { B2: 'C2&"X"' } },
      { rule: 'formula', row: 2, path: 'idNumber' },
    ],
    ['a heading without rows', [HEADING], {}, { rule: 'empty' }],
  ])('is told what is wrong with it: %s', async (_, rows, more, detail) => {
    expect(await ruleOf(read(aSheet(rows, more)))).toMatchObject(detail)
  })

  it('is not trusted with entities of its own', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(100)}"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>`
    expect(await ruleOf(read(aZip({ 'xl/workbook.xml': bomb })))).toEqual({ rule: 'broken' })
  })
})

describe('a file in parts', () => {
  it('is read with its last part, and nothing of it stays', async () => {
    const file = large(2_500)
    expect(file.length).toBeGreaterThan(64 * KB)
    const replies = await sendInParts(file)
    const last = replies.pop()
    expect(replies.map(valueOf)).toEqual(replies.map((_, i) => ({ received: i + 1 })))
    expect(last).toMatchObject({ ok: true, value: { rows: { length: 2_500 } } })
    expect(documentsOf(cloud, 'uploads')).toEqual([])
  })

  it('may be many small ones, in any order', async () => {
    const lines = Array.from({ length: 400 }, (_, i) => `张梅\t${String(i)}`)
    const file = Buffer.from(['姓名\t学号', ...lines].join('\n'))
    const size = Math.ceil(file.length / 20)
    const order = [...Array.from({ length: 20 }, (_, i) => i + 1).reverse()]
    const replies = []
    for (const part of order) {
      const base64 = Buffer.from(file.subarray((part - 1) * size, part * size)).toString('base64')
      const upload = { id: 'backwards', part, parts: 20 }
      replies.push(valueOf(await desk.desk('roster.read', { fileName: '粘贴.tsv', base64, upload })))
    }
    expect(replies.pop()).toMatchObject({ rows: lines.map((_, i) => ({ name: '张梅', studentNumber: String(i) })) })
    expect(replies).toEqual(order.slice(1).map((_, i) => ({ received: i + 1 })))
    expect(documentsOf(cloud, 'uploads')).toEqual([])
  })

  it('is asked for once more where a part goes while it is put together', async () => {
    const text = Buffer.from(`姓名\t学号\n张梅\t1\n`)
    const send = (part: number) =>
      desk.desk('roster.read', {
        fileName: '粘贴.tsv',
        base64: text.subarray(part === 1 ? 0 : 9, part === 1 ? 9 : undefined).toString('base64'),
        upload: { id: 'gone', part, parts: 2 },
      })
    valueOf(await send(1))
    const [first] = documentsOf(cloud, 'uploads')
    const meanwhile = () => {
      new Elsewhere(cloud).drop('uploads', first?.['_id'] as string)
    }
    cloud.fault({ kind: 'delay', action: 'database.getDocument', collection: 'uploads', skip: 1, meanwhile })
    expect(valueOf(await send(2))).toEqual({ received: 0 })
    expect(documentsOf(cloud, 'uploads')).toEqual([])
    valueOf(await send(1))
    expect(valueOf(await send(2))).toMatchObject({ rows: [{ name: '张梅', studentNumber: '1' }] })
  })

  it('may be counted from 0, come in any order and twice', async () => {
    const file = large(1_500)
    const half = Math.ceil(file.length / 2)
    const send = (part: number) =>
      desk.desk('roster.read', {
        fileName: '名单.xlsx',
        base64: Buffer.from(file.subarray(part * half, (part + 1) * half)).toString('base64'),
        upload: { id: 'any-order', part, parts: 2 },
      })
    expect(valueOf(await send(1))).toEqual({ received: 1 })
    expect(valueOf(await send(1))).toEqual({ received: 1 })
    expect(await send(0)).toMatchObject({ value: { rows: { length: 1_500 } } })
  })

  it('lies sealed until then, for an hour, and is its sender’s alone', async () => {
    const text = Buffer.from(`姓名\t身份证号\n张梅\t${ID}\n`)
    const send = (part: number, caller = desk) =>
      caller.desk('roster.read', {
        fileName: '粘贴.tsv',
        base64: text.subarray(part === 1 ? 0 : 20, part === 1 ? 20 : undefined).toString('base64'),
        upload: { id: 'sealed', part, parts: 2 },
      })
    expect(valueOf(await send(1))).toEqual({ received: 1 })
    const [stored] = documentsOf(cloud, 'uploads')
    expect(stored).toMatchObject({ part: 1, bytes: 20 })
    expect(JSON.stringify(stored)).not.toContain(text.subarray(0, 20).toString('base64').slice(0, 12))
    expect(JSON.stringify(stored)).not.toContain(desk.openid)
    // What is sealed for one place is opened in no other.
    const elsewhere = { fileName: '粘贴.tsv', base64: 'AAAA', upload: { id: 'put-elsewhere', part: 1, parts: 2 } }
    valueOf(await desk.desk('roster.read', elsewhere))
    const other = documentsOf(cloud, 'uploads').find(({ bytes }) => bytes === 3)
    new Elsewhere(cloud).set('uploads', other?.['_id'] as string, { data: stored?.['data'] })
    const last = { ...elsewhere, upload: { ...elsewhere.upload, part: 2 } }
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    expect(codeOf(await desk.desk('roster.read', last))).toBe('INTERNAL')
    vi.restoreAllMocks()
    const colleague = addStaff(cloud, 'colleague', LEAGUE, 'secretary')
    expect(valueOf(await send(2, colleague))).toEqual({ received: 1 })
    const ends = documentsOf(cloud, 'uploads').find(({ _id }) => _id === stored?.['_id'])?.['expiresAt']
    const answers = await askedAt(cloud, Number(ends), [0, -1], async () => JSON.stringify(valueOf(await send(2))))
    expect(answers.map((answer) => JSON.parse(answer) as object)).toMatchObject([
      { received: 1 },
      { rows: [{ name: '张梅', idNumber: ID }] },
    ])
  })

  it('is at most 2 MB, in parts of at most 64 KB', async () => {
    const replies = await sendInParts(Buffer.alloc(2 * KB * KB + 1))
    expect(replies.slice(0, -1).every(({ ok }) => ok)).toBe(true)
    expect(replies.at(-1)).toMatchObject({ error: { code: 'BAD_FILE', detail: { rule: 'size' } } })
    expect(await ruleOf(read(Buffer.alloc(64 * KB + 1)))).toEqual({ rule: 'size' })
    const upload = { id: 'fifty', part: 1, parts: 800 }
    const fifty = await desk.desk('roster.read', { fileName: '名单.xlsx', base64: 'AAAA', upload })
    expect(fifty).toMatchObject({ error: { code: 'BAD_FILE', detail: { rule: 'size' } } })
    for (const [parts, code] of [
      [256, 'ok'],
      [257, 'BAD_FILE'],
    ] as const) {
      const asked = { fileName: '名单.xlsx', base64: 'AAAA', upload: { id: `of-${String(parts)}`, part: 1, parts } }
      expect(codeOf(await desk.desk('roster.read', asked))).toBe(code)
    }
    const whole = await sendInParts(Buffer.alloc(2 * KB * KB))
    expect(whole.at(-1)).toMatchObject({ error: { code: 'BAD_FILE', detail: { rule: 'type' } } })
  })

  it.each([
    [{ id: 'a', part: 3, parts: 2 }, 'upload.part'],
    [{ id: 'a', part: 1.5, parts: 2 }, 'upload.part'],
    [{ id: '', part: 1, parts: 2 }, 'upload.id'],
    [{ id: 'a', part: 0, parts: 0 }, 'upload.parts'],
  ])('is refused for its shape: %j', async (upload, path) => {
    const reply = await desk.desk('roster.read', { fileName: '名单.xlsx', base64: 'AAAA', upload })
    expect(reply).toMatchObject({ error: { code: 'BAD_INPUT', detail: { fields: [{ path }] } } })
  })
})

describe('a part that waits for the others', () => {
  const known = localCloud({ env: KNOWN_KEYS })

  it('is opened by another version, which knows whose it is', async () => {
    const base64 = Buffer.from('姓名').toString('base64')
    const upload = { id: 'waiting', part: 1, parts: 2 }
    const secretary = leagueSecretary(known)
    valueOf(await secretary.desk('roster.read', { fileName: '粘贴.tsv', base64, upload }))
    const sealing = createSealing(
      readKeys('SEAL_KEYS', KNOWN_KEYS.SEAL_KEYS),
      readKeys('TOKEN_KEYS', KNOWN_KEYS.TOKEN_KEYS),
    )
    const [owner] = sealing.tokens('login', secretary.openid ?? '')
    const [part] = documentsOf(known, 'uploads')
    const id = `${owner}:waiting:1`
    expect(part).toMatchObject({ _id: id, upload: `${owner}:waiting`, part: 1, bytes: 6 })
    expect(sealing.open(part?.['data'] as string, { collection: 'uploads', id, field: 'data' })).toBe(base64)
  })
})

describe('who may read a file', () => {
  it('is somebody with a right to decide, wherever', async () => {
    const file = aSheet([HEADING, ['张梅', ID]])
    const by = (caller: Caller) => read(file, '名单.xlsx', caller).then(codeOf)
    expect(await by(new Caller(cloud))).toBe('NO_IDENTITY')
    expect(await by(await aStudent(cloud))).toBe('NOT_STAFF')
    expect(await by(addStaff(cloud, 'cadre', LEAGUE, 'cadre'))).toBe('READ_ONLY')
    expect(await by(addStaff(cloud, 'counsellor', LEAGUE, 'counsellor'))).toBe('READ_ONLY')
    expect(await by(new Caller(cloud, 'local-admin'))).toBe('ok')
  })
})
