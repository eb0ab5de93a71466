import { readFileSync } from 'node:fs'
import { FileError } from '../adapters/spreadsheet/fault'
import { readTables } from '../adapters/spreadsheet/read'
import type { Cell, Table } from '../domain/roster-table'
import { Refused } from './refused'

type Fields = Record<string, unknown>

const yes = (text: string): boolean => /^(?:是|对|有|开|√|yes|true|1)$/iu.test(text)
const list = (text: string): string[] =>
  text
    .split(/[、，,;；/\n]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
const count = (text: string): number | string => (/^\d+$/u.test(text) ? Number(text) : text)
const KINDS: Readonly<Record<string, string>> = { 团支部: 'league', 团组织: 'league', 党支部: 'party', 党组织: 'party' }

/** The headings of a spreadsheet, as the desk calls its fields, and what each says of a branch. */
const HEADINGS: Readonly<Record<string, (text: string, fields: Fields) => Fields>> = {
  类型: (text) => ({ kind: KINDS[text] ?? text }),
  组织全称: (fullName) => ({ fullName }),
  简称: (shortName) => ({ shortName }),
  '组织 ID': (systemId) => ({ systemId }),
  '我已在官方系统核对组织 ID 和全称': (text) => ({ systemIdConfirmed: yes(text) }),
  联系人: (contact) => ({ contact }),
  联系电话: (phone) => ({ phone }),
  地址: (address) => ({ address }),
  抬头: (letterTitle) => ({ letterTitle }),
  去处: (letterDestination) => ({ letterDestination }),
  交给谁: (who, { handIn = { where: '' } }) => ({ handIn: { ...(handIn as object), who } }),
  交到哪里: (where, { handIn = { who: '' } }) => ({ handIn: { ...(handIn as object), where } }),
  开放加入: (text) => ({ joinable: yes(text) }),
  从哪天起接收: (opensOn) => ({ opensOn }),
  到哪天止: (closesOn) => ({ closesOn }),
  同意后等待的小时数: (text) => ({ waitHours: count(text) }),
  同时在北京共青团系统审核: (text) => ({ besideOfficial: yes(text) }),
  理由: (text) => ({ reasons: list(text) }),
  几天没有办理算超期: (text) => ({ overdueAfterDays: count(text) }),
  办完后保存的天数: (text) => ({ retentionDays: count(text) }),
}
const tight = (text: string): string => text.replace(/[\s*＊]/gu, '')
const BY_HEADING = new Map(Object.entries(HEADINGS).map(([heading, reading]) => [tight(heading), reading]))

const textOf = (cells: ReadonlyMap<number, Cell>, column: number): string => cells.get(column)?.text.trim() ?? ''

/** The branches of one sheet, a line each below the headings; undefined where it has none of them. */
const branchesIn = ({ lines }: Table): Fields[] | undefined => {
  const at = lines.findIndex(({ cells }) => [...cells.values()].some(({ text }) => tight(text) === '组织全称'))
  const heading = lines[at]
  if (heading === undefined) return undefined
  const columns = [...heading.cells].map(([column, { text }]) => [column, text.trim()] as const)
  const unknown = columns.filter(([, text]) => text !== '' && !BY_HEADING.has(tight(text))).map(([, text]) => text)
  if (unknown.length > 0)
    throw new Refused(`支部表里这些列不认识：${unknown.join('、')}。列名就是工作台“支部设置”里的名称。`)
  return lines
    .slice(at + 1)
    .filter(({ cells }) => [...cells.values()].some(({ text }) => text.trim() !== ''))
    .map(({ cells }) =>
      columns.reduce<Fields>((fields, [column, text]) => {
        const value = textOf(cells, column)
        return value === '' ? fields : { ...fields, ...BY_HEADING.get(tight(text))?.(value, fields) }
      }, {}),
    )
}

/** The sheets of a file; none of one that is no spreadsheet. It is the administrator's own, so it is read without limits. */
const tablesOf = (bytes: Buffer): Table[] => {
  try {
    return readTables(bytes, false)
  } catch (error) {
    if (error instanceof FileError) return []
    throw error
  }
}

/** The branches in a file: JSON with the fields of `branch.create`, or .xlsx with the desk's own words as headings. */
export const readBranches = (file: string): Fields[] => {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch {
    throw new Refused(`读不到 ${file}。`)
  }
  if (!file.toLowerCase().endsWith('.json')) {
    const found = tablesOf(bytes)
      .map(branchesIn)
      .find((branches) => branches !== undefined)
    if (found === undefined) throw new Refused(`${file} 里没有支部表：要有“组织全称”一列，是 .xlsx 文件。`)
    return found
  }
  let given: unknown
  try {
    given = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/u, ''))
  } catch {
    throw new Refused(`${file} 不是 JSON。`)
  }
  if (!Array.isArray(given) || given.some((one) => typeof one !== 'object' || one === null))
    throw new Refused(`${file} 应为支部的列表：[{ "kind": "league", "fullName": "…", "shortName": "…" }]`)
  return given as Fields[]
}
