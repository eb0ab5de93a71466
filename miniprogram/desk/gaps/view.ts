/** Who of the roster has not registered or is not through. Pure. */
import type { GapItem, InputOf, Kind } from '../../../cloudfunctions/contract'
import { daysSince, day } from '../../format'
import { BRANCHES, stageText, type Tone } from '../../texts'
import { peopleText } from '../texts/desk'

export type Group = 'notRegistered' | 'stuck' | 'all'

export const GROUPS: readonly { key: Group; label: string }[] = [
  { key: 'notRegistered', label: '未登记' },
  { key: 'stuck', label: '已登记，未办完' },
  { key: 'all', label: '全部' },
]

type Asked = InputOf<'secretary', 'roster.gaps'>['group']
const STUCK: { [K in Kind]: readonly Asked[] } = {
  league: ['registered', 'approved', 'failed', 'returned', 'withdrawn'],
  party: ['preparing', 'announced', 'returned', 'withdrawn'],
}

/** What is asked of the server for a group, one after the other: it then names those alone, and phones of nobody else. */
export function askedFor(group: Group, kind: Kind): readonly Asked[] {
  if (group === 'notRegistered') return ['notRegistered']
  return group === 'stuck' ? STUCK[kind] : [undefined]
}

/** One person as a line. */
export interface GapLine {
  key: string
  name: string
  sub: string
  /** Since when. */
  when: string
  state: { text: string; tone: Tone }
}

/** One person as the list shows it: where, and since when. */
export function gapLine(item: GapItem, kind: Kind, now: number): GapLine {
  const { key, name, studentNumber, phone, state, since } = item
  const days = since === undefined ? 0 : daysSince(since, now)
  const began =
    since === undefined ? '' : state === 'notRegistered' ? `列入名单 ${day(since, now)}` : `${day(since, now)}起`
  const waited = days > 0 ? `，已 ${String(days)} 天` : ''
  return {
    key,
    name,
    sub: [studentNumber ?? '', phone === undefined ? '' : `手机 ****${phone.slice(-4)}`]
      .filter((part) => part !== '')
      .join(' · '),
    when: `${began}${waited}`,
    state: stateOf(state, kind),
  }
}

const TONES: { [S in GapItem['state']]: Tone } = {
  notRegistered: 'plain',
  registered: 'wait',
  approved: 'brand',
  returned: 'bad',
  failed: 'bad',
  transferred: 'done',
  withdrawn: 'plain',
  preparing: 'brand',
  announced: 'wait',
  received: 'done',
}

function stateOf(state: GapItem['state'], kind: Kind): GapLine['state'] {
  const text =
    state === 'notRegistered' ? '未登记' : state === 'announced' ? `待${BRANCHES[kind]}接收` : stageText(state)
  return { text, tone: TONES[state] }
}

/** What an empty list says: there is no roster, or nobody of it is left; without the summary it cannot be told. */
export function emptyText(group: Group, rosterSize: number | null): string {
  if (rosterSize === 0) return '还没有导入新生名单。导入后，这里会列出还没登记和没办完的人。'
  if (rosterSize === null) return '没有这样的人。没有导入名单的，请先导入新生名单。'
  if (group === 'notRegistered') return '名单上的人都已登记。'
  return group === 'stuck' ? '没有已登记、未办完的人。' : '名单上的人都已办完。'
}

/** Who can be reminded of a transfer: its id, and whose it is. */
export function namesById(items: readonly GapItem[]): Map<string, string> {
  return new Map(
    items.flatMap(({ transferId, name }) => (transferId === undefined ? [] : [[transferId, name] as const])),
  )
}

/** Names for a message to a group. */
export function namesToCopy(items: readonly GapItem[]): string {
  return items.map(({ name }) => name).join('、')
}

/** Names with their phone numbers, a line each; whoever has none on the roster is left out. */
export function phonesToCopy(items: readonly GapItem[]): { text: string; count: number } {
  const lines = items.flatMap(({ name, phone }) => (phone === undefined || phone === '' ? [] : [`${name} ${phone}`]))
  return { text: lines.join('\n'), count: lines.length }
}

/** What was copied. */
export function copiedText(what: '姓名' | '手机号', people: number, without = 0): string {
  const rest = without > 0 ? `另有 ${peopleText(without)}名单中没有手机号。` : ''
  return people === 0 ? `没有可复制的${what}。${rest}` : `已复制 ${peopleText(people)}的${what}。${rest}`
}
