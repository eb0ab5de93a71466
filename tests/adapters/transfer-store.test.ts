import { beforeEach, describe, expect, it } from 'vitest'
import type { TransferWrite } from '../../cloudfunctions/app/store/ports'
import type { TransferRecord } from '../../cloudfunctions/app/store/records'
import { nameKeys, studentNumberKeys } from '../../cloudfunctions/domain/person-search'
import { documentsOf } from '../support/documents'
import { localStore } from '../support/file-cloud'

const NOW = 1_720_000_000_000
/** As many as a request gives. */
const MOST = 1_000

const { cloud, documents, store } = localStore()
beforeEach(async () => {
  await cloud.empty()
  await documents.addAll('branches', [{ _id: 'a' }, { _id: 'b' }])
  cloud.metrics.reset()
})
const idsOf = (found: readonly { _id: string }[]) => found.map(({ _id }) => _id)
const asked = () => cloud.metrics.requests.length
const stored = (collection: string, id: string) => documentsOf(cloud, collection).find(({ _id }) => _id === id)

/** As much of a transfer as the request looks at that is meant. */
type Given = Partial<Record<keyof TransferRecord, unknown>> & { _id: string }
const transferOf = ({ _id, ...given }: Given): Given => ({
  ...{ _id, slot: _id, reference: _id, branchId: 'a', accountId: 'one', version: 1, remindersVersion: 0 },
  ...{ position: _id, lists: ['*'], rosterMatch: 'none', events: [{ at: NOW, type: 'started' }], stage: 'registered' },
  ...given,
})
const addAll = (...all: Given[]) => documents.addAll('transfers', all.map(transferOf))

describe('a transfer', () => {
  const attempt = (id: string, transferId: string) => ({ _id: id, transferId, at: NOW, by: 'member', count: 1 })

  it('is read with what belongs to it, and not at all where its branch is gone', async () => {
    await addAll({ _id: '1' }, { _id: '2', branchId: 'gone' }, { _id: '3', branchId: 'b', linkTokens: ['x', 'y'] })
    await documents.addAll('attempts', [attempt('r1', '1'), attempt('r2', '1'), attempt('r3', '3')])
    const right = { id: 's', branchId: 'a', role: 'secretary', name: '书记' }
    await documents.addAll('wechats', [
      { _id: 'w1', accountId: 'one', staff: [] },
      { _id: 'w2', accountId: 'two', staff: [right] },
      { _id: 'w3', accountId: null, staff: [{ ...right, id: 'other', branchId: 'b' }] },
    ])
    const joined = { transfer: transferOf({ _id: '1' }), branch: { _id: 'a' } }
    const refused = [attempt('r1', '1'), attempt('r2', '1')]
    expect(await store.transfer('1')).toEqual({ ...joined, refused })
    expect(await store.ownedTransfer('1')).toMatchObject({ ...joined, refused, bound: [{ _id: 'w1' }] })
    expect((await store.ownedTransfer('1'))?.bound).toHaveLength(1)
    expect((await store.deskedTransfer('1'))?.staff).toEqual([{ _id: 'w2', accountId: 'two', staff: [right] }])
    for (const read of ['transfer', 'ownedTransfer', 'deskedTransfer', 'transferCase'] as const)
      for (const id of ['2', 'unknown']) expect(await store[read](id), read).toBeNull()
    expect((await store.joinedTransfers(['1', '2', '3'])).map(({ transfer }) => transfer._id).sort()).toEqual([
      '1',
      '3',
    ])
    for (const token of ['x', 'y']) expect((await store.transferByLink(['z', token]))?.transfer._id).toBe('3')
    expect(await store.transferByLink(['z'])).toBeNull()
  })

  it('of which nothing is wanted is not asked for', async () => {
    expect([await store.transfers([]), await store.joinedTransfers([]), await store.transfersHeldBy([])]).toEqual([
      [],
      [],
      [],
    ])
    expect(asked()).toBe(0)
  })

  it('is read whole, or as whose it is and how far', async () => {
    await addAll({ _id: '1' }, { _id: '2', accountId: 'two' }, { _id: '3', accountId: 'three' })
    expect(idsOf(await store.transfers(['1', '3']))).toEqual(['1', '3'])
    expect(await store.transfersHeldBy(['one', 'two'])).toEqual([
      { _id: '1', accountId: 'one', branchId: 'a', stage: 'registered' },
      { _id: '2', accountId: 'two', branchId: 'a', stage: 'registered' },
    ])
    const many = Array.from({ length: 101 }, (_, n) => `many-${String(n)}`)
    await addAll(...many.map((_id) => ({ _id })))
    expect(await store.transfers(many)).toHaveLength(101)
  })

  it('of one person comes newest first; of more than fifty those of which something was said last', async () => {
    const many = Array.from({ length: 52 }, (_, n) => ({
      _id: `t${String(n)}`,
      position: String(100 + n),
      events: [{ at: NOW - n, type: 'started' }],
    }))
    await addAll(...many, { _id: 'other', accountId: 'two', position: '999' })
    const found = (await store.transfersOf('one')).map(({ transfer }) => transfer._id)
    expect(found).toEqual(many.slice(2).map(({ _id }) => _id))
  })

  it('shows who decided by the right that is held now, else by the name that was left', async () => {
    await addAll({ _id: '1', events: ['s1', 's2', 's3'].map((who) => ({ at: NOW, type: 'approved', who })) })
    const right = { id: 's1', branchId: 'a', role: 'secretary', name: '在任' }
    await documents.addAll('wechats', [
      { _id: 'w', accountId: null, staff: [right, { ...right, id: 'x', name: '别处' }] },
    ])
    await documents.addAll('staffNames', [
      { _id: 's1', name: '从前', openids: [] },
      { _id: 's2', name: '离任', openids: [] },
    ])
    const found = await store.transferCase('1')
    expect(found?.names.get('s1')).toBe('在任')
    expect(found?.names.get('s2')).toBe('离任')
    expect(found?.names.get('s3')).toBeUndefined()
    expect([found?.account, found?.recovery]).toEqual([null, null])
    await documents.addAll('accounts', [{ _id: 'one' }])
    await documents.addAll('recoveries', [{ _id: 'one' }])
    expect(await store.transferCase('1')).toMatchObject({ account: { _id: 'one' }, recovery: { _id: 'one' } })
  })
})

