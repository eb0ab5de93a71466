import * as v from 'valibot'
import type { FoundPerson } from '../../contract'
import { PAGE_ROWS, PEOPLE_AT_ONCE, SEARCH_LENGTH } from '../../../miniprogram/limits'
import { searchKey } from '../../domain/person-search'
import { ADMINISTRATOR, rightAmong } from '../call/authority'
import { identifyStaff } from '../call/caller'
import type { Context } from '../call/context'
import { accepted, operation, refused } from '../call/serve'
import type { FoundTransfer } from '../store/ports'
import { ALL_BRANCHES } from '../store/records'
import { deskItem } from '../store/views'

/** Each with the branch where they are, and as that branch's desk shows them to an administrator. */
const withBranches = async (context: Context, transfers: readonly FoundTransfer[]): Promise<FoundPerson[]> => {
  const ids = [...new Set(transfers.map(({ branchId }) => branchId))]
  const branches = new Map((await context.store.branches(ids)).map((branch) => [branch._id, branch]))
  return transfers.flatMap((transfer) => {
    const branch = branches.get(transfer.branchId)
    if (branch === undefined) return []
    const { _id: branchId, shortName: branchName, kind } = branch
    return [{ ...deskItem(transfer, branch, 'administrator', context.now), branchId, branchName, kind }]
  })
}

/**
 * Whom a text means at whatever branch, branch by branch: the administrator's. What it means is what it means to
 * `desk.list`; of more people than asked for it says that there are more.
 */
const find = operation(
  v.object({
    text: v.pipe(v.string(), v.maxLength(SEARCH_LENGTH, 'length')),
    limit: v.exactOptional(
      v.pipe(v.number(), v.integer(), v.minValue(1, 'range'), v.maxValue(PEOPLE_AT_ONCE, 'range')),
      PAGE_ROWS,
    ),
  }),
  async (context, { text, limit }) => {
    // One round: whoever may not see them is refused, whatever was found.
    const [caller, found] = await Promise.all([
      identifyStaff(context),
      context.store.transfersByKey(searchKey(text), limit + 1),
    ])
    if (!caller.ok) return caller
    const right = rightAmong(caller.value.wechat, [ALL_BRANCHES], ADMINISTRATOR)
    if (!right.ok) return refused({ code: 'READ_ONLY' })
    const items = await withBranches(context, found.slice(0, limit))
    return accepted({ items, ...(found.length > limit ? { truncated: true as const } : {}) })
  },
)

export const findOperations = { 'desk.find': find }
