import type { Survivor } from './survivor'

/** `app/staff`, `app/call`, `app/messages`, `app/province` and `app/retention`. */
export const STAFF: readonly Survivor[] = []