describe('a write', () => {
  const link = (state: string) => ({ token: 'k', state, expiresAt: NOW, mismatches: 0 })
  const NEW_LINK = { token: 'n', state: 'open', expiresAt: NOW + 1, mismatches: 0 } as const
  const write = (given: Partial<TransferWrite> = {}) =>
    store.writeTransfer({
      ...{ id: '1', expected: { version: 1, remindersVersion: 0 }, patch: { version: 2 }, appended: [] },
      ...given,
    })

  it('is made by whoever has seen the newest of both versions', async () => {
    await addAll({ _id: '1' })
    for (const expected of [
      { version: 2, remindersVersion: 0 },
      { version: 1, remindersVersion: 1 },
    ])
      expect(await write({ expected })).toBe('overtaken')
    expect(await write({ id: 'unknown' })).toBe('overtaken')
    expect(await write()).toBe('written')
    expect(await write()).toBe('overtaken')
    expect(stored('transfers', '1')).toEqual(transferOf({ _id: '1', version: 2 }))
  })

  it('replaces lists and objects as a whole, and puts what happened behind the log', async () => {
    await addAll({ _id: '1', copy: { idNumber: 'sealed', joinedOn: null }, flags: { a: true }, link: link('open') })
    const appended = [
      { type: 'withdrawn', at: NOW + 1, by: 'member', who: 'w', commandId: 'c' },
      { type: 'erased', at: NOW + 2, by: 'member', who: 'w', commandId: 'd' },
    ] as const satisfies TransferWrite['appended']
    const copy = { idNumber: 'other', joinedOn: '2018-05', memberNumber: null }
    expect(await write({ patch: { lists: ['x'], copy, link: null, name: '甲' }, appended })).toBe('written')
    expect(stored('transfers', '1')).toEqual({
      ...transferOf({ _id: '1', flags: { a: true }, lists: ['x'], copy, link: null, name: '甲' }),
      events: [{ at: NOW, type: 'started' }, ...appended],
    })
  })

  it('by a link is made while that link is open', async () => {
    await addAll({ _id: '1', link: link('open') })
    const by = (openLink: string) => write({ expected: { version: 1, remindersVersion: 0, openLink } })
    expect(await by('other')).toBe('overtaken')
    await store.endLink('1')
    expect(await by('k')).toBe('overtaken')
    await documents.update('transfers', { _id: '1' }, { 'link.state': 'open' })
    expect(await by('k')).toBe('written')
  })

  it('that would open a second one beside an open one is told apart, and a fault is no answer', async () => {
    await addAll({ _id: '1' }, { _id: '2', slot: 'taken' })
    expect(await write({ patch: { slot: 'taken' } })).toBe('slotTaken')
    cloud.fault({ kind: 'errorBefore', action: 'database.modifyDocument', code: 'DATABASE_PERMISSION_DENIED' })
    await expect(write()).rejects.toMatchObject({ code: 'DATABASE_PERMISSION_DENIED' })
  })

  it('of a link is made while the transfer is open, and the old ones stay known', async () => {
    await addAll({ _id: '1', link: link('used'), linkTokens: ['k'] }, { _id: '2', link: link('used') })
    const [transfer] = await store.transfers(['1'])
    if (transfer === undefined) throw new Error('no transfer')
    expect(await store.putLink({ ...transfer, slot: 'closed' }, NEW_LINK)).toBe(false)
    expect(await store.putLink(transfer, NEW_LINK)).toBe(true)
    expect(stored('transfers', '1')).toMatchObject({ link: NEW_LINK, linkTokens: ['k', 'n'] })
    for (const id of ['1', '2']) await store.endLink(id)
    expect(stored('transfers', '1')).toMatchObject({ link: { ...NEW_LINK, state: 'ended' } })
    expect(stored('transfers', '2')).toMatchObject({ link: { state: 'used' } })
  })
})

