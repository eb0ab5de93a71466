import { beforeAll, describe, expect, it } from 'vitest'
import type { TransferRecord } from '../../../cloudfunctions/app/store/records'
import { bareFact, erasureOf, withoutOwner } from '../../../cloudfunctions/app/transfer/erase'
import { referenceKeys } from '../../../cloudfunctions/domain/person-search'
import type { EventBody, TransferEvent } from '../../../cloudfunctions/domain/transfer'
import { aStudent, leagueSecretary, valueOf } from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'

const DAY = 86_400_000
const WORDS = '只有本人才会写的话'
const LETTER = { issuedOn: '2024-08-01', validDays: 90, duesPaidTo: '2024-06' }

type Written<T extends EventBody['type']> = Extract<EventBody, { type: T }>
/** Of each kind of event: with everything that can be written in it, and what is left of that. */
const LEFT: { [T in EventBody['type']]: readonly [Written<T>, Omit<Written<T>, 'type'>] } = {
  started: [
    { type: 'started', kind: 'league', origin: 'province', branchId: 'b', reason: WORDS },
    { kind: 'league', origin: 'province', branchId: 'b' },
  ],
  amended: [{ type: 'amended', branchId: 'b', reason: WORDS }, { branchId: 'b' }],
  copyAmended: [{ type: 'copyAmended', idReplaced: true }, { idReplaced: true }],
  approved: [{ type: 'approved', readyAt: 5 * DAY }, { readyAt: 5 * DAY }],
  returned: [{ type: 'returned', reason: WORDS }, { reason: '' }],
  matched: [
    { type: 'matched', way: 'link', variants: ['name'], organisation: WORDS },
    { way: 'link', variants: ['name'] },
  ],
  mismatched: [
    { type: 'mismatched', way: 'link', differs: ['name'], organisation: WORDS },
    { way: 'link', differs: ['name'] },
  ],
  contradicted: [
    { type: 'contradicted', way: 'province', differs: ['idNumber'] },
    { way: 'province', differs: ['idNumber'] },
  ],
  submitted: [{ type: 'submitted', way: 'link', organisation: WORDS }, { way: 'link' }],
  confirmed: [{ type: 'confirmed' }, {}],
  officiallyFailed: [{ type: 'officiallyFailed', reason: WORDS }, {}],
  announced: [
    { type: 'announced', channel: 'paper', prepared: ['file'], letter: LETTER, probationEndsOn: '2025-06-30' },
    { channel: 'paper', prepared: ['file'] },
  ],
  factsAdded: [
    { type: 'factsAdded', facts: ['letter'], on: { letter: '2024-09-01' }, complete: true, reason: WORDS },
    { facts: ['letter'], complete: true },
  ],
  factsCorrected: [
    {
      type: 'factsCorrected',
      facts: ['online'],
      on: { online: '2024-09-01' },
      unchecked: ['letter'],
      complete: false,
      reason: WORDS,
    },
    { facts: ['online'], unchecked: ['letter'], complete: false, reason: '' },
  ],
  undone: [{ type: 'undone', step: 'approve' }, { step: 'approve' }],
  withdrawn: [{ type: 'withdrawn' }, {}],
  released: [{ type: 'released', reason: WORDS }, { reason: '' }],
  erased: [{ type: 'erased' }, {}],
  checked: [
    { type: 'checked', matches: true, differs: [], variants: ['name'], organisation: WORDS },
    { matches: true, differs: [], variants: [], organisation: '' },
  ],
  declared: [{ type: 'declared', said: { submittedEarly: true } }, { said: { submittedEarly: true } }],
}

