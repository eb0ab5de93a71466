/** Sends decisions in parts, so that progress can be shown and a lost reply leaves as little unknown as possible. */
import type { DecideItem, DecideOutcome } from '../../cloudfunctions/contract'
import type { CallReply, CallFailure } from '../cloud'

const PART = 20

/** How far it came: outcomes in order, and what is left when a call failed as a whole. */
export interface Run {
  outcomes: DecideOutcome[]
  /** Sent, but no usable reply came: perhaps done, perhaps not. */
  unknown: DecideItem[]
  unsent: DecideItem[]
  /** Why it stopped; null when everything was answered. */
  failure: CallFailure | null
}

export type Decide = (items: DecideItem[]) => Promise<CallReply<{ outcomes: DecideOutcome[] }>>

/**
 * Decides about all items, part after part; stops at the first call that fails as a whole. One refused item never stops
 * the rest. Every part goes under the same command, so that sending what is left again does nothing twice.
 */
export async function carryOut(
  items: readonly DecideItem[],
  decide: Decide,
  onProgress: (answered: number) => void,
): Promise<Run> {
  const outcomes: DecideOutcome[] = []
  for (let start = 0; start < items.length; start += PART) {
    const part = items.slice(start, start + PART)
    const answer = await decide(part)
    if (!answer.ok) {
      const maybe = mayHaveBeenDone(answer.error)
      return {
        outcomes,
        unknown: maybe ? part : [],
        unsent: items.slice(maybe ? start + PART : start),
        failure: answer.error,
      }
    }
    outcomes.push(...answer.value.outcomes)
    onProgress(outcomes.length)
  }
  return { outcomes, unknown: [], unsent: [], failure: null }
}

/** After these nobody knows whether the call was carried out; every other code refused it before anything was done. */
export function mayHaveBeenDone({ code }: CallFailure): boolean {
  return code === 'OFFLINE' || code === 'INTERNAL' || code === 'TRY_AGAIN'
}