describe('a queue', () => {
  it('is read longest waiting first, a stretch of it, of one list and one kind of match', async () => {
    const events = [{ at: NOW, type: 'returned', who: 's', reason: '请先改姓名' }]
    await addAll(
      { _id: '4', lists: ['*', 'x'], rosterMatch: 'full' },
      { _id: '1', lists: ['*', 'x'], events },
      { _id: '3' },
      { _id: '2', rosterMatch: 'partial' },
      { _id: '0', branchId: 'b' },
    )
    const queue = async (given: object = {}) => {
      const query = { branchId: 'a', list: '*', limit: 10, ...given }
      const found = idsOf(await store.queue(query))
      expect(idsOf(await store.wholeQueue(query))).toEqual(found)
      expect(idsOf(await store.gapQueue(query))).toEqual(found)
      return found
    }
    expect(await queue()).toEqual(['1', '2', '3', '4'])
    expect(await queue({ limit: 2 })).toEqual(['1', '2'])
    expect(await queue({ after: '1' })).toEqual(['2', '3', '4'])
    expect(await queue({ before: '4' })).toEqual(['1', '2', '3'])
    expect(await queue({ after: '1', before: '3' })).toEqual(['2'])
    expect(await queue({ list: 'x' })).toEqual(['1', '4'])
    expect(await queue({ rosterMatch: 'full' })).toEqual(['4'])
    const [listed] = await store.queue({ branchId: 'a', list: '*', limit: 1 })
    expect(listed).not.toHaveProperty('slot')
    expect(listed?.events).toEqual([{ at: NOW, type: 'returned', reason: '请先改姓名' }])
    const [gap] = await store.gapQueue({ branchId: 'a', list: '*', limit: 1 })
    expect(gap).toEqual({ _id: '1', stage: 'registered', position: '1' })
    const [whole] = await store.wholeQueue({ branchId: 'a', list: '*', limit: 1 })
    expect(whole).toEqual(transferOf({ _id: '1', lists: ['*', 'x'], events }))
  })

  it('is sorted by name or student number, from so many on', async () => {
    await addAll(
      { _id: '1', name: 'c', studentNumber: '1', rosterMatch: 'full' },
      { _id: '2', name: 'b', studentNumber: '3' },
      { _id: '3', name: 'a', studentNumber: '2', rosterMatch: 'partial' },
    )
    const by = async (sort: 'name' | 'studentNumber', given: object = {}) =>
      idsOf(await store.queueBy(sort, { branchId: 'a', list: '*', skip: 0, limit: 10, ...given }))
    expect(await by('name')).toEqual(['3', '2', '1'])
    expect(await by('studentNumber')).toEqual(['1', '3', '2'])
    expect(await by('name', { skip: 1 })).toEqual(['2', '1'])
    expect(await by('name', { limit: 1 })).toEqual(['3'])
    expect(await by('name', { rosterMatch: 'partial' })).toEqual(['3'])
  })

  it('is counted with since when the longest waits', async () => {
    expect(await store.queueLength('a', '*')).toEqual({ count: 0 })
    await addAll({ _id: '2', since: NOW + 2 }, { _id: '1', since: NOW + 1 }, { _id: '0', since: NOW, lists: [] })
    cloud.metrics.reset()
    expect(await store.queueLength('a', '*')).toEqual({ count: 2, oldest: NOW + 1 })
    const first = cloud.metrics.requests.find(({ action }) => action === 'database.getDocument')
    expect(first?.documentsRead).toBe(1)
  })

  it('of probations holds those that end by a day, the first to end before', async () => {
    await addAll(
      { _id: '1', probationEndsOn: '2024-09-02' },
      { _id: '2', probationEndsOn: '2024-09-01' },
      { _id: '3', probationEndsOn: '2024-09-03' },
      { _id: '4', probationEndsOn: null },
    )
    expect(idsOf(await store.queueByProbation('a', '2024-09-02', 10))).toEqual(['2', '1'])
    expect(idsOf(await store.queueByProbation('a', '2024-09-02', 1))).toEqual(['2'])
  })

  it('of messages holds what is due by now, and of changes what happened since', async () => {
    await addAll(
      { _id: '1', messageDueAt: NOW, lastEventAt: NOW },
      { _id: '2', messageDueAt: NOW - 1, lastEventAt: NOW - 1 },
      { _id: '3', messageDueAt: NOW + 1, lastEventAt: NOW + 1 },
      { _id: '4', messageDueAt: null, lastEventAt: NOW + 2 },
    )
    expect(idsOf(await store.dueMessages(NOW, 10))).toEqual(['2', '1'])
    expect(idsOf(await store.dueMessages(NOW, 1))).toEqual(['2'])
    expect(idsOf(await store.touchedSince('a', NOW, 0, 10))).toEqual(['1', '3', '4'])
    expect(await store.touchedSince('a', NOW, 1, 1)).toEqual([{ _id: '3', events: [{ at: NOW, type: 'started' }] }])
  })
})

