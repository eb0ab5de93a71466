/** What goes into a file, and what is said when it does not come. */
import type { ExportColumn } from '../../../cloudfunctions/contract'
import { DOWNLOAD_MINUTES } from '../../limits'
import type { Refusal } from '../../wechat/refusal'
import { peopleText } from './desk'

/** A column as it is chosen; its heading in the file says more. */
export const COLUMN_LABELS: { [C in ExportColumn]: string } = {
  number: '序号',
  reference: '登记编号',
  studentNumber: '学号',
  name: '姓名',
  idNumber: '身份证号后四位',
  branch: '团支部或党支部',
  joinedOn: '入团年月',
  memberNumber: '团员编号后四位',
  party: '党员身份',
  origin: '转出地',
  channel: '转出方式',
  registeredAt: '登记时间',
  approvedAt: '同意时间',
  readyAt: '最早可提交时间',
  submittedAt: '提交时间',
  letterIssuedOn: '介绍信开具日期',
  letterValidUntil: '介绍信有效期',
  duesPaidTo: '党费交至',
  online: '线上接收',
  letter: '收到介绍信',
  materials: '党员材料',
  probationPapers: '预备期材料',
  receipt: '回执寄出',
  probationEndsOn: '预备期满',
  result: '结果',
  failure: '失败原因',
  missing: '还缺什么',
  remarks: '备注',
}

/** What can be taken out of a branch. */
export type Part =
  | 'all'
  | 'registered'
  | 'approved'
  | 'unconfirmed'
  | 'confirmed'
  | 'failed'
  | 'returned'
  | 'preparing'
  | 'announced'
  | 'received'

export const PARTS: { [P in Part]: string } = {
  all: '全部',
  registered: '待审核',
  approved: '已同意',
  unconfirmed: '待确认（已提交，或只是信息核对一致）',
  confirmed: '转移成功（已确认）',
  failed: '转移失败',
  returned: '已退回',
  preparing: '准备中',
  announced: '已发起转出',
  received: '已接收',
}

/** Those who were selected or found in the list, as the part that is taken out. */
export function chosenText(people: number | undefined): string {
  return people === undefined ? '刚才列表中筛选出的人' : `刚才选中的 ${peopleText(people)}`
}

export const EXPORT_REASONS: readonly string[] = ['核对转接进度', '上报学院', '归档']
export const ARCHIVE_REASONS: readonly string[] = ['到期删除前留存', '本年度办完归档', '交接']

export const NO_COLUMN = '请至少选一列。'
export const NOT_KEPT = '手机没有写入文件，可能是存储空间不足。请清理后重试。'
export const NOT_FETCHED = `表格太大，没有下载下来。请复制下载地址，${String(DOWNLOAD_MINUTES)} 分钟内在浏览器中打开。`
export const NOT_OPENED = '没有打开。请改用“发送到聊天”，再从聊天中打开。'
export const NOT_OPENED_ON_PC = '没有打开。请重试，或在手机上打开这一页导出，再发送到聊天。'
const SEND_BY_OPENING = '没有发送。请改用“打开”，再从右上角菜单保存或发送。'
export const NOT_SENT: { [R in Refusal]: string } = {
  cancelled: '没有发送。文件还在这里，可以再点一次“发送到聊天”。',
  declined: '你没有同意微信的隐私保护指引，没有发送。可以再点一次并同意，或改用“打开”。',
  denied: SEND_BY_OPENING,
  failed: SEND_BY_OPENING,
}
