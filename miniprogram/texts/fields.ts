/** What stands beside a field: its name, and for every rule what is wrong and how to mend it. */
import { range } from '../format'
import { PASSWORD_LENGTH } from '../limits'

/** Every field that a page can show an error beside. */
export type FieldName =
  | 'identity'
  | 'name'
  | 'idNumber'
  | 'phone'
  | 'joinedOn'
  | 'memberNumber'
  | 'party'
  | 'username'
  | 'password'
  | 'branchId'
  | 'reason'
  | 'consent'
  | 'organisation'
  | 'issuedOn'
  | 'validDays'
  | 'duesPaidTo'
  | 'probationEndsOn'

const LABELS: { [F in FieldName]: string } = {
  identity: '身份',
  name: '姓名',
  idNumber: '身份证号',
  phone: '手机号',
  joinedOn: '入团年月',
  memberNumber: '团员编号',
  party: '党员身份',
  username: '用户名',
  password: '本小程序密码',
  branchId: '转入团支部',
  reason: '原因',
  consent: '同意事项',
  organisation: '原团组织名称',
  issuedOn: '介绍信开具日期',
  validDays: '有效天数',
  duesPaidTo: '党费交至月份',
  probationEndsOn: '预备期满日',
}

/** Rules of form as the server names them. */
export type FieldRule =
  | 'required'
  | 'type'
  | 'length'
  | 'name.characters'
  | 'id.length'
  | 'id.characters'
  | 'id.checkDigit'
  | 'id.date'
  | 'id.future'
  | 'phone.format'
  | 'month.format'
  | 'month.future'
  | 'number.certificate'
  | 'number.length'
  | 'number.characters'
  | 'number.year'
  | 'choice'
  | 'username.format'
  | 'username.phone'
  | 'password.length'
  | 'consent'
  | 'personal'
  | 'unknown'
  | 'duplicate'
  | 'range'
  | 'date'
  | 'date.future'

const RULES: { [R in FieldRule]: (label: string, value: string) => string } = {
  required: (label) => `请填写${label}`,
  type: (label) => `${label}的格式不对，请重新填写`,
  length: (label) => `${label}太短或太长，请核对后再填`,
  'name.characters': () => '姓名只能用汉字和间隔号“·”，或外文字母；请照身份证上的写法填',
  'id.length': () => '身份证号应为 18 位，请对照身份证再输入一次',
  'id.characters': () => '身份证号只能是数字，最后一位可以是 X，请对照身份证再输入一次',
  'id.checkDigit': () => '身份证号有一位不对，请对照身份证再输入一次',
  'id.date': (_, value) => `出生日期${birthday(value)}不存在，请对照身份证再输入一次`,
  'id.future': (_, value) => `出生日期${birthday(value)}还没有到，请对照身份证再输入一次`,
  'phone.format': () => '手机号应为 11 位数字，以 1 开头，请核对后再填',
  'month.format': (label) => `请选择${label}`,
  'month.future': (label) => `${label}还没有到，请重新选择`,
  'number.certificate': () =>
    '这是团员证上的 8 位编号，不是团员编号。请在智慧团建的个人中心查看 12 位编号，或向原团支部询问',
  'number.length': () => '团员编号应为 12 位数字，请在智慧团建的个人中心查看',
  'number.characters': () => '团员编号只能是数字，请核对后再填',
  'number.year': () => '团员编号开头的年份与入团年月不符，请核对入团年月和编号',
  choice: (label) => `请选择${label}`,
  'username.format': () => '用户名不能有空格，请重新填写',
  'username.phone': () => '用户名不能像手机号，请换一个',
  'password.length': () => `本小程序密码为 ${range(PASSWORD_LENGTH)} 位（请勿使用北京共青团系统的密码）`,
  consent: () => '请先阅读并同意',
  personal: () => '这里不能写身份证号，请删去',
  unknown: (label) => `${label}不需要填写`,
  duplicate: (label) => `${label}重复了`,
  range: (label) => `${label}超出范围，请核对后再填`,
  'date.future': (label) => `${label}还没有到，请重新选择`,
  date: (label) => `${label}不是有效的日期，请重新填写`,
}

/** The label of a field; a path inside an object counts by its last part. */
export function fieldLabel(path: string): string {
  const name = path.slice(path.lastIndexOf('.') + 1)
  return isKey(LABELS, name) ? LABELS[name] : '填写的内容'
}

/** What is wrong with a field and how to mend it. `value` is what was typed, for rules that quote it. */
export function fieldText(path: string, rule: string, value = ''): string {
  const label = fieldLabel(path)
  return isKey(RULES, rule) ? RULES[rule](label, value) : `${label}有误，请核对后再填`
}

function isKey<K extends string>(map: { [P in K]: unknown }, key: string): key is K {
  return key in map
}

function birthday(idNumber: string): string {
  const digits = /^\d{6}(\d{4})(\d{2})(\d{2})/.exec(idNumber.replace(/\s/g, ''))
  return digits ? ` ${digits[1] ?? ''}年${String(Number(digits[2]))}月${String(Number(digits[3]))}日 ` : ''
}
