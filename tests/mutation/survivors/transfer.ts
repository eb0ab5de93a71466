import type { Survivor } from './survivor'

/** `app/transfer`. */
export const TRANSFER: readonly Survivor[] = []
