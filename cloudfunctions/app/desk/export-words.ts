import type { Actor, AuditWhat, ClaimField, ReceiveFact, Stage, Warning } from '../../contract'
import { ROLE_NAMES } from '../../../miniprogram/limits'
import type { TransferEvent } from '../../domain/transfer'

/** The words of a file: it is read without the pages beside it. */
export const STAGES: Readonly<Record<Stage, string>> = {
  registered: '待审核',
  approved: '已同意',
  returned: '已退回',
  failed: '转移失败',
  transferred: '信息核对一致，等待北京系统确认',
  withdrawn: '已撤回',
  preparing: '准备中',
  announced: '已发起转出',
  received: '已接收',
}
export const FIELDS: Readonly<Record<ClaimField, string>> = {
  name: '姓名',
  idNumber: '身份证号',
  memberNumber: '团员编号',
}
export const FACTS: Readonly<Record<ReceiveFact, string>> = {
  online: '线上接收',
  letter: '介绍信',
  materials: '党员材料',
  probationPapers: '预备期材料',
  receipt: '回执',
}
export const WARNINGS: Readonly<Record<Warning, string>> = {
  AGE_AT_JOINING: '入团年龄异常',
  NUMBER_ELSEWHERE: '团员编号另有人登记',
  ID_CONFLICT: '身份证号有冲突',
  NOT_ON_ROSTER: '不在名单上',
  CADRE: '团干部',
  LATE_MISMATCH: '外省系统后来报告信息不一致',
  PROBATION_ENDS: '预备期将满',
  NOT_DECLARED: '未说明已在北京系统申请',
  LETTER_ENDS: '介绍信即将或已经过期',
}
export const ACTORS: Readonly<Record<Actor, string>> = {
  member: '本人',
  secretary: '支部',
  province: '外省系统',
  link: '原团组织',
  system: '系统',
}
export const EVENTS: Readonly<Record<TransferEvent['type'], string>> = {
  started: '登记',
  amended: '修改后重新申请',
  copyAmended: '修改登记信息',
  approved: '同意',
  returned: '退回',
  matched: '信息核对一致',
  mismatched: '信息不一致',
  contradicted: '后来报告信息不一致',
  confirmed: '确认转移成功',
  officiallyFailed: '记录北京系统未通过',
  announced: '发起转出',
  factsAdded: '登记材料',
  withdrawn: '撤回',
  released: '收回身份证号',
  submitted: '记录已在外省市系统提交',
  checked: '核对信息',
  declared: '说明官方系统办理情况',
  factsCorrected: '更正接收登记',
  undone: '撤销上一步（误操作）',
  erased: '删除个人信息',
}
/** What staff did. */
export const DEEDS: Readonly<Record<AuditWhat, string>> = {
  reveal: '查看号码',
  export: '导出表格',
  release: '移除有冲突的身份证号',
  recoveryCode: '发出恢复码',
  phones: '读取名单上的手机号',
  import: '导入新生名单',
  rosterRemove: '从名单中移出',
  rosterUndo: '撤销名单导入',
  branchSave: '修改支部信息',
  branchCreate: '新建支部',
  branchClose: '关闭支部',
  staffInvite: '发出邀请码',
  staffUninvite: '撤销邀请码',
  staffAccept: '接受邀请',
  staffGrant: '授予权限',
  staffRemove: '移除权限',
  provinceRegister: '登记外省市系统的公钥',
  provinceRevoke: '停用外省市系统的公钥',
  archive: '导出全部存档',
  decide: '办理',
}
/** What stands beside a reference, a name or a number in the audit log. */
export const SAID_OF: Readonly<Record<string, string>> = {
  ...FIELDS,
  ...ROLE_NAMES,
  ...STAGES,
  phone: '手机号',
  approve: '同意',
  return: '退回',
  confirm: '记录结果',
  receive: '登记材料',
  undo: '撤销上一步',
}
