/** What the desk says of lists of names: of files that cannot be read, and of rows that are not taken. */
import type { FailureDetails, RosterColumn, RosterRow, SimilarWhy, ValueOf } from '../../../cloudfunctions/contract'
import type { CallFailure } from '../../cloud'
import { fieldText } from '../../texts'
import type { Refusal } from '../../wechat/refusal'
import { deskFailureText, peopleText } from './desk'
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

// ---------------------------------------------------------------- the page

export const PASTED = '粘贴的表格'
export const NOTHING_PASTED = '请先在表格软件中连同表头一起复制，再粘贴到上面。'
export const NOT_WHOLE = '文件没有传完整，请重试。'
export const COPIED_REPORT = '已复制。可以粘贴到表格里逐行核对。'
export const READING_TEXTS = { read: '正在读取表格', compare: '正在比对名单', importing: '正在导入', rows: '行' }

/** An import that broke off when the page was left. */
export function resumeText({ source, done, total }: { source: string; done: number; total: number }): string {
  return `上次从“${source}”导入，到第 ${String(done)} 行断开，共 ${String(total)} 行。再选一次同一份表格，就会接着导入，已导入的不会重复。`
}

/** 「王书记 9月4日 10:05 导入」 */
export function importedText(who: string, when: string): string {
  return `${who} ${when} 导入`
}

export const UNDO_ASKING = {
  title: '撤销这次导入',
  hint: '这次新增的人移出名单，更新的恢复原样；后来又改过的不动。理由会记入操作记录。',
  reasons: ['导错了文件', '列对错了', '导到了别的团支部或党支部'],
  button: '撤销这次导入',
}

/** Rows of which something has to be said. */
export const ROW_LABELS = { changes: '更新', similar: '疑似同一人', refused: '不导入', notes: '有说明' }
export const COUNT_LABELS = { added: '新增', unchanged: '不变' }

export function rowsText(count: number): string {
  return `${String(count)} 行`
}

/** The heading over such rows, and what a screen reader calls them. */
export function rowsHeading(label: string, total: number): { heading: string; label: string } {
  return { heading: `${label}的 ${rowsText(total)}`, label: `${label}的行` }
}

/** 「第 9 行 王小明」 */
export function placeText(line: number, name: string): string {
  return `第 ${String(line)} 行${name === '' ? '' : ` ${name}`}`
}

export function importLabel(people: number): string {
  return `导入 ${peopleText(people)}`
}

/** What to know before a list is imported. */
export function hintText(change: number, unchanged: number, refused: number): string {
  if (change === 0 && refused === 0) return '名单没有变化，不用导入。'
  if (change === 0 && unchanged > 0) return '其余的人都已在名单上，没有变化。不导入的行可以改好后再导入一次。'
  if (change === 0) return '没有可以导入的人。请按下面的说明改好表格，再导入一次。'
  if (refused === 0) return '名单上没有的旧人员不会删除。同一份表格导入两次，不会重复。'
  return '不导入的行可以改好后再导入一次，已导入的不会重复。'
}

/** How it ended. */
export function doneText({
  added: fresh,
  changed,
  similar,
  refused,
}: {
  added: number
  changed: number
  similar: readonly unknown[]
  refused: readonly unknown[]
}): string {
  const what = [
    ...(fresh > 0 || changed === 0 ? [`新增 ${peopleText(fresh)}`] : []),
    ...(changed > 0 ? [`更新 ${peopleText(changed)}`] : []),
  ].join('，')
  const left = refused.length + similar.length
  return `已导入：${what}。${left > 0 ? `${String(left)} 行没有导入。` : ''}`
}

/** What taking an import back has done. */
export function undoneText({ undone, kept }: ValueOf<'secretary', 'roster.undo'>): string {
  const names = kept.map(({ name }) => name).join('、')
  const rest = kept.length === 0 ? '' : `后来又改过的 ${peopleText(kept.length)}没有动：${names}。`
  return `已撤销这次导入，${peopleText(undone)}恢复原样。${rest}`
}

/** What is known when an import breaks off. */
export function brokenText(failure: CallFailure, done: number, total: number): string {
  const so = done === 0 ? '还没有导入' : `已导入到第 ${String(done)} 行`
  return `${rosterFailureText(failure)}${so}，共 ${String(total)} 行。继续会从断开的地方接着导入，不会重复。`
}

/** A failure as somebody who imports reads it. */
export function rosterFailureText(failure: CallFailure): string {
  if (failure.code === 'BAD_FILE') return fileText(failure.detail)
  if (failure.code === 'OFFLINE' && failure.detail === undefined) return '没有收到回复，请检查网络。'
  return failure.code === 'TRY_AGAIN' ? '这一次没有来得及办完。' : deskFailureText(failure)
}

// ---------------------------------------------------------------- choosing a file

export const NONE_CHOSEN = '没有选择文件。'
export const NOT_CHOSEN: { [R in Refusal]?: string } = {
  cancelled: '没有选择文件。也可以改用“粘贴表格内容”。',
  declined: '你没有同意微信的隐私保护指引，不能选择文件。可以再选一次并同意，或改用“粘贴表格内容”。',
}

export const NOT_HERE = {
  phone: '微信没有让本小程序选择文件。请改用“粘贴表格内容”。',
  computer: '电脑上请用“粘贴表格内容”：在表格软件中复制，到这里粘贴。',
}
