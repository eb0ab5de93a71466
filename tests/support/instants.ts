import { vi } from 'vitest'
import type { TestCloud } from './local-cloud'

/** Asks at these milliseconds before and after an instant, while real time stands still. */
export const askedAt = async <T>(
  { clock }: Pick<TestCloud, 'clock'>,
  end: string | number,
  offsets: readonly number[],
  ask: () => Promise<T>,
): Promise<T[]> => {
  const instant = typeof end === 'string' ? Date.parse(end) : end
  const answers: T[] = []
  vi.useFakeTimers({ toFake: ['Date'] })
  try {
    for (const offset of offsets) {
      clock.pass(instant + offset - clock.now())
      answers.push(await ask())
    }
  } finally {
    vi.useRealTimers()
  }
  return answers
}
