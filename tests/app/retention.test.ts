import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../cloudfunctions/contract'
import { BUNDLES } from '../support/build-functions'
import {
  administrator,
  aStudent,
  APPROVE,
  Caller,
  codeOf,
  leagueSecretary,
  partySecretary,
  setBranch,
  LEAGUE,
  valueOf,
} from '../support/client'
import { documentsOf } from '../support/documents'
import { localCloud } from '../support/file-cloud'
import { askedAt } from '../support/instants'
import { AMPLE_MS } from '../support/local-cloud'
import { beforeTransaction, Elsewhere } from '../support/meanwhile'

const cloud = localCloud({ functions: BUNDLES })
beforeEach(() => cloud.reset())

const DAY = 86_400_000
afterEach(() => {
  cloud.clearFaults()
})

/** Something else that is written of a transfer, whoever asks for it. */
const moved = (id: string, fields: object) => () => {
  new Elsewhere(cloud).set('transfers', id, fields)
}

/** What the last run of the timer says that it has erased. */
const erased = () => (JSON.parse(cloud.said.entries.at(-1) ?? '{}') as { did?: { erased: number } }).did?.erased

/** A transfer that ended, for the branch has confirmed it, and its person. */
const transferred = async () => {
  const student = await aStudent(cloud)
  const secretary = leagueSecretary(cloud)
  await secretary.decided(await student.started(), APPROVE)
  await cloud.clock.advance('PT24H')
  const matched = valueOf(await student.request(await student.transfer(), student.claim))
  await secretary.decided(matched, { verdict: 'confirm', result: 'success' })
  return { student, secretary }
}

