/** The branch's whole cohort at a glance. Pure: counts and the clock in, page data out. */
import type { ConfirmedBy, DeskSummary, Kind } from '../../../cloudfunctions/contract'
import { beijingDay, dayText } from '../../format'
import type { Tone } from '../../texts'
import { waitingStage, type FilterKey } from '../queue/filters'
import { overdueText, peopleText } from '../texts/desk'

const DAY_MS = 86_400_000

/** One bar of the chart: how many stand there, and on whom they wait. */
export interface Bar {
  key: string
  label: string
  /** On whom it waits. */
  waits: string
  count: string
  tone: Tone
  /** Its length, of the longest. */
  percent: number
  /** Where it leads: a filter of the queue, `gaps`, or nowhere. */
  to: FilterKey | 'gaps' | ''
}

export interface SummaryPage {
  /** What waits for the desk. */
  due: { count: string; label: string; overdue: string; button: string; filter: FilterKey }
  bars: Bar[]
  /** 「合计 512 = 新生名单 500 + 名单以外 12」 */
  total: { count: string; text: string }
  facts: { key: string; label: string; value: string }[]
  closing: { text: string; tone: Tone }
}

type Part = Pick<Bar, 'key' | 'label' | 'waits' | 'tone' | 'to'> & { people: number }

/** All that the page says of a branch. */
export function summaryPage(summary: DeskSummary, kind: Kind, now: number): SummaryPage {
  const parts = kind === 'league' ? leagueParts(summary) : partyParts(summary)
  const most = Math.max(1, ...parts.map(({ people }) => people))
  const filter = waitingStage(kind)
  return {
    due: {
      count: String(summary.stages[filter] ?? 0),
      label: kind === 'league' ? '人待审核' : '人待接收',
      button: kind === 'league' ? '去审核' : '去接收',
      overdue:
        summary.overdue === 0
          ? ''
          : `其中 ${peopleText(summary.overdue)}${overdueText(filter, summary.overdueAfterDays)}`,
      filter,
    },
    bars: parts.map(({ people, ...part }) => ({
      ...part,
      count: String(people),
      percent: people === 0 ? 0 : Math.max(1, Math.round((people / most) * 100)),
    })),
    total: totalOf(summary),
    facts: factsOf(summary, kind),
    closing: closingOf(summary, parts, now),
  }
}

/** Of those whose data match, how many nobody has confirmed yet: what the member or the link recorded. */
function matchedOnly({ confirmedBy }: DeskSummary): number {
  return (confirmedBy.member ?? 0) + (confirmedBy.link ?? 0)
}

function leagueParts(summary: DeskSummary): Part[] {
  const { stages, waiting, ready, notRegistered } = summary
  const matched = matchedOnly(summary)
  const through = Math.max((stages.transferred ?? 0) - matched, 0)
  return [
    part('absent', '未登记', '等本人登记并申请', notRegistered, 'plain', 'gaps'),
    part('registered', '待审核', '等团支部审核', stages.registered, 'wait', 'registered'),
    part('waiting', '同意未满一天', '等满一天', waiting, 'wait', 'approved'),
    part('ready', '已满一天可提交', '等原团组织提交', ready, 'brand', 'approved'),
    part('matched', '信息核对一致', '等北京系统确认', matched, 'wait', 'transferred'),
    part('transferred', '转移成功', '已办完', through, 'done', 'transferred'),
    part('failed', '转移失败', '等原团组织或本人更正', stages.failed, 'bad', 'failed'),
    part('returned', '已退回', '等本人修改后重新申请', stages.returned, 'bad', 'returned'),
    part('withdrawn', '已撤回', '已结束', stages.withdrawn, 'plain', ''),
  ]
}

function partyParts({ stages, notRegistered }: DeskSummary): Part[] {
  return [
    part('absent', '未登记', '等本人登记', notRegistered, 'plain', 'gaps'),
    part('preparing', '准备中', '等本人和原党组织', stages.preparing, 'brand', 'preparing'),
    part('announced', '已发起转出', '等党支部接收', stages.announced, 'wait', 'announced'),
    part('received', '已接收', '已办完', stages.received, 'done', 'received'),
    part('returned', '已退回', '等本人核对后重新发起', stages.returned, 'bad', 'returned'),
    part('withdrawn', '已撤回', '已结束', stages.withdrawn, 'plain', ''),
  ]
}

function part(
  key: string,
  label: string,
  waits: string,
  people: number | undefined,
  tone: Tone,
  to: FilterKey | 'gaps' | '',
): Part {
  return { key, label, waits, people: people ?? 0, tone, to }
}

