import type { Context } from './context'

/** How many requests are under way at once: the platform's instance is small, and the database shared. */
const AT_ONCE = 16

/** Does the same for each, a few at a time; false where the call's time ended before all were begun. */
export const eachInTime = async <T>(
  context: Context,
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<boolean> => {
  for (let i = 0; i < items.length; i += AT_ONCE) {
    if (context.clock() > context.deadline) return false
    await Promise.all(items.slice(i, i + AT_ONCE).map(work))
  }
  return true
}
