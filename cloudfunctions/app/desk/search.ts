import { SEARCH_LOOKS_AT } from '../../../miniprogram/limits'
import { searchKey } from '../../domain/person-search'
import type { Context } from '../call/context'
import type { FoundTransfer } from '../store/ports'

const LOOKED_AT_ONCE = 200

/**
 * Those whom a text means (contract.md, `desk.list`) and who pass the other filters, longest waiting first. The index
 * leads to whom the text means; the other filters are looked at here, a part at a time, so that it may be a few more than
 * were asked for.
 */
export async function searchQueue(
  context: Context,
  wanted: { branchId: string; text: string; after?: string; limit: number },
  passes: (transfer: FoundTransfer) => boolean,
): Promise<{ found: FoundTransfer[]; truncated: boolean }> {
  const { branchId, text, limit } = wanted
  const key = searchKey(text)
  const found: FoundTransfer[] = []
  for (let after = wanted.after, looked = 0; looked < SEARCH_LOOKS_AT;) {
    // Without other filters, or where most pass them, the first look is enough.
    const size = looked === 0 ? limit : LOOKED_AT_ONCE
    const part = await context.store.queueByKey({
      branchId,
      key,
      limit: size,
      ...(after === undefined ? {} : { after }),
    })
    found.push(...part.filter(passes))
    if (found.length >= limit || part.length < size) return { found, truncated: false }
    looked += part.length
    after = part.at(-1)?.position
  }
  return { found, truncated: true }
}
