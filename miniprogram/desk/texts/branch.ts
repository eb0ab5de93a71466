/** What the fields of a branch are called, and what is wrong with them. */
import { range } from '../../format'
import { OVERDUE_AFTER_DAYS, RETENTION_DAYS, WAIT_HOURS } from '../../limits'

const LABELS: Readonly<Record<string, string>> = {
  kind: '类别',
  joinable: '开放加入',
  fullName: '组织全称',
  shortName: '简称',
  systemId: '组织 ID',
  systemIdConfirmed: '组织 ID 和全称的核对',
  letterTitle: '介绍信抬头',
  letterDestination: '介绍信去处',
  contact: '联系人',
  phone: '联系电话',
  address: '地址',
  handIn: '材料上交',
  handInWho: '交给谁',
  handInWhere: '交到哪里',
  handInFrom: '上交开始日期',
  handInTo: '上交截止日期',
  reasons: '转出原因',
  waitHours: '等待时间',
  besideOfficial: '与北京共青团系统并行',
  opensOn: '开始接收日期',
  closesOn: '截止接收日期',
  retentionDays: '信息保存天数',
  overdueAfterDays: '超期天数',
  rosterOf: '共用的新生名单',
}

/** The label of a branch's field. */
export function branchFieldLabel(field: string): string {
  return LABELS[field] ?? '其他信息'
}

const RULES: Readonly<Record<string, (label: string) => string>> = {
  required: (label) => `请填写${label}`,
  length: (label) => `${label}太长，请缩短后再保存`,
  personal: (label) => `${label}里不能写身份证号，请删去`,
  opening: (label) => `开放加入前请先填写${label}`,
  taken: () => '已有同名的团支部或党支部；确实要用这个名称，请再保存一次并确认',
  closed: () => '已关闭，不能再接收新人',
  order: (label) => `${label}不能早于开始日期`,
  date: (label) => `${label}不是有效的日期，请重新选择`,
  fixed: (label) => `${label}不能更改`,
  type: (label) => `${label}应为整数`,
  choice: (label) => `请选择${label}`,
}
const RANGES: Readonly<Record<string, string>> = {
  waitHours: `等待时间应为 ${range(WAIT_HOURS)} 小时。不能短于一天`,
  retentionDays: `保存天数应为 ${range(RETENTION_DAYS)} 天`,
  overdueAfterDays: `超期天数应为 ${range(OVERDUE_AFTER_DAYS)} 天`,
}

/** What is wrong with a branch's field and how to mend it. */
export function branchFaultText(field: string, rule: string): string {
  if (rule === 'range' || rule === 'type') return RANGES[field] ?? `${branchFieldLabel(field)}超出范围`
  return (RULES[rule] ?? ((label: string) => `${label}有误，请核对`))(branchFieldLabel(field))
}

/** 「有 2 处要改：组织全称、等待时间。」 */
export function faultsText(fields: readonly string[]): string {
  return `有 ${String(fields.length)} 处要改：${fields.map(branchFieldLabel).join('、')}。`
}

/** What has to be filled in before people can be let in. */
export function openingGapText(fields: readonly string[]): string {
  return fields.length === 0 ? '' : `开放加入前还要填：${fields.map(branchFieldLabel).join('、')}。`
}

export const NEW_TITLE = '新建团支部或党支部'
export const CREATED = '已新建。请填好其余信息并勾选“开放加入”；没有开放的，新申请搜不到。'
export const SAVED = '已保存。'
export const NOTHING_TO_SAVE = '没有修改，不用保存。'
export const UNSAVED = '修改还没有保存，离开后会丢失。确定离开吗？'

/** What was taken over from another branch, and what was not. */
export function likeText(name: string): string {
  return `已照“${name}”填好联系人、介绍信抬头、等待时间等，名称已改为下一年。组织 ID、介绍信去处、接收和上交的日期请重新填写。`
}

export const SAME_NAME = {
  title: '已有同名的团支部或党支部',
  content: '全称相同的，新生可能选错。确实要用这个名称吗？',
  confirmText: '仍用这个名称',
}

export const ROSTER_OF_OWN = '用自己的名单'
export const ROSTER_OF_OTHER = '已选的团支部'

// ---------------------------------------------------------------- the end of a branch

/** What is left there before it is closed. */
export function closeText(name: string, unfinished: number): string {
  const left = unfinished === 0 ? '没有未办完的人。' : `还有 ${String(unfinished)} 人没有办完，关闭后可以继续办完。`
  return `${name}关闭后不再收新的申请，发出的工作人员邀请码失效，列表中排到最后。${left}关闭后不能再开放。`
}

export function closeQuestion(name: string): { title: string; content: string; confirmText: string } {
  return { title: `关闭${name}`, content: '关闭后不能再开放加入。', confirmText: '关闭' }
}

export function closedText(name: string): string {
  return `${name}已关闭。到期的姓名和号码会自动删除，需要留存的请导出全部存档。`
}

/** The reason for leaving that a new branch begins with. */
export const USUAL_REASON = '升学'
/** Of fields that may stay empty, and of days that are chosen. */
export const NOT_FILLED_IN = '未填写'
export const CHOOSE_A_DAY = '请选择'
