import type { Context } from './context'

/** So many requests are under way at once: the SDK keeps no more than ten connections that nobody uses, and seldom so many rest. */
const AT_ONCE = 16

/** Does the same for each, a few at a time; false where the call's time ended before all were begun. */
export const eachInTime = async <T>(
  context: Pick<Context, 'clock' | 'deadline'>,
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<boolean> => {
  const left = items.values()
  let over = false
  const oneAfterTheOther = async (): Promise<void> => {
    for (const item of left) {
      over ||= context.clock() > context.deadline
      if (over) return
      try {
        await work(item)
      } catch (error) {
        // Nothing more is begun for a call that fails.
        over = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, oneAfterTheOther))
  return !over
}
