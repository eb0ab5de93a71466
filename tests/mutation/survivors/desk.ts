import type { Survivor } from './survivor'

/** `app/desk` and `app/figures`. */
export const DESK: readonly Survivor[] = []
