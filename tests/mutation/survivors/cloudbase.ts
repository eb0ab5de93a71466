import type { Survivor } from './survivor'

/** `adapters/cloudbase`. */
export const CLOUDBASE: readonly Survivor[] = []
