import type { Instant } from '../../domain/beijing'

/**
 * Where a transfer stands in its queue: longest waiting first, and no two in the same place, so that a page goes on
 * after a row and stays in place while others work.
 */
export const positionOf = (since: Instant, id = ''): string => `${String(since).padStart(14, '0')}-${id}`
