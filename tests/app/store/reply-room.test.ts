import { describe, expect, it } from 'vitest'
import { positionOf } from '../../../cloudfunctions/app/store/position'
import { withinReply } from '../../../cloudfunctions/app/store/reply-room'
import type { LogEntry, TransferView } from '../../../cloudfunctions/contract'

/** As far as the room that it takes is concerned. */
const view = (entries: number, bytes: number, older?: number): TransferView => {
  const entry: LogEntry = { at: '', by: 'member', what: 'started', reason: 'a'.repeat(bytes) }
  const log = Array.from({ length: entries }, () => entry)
  return { id: 'a', log, ...(older === undefined ? {} : { logMore: older }) } as TransferView
}
const lengths = (views: TransferView[]) => withinReply(views).map(({ log, logMore = 0 }) => [log.length, logMore])
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one)

describe('many transfers in one reply', () => {
  it('are whole where they fit', () => {
    const views = [view(50, 10, 7), view(1, 10)]
    expect(withinReply(views)).toEqual(views)
    expect(lengths(times(20, view(50, 500)))).toEqual(times(20, [50, 0]))
  })

  it.each([
    [50, 700, 20],
    [50, 1_900, 8],
    [8, 5_000, 3],
    [8, 15_000, 1],
    [8, 18_000, 0],
  ])('have as many of %i entries as fit, of %i bytes each', (entries, bytes, shown) => {
    const more = entries - shown
    expect(lengths(times(40, view(entries, bytes)))).toEqual(times(40, [shown, more]))
    expect(lengths(times(40, view(entries, bytes, 9)))).toEqual(times(40, [shown, more + 9]))
  })

  it('are counted in bytes, and never shorter where they are few', () => {
    const chinese = { ...view(50, 0), log: view(50, 0).log.map((entry) => ({ ...entry, reason: '字'.repeat(200) })) }
    expect(lengths(times(30, chinese))).toEqual(times(30, [20, 30]))
    expect(lengths(times(6, view(50, 5_000)))).toEqual(times(6, [50, 0]))
    expect(lengths([...times(6, view(50, 5_000)), view(1, 0)])).toEqual([...times(6, [20, 30]), [1, 0]])
  })
})

describe('a place in a queue', () => {
  it('stands before every later one, and before one of the same instant with a later id', () => {
    const places = [positionOf(0), positionOf(9, 'b'), positionOf(10, 'a'), positionOf(10, 'b'), positionOf(1e13, 'a')]
    expect(places.toSorted()).toEqual(places)
    expect(positionOf(1_719_795_600_000, 'id')).toBe('01719795600000-id')
    expect(positionOf(1_719_795_600_000)).toBe('01719795600000-')
  })
})
