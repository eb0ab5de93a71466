import type { Kind, ReminderKind, Stage } from '../contract'
import { beijingText, DAY, type Instant } from './beijing'
import type { Transfer } from './transfer'

/**
 * What a message says, part by part. A template takes those parts that it has fields for. No part names the person or
 * holds anything that somebody typed.
 */
export interface Message {
  /** The matter; at most 20 characters, WeChat's `thing`. */
  what: string
  /** How it stands, in at most 5 Han characters, WeChat's `phrase`. */
  result: string
  /** Day and minute in Beijing, WeChat's `time`. */
  at: string
  /** The registration reference, WeChat's `character_string`. */
  reference: string
  /** What to do; at most 20 characters, WeChat's `thing`. */
  note: string
}

type Said = Pick<Message, 'result' | 'note'>

const MATTERS: { [K in Kind]: string } = { league: '团组织关系转接', party: '党组织关系转接' }
const MINUTE = 60_000

const returned = (kind: Kind): Said => ({
  result: '已退回',
  note: kind === 'party' ? '打开小程序查看原因，核对后重新登记' : '打开小程序查看原因，修改后重新申请',
})

const answered = ({ kind, stage }: Transfer): Said => {
  if (stage === 'returned') return returned(kind)
  return stage === 'transferred'
    ? { result: '转移成功', note: '团支部已同意你的加入申请' }
    : { result: '已同意', note: '等到可提交的时间，再请原团组织提交' }
}

const result = ({ kind, stage, confirmedAt, failure }: Transfer): Said => {
  if (stage === 'received') return { result: '接收完成', note: '党支部已收齐材料' }
  if (stage === 'returned') return returned(kind)
  if (stage !== 'failed')
    return confirmedAt === undefined
      ? { result: '核对一致', note: '原团组织已核对，等待北京系统确认' }
      : { result: '转移成功', note: '你的团组织关系已转入团支部' }
  const note = failure?.code === 'MISMATCH' ? '打开小程序查看哪一项不一致' : '打开小程序查看原因和下一步'
  return { result: '转移失败', note }
}

/** What whoever is reminded by the branch has to do, by where the transfer stands. */
const TO_DO: { [S in Stage]: string } = {
  registered: '请确认已在北京共青团系统申请加入',
  approved: '请联系原团组织，按可提交的时间提交',
  returned: '申请已退回，请修改后重新提交',
  failed: '转移失败，请打开小程序核对后处理',
  preparing: '请备齐材料，请原党组织发起转出',
  announced: '请按要求交齐材料',
  transferred: '打开小程序查看办理情况',
  received: '打开小程序查看办理情况',
  withdrawn: '打开小程序查看办理情况',
}

const SAID: { [K in ReminderKind]: (transfer: Transfer) => Said } = {
  waitOver: () => ({ result: '可以提交', note: '现在可以请原团组织提交转入北京申请' }),
  answered,
  result,
  nudge: ({ stage, undone }) =>
    undone === undefined
      ? { result: '等你办理', note: TO_DO[stage] }
      : { result: '误操作撤销', note: '上一步是误操作，已恢复，请打开查看' },
}

/** The message of this kind about a transfer as it stands; `dueAt` is when what it is about happened. */
export const messageOf = (kind: ReminderKind, transfer: Transfer, reference: string, dueAt: Instant): Message => ({
  what: MATTERS[transfer.kind],
  ...SAID[kind](transfer),
  // A wait ends no earlier than the minute that is named.
  at: beijingText(kind === 'waitOver' ? Math.ceil(dueAt / MINUTE) * MINUTE : dueAt),
  reference,
})

/** How many wait at a branch, and how long the first of them has; in whole days. */
export const digestOf = (kind: Kind, count: number, oldest: Instant, now: Instant): Message => {
  const [what, result] = kind === 'league' ? ['团支部待审核申请', '待审核'] : ['党支部待接收申请', '待接收']
  const days = Math.floor((now - oldest) / DAY)
  const note = `${String(count)} 人${result}，最早已等 ${String(days)} 天`
  return { what, result, at: beijingText(now), reference: String(count), note }
}
