/** Who works at a desk, and who is invited to. Pure. */
import type { DeskItem, InvitationView, StaffView } from '../../../cloudfunctions/contract'
import { deadline, reference } from '../../format'
import { referenceText, ROLES, stageText } from '../../texts'
import {
  codeLabel,
  HAND_OVER,
  invitationText,
  lastText,
  LEAVE,
  openInvitation,
  REMOVE,
  validText,
  wechatsText,
} from '../texts/staff'

export type Member = StaffView & { name: string; wechats: number }

/** One person of the staff as a line. */
export interface StaffLine {
  id: string
  name: string
  role: string
  /** The role, and how many WeChats hold it where that is more than one. */
  sub: string
  /** The caller's own right: leaving is asked with other words. */
  own: boolean
  /** Nobody else would be left to decide: it has to be handed over first. */
  last: string
  /** What can be done with it. */
  act: string
}

/** Everybody by role, secretaries first; who I am is known by my rights' ids. */
export function staffLines(items: readonly Member[], ownIds: readonly string[]): StaffLine[] {
  const order = Object.keys(ROLES)
  return [...items]
    .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role))
    .map(({ id, name, role, wechats }) => {
      const own = ownIds.includes(id)
      const last = own && isLast(role, items)
      return {
        id,
        name,
        role: ROLES[role],
        sub: [ROLES[role], wechatsText(wechats)].filter((part) => part !== '').join(' · '),
        own,
        last: last ? lastText(ROLES[role]) : '',
        act: last ? HAND_OVER : own ? LEAVE : REMOVE,
      }
    })
}

function isLast(role: Member['role'], items: readonly Member[]): boolean {
  const decides = role === 'secretary' || role === 'administrator'
  return decides && items.filter((item) => item.role === role).length === 1
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
  const until = validText(deadline(expiresAt, now))
  return { code, label: codeLabel(role), until, message: invitationText(branch, role, code, until) }
}

/** An invitation that nobody has used yet. */
export interface InvitationLine {
  id: string
  title: string
  sub: string
}

/** The open invitations as lines: who was invited to what by whom, never the code. */
export function invitationLines(items: readonly InvitationView[], now: number): InvitationLine[] {
  return items.map(({ id, role, invitedBy, expiresAt }) => ({
    id,
    ...openInvitation(ROLES[role], invitedBy, deadline(expiresAt, now)),
  }))
}

/** Somebody of the branch to whom a right can be given. */
export interface CandidateLine {
  id: string
  name: string
  sub: string
}

export function candidateLine({ id, name, reference: number, studentNumber, stage }: DeskItem): CandidateLine {
  return { id, name, sub: [studentNumber ?? referenceText(reference(number)), stageText(stage)].join(' · ') }
}
