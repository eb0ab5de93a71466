import type { Survivor } from './survivor'

/** `app/account`, `app/audit` and `app/branch`. */
export const ACCOUNT: readonly Survivor[] = []
