/** Which branches' desks somebody may open. */
import type { BranchView, Kind, Role, StaffView } from '../../../cloudfunctions/contract'
import { call, type Answer, type CallFailure } from '../../cloud'
import { loadMe } from '../../me'
import { BRANCHES, ROLES } from '../../texts'

/** The branch whose desk this is. */
export interface Desk {
  id: string
  name: string
  kind: Kind
  besideOfficial: boolean
  /** Whether people can ask to join it. */
  joinable: boolean
  /** After how many days without an answer something is overdue there. */
  overdueAfterDays: number
  /** What this person is at that desk. */
  role: string
}
/** One branch to choose. */
export interface DeskChoice {
  id: string
  name: string
  sub: string
}

/** Stands for every branch in an administrator's right. */
const ALL = '*'
/** Who has several rights at a branch acts by the one that reaches farthest. */
const STRONGEST_FIRST: readonly Role[] = ['secretary', 'administrator', 'counsellor', 'cadre']

/** The desks that this person may open: their own branches first, then those that an administrator's right covers. */
export function desksOf(staffOf: readonly StaffView[], branches: readonly BranchView[]): Desk[] {
  const isOwn = ({ id }: BranchView): boolean => staffOf.some(({ branchId }) => branchId === id)
  const inOrder = [...branches.filter(isOwn), ...branches.filter((branch) => !isOwn(branch))]
  return inOrder.flatMap(({ id, shortName, fullName, kind, besideOfficial, joinable, overdueAfterDays }) => {
    const rights = staffOf.filter(({ branchId }) => branchId === id || branchId === ALL).map(({ role }) => role)
    const role = STRONGEST_FIRST.find((one) => rights.includes(one))
    const name = shortName === '' ? fullName : shortName
    return role === undefined ? [] : [{ id, name, kind, besideOfficial, joinable, overdueAfterDays, role: ROLES[role] }]
  })
}

/** What the list of a desk is called: nobody asks to join a Party branch, it receives. */
export function queueTitle(kind: Kind): string {
  return kind === 'party' ? '党员接收' : '加入申请'
}

/** The desks as lines to choose from. */
export function choicesOf(desks: readonly Desk[]): DeskChoice[] {
  return desks.map(({ id, name, kind, role, joinable }) => ({
    id,
    name,
    sub: [BRANCHES[kind], role, ...(joinable ? [] : ['未开放加入'])].join(' · '),
  }))
}

/** Every branch whose desk this person may open, page after page. */
async function loadBranches(): Promise<Answer<BranchView[]>> {
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
  return role === ROLES.secretary || role === ROLES.administrator
}

/** Whether somebody may open people's files: a cadre reads the list and the counts alone. */
export function opensFiles({ role }: Pick<Desk, 'role'>): boolean {
  return role !== ROLES.cadre
}

/** Asks who I am at the desk, and for the branches whose desks I may open. */
export async function loadDesks(): Promise<{ ok: true; desks: Desk[] } | { ok: false; error: CallFailure }> {
  const [me, branches] = await Promise.all([loadMe(), loadBranches()])
  if (!me.ok) return me
  if (!branches.ok) return branches
  return { ok: true, desks: desksOf(me.value.staffOf, branches.value) }
}