describe('a search', () => {
  const named = (id: string, name: string, studentNumber: string | null = null, given: object = {}) => ({
    ...{ _id: id, name, studentNumber, searchKeys: nameKeys(name), studentKeys: studentNumberKeys(studentNumber) },
    ...given,
  })

  it('finds by name and student number, each person once, longest waiting first', async () => {
    await addAll(
      named('3', 'ab', 'abc'),
      named('1', 'abc'),
      named('2', 'x', 'ab12'),
      named('0', 'x', 'b'),
      named('9', 'ab', null, { branchId: 'b', position: '0' }),
    )
    const found = async (given: object = {}) =>
      idsOf(await store.queueByKey({ branchId: 'a', key: 'ab', limit: 10, ...given }))
    expect(await found()).toEqual(['1', '2', '3'])
    expect(await found({ limit: 2 })).toEqual(['1', '2'])
    for (const one of await store.queueByKey({ branchId: 'a', key: 'ab', limit: 10 }))
      expect(one).not.toHaveProperty('slot')
    expect(await found({ after: '1' })).toEqual(['2', '3'])
    expect(idsOf(await store.transfersByKey('ab', 10))).toEqual(['1', '2', '3', '9'])
    expect(idsOf(await store.transfersByKey('ab', 3))).toEqual(['1', '2', '3'])
  })

  it('of names finds exactly those, of more than a request gives too', async () => {
    await addAll(
      ...Array.from({ length: MOST - 5 }, (_, n) => named(`long-${String(n)}`, '张一二')),
      ...['张一', '李四', '王五'].flatMap((name) => [1, 2, 3].map((n) => named(`${name}-${String(n)}`, name))),
      named('elsewhere', '李四', null, { branchId: 'b' }),
    )
    const found = async (...names: string[]) => idsOf(await store.transfersNamed('a', names)).sort()
    expect(await found('李四', '王五')).toHaveLength(6)
    const before = asked()
    expect(await found('李四', '王五', '张一')).toHaveLength(9)
    expect(asked() - before).toBe(3)
    expect(await found('张一二')).toHaveLength(MOST - 5)
    // No smaller part of one name is there to ask for.
    await addAll(...[1, 2, 3, 4, 5].map((n) => named(`more-${String(n)}`, '张一二')))
    expect(await found('张一二')).toHaveLength(MOST)
  })
})

describe('refused attempts', () => {
  const attempt = (id: string, at = NOW) =>
    ({ _id: id, transferId: '1', at, by: 'member', code: 'NOT_APPROVED' }) as const

  it('are counted where they are the same, and on the newest where there are fifty', async () => {
    const known = []
    for (let n = 0; n < 50; n += 1) {
      const one = attempt(String(n), NOW + (n === 20 ? 100 : n))
      await store.noteRefused(one, known)
      expect(stored('attempts', String(n))).toEqual({ ...one, count: 1 })
      known.push({ ...one, count: 1 })
    }
    await store.noteRefused(attempt('3'), known.slice(0, 5))
    expect(stored('attempts', '3')?.['count']).toBe(2)
    // Somebody else wrote it down meanwhile.
    await store.noteRefused(attempt('4'), [])
    expect(stored('attempts', '4')?.['count']).toBe(2)
    await store.noteRefused(attempt('5'), known)
    expect(stored('attempts', '5')?.['count']).toBe(2)
    await store.noteRefused(attempt('fifty-first', NOW + 200), known)
    expect(stored('attempts', 'fifty-first')).toBeUndefined()
    expect(stored('attempts', '20')?.['count']).toBe(2)
  })
})
