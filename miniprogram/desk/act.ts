/** Works decisions off in calls, so that progress can be shown, it can be stopped, and a lost reply leaves little unknown. */
import type { DecideItem, DecideOutcome } from '../../cloudfunctions/contract'
import type { CallFailure, CallReply } from '../cloud'
import { PEOPLE_AT_ONCE } from '../limits'

/** A call of so few that its reply is soon there, where there are not many calls. */
const FEW_AT_ONCE = 20

/** How far it came: outcomes in order, and what is left when it stopped. */
export interface Run {
  outcomes: DecideOutcome[]
  /** Sent, but no usable reply came: perhaps done, perhaps not. */
  unknown: DecideItem[]
  unsent: DecideItem[]
  /** Why it stopped; null when everything was answered, or it was told to stop. */
  failure: CallFailure | null
}

export type Decide = (items: DecideItem[]) => Promise<CallReply<{ outcomes: DecideOutcome[] }>>

/** What is told of a run, and what may end it between two calls. */
export interface Watch {
  progress: (answered: number) => void
  stopped: () => boolean
}

/**
 * Decides about all items, call after call; stops at the first call that fails as a whole or comes to nobody, or when told
 * to. One refused item never stops the rest, and whom a call did not come to is asked for again. Every call goes under the
 * same command, so that sending what is left again does nothing twice.
 */
export async function carryOut(items: readonly DecideItem[], decide: Decide, watch: Watch): Promise<Run> {
  const outcomes: DecideOutcome[] = []
  const size = items.length > PEOPLE_AT_ONCE ? PEOPLE_AT_ONCE : FEW_AT_ONCE
  for (let left = [...items]; left.length > 0;) {
    if (watch.stopped()) return { outcomes, unknown: [], unsent: left, failure: null }
    const part = left.slice(0, size)
    const reply = await decide(part)
    const unsent = left.slice(size)
    if (!reply.ok) {
      const known = mayHaveBeenDone(reply.error) ? { unknown: part, unsent } : { unknown: [], unsent: left }
      return { outcomes, ...known, failure: reply.error }
    }
    const again = missedOf(part, reply.value.outcomes)
    outcomes.push(...reply.value.outcomes.filter((outcome) => !isMissed(outcome)))
    watch.progress(outcomes.length)
    if (again.length === part.length) return { outcomes, unknown: again, unsent, failure: { code: 'TRY_AGAIN' } }
    left = [...again, ...unsent]
  }
  return { outcomes, unknown: [], unsent: [], failure: null }
}

/** The call's time ended before it came to this one. */
function isMissed(outcome: DecideOutcome): boolean {
  return !outcome.ok && outcome.error.code === 'TRY_AGAIN'
}

function missedOf(part: readonly DecideItem[], outcomes: readonly DecideOutcome[]): DecideItem[] {
  const missed = new Set(outcomes.filter(isMissed).map(({ id }) => id))
  return part.filter(({ id }) => missed.has(id))
}

/** After these nobody knows whether the call was carried out; every other code refused it before anything was done. */
export function mayHaveBeenDone({ code }: CallFailure): boolean {
  return code === 'OFFLINE' || code === 'INTERNAL' || code === 'TRY_AGAIN'
}
