/** The list from which a file was opened on a page of its own: it hears of a decision there and says who comes next. */
import type { Decided } from '../decided'

export interface Following {
  /** Something was decided about somebody whose file stands before the list. */
  decided: (detail: Decided) => void
  /** Whose file to open after this one; undefined where nobody waits. */
  next: (id: string) => string | undefined
}

let list: Following | null = null

/** The list that is open now; null when it is left. */
export function follow(by: Following | null): void {
  list = by
}

export function followed(): Following | null {
  return list
}
