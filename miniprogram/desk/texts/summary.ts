/** What the figures of a branch are called, and the sentences that are made of them. */
import type { ConfirmedBy, DeskSummary, Kind } from '../../../cloudfunctions/contract'
import { day, dayText } from '../../format'
import type { Tone } from '../../texts'
import { overdueText, peopleText } from './desk'

/** A bar's words: what it counts, and on whom it waits. */
export interface BarWords {
  label: string
  waits: string
}

export const LEAGUE_BARS = {
  absent: { label: '未登记', waits: '等本人登记并申请' },
  registered: { label: '待审核', waits: '等团支部审核' },
  waiting: { label: '同意未满一天', waits: '等满一天' },
  ready: { label: '已满一天可提交', waits: '等原团组织提交' },
  matched: { label: '信息核对一致', waits: '等北京系统确认' },
  transferred: { label: '转移成功', waits: '已办完' },
  failed: { label: '转移失败', waits: '等原团组织或本人更正' },
  returned: { label: '已退回', waits: '等本人修改后重新申请' },
  withdrawn: { label: '已撤回', waits: '已结束' },
} satisfies Record<string, BarWords>

export const PARTY_BARS = {
  absent: { label: '未登记', waits: '等本人登记' },
  preparing: { label: '准备中', waits: '等本人和原党组织' },
  announced: { label: '已发起转出', waits: '等党支部接收' },
  received: { label: '已接收', waits: '已办完' },
  returned: { label: '已退回', waits: '等本人核对后重新发起' },
  withdrawn: { label: '已撤回', waits: '已结束' },
} satisfies Record<string, BarWords>

export const DUE: { [K in Kind]: { label: string; button: string } } = {
  league: { label: '人待审核', button: '去审核' },
  party: { label: '人待接收', button: '去接收' },
}

/** 「其中 4 人超过 3 天未审核」 */
export function overdueOfText(kind: Kind, { overdue, overdueAfterDays }: DeskSummary): string {
  if (overdue === 0) return ''
  return `其中 ${peopleText(overdue)}${overdueText(kind === 'league' ? 'registered' : 'announced', overdueAfterDays)}`
}

export const NO_ROSTER = '还没有导入新生名单'

/** 「新生名单 500 人 + 名单以外或多次申请 12 项」 */
export function rosterSumText(rosterSize: number, rest: number): string {
  return `新生名单 ${peopleText(rosterSize)}${rest > 0 ? ` + 名单以外或多次申请 ${String(rest)} 项` : ''}`
}

export const CONFIRMERS: { [C in ConfirmedBy]: string } = {
  secretary: '团支部已确认转移成功',
  province: '外省市系统确认',
  link: '原团组织核对，待确认',
  member: '本人登记，待确认',
}

/** How long the middle one waited for an answer. */
export function medianWords(kind: Kind, hours: number | null): { label: string; value: string } {
  return {
    label: kind === 'league' ? '审核用时（中位数）' : '接收用时（中位数）',
    value: hours === null ? '还没有数据' : hoursText(hours),
  }
}

/** 「不到 1 小时」, 「6 小时」, 「2.5 小时」, 「3 天」 */
export function hoursText(hours: number): string {
  if (hours < 1) return '不到 1 小时'
  if (hours < 48) return `${String(Math.round(hours * 10) / 10)} 小时`
  return `${String(Math.round((hours / 24) * 10) / 10)} 天`
}

// ---------------------------------------------------------------- the end of the window

/** What is left to do before a branch stops taking people in. */
export interface Closing {
  closesOn: string
  /** Until then; negative when it is over. */
  days: number
  unfinished: number
  notRegistered: number
  returned: number
  rosterSize: number
}

/** How many are not through, and who of them has to ask before the window closes. What is under way goes on after it. */
export function closingText({ closesOn, days, unfinished, notRegistered, returned, rosterSize }: Closing): {
  text: string
  tone: Tone
} {
  const open = unfinished === 0 ? '' : `还有 ${peopleText(unfinished)}没有办完`
  if (days < 0) {
    const under = open === '' ? '' : `${open}，已提交的继续办理。`
    return { text: `接收已于 ${dayText(closesOn)} 截止，不再收新的申请。${under}`, tone: 'plain' }
  }
  const left = [
    ...(notRegistered > 0 ? [`${peopleText(notRegistered)}未登记`] : []),
    ...(returned > 0 ? [`${peopleText(returned)}退回后未重新申请`] : []),
  ]
  const when = days === 0 ? '今天是接收的最后一天' : `${dayText(closesOn)}截止，还有 ${String(days)} 天`
  const due = `其中 ${peopleText(notRegistered + returned)}须在截止前申请：${left.join('、')}。`
  if (left.length > 0) return { text: `${when}。${open}，${due}`, tone: 'wait' }
  const everybody = rosterSize === 0 ? '还没有导入新生名单，不知道还有谁要申请。' : '名单上的人都已申请。'
  return { text: `${when}。${open === '' ? '' : `${open}。`}${everybody}`, tone: 'plain' }
}

