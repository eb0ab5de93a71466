/** What a transfer's page is headed stage by stage, what its buttons say, and how its lines are labelled. */
import type { StepView } from '../../cloudfunctions/contract'

/** Headlines; those that depend on the transfer are built in the journey's own texts. */
export const TITLES = {
  withdrawn: '已撤回',
  transferred: '转移成功',
  returnedByBranch: '团支部退回了申请',
  officialFailure: '北京系统返回转移失败',
  awaitingApproval: '等待团支部同意',
  awaitingReview: '等待团支部审核',
  ready: '现在可以请原团组织提交',
  preparing: '准备材料，再请原党组织转出',
  awaitingReception: '等待党支部接收',
  awaitingPapers: '等待党支部核对材料',
  returnedByParty: '党支部退回了登记',
  received: '接收完成',
} as const

/** What the buttons of a transfer say. */
export const BUTTONS = {
  copyOutside: '复制发给原团组织的说明',
  copyParty: '复制发给原党组织的说明',
  copyWithdrawal: '复制请原团组织撤回的说明',
  settled: '已撤回或已退回',
  link: '发链接给原团组织核对',
  amend: '修改注册信息',
  amendOrBranch: '修改信息或换团支部',
  amendInside: '修改信息、原因或团支部',
  alreadySubmitted: '原团组织已经提交了？',
  submittedAgain: '登记：原团组织已重新提交',
  addWhatWasSubmitted: '补充登记提交的内容',
  applied: '我已申请',
  appliedThere: '我已在北京共青团系统注册并申请加入',
  notApplied: '其实还没有在北京系统申请',
  restart: '重新申请',
  restartParty: '重新登记',
  withdrawParty: '撤回登记',
  prepare: '打开准备清单',
  announceAnew: '换介绍信或改转出方式',
  prepareAnew: '重新准备并登记',
} as const

/** Above what there is to do, or is missing. */
export const TODO_TITLES = { usual: '怎么办', prepare: '要准备的', missing: '还缺什么' } as const

/** Labels of what is recorded or copied. */
export const LINES = {
  shortName: '简称',
  systemId: '组织 ID',
  reason: '转出原因',
  handIn: '上交',
  channel: '转出方式',
  letter: '介绍信',
  dues: '党费交至',
  probation: '预备期满',
  letterIn: '收介绍信',
  receipt: '回执',
} as const

/** What was just done, in one line. */
export const DONE = {
  applied: '已记下：你已在北京共青团系统申请。',
  notApplied: '已改回：你还没有在北京共青团系统申请。',
  settled: '已记下：提交早了的申请已撤回或已退回。',
  withdrawn: '已撤回。',
  submitted: '已登记：原团组织已提交',
  early: '已记下：提交早了，请其撤回',
  announced: '已登记：已发起转出',
} as const

/** A step's state as it is read aloud. */
export const STEP_STATES: { [S in StepView['state']]: string } = {
  done: '已完成',
  current: '正在这一步',
  blocked: '还不能开始',
  todo: '还没有开始',
}

/** Why it failed there, as the branch wrote it down. */
export function reasonText(reason: string): string {
  return `原因：${reason}`
}
export const REASON_UNKNOWN = '原因未写明，请致电团支部。'
