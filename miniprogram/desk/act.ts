/** Works what is about many off in calls, so that progress can be shown, it can be stopped, and a lost reply leaves little unknown. */
import type { DecideItem, DecideOutcome } from '../../cloudfunctions/contract'
import type { CallFailure, CallReply } from '../cloud'
import { PEOPLE_AT_ONCE } from '../limits'

/** A call of so few that its reply is soon there, where there are not many calls. */
const FEW_AT_ONCE = 20

interface About {
  id: string
}

/** How far it came: outcomes in order, and what is left when it stopped. */
export interface Run<I = DecideItem, O = DecideOutcome> {
  outcomes: O[]
  /** Sent, but no usable reply came: perhaps done, perhaps not. */
  unknown: I[]
  unsent: I[]
  /** Why it stopped; null when everything was answered, or it was told to stop. */
  failure: CallFailure | null
}

export type Decide = (items: DecideItem[]) => Promise<CallReply<{ outcomes: DecideOutcome[] }>>

/** What is told of a run, and what may end it between two calls. */
export interface Watch {
  progress: (answered: number) => void
  stopped: () => boolean
}

/** One call about some of them; `isMissed`: the call's time ended before it came to this one. */
interface Calls<I, O> {
  send: (items: I[]) => Promise<CallReply<O[]>>
  isMissed: (outcome: O) => boolean
}

/**
 * Goes through all items, call after call; stops at the first call that fails as a whole or comes to nobody, or when told
 * to. One that is refused never stops the rest, and whom a call did not come to is asked for again.
 */
export async function inCalls<I extends About, O extends About>(
  items: readonly I[],
  { send, isMissed }: Calls<I, O>,
  watch: Watch,
): Promise<Run<I, O>> {
  const outcomes: O[] = []
  const size = items.length > PEOPLE_AT_ONCE ? PEOPLE_AT_ONCE : FEW_AT_ONCE
  for (let left = [...items]; left.length > 0;) {
    if (watch.stopped()) return { outcomes, unknown: [], unsent: left, failure: null }
    const part = left.slice(0, size)
    const reply = await send(part)
    const unsent = left.slice(size)
    if (!reply.ok) {
      const known = mayHaveBeenDone(reply.error) ? { unknown: part, unsent } : { unknown: [], unsent: left }
      return { outcomes, ...known, failure: reply.error }
    }
    const missed = new Set(reply.value.filter(isMissed).map(({ id }) => id))
    const again = part.filter(({ id }) => missed.has(id))
    outcomes.push(...reply.value.filter((outcome) => !isMissed(outcome)))
    watch.progress(outcomes.length)
    if (again.length === part.length) return { outcomes, unknown: again, unsent, failure: { code: 'TRY_AGAIN' } }
    left = [...again, ...unsent]
  }
  return { outcomes, unknown: [], unsent: [], failure: null }
}

/** Decides about all of them. Every call goes under the same command, so that sending what is left again does nothing twice. */
export function carryOut(items: readonly DecideItem[], decide: Decide, watch: Watch): Promise<Run> {
  const send = async (part: DecideItem[]): Promise<CallReply<DecideOutcome[]>> => {
    const reply = await decide(part)
    return reply.ok ? { ok: true, value: reply.value.outcomes } : reply
  }
  return inCalls(items, { send, isMissed: (outcome) => !outcome.ok && outcome.error.code === 'TRY_AGAIN' }, watch)
}

/**
 * After these nobody knows whether the call was carried out: a function whose time ended in the middle is too large, too.
 * Every other code refused it before anything was done.
 */
export function mayHaveBeenDone({ code }: CallFailure): boolean {
  return code === 'OFFLINE' || code === 'INTERNAL' || code === 'TRY_AGAIN' || code === 'TOO_LARGE'
}
