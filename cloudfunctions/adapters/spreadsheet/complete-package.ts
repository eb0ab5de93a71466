import { zipSync } from 'fflate'
import { FileError } from './fault'
import { textOf } from './text'

type Parts = ReadonlyMap<string, Uint8Array>

/** A sheet in the order of its workbook; hidden ones are left out of the package. */
export interface PackageSheet {
  /** Undefined where it is read from the package itself. */
  name?: string
  hidden: boolean
  /** Lines that are not to be seen, from 1. */
  hiddenLines: ReadonlySet<number>
}

/** A package that has what SheetJS looks for, under the names that it looks for. */
export interface CompletePackage {
  zip: Uint8Array
  sheets: PackageSheet[]
}

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

/** Tags of one local name, whatever prefix a program puts before it. */
const tags = (xml: string, name: string): string[] =>
  Array.from(xml.matchAll(new RegExp(`<(?:[\\w.-]+:)?${name}(?=[\\s/>])[^>]*>`, 'gu')), ([tag]) => tag)

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const unescaped = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/giu, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
/** An attribute by its local name. */
const attribute = (tag: string, name: string): string | undefined => {
  const [, double, single] = new RegExp(`\\s(?:[\\w.-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'u').exec(tag) ?? []
  const value = double ?? single
  return value === undefined ? undefined : unescaped(value)
}
const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A part in UTF-8: programs may write UTF-16 too. */
const utf8Of = (part: Uint8Array): Uint8Array => {
  const [first, second] = part
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  return isUtf16 ? bytes(textOf(part)) : part
}

/** A part to be looked through for tags: a character for a byte, which takes no second copy of Chinese text. */
const marks = (utf8: Uint8Array): string => {
  const text = Buffer.from(utf8.buffer, utf8.byteOffset, utf8.byteLength).toString('latin1')
  // Entities that a document declares itself are none of a spreadsheet's.
  if (/<!DOCTYPE/iu.test(text)) throw new FileError('broken')
  return text
}

const xmlOf = (part: Uint8Array): string => {
  marks(part)
  return textOf(part)
}

/** A part by its name in any case, as programs on Windows find it. */
const find = (parts: Parts, name: string): Uint8Array | undefined => {
  const found = parts.get(name)
  if (found !== undefined) return found
  const lower = name.toLowerCase()
  for (const [other, part] of parts) if (other.toLowerCase() === lower) return part
  return undefined
}

const resolved = (folder: string, target: string): string => {
  const steps = target.startsWith('/') ? [] : folder.split('/')
  for (const step of target.split('/'))
    if (step === '..') steps.pop()
    else if (step !== '.') steps.push(step)
  return steps.filter((step) => step !== '').join('/')
}

interface Relation {
  id: string
  type: string
  target: string
}

const relationsOf = (parts: Parts, folder: string, file: string): Relation[] => {
  const part = find(parts, `${folder === '' ? '' : `${folder}/`}_rels/${file}.rels`)
  return tags(part === undefined ? '' : xmlOf(part), 'Relationship').map((tag) => ({
    id: attribute(tag, 'Id') ?? '',
    type: (attribute(tag, 'Type') ?? '').split('/').at(-1) ?? '',
    target: resolved(folder, attribute(tag, 'Target') ?? ''),
  }))
}

/** The lines whose rows say that they are hidden, as a filter does it. */
const hiddenLines = (xml: string): Set<number> => {
  const hidden = new Set<number>()
  let line = 0
  for (const tag of tags(xml, 'row')) {
    line = Number(attribute(tag, 'r') ?? line + 1)
    if (isTrue(attribute(tag, 'hidden'))) hidden.add(line)
  }
  return hidden
}

/** The package that is handed on, as it grows. */
const newPackage = () => {
  const files: Record<string, Uint8Array> = {}
  const types: string[] = []
  const rows: string[] = []
  const links: string[] = []
  const add = (name: string, kind: string, content: Uint8Array): void => {
    files[name] = content
    types.push(`<Override PartName="/${name}" ContentType="${SPREADSHEET}.${kind}+xml"/>`)
  }
  return {
    add,
    addSheet: (content: Uint8Array): void => {
      const number = String(rows.length + 1)
      add(`xl/worksheets/sheet${number}.xml`, 'worksheet', content)
      rows.push(`<sheet name="s${number}" sheetId="${number}" r:id="r${number}"/>`)
      links.push(
        `<Relationship Id="r${number}" Type="${RELATIONSHIPS}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
      )
    },
    zip: (): Uint8Array => {
      const namespaces = `xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}"`
      add(
        'xl/workbook.xml',
        'sheet.main',
        bytes(`${HEAD}<workbook ${namespaces}><sheets>${rows.join('')}</sheets></workbook>`),
      )
      files['xl/_rels/workbook.xml.rels'] = bytes(
        `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${links.join('')}</Relationships>`,
      )
      files['[Content_Types].xml'] = bytes(`${HEAD}<Types xmlns="${PACKAGE}/content-types">${types.join('')}</Types>`)
      return zipSync(files, { level: 0 })
    },
  }
}

