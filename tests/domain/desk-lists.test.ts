import { describe, expect, it } from 'vitest'
import type { PartyIdentity, ReceiveFact } from '../../cloudfunctions/contract'
import {
  listOf,
  listsOf,
  missingFacts,
  probationConcerns,
  probationStillToEnd,
  probationUntil,
  ROSTER_MATCHES,
  unansweredList,
  type ListFilter,
} from '../../cloudfunctions/domain/desk-lists'
import { aTransfer, aTransferIn, beijing, START, type TransferBuilder } from '../support/builders'

/** Every way to narrow a list down, of which a transfer stands in those that mean it. */
const FILTERS: ListFilter[] = (
  [undefined, 'registered', 'approved', 'failed', 'transferred', 'announced', 'received', 'withdrawn'] as const
).flatMap((stage) =>
  [undefined, true, false].flatMap((confirmed) =>
    [undefined, true as const].flatMap((unanswered) =>
      ([undefined, 'online', 'letter', 'materials', 'probationPapers', 'receipt'] as const).map((lacks) => ({
        ...(stage === undefined ? {} : { stage }),
        ...(confirmed === undefined ? {} : { confirmed }),
        ...(unanswered === undefined ? {} : { unanswered }),
        ...(lacks === undefined ? {} : { lacks }),
      })),
    ),
  ),
)
interface Place {
  stage: ListFilter['stage']
  confirmed?: boolean
  unanswered?: true
  lacks?: ReceiveFact[]
}
/** The filters that mean a transfer of which this is known. */
const meant = ({ stage, confirmed, unanswered, lacks = [] }: Place): string[] =>
  FILTERS.filter(
    (filter) =>
      (filter.stage === undefined || filter.stage === stage) &&
      (filter.confirmed === undefined || filter.confirmed === confirmed) &&
      (filter.unanswered === undefined || filter.unanswered === unanswered) &&
      (filter.lacks === undefined || lacks.includes(filter.lacks)),
  ).map(listOf)

const league = () => aTransfer('province').registered()
const announced = () => aTransfer('party').preparing().announced('online')

describe('the lists that a transfer stands in', () => {
  // prettier-ignore
  const ROWS: [what: string, transfer: TransferBuilder, party: PartyIdentity | null, place: Place][] = [
    ['who asks to join',                   league(),                                          null,           { stage: 'registered', unanswered: true }],
    ['who was approved',                   league().approved(),                               null,           { stage: 'approved' }],
    ['who is known to have submitted',     league().approved().submitted(),                   null,           { stage: 'approved', confirmed: false }],
    ['a match by the member',              league().approved().matched(),                     null,           { stage: 'transferred', confirmed: false }],
    ['a match by a link',                  league().approved().matched('link'),               null,           { stage: 'transferred', confirmed: false }],
    ['a match by an outside system',       league().approved().matched('province'),           null,           { stage: 'transferred', confirmed: true }],
    ['a result that the desk confirmed',   league().approved().matched().confirmed(),         null,           { stage: 'transferred', confirmed: true }],
    ['who was accepted inside Beijing',    aTransferIn('beijing', 'transferred'),             null,           { stage: 'transferred', confirmed: true }],
    ['whose request failed',               aTransferIn('province', 'failed'),                 null,           { stage: 'failed' }],
    ['who withdrew',                       league().withdrawn(),                              null,           { stage: 'withdrawn' }],
    ['a Party member just announced',      announced(),                                       'full',         { stage: 'announced', unanswered: true, lacks: ['online', 'materials'] }],
    ['one of whom nobody knows which',     announced(),                                       null,           { stage: 'announced', unanswered: true, lacks: ['online', 'materials'] }],
    ['a probationary member',              announced(),                                       'probationary', { stage: 'announced', unanswered: true, lacks: ['online', 'materials', 'probationPapers'] }],
    ['one whose file has come first',      announced().facts('materials'),                    'full',         { stage: 'announced', unanswered: true, lacks: ['online'] }],
    ['one who was accepted',               announced().facts('online'),                       'full',         { stage: 'announced', lacks: ['materials'] }],
    ['one whose letter has come',          aTransferIn('party', 'announced').facts('letter'), 'full',         { stage: 'announced', lacks: ['materials', 'receipt'] }],
    ['one whose receipt has gone back',    aTransferIn('party', 'announced').facts('letter', 'receipt'), 'full', { stage: 'announced', lacks: ['materials'] }],
    ['one who was received',               announced().received('online', 'materials'),       'full',         { stage: 'received', confirmed: true }],
    ['one received by letter',             aTransferIn('party', 'received'),                  'full',         { stage: 'received', confirmed: true, lacks: ['receipt'] }],
  ]
  it.each(ROWS)('are for %s those that mean it, and no other', (_what, transfer, party, place) => {
    const lists = listsOf(transfer.state, party)
    expect(lists.toSorted()).toEqual(meant(place).toSorted())
    expect(new Set(lists).size).toBe(lists.length)
  })

  it('have each a name of its own', () => {
    expect(new Set(FILTERS.map(listOf)).size).toBe(FILTERS.length)
    expect(listOf({})).toBe('* * * *')
    expect(listOf({ stage: 'approved', confirmed: false })).toBe('approved unconfirmed * *')
    expect(listOf({ confirmed: true, lacks: 'receipt' })).toBe('* confirmed * receipt')
    expect(unansweredList()).toBe('* * unanswered *')
    expect(ROSTER_MATCHES).toEqual(['full', 'partial', 'none'])
  })
})

