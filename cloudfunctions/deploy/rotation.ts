import { keyHolderOf, type KeyHolder } from './key-holders'
import { newKey } from './key-rings'
import type { KeyName, Settings } from './settings'

/** The keys of one variable as they are written, the current one first. */
export type Ring = readonly [string, ...string[]]

export const keyId = (key: string): string => key.slice(0, Math.max(0, key.indexOf(':')))
const numberOf = (key: string): number => Number(/^k(\d+)$/u.exec(keyId(key))?.[1] ?? 0)

export const ringOf = (text: string): Ring => {
  const [first = '', ...rest] = text.split(',').map((key) => key.trim())
  return [first, ...rest]
}

/** Where a rotation stands: the ring in which the new key waits behind the old, and the one in which it is current. */
interface Stations {
  /** Absent where the newest key is the current one already: a rotation that was begun goes on. */
  behind?: Ring
  current: Ring
}

/** The rings that a rotation goes through, from where this one stands. */
export const stationsOf = (ring: Ring): Stations => {
  const [first, ...rest] = ring
  const newest = [...ring].sort((a, b) => numberOf(b) - numberOf(a))[0] ?? first
  if (rest.length > 0 && first === newest) return { current: ring }
  const fresh = rest.length > 0 ? newest : newKey(`k${String(numberOf(newest) + 1)}`)
  const [old = first, ...others] = ring.filter((key) => key !== fresh)
  return { behind: [old, ...others, fresh], current: [fresh, old, ...others] }
}

export interface Rotation {
  /** Gives all functions this ring; this desk keeps it first, so that no key is ever in use that is kept nowhere. */
  put(ring: Ring): Promise<void>
  /**
   * Takes all other keys away. From the functions first: cut off between the two, the next run finds the old key on
   * this desk and takes it out again.
   */
  leave(ring: Ring): Promise<void>
}

/** Exchanges the keys of one variable, the other keys staying as they are. */
export const rotationOf = (settings: Settings, name: KeyName, env: NodeJS.ProcessEnv): Rotation => {
  const holder: KeyHolder = keyHolderOf(settings, env)
  const withRing = (ring: Ring) => ({ ...settings.keys, [name]: ring.join(',') })
  const put = async (ring: Ring): Promise<void> => {
    holder.keep(withRing(ring))
    await holder.give(withRing(ring))
  }
  return {
    put,
    leave: async (ring) => {
      // The local cloud's functions have what lies on this desk.
      if (settings.local !== undefined) return put(ring)
      await holder.give(withRing(ring))
      holder.keep(withRing(ring))
    },
  }
}