describe('of a transfer whose sealed copy is deleted', () => {
  const cloud = localCloud()
  let record: TransferRecord
  let started: TransferEvent
  beforeAll(async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started({ reason: '升学' })
    valueOf(await student.member('transfer.invite', { id }))
    const found = documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)
    record = JSON.parse(JSON.stringify(found)) as TransferRecord
    const [first] = record.events
    if (first === undefined) throw new Error('nothing has happened')
    started = first
  })

  it.each(Object.entries(LEFT))('%s is left without what anybody wrote or dated', (_type, [body, left]) => {
    const about = { at: started.at + DAY, by: 'link' as const, who: 'w' }
    const event: TransferEvent = { ...about, ...body, commandId: WORDS }
    const approved: TransferEvent = { type: 'approved', at: started.at, by: 'secretary', who: 's' }
    const before = body.type === 'undone' ? [started, approved] : [started]
    const { events } = bareFact({ ...record, events: [...before, event] }, started.at + 2 * DAY, 'system')
    expect(events.slice(before.length)).toEqual([
      { ...about, type: body.type, ...left },
      { type: 'erased', at: started.at + 2 * DAY, by: 'system', who: '' },
    ])
    expect(JSON.stringify(events)).not.toContain(WORDS)
  })

  it('the id of a command stays where it is the desk’s, whose repetition is still answered', () => {
    const desks: TransferEvent = { type: 'approved', at: started.at, by: 'secretary', who: 's' }
    const bare = (event: TransferEvent) =>
      bareFact({ ...record, events: [started, event] }, started.at, 'member').events
    expect(bare({ ...desks, commandId: 'desk’s own' })[1]).toHaveProperty('commandId', 'desk’s own')
    expect(bare(desks)[1]).not.toHaveProperty('commandId')
    expect(bare(desks)[0]).not.toHaveProperty('commandId')
  })

  it('the erasure is never older than what happened before it', () => {
    const { events, lastEventAt } = bareFact(record, started.at - 10, 'member')
    expect(events.at(-1)).toMatchObject({ type: 'erased', at: started.at })
    expect(lastEventAt).toBe(started.at - 10)
  })

  it('the record has nothing of the person: the reference, the branch, stages and instants', () => {
    const at = started.at + DAY
    const { _id, reference, accountId, kind, identity, party, branchId, linkTokens, link, remindersVersion } = record
    expect(link?.state).toBe('open')
    const bare = bareFact(record, at, 'member')
    expect(bare).toEqual({
      ...{ _id, reference, accountId, kind, identity, party, branchId, linkTokens },
      link: { ...link, state: 'ended' },
      stage: 'withdrawn',
      version: record.version + 1,
      since: at,
      lastEventAt: at,
      ...{ name: '', copy: { idNumber: '', joinedOn: null, memberNumber: null }, idToken: _id },
      ...{ studentNumber: null, searchKeys: referenceKeys(reference), studentKeys: [], rosterMatch: 'none' },
      flags: { unusualJoiningAge: false, numberElsewhere: false, idConflict: false },
      ...{ answeredAt: null, answeredAfter: null, nudgedAt: null },
      ...{ reminders: [], remindersVersion: remindersVersion + 1, messageDueAt: null },
      // A closed transfer holds nobody's place.
      slot: _id,
      state: bare.state,
      events: bare.events,
      position: bare.position,
      lists: bare.lists,
      probationEndsOn: null,
      ...{ keptAs: bare.keptAs, keptSince: bare.keptSince },
    })
    expect(bare.state).toMatchObject({ stage: 'withdrawn', erased: true })
    expect(bare.state.reason).toBeUndefined()
    const used = { ...record, link: link == null ? null : { ...link, state: 'used' as const } }
    expect(bareFact(used, at, 'member').link?.state).toBe('used')
    expect(bareFact({ ...record, link: null }, at, 'member').link).toBeNull()
  })

  it('leads to nobody once it is without its owner, and is else as it was', () => {
    const staff: TransferEvent = { type: 'withdrawn', at: started.at, by: 'secretary', who: 's' }
    const bare = bareFact({ ...record, events: [started, staff] }, started.at + DAY, 'member')
    expect(withoutOwner(bare, 'nobody')).toEqual({
      ...bare,
      accountId: 'nobody',
      events: [{ ...bare.events[0], who: '' }, ...bare.events.slice(1)],
    })
    const open = withoutOwner(record, 'nobody')
    expect([open.slot, record.slot]).toEqual(['nobody:league', `${record.accountId}:league`])
  })

  it('the journal knows it for ninety days', () => {
    expect(erasureOf('transfer', 'a', DAY)).toEqual({ _id: 'a', what: 'transfer', at: DAY, expiresAt: 91 * DAY })
  })

  it('the desk sees whose entries were the person’s no longer, and its own still', async () => {
    const student = await aStudent(cloud)
    const desk = leagueSecretary(cloud)
    await desk.returned(await student.started(), WORDS)
    const { id } = await student.transfer()
    valueOf(await student.member('account.erase', { confirm: true }))
    const stored = documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)
    const events = stored?.['events'] as TransferEvent[]
    expect(events.map(({ type, who }) => [type, who])).toEqual([
      ['started', ''],
      ['returned', 'staff-local-league-secretary'],
      ['erased', ''],
    ])
  })
})
