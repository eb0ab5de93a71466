/** Through which desk a page was opened, and what its visitor may do there. */
import type { CallFailure } from '../cloud'
import { ROLES, troubleOf, type Trouble } from '../texts'
import { decidesAt, loadDesks, type Desk } from './queue/desks'

/** Stands for every branch: staff, audit and conflicts of all of them are the administrator's. */
export const EVERY_BRANCH = '*'

export interface Entrance {
  desk: Desk
  /** Whether this person decides at the desk: secretaries and administrators do. */
  decides: boolean
  administrator: boolean
  /** Whether there are other desks to go to. */
  several: boolean
}

const EVERYWHERE: Desk = {
  id: EVERY_BRANCH,
  name: '全部团支部、党支部',
  kind: 'league',
  besideOfficial: true,
  joinable: true,
  overdueAfterDays: 3,
  role: ROLES.administrator,
}

/** The desk of this branch among those that one may open; null where it is none of them. Pure. */
export function entranceOf(desks: readonly Desk[], branchId: string): Entrance | null {
  // Nobody but an administrator gets as far as this without a desk: there is no branch yet.
  const administrator = desks.length === 0 || desks.some(({ role }) => role === ROLES.administrator)
  const only = desks.length === 1 && branchId === '' ? desks[0] : undefined
  const everywhere = administrator && branchId === EVERY_BRANCH ? EVERYWHERE : undefined
  const desk = desks.find(({ id }) => id === branchId) ?? only ?? everywhere
  if (desk === undefined) return null
  return { desk, decides: decidesAt(desk), administrator, several: desks.length > 1 }
}

/** Asks who I am at this branch's desk. */
export async function enterDesk(
  branchId: string,
): Promise<{ ok: true; entrance: Entrance } | { ok: false; error: CallFailure }> {
  const answer = await loadDesks()
  if (!answer.ok) return answer
  const entrance = entranceOf(answer.desks, branchId)
  return entrance === null ? { ok: false, error: { code: 'NOT_YOURS' } } : { ok: true, entrance }
}

/** What a page of the desk shows in place of its content. */
export function deskTrouble(failure: CallFailure): Trouble {
  const trouble = troubleOf(failure)
  if (failure.code === 'NOT_YOURS')
    return { ...trouble, text: '没有找到这个工作台，或你无权查看。请从首页进入你负责的工作台。' }
  return trouble
}

/** The address of another page of this desk. */
export function deskUrl(page: string, branchId: string, more = ''): string {
  return `/desk/${page}/${page}?branch=${encodeURIComponent(branchId)}${more}`
}