/** The bars add up: to the roster, and to those who are not on it or have asked more than once. */
function totalOf({ total, notRegistered, rosterSize }: DeskSummary): SummaryPage['total'] {
  const all = total + notRegistered
  const rest = all - rosterSize
  const text =
    rosterSize === 0
      ? '还没有导入新生名单'
      : `新生名单 ${peopleText(rosterSize)}${rest > 0 ? ` + 名单以外或多次申请 ${String(rest)} 项` : ''}`
  return { count: String(all), text }
}

const CONFIRMERS: { [C in ConfirmedBy]: string } = {
  secretary: '团支部已确认转移成功',
  province: '外省市系统确认',
  link: '原团组织核对，待确认',
  member: '本人登记，待确认',
}

function factsOf({ medianHoursToApprove: median, confirmedBy }: DeskSummary, kind: Kind): SummaryPage['facts'] {
  const facts = [
    {
      key: 'median',
      label: kind === 'league' ? '审核用时（中位数）' : '接收用时（中位数）',
      value: median === null ? '还没有数据' : hoursText(median),
    },
  ]
  if (kind === 'party') return facts
  const confirmed = Object.entries(CONFIRMERS).flatMap(([who, label]) => {
    const people = confirmedBy[who as ConfirmedBy] ?? 0
    return people === 0 ? [] : [{ key: who, label, value: peopleText(people) }]
  })
  return [...facts, ...confirmed]
}

/** 「不到 1 小时」, 「6 小时」, 「2.5 小时」, 「3 天」 */
export function hoursText(hours: number): string {
  if (hours < 1) return '不到 1 小时'
  if (hours < 48) return `${String(Math.round(hours * 10) / 10)} 小时`
  return `${String(Math.round((hours / 24) * 10) / 10)} 天`
}

/** Stages in which nothing is left to do. */
const OVER: readonly string[] = ['transferred', 'received', 'withdrawn']

/** How many are not through, and who of them has to ask before the window closes. What is under way goes on after it. */
function closingOf(summary: DeskSummary, parts: readonly Part[], now: number): SummaryPage['closing'] {
  const { closesOn, notRegistered, rosterSize, stages } = summary
  if (closesOn === undefined) return { text: '', tone: 'plain' }
  const days = Math.round((Date.parse(closesOn) - Date.parse(beijingDay(now))) / DAY_MS)
  const unfinished = parts.filter(({ key }) => !OVER.includes(key)).reduce((sum, { people }) => sum + people, 0)
  const open = unfinished === 0 ? '' : `还有 ${peopleText(unfinished)}没有办完`
  if (days < 0) {
    const under = open === '' ? '' : `${open}，已提交的继续办理。`
    return { text: `接收已于 ${dayText(closesOn)} 截止，不再收新的申请。${under}`, tone: 'plain' }
  }
  const returned = stages.returned ?? 0
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

/** A line that leads to another page of the desk. */
export interface Entry {
  page: string
  title: string
  sub: string
}

/** Where one can go from here, by what one may do. */
export function entriesOf(kind: Kind, decides: boolean): Entry[] {
  if (!decides) return []
  const who = kind === 'league' ? '团支部' : '党支部'
  return [
    { page: 'gaps', title: '未办完的人', sub: '谁还没登记、卡在哪里、从什么时候起；复制名单' },
    { page: 'roster', title: '新生名单', sub: '从表格导入，或更新' },
    { page: 'export', title: '导出表格', sub: '全部办理情况，.xlsx' },
    { page: 'conflicts', title: '身份证号冲突', sub: '要登记的号码已由其他账号登记' },
    { page: 'branch', title: `${who}信息`, sub: `联系方式、介绍信、接收时间${kind === 'league' ? '、等待时间' : ''}` },
    { page: 'staff', title: '工作人员', sub: '邀请、授权、移除' },
    { page: 'audit', title: '操作记录', sub: '谁在什么时候，对谁，为什么' },
  ]
}

/** What the administrator has beside that. */
export const ADMINISTRATION: readonly Entry[] = [
  { page: 'create', title: '新建团支部或党支部', sub: '填好信息后再开放加入' },
  { page: 'administrators', title: '管理员', sub: '能看全部团支部、党支部的人' },
  { page: 'everything', title: '全部团支部、党支部的操作记录', sub: '' },
  { page: 'unclaimed', title: '全部团支部、党支部的身份证号冲突', sub: '' },
  { page: 'provinces', title: '外省市系统', sub: '登记和停用公钥' },
]
