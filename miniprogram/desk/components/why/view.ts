/** What is asked before somebody's data are shown or changed. */
import { REASON_LENGTH } from '../../../limits'
import { longReasonText, NO_REASON } from '../../texts/case'
export interface Asking {
  title: string
  /** What happens then, and that it is written down. */
  hint: string
  /** Reasons that are often needed, to pick from. */
  reasons: readonly string[]
  button: string
  /** Does it with this reason; answers what went wrong, empty when it is done. */
  carryOut: (why: string) => Promise<string>
}

/** What a page calls on the component. */
export interface Why {
  begin(asking: Asking, wide: boolean): void
}

/** Whether a page found the component that asks. */
export function isWhy(found: object | null): found is Why {
  return found !== null && 'begin' in found
}

/** What is wrong with a reason; empty when it can be sent. */
export function whyFault(why: string): string {
  const { length } = Array.from(why.trim())
  if (length === 0) return NO_REASON
  return length > REASON_LENGTH ? longReasonText(REASON_LENGTH) : ''
}
