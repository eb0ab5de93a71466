import type { Context } from '../call/context'
import { ALL_BRANCHES, type TransferRecord } from '../store/records'

/** Whoever was erased, and whoever held a right that nobody knows of. */
export const FORMER_STAFF = '已注销的工作人员'
const DEPLOYMENT = { id: 'deployment', name: '部署' }

/** The name of the holder of a right. */
export type NameOf = (staffId: string) => string

/**
 * The names of the holders of these rights: as the rights have them now, and of those that ended as they were. The log
 * keeps ids alone, so that a name goes with its person. Two requests in one round.
 */
export const namesOf = async (
  context: Context,
  ids: readonly string[],
  branchIds: readonly string[],
): Promise<NameOf> => {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return () => FORMER_STAFF
  const [wechats, ended] = await Promise.all([
    context.store.staffAt([...new Set([ALL_BRANCHES, ...branchIds])]),
    context.store.staffNames(wanted),
  ])
  const held = wechats.flatMap(({ staff }) => staff.map(({ id, name }) => [id, name] as const))
  const names = new Map([...ended.map(({ _id, name }) => [_id, name] as const), ...held])
  return (id) => names.get(id) ?? (id === DEPLOYMENT.id ? DEPLOYMENT.name : FORMER_STAFF)
}

/** The names of those who decided on a transfer, at any of the branches that it was ever with. */
export const namesOfStaff = async (context: Context, { branchId, events }: TransferRecord): Promise<NameOf> => {
  const asked = events.flatMap((event) => (event.type === 'started' || event.type === 'amended' ? event.branchId : []))
  const ids = events.flatMap(({ by, who }) => (by === 'secretary' ? who : []))
  return namesOf(context, ids, [branchId, ...asked])
}
