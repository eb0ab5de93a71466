/** Whose desks somebody may open, through which of them a page was opened, and what may be done there. */
import type { BranchView, Kind, Role, StaffView } from '../../cloudfunctions/contract'
import { call, type CallReply, type CallFailure } from '../cloud'
import { EVERY_BRANCH, EVERY_BRANCH_NAME, OVERDUE_AFTER_DAYS, STRONGEST_FIRST } from '../limits'
import { loadMe } from '../me'
import { notLoaded, type LoadedAt } from '../refresh'
import { BRANCHES, ROLES, problemOf, type Problem } from '../texts'
import { CLOSED, NOT_AT_DESK, NOT_JOINABLE } from './texts/desk'

/** The branch whose desk this is. */
export interface Desk {
  id: string
  name: string
  kind: Kind
  besideOfficial: boolean
  /** Whether people can ask to join it. */
  joinable: boolean
  /** It takes nobody in any more. */
  closed: boolean
  /** After how many days without an answer something is overdue there. */
  overdueAfterDays: number
  /** What this person is at that desk. */
  role: Role
}

/** One branch to choose. */
export interface DeskChoice {
  id: string
  name: string
  sub: string
}

/** The desks that this person may open: their own branches first, then those that an administrator's right covers. */
export function desksOf(staffOf: readonly StaffView[], branches: readonly BranchView[]): Desk[] {
  const isOwn = ({ id }: BranchView): boolean => staffOf.some(({ branchId }) => branchId === id)
  const inOrder = [...branches.filter(isOwn), ...branches.filter((branch) => !isOwn(branch))]
  return inOrder.flatMap(({ id, shortName, fullName, kind, besideOfficial, joinable, closed, overdueAfterDays }) => {
    const rights = staffOf
      .filter(({ branchId }) => branchId === id || branchId === EVERY_BRANCH)
      .map(({ role }) => role)
    const role = STRONGEST_FIRST.find((one) => rights.includes(one))
    const name = shortName === '' ? fullName : shortName
    return role === undefined ? [] : [{ id, name, kind, besideOfficial, joinable, closed, overdueAfterDays, role }]
  })
}

/** The desks as lines to choose from. */
export function choicesOf(desks: readonly Desk[]): DeskChoice[] {
  return desks.map(({ id, name, kind, role, joinable, closed }) => ({
    id,
    name,
    sub: [BRANCHES[kind], ROLES[role], ...(joinable ? [] : [closed ? CLOSED : NOT_JOINABLE])].join(' · '),
  }))
}

/** Every branch whose desk this person may open, page after page. */
async function loadBranches(): Promise<CallReply<BranchView[]>> {
  const branches: BranchView[] = []
  let cursor: string | undefined
  do {
    const answer = await call('secretary', 'branch.list', cursor === undefined ? {} : { cursor })
    if (!answer.ok) return answer
    branches.push(...answer.value.items)
    cursor = answer.value.next
  } while (cursor !== undefined)
  return { ok: true, value: branches }
}

/** Whether somebody decides at this desk: secretaries and administrators do. */
export function decidesAt({ role }: Pick<Desk, 'role'>): boolean {
  return role === 'secretary' || role === 'administrator'
}

/** Whether somebody may open people's files: a cadre reads the list and the counts alone. */
export function opensFiles({ role }: Pick<Desk, 'role'>): boolean {
  return role !== 'cadre'
}

/** What somebody has at the desk. */
interface Desks {
  desks: Desk[]
  /** The template by which WeChat can tell every morning how many wait; empty where there is none. */
  template: string
}

/** Asks who I am at the desk, and for the branches whose desks I may open. */
export async function loadDesks(): Promise<({ ok: true } & Desks) | { ok: false; error: CallFailure }> {
  const [me, branches] = await Promise.all([loadMe(), loadBranches()])
  if (!me.ok) return me
  if (!branches.ok) return branches
  const { staffOf, reminders } = me.value
  return { ok: true, desks: desksOf(staffOf, branches.value), template: reminders?.waiting ?? '' }
}

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
  name: EVERY_BRANCH_NAME,
  kind: 'league',
  besideOfficial: true,
  joinable: true,
  closed: false,
  overdueAfterDays: OVERDUE_AFTER_DAYS.usual,
  role: 'administrator',
}

/** The desk of this branch among those that one may open; null where it is none of them. Pure. */
export function entranceOf(desks: readonly Desk[], branchId: string): Entrance | null {
  // Nobody but an administrator gets as far as this without a desk: there is no branch yet.
  const administrator = desks.length === 0 || desks.some(({ role }) => role === 'administrator')
  const only = desks.length === 1 && branchId === '' ? desks[0] : undefined
  const everywhere = administrator && branchId === EVERY_BRANCH ? EVERYWHERE : undefined
  const desk = desks.find(({ id }) => id === branchId) ?? only ?? everywhere
  if (desk === undefined) return null
  return { desk, decides: decidesAt(desk), administrator, several: desks.length > 1 }
}

/** What a page of the desk shows in place of its content. */
export function deskProblem(failure: CallFailure): Problem {
  const problem = problemOf(failure)
  if (failure.code === 'NOT_YOURS') return { ...problem, text: NOT_AT_DESK }
  return problem
}

/** Page data of the desk after a failure, as `notLoaded` has it. */
export function deskNotLoaded(failure: CallFailure, loadedAt: LoadedAt): ReturnType<typeof notLoaded> {
  const shown = notLoaded(failure, loadedAt)
  return 'stale' in shown ? shown : { ...shown, problem: deskProblem(failure) }
}

/** The address of another page of this desk. */
export function deskUrl(page: string, branchId: string, more = ''): string {
  return `/desk/${page}/${page}?branch=${encodeURIComponent(branchId)}${more}`
}
