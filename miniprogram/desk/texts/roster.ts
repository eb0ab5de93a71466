/** What the desk says of lists of names: of files that cannot be read, and of rows that are not taken. */
import type { FailureDetails, RosterColumn, RosterRow, SimilarWhy } from '../../../cloudfunctions/contract'
import { fieldText } from '../../texts'
import { ROSTER_FILE_MB, ROSTER_ROWS } from '../../limits'

const COLUMNS: Readonly<Record<string, string>> = {
  name: '姓名',
  idNumber: '身份证号',
  last4: '身份证后四位',
  last6: '身份证后六位',
  studentNumber: '学号',
  phone: '手机号',
}

const FILES: Readonly<Record<string, (place: string) => string>> = {
  type: () => '这不是表格文件。可以选 .xlsx、.xls、.csv、.ods，或在表格软件中复制后粘贴。',
  size: () =>
    `文件太大，或内容太多：最多 ${String(ROSTER_FILE_MB)} MB。请只留姓名、学号、身份证号、手机号几列，另存后再选。`,
  password: () => '文件设了密码，读不出来。请用表格软件打开，去掉密码，另存后再选。',
  broken: () => '文件已损坏或没有传完整。请在表格软件中重新另存为 .xlsx 后再选。',
  empty: () => '文件里没有名单。请确认表头下面有人员，再选一次。',
  heading: () =>
    `没有认出表头。表头须有“姓名”一列，写在前 ${String(ROSTER_ROWS.heading)} 行之内；也可以在下面指定各列。`,
  'heading.merged': (place) => `${place}表头有合并的单元格，分不清各列。请取消合并，一列一个表头，另存后再选。`,
  'heading.key': () =>
    '只有姓名，分不清同名的人。请加上“学号”“身份证号”或“身份证后四位”中的一列；已经有的，在下面指定。',
  formula: (place) => `${place}是公式，内容可能过时。请把这一列复制后“选择性粘贴为数值”，另存后再选。`,
  rows: () => `名单超过 ${String(ROSTER_ROWS.file)} 人。请分成几个文件，分别导入。`,
}

/** Why a file cannot be read, where in it, and how to mend it. */
export function fileText({ rule, row, path, sheet }: FailureDetails['BAD_FILE']): string {
  const line = `${sheet === undefined ? '' : `“${sheet}”表`}${row === undefined ? '' : `第 ${String(row)} 行`}`
  const place = `${line}${path === undefined ? '' : `“${columnText(path)}”一格`}`
  return (FILES[rule] ?? FILES['broken'] ?? (() => ''))(place)
}

function columnText(path: string): string {
  return COLUMNS[path] ?? '内容'
}

const ROWS: Readonly<Record<string, (column: string) => string>> = {
  rounded: (column) => `${column}被表格变成了 3.7E+17 的样子，末几位已丢失。请把这一列设为文本格式，重新填写`,
  required: (column) => `缺少${column}`,
  duplicate: (column) => `${column}与前面的一行重复`,
  'studentNumber.format': () => '学号只能是字母和数字，最多 32 位',
  'last4.format': () => '身份证后四位应为四位，最后一位可以是 X',
  'last4.differs': () => '身份证后四位与身份证号不符',
  'last6.format': () => '身份证后六位应为六位，最后一位可以是 X',
  'last6.differs': () => '身份证后六位与身份证号不符',
  personal: (column) => `${column}一列里是身份证号，请放到“身份证号”一列`,
}

/** Why a row is not taken. */
export function rowText(path: string, rule: string): string {
  if (path === 'last4' && rule === 'required') return '缺少学号、身份证号或身份证后四位，分不清同名的人'
  const say = ROWS[rule]
  return say === undefined ? fieldText(path, rule) : say(columnText(path))
}

/** What of a row gets another value. */
export function changeText(paths: readonly string[]): string {
  return `更新${paths.map(columnText).join('、')}`
}

/** What of a person who was kept was left out. */
export function noteText(path: string, rule: string): string {
  return rule === 'nothing' ? `没有填${columnText(path)}` : `${columnText(path)}没有导入：${rowText(path, rule)}`
}

const SIMILAR: { [W in SimilarWhy]: (name: string) => string } = {
  name: (name) => `学号与名单上的${name}相同，姓名不同`,
  studentNumber: (name) => `与名单上的${name}姓名、身份证末几位相同，学号不同`,
  last4: (name) => `与名单上的${name}姓名、学号相同，身份证末几位不同`,
  several: (name) => `与名单上的几行相符，其中有${name}`,
}

/** 疑似同一人: with whom, and what speaks against it. */
export function similarText(name: string, why: SimilarWhy): string {
  return `疑似同一人：${SIMILAR[why](name)}。核对后改好表格，或先把旧的一行移出名单`
}

export const UNREAD = '不读'

/** What a column is read as. */
export function readAsText(as: RosterColumn | undefined): string {
  return as === undefined ? UNREAD : columnText(as)
}

const SHEETS: Readonly<Record<string, string>> = {
  hidden: '隐藏的工作表，没有读',
  heading: '没有认出表头，没有读',
  'heading.key': '只有姓名一列，没有读',
  'heading.merged': '表头有合并的单元格，没有读',
  empty: '表头下面没有人',
}

/** What was read of a sheet, and what was not. */
export function sheetText(rows: number, hiddenRows: number, unread: string | undefined): string {
  const hidden = hiddenRows === 0 ? '' : `，隐藏的 ${String(hiddenRows)} 行没有读`
  return unread === undefined ? `读到 ${String(rows)} 人${hidden}` : `${SHEETS[unread] ?? '没有读完'}${hidden}`
}

const ENDS: readonly (keyof RosterRow)[] = ['studentNumber', 'idNumber', 'last6', 'last4', 'phone']
const SHOWN = 4

/** A row as a sample: the student number, and of other numbers the end. */
export function sampleText(row: RosterRow): string {
  const parts = ENDS.flatMap((column) => {
    const text = row[column]
    if (text === undefined) return []
    return [`${columnText(column)} ${column === 'studentNumber' ? text : `****${text.slice(-SHOWN)}`}`]
  })
  return parts.join('，')
}
