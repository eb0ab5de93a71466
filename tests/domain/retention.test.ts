import { describe, expect, it } from 'vitest'
import type { PartyIdentity, Stage } from '../../cloudfunctions/contract'
import { CONFLICT_DAYS, erasedBy, keptFrom } from '../../cloudfunctions/domain/retention'
import { aTransferIn, beijing, DAY, HOUR, type JourneyName, type TransferBuilder } from '../support/builders'

const NEWEST = beijing('2025-05-05 05:05')
const kept = ({ state }: TransferBuilder, party: PartyIdentity | null = null) => keptFrom(state, party, NEWEST)
const OPEN = { keptAs: 'open', keptSince: NEWEST }

describe('what the retention counts from (procedure.md, rule 15)', () => {
  it.each<[JourneyName, Stage]>([
    ['province', 'registered'],
    ['province', 'approved'],
    ['province', 'returned'],
    ['province', 'failed'],
    ['beijing', 'registered'],
    ['beijing', 'returned'],
    ['party', 'preparing'],
    ['party', 'announced'],
    ['party', 'returned'],
  ])('(%s, %s) has no end: the newest event', (journey, stage) => {
    expect(kept(aTransferIn(journey, stage), 'full')).toEqual(OPEN)
  })

  it('a withdrawal is an end', () => {
    const withdrawn = aTransferIn('province', 'registered').withdrawn()
    expect(kept(withdrawn)).toEqual({ keptAs: 'ended', keptSince: withdrawn.now })
    const party = aTransferIn('party', 'announced').withdrawn()
    expect(kept(party, 'probationary')).toEqual({ keptAs: 'ended', keptSince: party.now })
  })

  it('a match is one once the branch or an outside system has confirmed it, and counts from then', () => {
    const matched = aTransferIn('province', 'transferred')
    expect(kept(matched)).toEqual(OPEN)
    const confirmed = matched.confirmed()
    expect(kept(confirmed)).toEqual({ keptAs: 'ended', keptSince: confirmed.now })
    expect(confirmed.now).toBe(matched.now + HOUR)
  })

  it('the approval inside Beijing is one', () => {
    const approved = aTransferIn('beijing', 'transferred')
    expect(kept(approved)).toEqual({ keptAs: 'ended', keptSince: approved.now })
  })

  it('a reception is one, of a probationary member once the probation is over too', () => {
    const announced = aTransferIn('party', 'announced')
    const received = announced.received('letter', 'materials')
    const ended = { keptAs: 'ended', keptSince: received.now }
    expect(kept(received, 'full')).toEqual(ended)
    expect(kept(received, null)).toEqual(ended)
    expect(kept(received, 'probationary')).toEqual(OPEN)
    const until = (probationEndsOn: string) => keptFrom({ ...received.state, probationEndsOn }, 'probationary', NEWEST)
    expect(until('2024-11-20')).toEqual({ keptAs: 'ended', keptSince: beijing('2024-11-21 00:00') })
    expect(until('2024-01-20')).toEqual(ended)
    expect(keptFrom({ ...received.state, probationEndsOn: '2024-11-20' }, 'full', NEWEST)).toEqual(ended)
  })

  it('nothing is left to count of what is erased', () => {
    expect(kept(aTransferIn('province', 'registered').withdrawn().erased())).toEqual({ keptAs: null, keptSince: null })
  })
})

describe('what is erased by an instant', () => {
  it('ended before the days of the branch, or was last heard of eighteen months before', () => {
    const at = beijing('2026-01-15 10:30')
    expect(erasedBy(at, 90)).toEqual({ ended: at - 90 * DAY, open: beijing('2024-07-15 10:30') })
    expect(erasedBy(at, 1).ended).toBe(at - DAY)
  })

  it('keeps attempts on the numbers of others for ninety days', () => {
    expect(CONFLICT_DAYS).toBe(90)
  })
})
