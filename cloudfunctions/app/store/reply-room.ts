import type { TransferView } from '../../contract'
import { LOG_AT_MOST, newestOf } from './views'

/** So many bytes of a reply may be transfers: the platform takes about a megabyte in all. */
const ROOM = 700_000
/** So few entries fit whatever they say. */
const FIT_IN_ANY_CASE = 300
const SHORTER = [20, 8, 3, 1, 0]

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length

/**
 * Many transfers in one reply, with shorter logs where the reply would be too large: a reply that says what was done, or
 * that somebody needs to go on, always comes.
 */
export const withinReply = (views: readonly TransferView[]): TransferView[] => {
  const entries = views.reduce((sum, { log }) => sum + log.length, 0)
  const lengths = entries <= FIT_IN_ANY_CASE ? [LOG_AT_MOST] : [LOG_AT_MOST, ...SHORTER]
  const shortened = (atMost: number) => views.map((view) => ({ ...view, ...newestOf(view.log, view.logMore, atMost) }))
  const fitting = lengths.length === 1 ? LOG_AT_MOST : lengths.find((atMost) => bytesOf(shortened(atMost)) <= ROOM)
  return shortened(fitting ?? 0)
}
