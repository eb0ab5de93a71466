/** What the pages say on which a Party member prepares, and records that the membership is on its way. */
import type { BranchView, PreparedKey } from '../../cloudfunctions/contract'
import { dayText } from '../format'
import { usualDaysText } from './party'
import type { Choice } from './routes'

/** In their order: how it is moved is asked first, for who transfers online carries no letter. */
export const PREPARE_ORDER = ['channel', 'list', 'move', 'check'] as const
export type PreparePhase = (typeof PREPARE_ORDER)[number]
type Channel = 'online' | 'paper'

const BARS: { [P in PreparePhase]: string } = {
  channel: '怎样转出',
  list: '准备清单',
  move: '请原党组织办理',
  check: '核对信息',
}
const HEADS: { [P in PreparePhase]: { [C in Channel]: { title: string; hint: string } } } = {
  channel: both('原党组织怎样转出？', '以原党组织的办法为准，先问清再选；选了以后也可以改。'),
  list: both('转出之前，先准备好', '办一样勾一样。清单自动保存，随时可以回来接着做。'),
  move: {
    online: { title: '请原党组织发起转出', hint: '在系统中转到下面的名称；搜不到的，换另一个名称再搜。' },
    paper: { title: '请原党组织开具介绍信', hint: '照下面的写；拿到以后，填写信上的日期。' },
  },
  check: both('登记前请核对', ''),
}

function both(title: string, hint: string): { [C in Channel]: { title: string; hint: string } } {
  return { online: { title, hint }, paper: { title, hint } }
}

/** What a page of the form is headed; before the channel is chosen the heads do not differ. */
export function prepareHead(phase: PreparePhase, channel: Channel | ''): { bar: string; title: string; hint: string } {
  const number = `第 ${String(PREPARE_ORDER.indexOf(phase) + 1)} 步，共 ${String(PREPARE_ORDER.length)} 步。`
  const { title, hint } = HEADS[phase][channel === 'paper' ? 'paper' : 'online']
  return { bar: BARS[phase], title, hint: `${number}${hint}` }
}

/** What leads on: straight back to 核对信息 where somebody came from there to change a line. */
export const GO_ON = { next: '继续', back: '返回核对' } as const

export const CHANNEL_OPTIONS: (Choice & { content: string })[] = [
  { value: 'online', label: '线上转出', content: '在党员E先锋，或已接入它的全国党员线上系统中。' },
  { value: 'paper', label: '纸质介绍信', content: '只开介绍信，由我带到学校。' },
]

/** Who transfers online carries no letter; one that was written all the same is handed in like any other. */
export const ONLINE_NO_LETTER = '线上转出不用带介绍信。原党组织另开了介绍信的，也不要放进档案，开学后上交辅导员。'

/** One thing to prepare: why, and what is ticked when it is there. */
export const PREPARE: { [P in PreparedKey]: { title: string; text: string; tick: string; missing: string } } = {
  file: {
    title: '党员材料归档完备',
    text: '没有完整、无误的党员材料，党组织关系将无法接收。档案是密封的，你看不到里面，所以要问原单位。',
    tick: '原单位已确认材料完备、无误',
    missing: '请先请原单位确认党员材料，再勾选。',
  },
  letterToCounsellor: {
    title: '纸质介绍信不放进档案',
    text: '纸质版介绍信请勿放进档案中，开学后统一上交辅导员。',
    tick: '介绍信由我带到学校上交，不放进档案',
    missing: '请确认介绍信不放进档案，再勾选。',
  },
  probationPapers: {
    title: '预备党员的考察材料',
    text: '《预备党员考察表》，或预备期在校现实表现等鉴定材料，要加盖公章，以备再转入后如期转正。',
    tick: '材料已经拿到，并已加盖公章',
    missing: '请先拿到盖章的材料，再勾选。',
  },
}

export const SENT_TICK: { [C in 'online' | 'paper']: string } = {
  online: '原党组织已在系统中发起转出',
  paper: '我已拿到这封介绍信',
}
export const SENT_TICK_MISSING = '请先请原党组织办理，再勾选并登记。这里的登记不能代替他们的办理。'
export const VALID_DAYS_HINT = `以介绍信上写的为准；${usualDaysText()}。`
/** Nothing can be recorded now: received, withdrawn or announced already. */
export const ANNOUNCE_CLOSED = '这项登记已经提交过，或已经办结。请返回查看现在的状态。'

export const CHOOSE_CHANNEL = '请选择一项。'
export const NOT_PREPARED_YET = '还有没办好的，见上面标出的各项。'

/** What goes on the paper letter, to be copied. */
export function letterLines(branch: BranchView): { label: string; value: string }[] {
  return [
    { label: '抬头', value: branch.letterTitle },
    { label: '去处', value: branch.letterDestination },
    { label: '地址', value: branch.address },
  ]
}
/** The name to which the outside organisation moves the membership online. */
export const RECEIVING_NAME = '接收党组织名称'

/** Until when a letter is good: beside its days, and in 核对信息. */
export function validUntilText(ends: string): string {
  return `有效期至 ${dayText(ends)}`
}
export function validityText(ends: string, days: number): string {
  return `${dayText(ends)}（${String(days)} 天）`
}

/** The lines of 核对信息. */
export const PREPARED_LINES = {
  file: '党员材料',
  letter: '介绍信',
  probation: '预备期满',
  channel: '转出方式',
  issuedOn: '开具日期',
  ends: '有效期至',
  dues: '党费交至',
} as const
/** Who answered for the file, and on which day; both may be missing. */
export function fileConfirmedText(by: string, on: string): string {
  return ['已确认完备', by, dayText(on)].filter((part) => part !== '').join('，')
}
