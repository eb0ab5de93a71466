/** Who of the roster has not registered or is not through. Pure. */
import type { GapItem, InputOf, Kind } from '../../../cloudfunctions/contract'
import { daysSince, day } from '../../format'
import type { Tone } from '../../texts'
import { GROUP_LABELS, phoneEnd, sinceText, stateText, type Group } from '../texts/gaps'

export const GROUPS: readonly { key: Group; label: string }[] = (['notRegistered', 'stuck', 'all'] as const).map(
  (key) => ({ key, label: GROUP_LABELS[key] }),
)

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
  return {
    key,
    name,
    sub: [studentNumber ?? '', phone === undefined ? '' : phoneEnd(phone.slice(-4))]
      .filter((part) => part !== '')
      .join(' · '),
    when: since === undefined ? '' : sinceText(state === 'notRegistered', day(since, now), days),
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
  return { text: stateText(state, kind), tone: TONES[state] }
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
