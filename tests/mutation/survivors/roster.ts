import type { Survivor } from './survivor'

/** `app/roster`, `app/conflicts` and `app/store`. */
export const ROSTER: readonly Survivor[] = []
