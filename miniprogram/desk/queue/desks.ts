/** Which branches' desks somebody may open. */
import type { BranchView, Kind, StaffView } from '../../../cloudfunctions/contract'
import { call, type CallFailure } from '../../cloud'
import { loadMe } from '../../me'
import { BRANCHES, ROLES } from '../../texts'

/** The branch whose desk this is. */
export interface Desk {
  id: string
  name: string
  kind: Kind
  besideOfficial: boolean
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

/** Whether the branches of both kinds have to be looked up: an administrator has no list of their own. */
function holdsAll(staffOf: readonly StaffView[]): boolean {
  return staffOf.some(({ branchId }) => branchId === ALL)
}

/** The desks that this person may open, by name; `found` tells what the right itself does not. */
export function desksOf(staffOf: readonly StaffView[], found: readonly BranchView[]): Desk[] {
  const own = staffOf
    .filter(({ branchId }) => branchId !== ALL)
    .map(({ branchId, branchName, branchKind, role }) => ({
      id: branchId,
      name: branchName,
      kind: branchKind,
      // Where the branch itself is not known, the tick is asked for: too much is harmless, too little is refused.
      besideOfficial: found.find(({ id }) => id === branchId)?.besideOfficial ?? branchKind === 'league',
      role: ROLES[role],
    }))
  if (!holdsAll(staffOf)) return own
  const others = found.filter(({ id }) => own.every((desk) => desk.id !== id))
  return [
    ...own,
    ...others.map(({ id, shortName, fullName, kind, besideOfficial }) => ({
      id,
      name: shortName === '' ? fullName : shortName,
      kind,
      besideOfficial,
      role: ROLES.administrator,
    })),
  ]
}

/** The desks as lines to choose from. */
export function choicesOf(desks: readonly Desk[]): DeskChoice[] {
  return desks.map(({ id, name, kind, role }) => ({
    id,
    name: name === '' ? BRANCHES[kind] : name,
    sub: `${BRANCHES[kind]} · ${role}`,
  }))
}

/** Asks who I am at the desk and what the rights themselves do not tell: whether a branch works beside the official system. */
export async function loadDesks(): Promise<{ ok: true; desks: Desk[] } | { ok: false; error: CallFailure }> {
  const me = await loadMe()
  if (!me.ok) return me
  const { staffOf } = me.value
  if (staffOf.length === 0) return { ok: false, error: { code: 'NOT_STAFF' } }
  const all = holdsAll(staffOf)
  const kinds = (['league', 'party'] as const).filter((kind) => all || staffOf.some((own) => own.branchKind === kind))
  const answers = await Promise.all(kinds.map((kind) => call('member', 'branch.find', { kind, text: '' })))
  const lost = answers.find((answer) => !answer.ok)
  if (all && lost !== undefined) return lost
  return {
    ok: true,
    desks: desksOf(
      staffOf,
      answers.flatMap((answer) => (answer.ok ? answer.value : [])),
    ),
  }
}
