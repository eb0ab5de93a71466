import path from 'node:path/posix'
import { accepted, refused, type Reply } from '../../domain/reply'
import { MOST_ROSTER_ROWS, type Cell, type Merge, type Table } from '../../domain/roster-table'
import { openZip, ZipError } from './zip'
import { walk } from './xml'

/** The container of files of old, and of those that are locked by a password. */
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const LOCKED = Buffer.from('EncryptedPackage', 'utf16le')
const WORKBOOK = 'xl/workbook.xml'
/** From here on a spreadsheet no longer holds every digit of a number. */
const EXACT_BELOW = 1e15
/** More lines with text than a roster may have, its heading and notes included. */
const LINES_AT_MOST = MOST_ROSTER_ROWS + 100
const COLUMNS_AT_MOST = 256

const badFile = (rule: string) => refused({ code: 'BAD_FILE', detail: { rule } })

type Parts = (name: string) => string | undefined

/** A number as the person meant it, or plainly rounded where its last digits are gone. */
const numberText = (raw: string): string => {
  const value = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(value)) return raw
  return Math.abs(value) < EXACT_BELOW ? String(value) : value.toExponential().toUpperCase()
}

/** Texts that cells refer to by number; readings above the characters are left out. */
const sharedTexts = (xml: string | undefined): string[] => {
  const texts: string[] = []
  let text = ''
  let inText = false
  let inReading = false
  walk(xml ?? '<sst/>', {
    open: (name) => {
      if (name === 'si') text = ''
      else if (name === 'rPh') inReading = true
      else if (name === 't') inText = !inReading
    },
    text: (more) => {
      if (inText) text += more
    },
    close: (name) => {
      if (name === 'si') texts.push(text)
      else if (name === 'rPh') inReading = false
      else if (name === 't') inText = false
    },
  })
  return texts
}

/** The visible sheets in the order of the workbook, by the names of their parts. */
const sheetParts = (parts: Parts, workbook: string): string[] => {
  const ids: string[] = []
  walk(workbook, {
    open: (name, attributes) => {
      const visible = attributes['state'] === undefined || attributes['state'] === 'visible'
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1]
      if (name === 'sheet' && visible && id !== undefined) ids.push(id)
    },
  })
  const targets = new Map<string, string>()
  walk(parts('xl/_rels/workbook.xml.rels') ?? '<none/>', {
    open: (name, { Id, Target }) => {
      if (name === 'Relationship' && Id !== undefined && Target !== undefined)
        targets.set(Id, path.join('/xl', Target.startsWith('/') ? path.join('..', Target) : Target).slice(1))
    },
  })
  return ids.flatMap((id) => targets.get(id) ?? [])
}

const PLACE = /^([A-Z]{1,3})(\d{1,7})$/u

/** `B3` as column 2, line 3. */
const placeOf = (reference: string): { column: number; line: number } | undefined => {
  const [, letters = '', digits] = PLACE.exec(reference) ?? []
  if (digits === undefined) return undefined
  const column = Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
  return { column, line: Number(digits) }
}

const mergeOf = (reference: string): Merge[] => {
  const [from, to] = reference.split(':').map(placeOf)
  if (from === undefined || to === undefined) return []
  return [{ top: from.line, left: from.column, bottom: to.line, right: to.column }]
}

const textOf = (kind: string | undefined, raw: string, shared: readonly string[]): string => {
  switch (kind) {
    case 's':
      return shared[Number(raw)] ?? ''
    case undefined:
    case 'n':
      return numberText(raw)
    default:
      return raw
  }
}

/** One sheet's cells with text or a formula. */
const tableOf = (xml: string, shared: readonly string[]): Table => {
  const table: { lines: Table['lines']; merges: Merge[] } = { lines: [], merges: [] }
  let cells = new Map<number, Cell>()
  let [line, column] = [0, 0]
  let kind: string | undefined
  let raw = ''
  let formula = false
  let reading = false

  walk(xml, {
    open: (name, attributes) => {
      if (name === 'row') {
        line = attributes['r'] === undefined ? line + 1 : Number(attributes['r'])
        column = 0
        cells = new Map()
      } else if (name === 'c') {
        column = placeOf(attributes['r'] ?? '')?.column ?? column + 1
        kind = attributes['t']
        raw = ''
        formula = false
      } else if (name === 'f') formula = true
      else if (name === 'v' || name === 't') reading = true
      else if (name === 'mergeCell') table.merges.push(...mergeOf(attributes['ref'] ?? ''))
    },
    text: (more) => {
      if (reading) raw += more
    },
    close: (name) => {
      if (name === 'v' || name === 't') reading = false
      else if (name === 'c') {
        const text = textOf(kind, raw, shared)
        if ((text !== '' || formula) && column <= COLUMNS_AT_MOST) cells.set(column, { text, formula })
      } else if (name === 'row' && cells.size > 0 && table.lines.length < LINES_AT_MOST)
        table.lines.push({ line, cells })
    },
  })
  return table
}

/**
 * The visible sheets of an .xlsx file. Errors: `BAD_FILE` with `password` (locked), `type` (another kind of file), `size`
 * (it unpacks to more than any roster holds), `broken`.
 */
export const readWorkbook = (bytes: Uint8Array): Reply<Table[]> => {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.subarray(0, OLE.length).equals(OLE)) return badFile(file.includes(LOCKED) ? 'password' : 'type')
  try {
    const parts = openZip(bytes)
    const workbook = parts(WORKBOOK)
    if (workbook === undefined) return badFile('type')
    const sheets = sheetParts(parts, workbook)
    const shared = sharedTexts(parts('xl/sharedStrings.xml'))
    return accepted(sheets.flatMap((name) => parts(name) ?? []).map((xml) => tableOf(xml, shared)))
  } catch (error) {
    return badFile(error instanceof ZipError ? error.fault : 'broken')
  }
}
