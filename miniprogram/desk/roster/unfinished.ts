/** An import that was begun on this phone and is not at its end: which one, and how far. Nobody's data are kept. */
import { forget, recall, remember } from '../../wechat/storage'

/** What is kept of it. */
export interface Unfinished {
  importId: string
  /** Where the list is from. */
  source: string
  /** Rows that are in, of how many. */
  done: number
  total: number
  at: number
}

/** Somebody who comes back after this has another list. */
const KEPT_MS = 3 * 86_400_000

function keyOf(branchId: string): string {
  return `import ${branchId}`
}

export function keepUnfinished(branchId: string, unfinished: Unfinished): void {
  remember(keyOf(branchId), unfinished)
}

export function dropUnfinished(branchId: string): void {
  forget(keyOf(branchId))
}

/** The one of this branch; null where there is none, or it is too old. */
export function unfinishedAt(branchId: string, now: number): Unfinished | null {
  const kept = recall(keyOf(branchId))
  return isUnfinished(kept) && now - kept.at < KEPT_MS ? kept : null
}

function isUnfinished(kept: unknown): kept is Unfinished {
  return (
    typeof kept === 'object' &&
    kept !== null &&
    'importId' in kept &&
    typeof kept.importId === 'string' &&
    'at' in kept &&
    typeof kept.at === 'number' &&
    'done' in kept &&
    'total' in kept &&
    'source' in kept
  )
}

/** Whether this list is the one that broke off: then it goes on under the same id, and is taken back as one. */
export function isSameImport(unfinished: Unfinished | null, source: string, total: number): unfinished is Unfinished {
  return unfinished !== null && unfinished.source === source && unfinished.total === total
}