/**
 * SheetJS finds the parts of a workbook by content types and by name, spreadsheet programs by relationships: the same
 * workbook under the usual names, with what of it is read and nothing else. Undefined where the package is no workbook.
 */
export const completeWorkbook = (parts: Parts): CompletePackage | undefined => {
  const main = relationsOf(parts, '', '').find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml'
  const workbook = find(parts, main)
  const xml = workbook === undefined ? '' : xmlOf(workbook)
  if (tags(xml, 'workbook').length === 0) return undefined
  const cut = main.lastIndexOf('/')
  const folder = main.slice(0, Math.max(cut, 0))
  const relations = relationsOf(parts, folder, main.slice(cut + 1))
  const complete = newPackage()
  const sheets: PackageSheet[] = []
  for (const tag of tags(xml, 'sheet')) {
    const id = attribute(tag, 'id')
    const relation = relations.find((one) => one.id === id)
    const part = relation === undefined ? undefined : find(parts, relation.target)
    if (part === undefined) throw new FileError('broken')
    // Charts and dialogues are sheets as well, without cells.
    if (relation?.type !== 'worksheet') continue
    const hidden = (attribute(tag, 'state') ?? 'visible') !== 'visible'
    const content = utf8Of(part)
    sheets.push({ name: attribute(tag, 'name') ?? '', hidden, hiddenLines: hiddenLines(hidden ? '' : marks(content)) })
    if (!hidden) complete.addSheet(content)
  }
  if (sheets.length === 0) throw new FileError('broken')
  for (const kind of ['sharedStrings', 'styles']) {
    // Programs that write no relationship for it count on its usual name.
    const target = relations.find(({ type }) => type === kind)?.target ?? resolved(folder, `${kind}.xml`)
    const part = find(parts, target)
    if (part !== undefined) complete.add(`xl/${kind}.xml`, kind, utf8Of(part))
  }
  return { zip: complete.zip(), sheets }
}

/** The hidden lines of each table of an OpenDocument, in their order. */
const hiddenInTables = (xml: string): PackageSheet[] => {
  const sheets: Set<number>[] = []
  let line = 0
  for (const [tag, kind] of xml.matchAll(/<table:(table|table-row)(?=[\s/>])[^>]*>/gu)) {
    const sheet = sheets.at(-1)
    if (kind === 'table') {
      sheets.push(new Set())
      line = 0
    } else if (sheet !== undefined) {
      const repeated = Number(attribute(tag, 'number-rows-repeated') ?? 1)
      const hidden = ['collapse', 'filter'].includes(attribute(tag, 'visibility') ?? '')
      // A file ends with a row that is repeated to the last line: nothing stands in those.
      if (hidden && repeated <= 100_000) for (let i = 1; i <= repeated; i += 1) sheet.add(line + i)
      line += repeated
    }
  }
  return sheets.map((lines) => ({ hidden: false, hiddenLines: lines }))
}

/** An OpenDocument spreadsheet with what of it is read. Undefined where the package is none. */
export const completeOpenDocument = (parts: Parts): CompletePackage | undefined => {
  const kind = parts.get('mimetype')
  const content = parts.get('content.xml')
  if (kind === undefined || content === undefined || !textOf(kind).includes('opendocument.spreadsheet'))
    return undefined
  const manifest = parts.get('META-INF/manifest.xml')
  if (manifest !== undefined && xmlOf(manifest).includes('encryption-data')) throw new FileError('password')
  const xml = utf8Of(content)
  const styles = parts.get('styles.xml')
  const files = {
    'META-INF/manifest.xml': bytes(`${HEAD}<manifest:manifest/>`),
    'content.xml': xml,
    'styles.xml': styles === undefined ? bytes(`${HEAD}<office:document-styles/>`) : styles,
  }
  return { zip: zipSync(files, { level: 0 }), sheets: hiddenInTables(marks(xml)) }
}
