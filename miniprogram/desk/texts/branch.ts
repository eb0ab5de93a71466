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
  taken: () => '已有同名的支部；确实要再建一个，请确认',
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
