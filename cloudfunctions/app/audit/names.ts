import type { Context } from '../call/context'
import { ALL_BRANCHES, DEPLOYMENT } from '../store/records'

/** Whoever was erased, and whoever held a right that nobody knows of. */
export const FORMER_STAFF = '已注销的工作人员'

/** The name of the holder of a right. */
export type NameOf = (staffId: string) => string

/** The name by these, or what stands for whoever is not among them. */
export const nameIn =
  (names: ReadonlyMap<string, string>): NameOf =>
  (id) =>
    names.get(id) ?? (id === DEPLOYMENT.id ? DEPLOYMENT.name : FORMER_STAFF)

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
  return nameIn(names)
}