describe('the facts that are missing', () => {
  it('are none of a League transfer, nor of one that waits for nothing', () => {
    expect(missingFacts(aTransferIn('province', 'registered').state, null)).toEqual([])
    for (const stage of ['preparing', 'returned', 'withdrawn'] as const)
      expect(missingFacts(aTransferIn('party', stage).state, 'probationary')).toEqual([])
    expect(missingFacts(aTransferIn('party', 'received').erased().state, 'probationary')).toEqual([])
    expect(missingFacts({ ...announced().state, erased: true }, 'full')).toEqual([])
    expect(missingFacts({ ...announced().state, kind: 'league' }, 'full')).toEqual([])
  })
})

describe('the end of a probation', () => {
  const probation = { ...announced().state, probationEndsOn: '2024-11-20' }

  it('has to be looked after until the transfer is withdrawn or erased', () => {
    expect(probationStillToEnd(probation, 'probationary')).toBe('2024-11-20')
    expect(probationStillToEnd({ ...probation, stage: 'received' }, 'probationary')).toBe('2024-11-20')
    expect(probationStillToEnd(announced().state, 'probationary')).toBeNull()
    expect(probationStillToEnd(probation, 'full')).toBeNull()
    expect(probationStillToEnd(probation, null)).toBeNull()
    expect(probationStillToEnd({ ...probation, kind: 'league' }, 'probationary')).toBeNull()
    expect(probationStillToEnd({ ...probation, erased: true }, 'probationary')).toBeNull()
    expect(probationStillToEnd({ ...probation, stage: 'withdrawn' }, 'probationary')).toBeNull()
  })

  it('is within so many days of the Beijing calendar', () => {
    expect(probationUntil(beijing('2024-10-21 00:00'), 30)).toBe('2024-11-20')
    expect(probationUntil(beijing('2024-10-21 00:00') - 1, 30)).toBe('2024-11-19')
  })

  it('concerns the desk through its last day, and after it while the papers have not come', () => {
    const on = (text: string) => beijing(text)
    const papers = { ...probation, facts: { probationPapers: START } }
    expect(probationConcerns(papers, on('2024-11-20 23:59:59.999'))).toBe(true)
    expect(probationConcerns(papers, on('2024-11-21 00:00'))).toBe(false)
    expect(probationConcerns(probation, on('2024-11-21 00:00'))).toBe(true)
    expect(probationConcerns(announced().state, START)).toBe(false)
  })
})