/** Whose data go within two weeks, and that there is a copy to be made before. */
export function erasingText({ count, firstOn }: DeskSummary['erasing']): string {
  if (count === 0) return ''
  const from = firstOn === undefined ? '14 天内' : `${dayText(firstOn)}起`
  return `${from}，${peopleText(count)}的姓名和号码将到期删除，删除后只剩数字。需要留存的，请先导出全部存档。`
}

/** Why nobody can ask to join; empty where they can. */
export function shutText({ joinable, closed }: { joinable: boolean; closed: boolean }): string {
  if (closed) return '已关闭，不再收新的申请。没有办完的可以继续办。'
  return joinable ? '' : '还没有开放加入，新申请搜不到这里。'
}

// ---------------------------------------------------------------- by day

/** What is counted by day. */
export type Series = 'registered' | 'approved' | 'confirmed'

export const SERIES: { [K in Kind]: { [S in Series]: string } } = {
  league: { registered: '申请', approved: '同意', confirmed: '确认成功' },
  party: { registered: '登记', approved: '收到组织关系', confirmed: '接收完成' },
}

/** A row of the plot, for those who hear it. */
export function seriesSpoken(
  label: string,
  { total, days, most, on }: { total: number; days: number; most: number; on: string },
): string {
  if (total === 0) return `${label}：近 ${String(days)} 天没有`
  return `${label}：近 ${String(days)} 天共 ${peopleText(total)}，最多的一天 ${on}，${peopleText(most)}`
}

/** 「近 30 天，最高 40 人/天」 */
export function plotHeading(days: number, most: number): string {
  return `近 ${String(days)} 天，最高的一天 ${peopleText(most)}`
}

/** What a meeting is told in one sentence. */
interface Meeting {
  name: string
  now: number
  rosterSize: number
  notRegistered: number
  people: number
  due: number
  done: number
  failed: number
  week: { [S in Series]: number }
}

/** 「截至9月4日，计通24级临时团支部：新生名单 500 人，已登记 388 人；待审核 38 人，转移成功 200 人，转移失败 2 人。近 7 天申请 45 人，同意 60 人，确认成功 40 人。」 */
export function meetingText(kind: Kind, meeting: Meeting): string {
  const { name, now, rosterSize, notRegistered, people, due, done, failed, week } = meeting
  const who =
    rosterSize === 0
      ? `已登记 ${peopleText(people)}`
      : `新生名单 ${peopleText(rosterSize)}，未登记 ${peopleText(notRegistered)}，已登记 ${peopleText(people)}`
  const words = SERIES[kind]
  const states = [
    `${kind === 'league' ? '待审核' : '待接收'} ${peopleText(due)}`,
    `${kind === 'league' ? '转移成功' : '已接收'} ${peopleText(done)}`,
    ...(kind === 'league' ? [`转移失败 ${peopleText(failed)}`] : []),
  ].join('，')
  const lately = (['registered', 'approved', 'confirmed'] as const)
    .map((series) => `${words[series]} ${peopleText(week[series])}`)
    .join('，')
  return `截至${day(now)}，${name}：${who}；${states}。近 7 天${lately}。`
}

export const MEETING_COPIED = '已复制，可以粘贴到周报或群里。'

// ---------------------------------------------------------------- being told every morning

export const SUBSCRIBE: { [K in Kind]: string } = {
  league: '明早 9 点用微信告诉我有几人待审核',
  party: '明早 9 点用微信告诉我有几人待接收',
}
export const SUBSCRIBE_HINT = '每点一次收一次，没有人等时留到下一天。'
export const SUBSCRIBED = '明早 9 点会告诉你一次。想连着几天都收到，就多点几次。'

// ---------------------------------------------------------------- where to go

/** A line that leads to another page of the desk. */
export interface Entry {
  page: string
  title: string
  sub: string
}

/** What whoever decides can open from here. */
export function entryWords(kind: Kind): readonly Entry[] {
  const who = kind === 'league' ? '团支部' : '党支部'
  return [
    { page: 'gaps', title: '未办完的人', sub: '谁还没登记、卡在哪里、从什么时候起；复制名单' },
    { page: 'roster', title: '新生名单', sub: '从表格导入，或更新' },
    { page: 'export', title: '导出表格', sub: '全部办理情况，.xlsx' },
    { page: 'conflicts', title: '身份证号冲突', sub: '要登记的号码已由其他账号登记' },
    { page: 'branch', title: `${who}信息`, sub: `联系方式、介绍信、接收时间${kind === 'league' ? '、等待时间' : ''}` },
    { page: 'staff', title: '工作人员', sub: '邀请、授权、移除、交接' },
    { page: 'audit', title: '操作记录', sub: '谁在什么时候，对谁，为什么' },
  ]
}

/** What an administrator has beside that. */
export const ADMINISTRATION: readonly Entry[] = [
  { page: 'overview', title: '全部团支部、党支部一览', sub: '谁超期、办完多少；按名称或按人查找' },
  { page: 'create', title: '新建团支部或党支部', sub: '填好信息后再开放加入' },
  { page: 'administrators', title: '管理员', sub: '能看全部团支部、党支部的人' },
  { page: 'everything', title: '全部团支部、党支部的操作记录', sub: '' },
  { page: 'unclaimed', title: '全部团支部、党支部的身份证号冲突', sub: '' },
  { page: 'provinces', title: '外省市系统', sub: '登记和停用公钥' },
]
