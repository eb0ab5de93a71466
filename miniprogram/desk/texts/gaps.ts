/** What the desk says of those who have not registered or are not through. */
import type { GapItem, Kind } from '../../../cloudfunctions/contract'
import { BRANCHES, stageText } from '../../texts'
import { peopleText } from './desk'

export type Group = 'notRegistered' | 'stuck' | 'all'

export const GROUP_LABELS: { [G in Group]: string } = {
  notRegistered: '未登记',
  stuck: '已登记，未办完',
  all: '全部',
}

/** Where somebody is. */
export function stateText(state: GapItem['state'], kind: Kind): string {
  if (state === 'notRegistered') return '未登记'
  return state === 'announced' ? `待${BRANCHES[kind]}接收` : stageText(state)
}

/** Since when, and how long that is. */
export function sinceText(listed: boolean, on: string, days: number): string {
  const waited = days > 0 ? `，已 ${String(days)} 天` : ''
  return `${listed ? `列入名单 ${on}` : `${on}起`}${waited}`
}

export function phoneEnd(lastFour: string): string {
  return `手机 ****${lastFour}`
}

/** What an empty list says: there is no roster, or nobody of it is left; without the summary it cannot be told. */
export function emptyText(group: Group, rosterSize: number | null): string {
  if (rosterSize === 0) return '还没有导入新生名单。导入后，这里会列出还没登记和没办完的人。'
  if (rosterSize === null) return '没有这样的人。没有导入名单的，请先导入新生名单。'
  if (group === 'notRegistered') return '名单上的人都已登记。'
  return group === 'stuck' ? '没有已登记、未办完的人。' : '名单上的人都已办完。'
}

/** Everybody is read before anything is done with them. */
export function readingAllText(read: number): string {
  return `正在读取，已读到 ${peopleText(read)}…`
}

/** What was copied. */
export function copiedText(copied: 'names' | 'phones', people: number, without = 0): string {
  const rest = without > 0 ? `另有 ${peopleText(without)}名单中没有手机号。` : ''
  const what = copied === 'names' ? '姓名' : '手机号'
  return people === 0 ? `没有可复制的${what}。${rest}` : `已复制 ${peopleText(people)}的${what}。${rest}`
}

export const GAPS_TEXTS = {
  phones: {
    title: '复制手机号',
    hint: '手机号以明文复制，请只用于通知本人办理。理由会记入操作记录。',
    reasons: ['通知登记', '提醒按时办理', '核对信息'],
    button: '复制',
  },
}

/** What is asked before somebody is taken off the list. */
export function removeFromRoster(name: string): { title: string; content: string; confirmText: string } {
  return {
    title: `把${name}移出名单`,
    content: '只从新生名单中移出，不影响本人已提交的申请。以后可以重新导入。',
    confirmText: '移出',
  }
}

export function removedFromRoster(name: string): string {
  return `已把${name}移出名单。`
}