describe('the function clock', () => {
  it('is refused to everybody but the timer, with an openid and without', async () => {
    for (const openid of ['anybody', undefined]) {
      const reply: Reply<unknown> = await cloud.call('clock', 'tidy', {}, openid)
      expect(codeOf(reply)).toBe('NO_IDENTITY')
    }
    const forged = await fetch(`${cloud.url}/functions/clock`, {
      method: 'POST',
      body: JSON.stringify({ Type: 'Timer', TriggerName: 'hourly', op: 'tidy' }),
    })
    expect(await forged.json()).toMatchObject({ ok: false, error: { code: 'NO_IDENTITY' } })
  })

  it('deletes the sealed copy 90 days after the end of a transfer and leaves the bare fact', async () => {
    const { student, secretary } = await transferred()
    const { id, reference } = await student.transfer()
    await cloud.clock.advance('P89D')
    expect(valueOf(await secretary.desk('desk.open', { id })).name).toBe(student.person.name)
    await cloud.clock.advance('P1D')
    await cloud.clock.advance('PT1S')
    const left = valueOf(await secretary.desk('desk.open', { id }))
    expect(left).toMatchObject({ name: '', idNumber: '', stage: 'transferred', reference })
    expect(left.allowedActions).toEqual([])
    expect(left.log.at(-1)).toMatchObject({ what: 'erased', by: 'system' })
    const verdict = { verdict: 'confirm', result: 'failure' }
    expect(codeOf(await secretary.decide(await student.transfer(), verdict))).toBe('NOT_NOW')
  })

  it('takes who was on the roster off it together with the copy', async () => {
    const { student, secretary } = await transferred()
    const { name, idNumber } = student.person
    const rows = [
      { name, idNumber },
      { name: '未来者', studentNumber: '1' },
    ]
    valueOf(await secretary.desk('roster.import', { branchId: LEAGUE, importId: 'i', rows }))
    await cloud.clock.advance('P91D')
    const { rosterSize, notRegistered } = valueOf(await secretary.desk('desk.summary', { branchId: LEAGUE }))
    expect({ rosterSize, notRegistered }).toEqual({ rosterSize: 1, notRegistered: 1 })
  })

  it('keeps to the days that the branch has set, and never touches what is open', async () => {
    await setBranch(cloud, LEAGUE, { retentionDays: 10 })
    const { student, secretary } = await transferred()
    const open = await aStudent(cloud)
    await open.started()
    await cloud.clock.advance('P11D')
    const { items } = valueOf(await secretary.desk('desk.list', { branchId: LEAGUE }))
    expect(items.map(({ name }) => name).sort()).toEqual(['', open.person.name])
    expect((await student.transfer()).stage).toBe('transferred')
  })

  it('takes a match that nobody confirmed for no end, and erases it 18 months after the last that was heard', async () => {
    const student = await aStudent(cloud)
    const secretary = leagueSecretary(cloud)
    await secretary.decided(await student.started(), APPROVE)
    await cloud.clock.advance('PT24H')
    const { id } = valueOf(await student.request(await student.transfer(), student.claim))
    const nameNow = async () => valueOf(await secretary.desk('desk.open', { id })).name
    const erasing = async () => valueOf(await secretary.desk('desk.summary', { branchId: LEAGUE })).erasing
    await cloud.clock.advance('P500D')
    expect(await nameNow()).toBe(student.person.name)
    expect(await erasing()).toEqual({ count: 0 })
    await cloud.clock.advance('P35D')
    expect(await erasing()).toMatchObject({ count: 1, firstOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/u) as string })
    cloud.clock.pass(15 * DAY)
    await cloud.clock.tick()
    expect(erased()).toBe(1)
    expect(await nameNow()).toBe('')
    expect(await erasing()).toEqual({ count: 0 })
  })

  it('keeps a probationary member until the probation is over, and 90 days more', async () => {
    const student = await aStudent(cloud, { party: 'probationary' })
    const desk = partySecretary(cloud)
    const prepared = ['file', 'letterToCounsellor', 'probationPapers'] as const
    const now = Date.parse((await student.me()).now)
    const dayIn = (days: number) => new Date(now + days * 86_400_000).toISOString().slice(0, 10)
    const announced = valueOf(
      await student.act(await student.started({ kind: 'party' }), {
        action: 'announce',
        channel: 'online',
        probationEndsOn: dayIn(200),
        prepared: [...prepared],
      }),
    )
    const { id } = await desk.decided(announced, {
      verdict: 'receive',
      checked: ['online', 'materials', 'probationPapers'],
    })
    const nameNow = async () => valueOf(await desk.desk('desk.open', { id })).name
    await cloud.clock.advance('P280D')
    expect(await nameNow()).toBe(student.person.name)
    await cloud.clock.advance('P13D')
    expect(await nameNow()).toBe('')
  })

  it('drops the list of a closed branch as soon as the people of that day would go', async () => {
    await setBranch(cloud, LEAGUE, { retentionDays: 10 })
    const desk = leagueSecretary(cloud)
    const rows = [{ name: '未来者', studentNumber: '1' }]
    valueOf(await desk.desk('roster.import', { branchId: LEAGUE, importId: 'i', rows }))
    const size = async () => valueOf(await desk.desk('desk.summary', { branchId: LEAGUE })).rosterSize
    await cloud.clock.advance('P11D')
    expect(await size()).toBe(1)
    valueOf(await administrator(cloud).desk('branch.close', { branchId: LEAGUE }))
    await cloud.clock.advance('P9D')
    expect(await size()).toBe(1)
    await cloud.clock.advance('P1D')
    expect(await size()).toBe(0)
    expect(documentsOf(cloud, 'roster')).toEqual([])
  })

  it('forgets attempts on a number after 90 days, and warns of them no longer', async () => {
    const holder = await aStudent(cloud)
    const { id } = await holder.started()
    await new Caller(cloud, 'claimant').register({ ...holder.person, name: '冒名者' })
    const desk = leagueSecretary(cloud)
    const seen = async () => [
      valueOf(await desk.desk('desk.conflicts', { branchId: LEAGUE })).items.length,
      valueOf(await desk.desk('desk.open', { id })).warnings.includes('ID_CONFLICT'),
    ]
    await cloud.clock.advance('P89D')
    expect(await seen()).toEqual([1, true])
    await cloud.clock.advance('P2D')
    expect(await seen()).toEqual([0, false])
  })

  it('drops the list of a closed branch at that instant, and not a millisecond before', async () => {
    await setBranch(cloud, LEAGUE, { retentionDays: 10 })
    const rows = [{ name: '未来者', studentNumber: '1' }]
    valueOf(await leagueSecretary(cloud).desk('roster.import', { branchId: LEAGUE, importId: 'i', rows }))
    const closedAt = cloud.clock.now()
    await setBranch(cloud, LEAGUE, { closedAt })
    const left = async () => {
      await cloud.clock.tick()
      return String(documentsOf(cloud, 'roster').length)
    }
    expect(await askedAt(cloud, closedAt + 10 * DAY, [-1, 0], left)).toEqual(['1', '0'])
  })

  describe('of many', () => {
    /** One that has been withdrawn, and so many like it. */
    const withdrawn = async (others: number): Promise<string> => {
      const student = await aStudent(cloud)
      const { id } = valueOf(await student.act(await student.started(), { action: 'withdraw' }))
      const model = documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)
      const made = Array.from({ length: others }, (_, i) => {
        const _id = `like-it-${String(i)}`
        return { ...model, _id, slot: _id, reference: String(i).padStart(10, '0') }
      })
      cloud.store.insert(null, cloud.store.collection('transfers'), made)
      return id
    }
    const kept = () => documentsOf(cloud, 'transfers').filter(({ name }) => name !== '').length

    it('erases all at once, and says how many', async () => {
      const id = await withdrawn(40)
      await cloud.clock.advance('P91D')
      expect([kept(), erased()]).toEqual([0, 41])
      const written = documentsOf(cloud, 'erasures')
      expect(written.map(({ _id }) => _id)).toContain(id)
      expect(written.map(({ what }) => what)).toEqual(Array.from({ length: 41 }, () => 'transfer'))
    })

    it('stops in good time, and the next run goes on', async () => {
      await withdrawn(30)
      cloud.clock.pass(91 * DAY)
      const meanwhile = () => {
        cloud.clock.pass(AMPLE_MS)
      }
      cloud.fault({ kind: 'delay', action: 'database.commitTransaction', skip: 2, meanwhile })
      await cloud.clock.tick()
      expect([kept(), erased()]).toEqual([28, 3])
      await cloud.clock.tick()
      expect([kept(), erased()]).toEqual([0, 28])
    })

    it('leaves what has moved on since it was found, and what is gone', async () => {
      const id = await withdrawn(1)
      for (const change of [{ keptAs: 'open' }, { keptSince: null }]) {
        cloud.clock.pass(91 * DAY)
        cloud.fault({ kind: 'delay', action: 'database.startTransaction', times: 2, meanwhile: moved(id, change) })
        await cloud.clock.tick()
        expect(documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)?.['name']).not.toBe('')
        new Elsewhere(cloud).set('transfers', id, { keptAs: 'ended', keptSince: 0 })
      }
      beforeTransaction(cloud, (elsewhere) => {
        elsewhere.drop('transfers', id)
      })
      await cloud.clock.tick()
      expect(erased()).toBe(0)
    })

    it('leaves what was heard of at the very instant from which on it stays', async () => {
      const id = await withdrawn(0)
      await askedAt(cloud, cloud.clock.now() + 91 * DAY, [0], async () => {
        beforeTransaction(cloud, (elsewhere) => {
          elsewhere.set('transfers', id, { keptSince: cloud.clock.now() - 90 * DAY })
        })
        await cloud.clock.tick()
        expect(kept()).toBe(1)
      })
      await cloud.clock.tick()
      expect(kept()).toBe(0)
    })

    it('forgets all attempts that are old, however many, and stops in good time', async () => {
      const holder = await aStudent(cloud)
      await holder.started()
      await new Caller(cloud, 'claimant').register({ ...holder.person, name: '冒名者' })
      const [model] = documentsOf(cloud, 'conflicts')
      const made = Array.from({ length: 249 }, (_, i) => ({ ...model, _id: `like-it-${String(i)}` }))
      cloud.store.insert(null, cloud.store.collection('conflicts'), made)
      cloud.clock.pass(91 * DAY)
      const meanwhile = () => {
        cloud.clock.pass(AMPLE_MS)
      }
      cloud.fault({ kind: 'delay', action: 'database.removeDocument', collection: 'conflicts', skip: 1, meanwhile })
      await cloud.clock.tick()
      expect(documentsOf(cloud, 'conflicts')).toHaveLength(50)
      await cloud.clock.tick()
      expect(documentsOf(cloud, 'conflicts')).toEqual([])
    })
  })
})
