import type { Survivor } from './survivor'

/** `adapters`. */
export const ADAPTERS: readonly Survivor[] = []
