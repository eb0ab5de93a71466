/** What the desk says of lists of names: of files that cannot be read, and of rows that are not taken. */
import type { FailureDetails } from '../../../cloudfunctions/contract'
import { fieldText } from '../../texts'

const COLUMNS: Readonly<Record<string, string>> = {
  name: '姓名',
  idNumber: '身份证号',
  last4: '身份证后四位',
  studentNumber: '学号',
  phone: '手机号',
}

const FILES: Readonly<Record<string, (place: string) => string>> = {
  type: () => '这不是 .xlsx 文件。请用表格软件打开，另存为“Excel 工作簿（.xlsx）”后再选。',
  size: () => '文件太大，最多 2 MB。请只留姓名、学号、身份证号、手机号几列，另存后再选。',
  password: () => '文件设了密码，读不出来。请用表格软件打开，去掉密码，另存后再选。',
  broken: () => '文件已损坏或没有传完整。请在表格软件中重新另存为 .xlsx 后再选。',
  empty: () => '文件里没有名单。请确认表头下面有人员，再选一次。',
  heading: () => '没有找到表头。表头须有“姓名”一列，写在前 20 行之内。',
  'heading.merged': (place) => `${place}表头有合并的单元格，分不清各列。请取消合并，一列一个表头，另存后再选。`,
  'heading.key': () => '只有姓名，分不清同名的人。请加上“学号”“身份证号”或“身份证后四位”中的一列。',
  formula: (place) => `${place}是公式，内容可能过时。请把这一列复制后“选择性粘贴为数值”，另存后再选。`,
  rows: () => '名单超过 5000 人。请分成几个文件，分别导入。',
}

/** Why a file cannot be read, where in it, and how to mend it. */
export function fileText({ rule, row, path }: FailureDetails['BAD_FILE']): string {
  const line = row === undefined ? '' : `第 ${String(row)} 行`
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
