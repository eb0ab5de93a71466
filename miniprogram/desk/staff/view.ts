/** Who works at a desk. Pure. */
import type { DeskItem, StaffView } from '../../../cloudfunctions/contract'
import { deadline, reference } from '../../format'
import { ROLES, stageText } from '../../texts'

export type Member = StaffView & { name: string }

/** One person of the staff as a line. */
export interface StaffLine {
  id: string
  name: string
  role: string
  /** The caller's own right: removing it is asked with other words. */
  own: boolean
  /** Nobody else would be left to decide: there is no removing it. */
  last: boolean
}

/** Everybody by role, secretaries first; who I am is known by my rights' ids. */
export function staffLines(items: readonly Member[], ownIds: readonly string[]): StaffLine[] {
  const order = Object.keys(ROLES)
  return [...items]
    .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role))
    .map(({ id, name, role }) => {
      const own = ownIds.includes(id)
      return { id, name, role: ROLES[role], own, last: own && isLast(role, items) }
    })
}

function isLast(role: Member['role'], items: readonly Member[]): boolean {
  const decides = role === 'secretary' || role === 'administrator'
  return decides && items.filter((item) => item.role === role).length === 1
}

/** What is asked before somebody is removed. */
export function removalOf({ name, role, own }: StaffLine): { title: string; content: string } {
  return own
    ? { title: '移除你自己的权限', content: '移除后你不能再进入这个工作台，须由其他书记重新邀请。' }
    : { title: `移除${role} ${name}`, content: '移除后立即不能再查看和办理。以前的操作记录保留。' }
}

/** A one-time code as it is handed on. */
export interface CodeCard {
  code: string
  /** For which role it is. */
  label: string
  until: string
  /** Ready to be sent to the person. */
  message: string
}

/** The code, until when it is good, and a text that says what to do with it. */
export function codeCard(code: string, expiresAt: string, role: string, branch: string, now: number): CodeCard {
  const until = `${deadline(expiresAt, now)} 前有效，只能用一次`
  return {
    code,
    label: `${role}的邀请码`,
    until,
    message: `邀请你担任${branch}${role}。请打开小程序，在“我的账号”里点“我有工作人员邀请码”，输入：${code}（${until}）。请勿转发他人。`,
  }
}

/** Somebody of the branch to whom a right can be given. */
export interface CandidateLine {
  id: string
  name: string
  sub: string
}

export function candidateLine({ id, name, reference: number, studentNumber, stage }: DeskItem): CandidateLine {
  return { id, name, sub: [studentNumber ?? `登记编号 ${reference(number)}`, stageText(stage)].join(' · ') }
}
