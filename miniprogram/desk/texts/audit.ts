/** The audit log in words: what was done, with whom, and what of a setting changed. */
import type { AuditEntry, AuditWhat, SettingChange } from '../../../cloudfunctions/contract'
import { reference } from '../../format'
import { ROLES } from '../../texts'
import { branchFieldLabel } from './branch'

const FIELDS: Readonly<Record<string, string>> = { idNumber: '身份证号', phone: '手机号', memberNumber: '团员编号' }

const VERDICTS: Readonly<Record<string, string>> = {
  approve: '同意',
  return: '退回',
  confirm: '记录结果',
  receive: '登记材料',
  undo: '撤销上一步',
}

function isReference(part: string): boolean {
  return /^\d{8,12}$/.test(part)
}

/** What was done, with whom it was done. */
const ENTRIES: { [W in AuditWhat]: (whom: string[], count: number) => string } = {
  reveal: ([number = '', field = '']) => `查看登记编号 ${reference(number)} 的${FIELDS[field] ?? '号码'}`,
  export: ([people = '']) => (/^\d+$/.test(people) ? `导出表格（${people} 人）` : '导出表格'),
  release: (whom) =>
    whom.length === 0 ? '移除有冲突的身份证号' : `移除有冲突的身份证号，涉及登记编号 ${whom.map(reference).join('、')}`,
  recoveryCode: ([number = '']) => `发出恢复码，登记编号 ${reference(number)}`,
  phones: ([people = '']) => `读取名单上 ${people} 人的手机号`,
  import: () => '导入新生名单',
  rosterRemove: ([people = '']) => `从名单中移出 ${people} 人`,
  rosterUndo: () => '撤销了一次名单导入',
  branchSave: (whom) => `修改信息：${[...new Set(whom.map(branchFieldLabel))].join('、')}`,
  branchCreate: ([name = '']) => `新建 ${name}`,
  branchClose: ([name = '']) => `关闭 ${name}`,
  staffInvite: ([role = '']) => `发出邀请码（${roleText(role)}）`,
  staffUninvite: ([role = '']) => `撤销邀请码（${roleText(role)}）`,
  staffAccept: ([role = '']) => `接受邀请，成为${roleText(role)}`,
  staffGrant: ([number = '', role = '']) => `授予登记编号 ${reference(number)} ${roleText(role)}权限`,
  staffRemove: (whom) => `移除${roleText(whom[whom.length - 1] ?? '')} ${whom.slice(0, -1).join(' ')}`,
  provinceRegister: (whom) => `登记${systemText(whom)}的公钥`,
  provinceRevoke: (whom) => `停用${systemText(whom)}的公钥`,
  archive: ([people = '']) => `导出全部存档（${people} 人）`,
  decide: (whom, count) => {
    const verdicts = whom.filter((one) => !isReference(one)).map((one) => VERDICTS[one] ?? '办理')
    const [number] = whom.filter(isReference)
    return `${verdicts.join('、')}（${number === undefined ? `${String(count)} 人` : `登记编号 ${reference(number)}`}）`
  },
}

/** An outside system by its name; earlier entries know its code alone. */
function systemText([code = '', ...name]: string[]): string {
  return name.length === 0 ? `外省市系统（代码 ${code}）` : `${name.join(' ')}（代码 ${code}）`
}

function roleText(role: string): string {
  return role in ROLES ? ROLES[role as keyof typeof ROLES] : '工作人员'
}

/** What was done, as one line. */
export function auditText({ what, whom = '', count = 0 }: Pick<AuditEntry, 'what' | 'whom' | 'count'>): string {
  const parts = whom.split(' ').filter((part) => part !== '')
  return what in ENTRIES ? ENTRIES[what](parts, count) : '办理'
}

export function reasonText(why: string): string {
  return why === '' ? '' : `理由：${why}`
}

const YES_NO = { true: '是', false: '否' }

function valueText(value: SettingChange['from']): string {
  if (value === null || value === '') return '空'
  return typeof value === 'boolean' ? YES_NO[String(value) as 'true' | 'false'] : String(value)
}

/** 「等待时间：24 → 48」 */
export function changeText({ field, from, to }: SettingChange): string {
  return `${branchFieldLabel(field)}：${valueText(from)} → ${valueText(to)}`
}
