import { beforeEach, describe, expect, it } from 'vitest'
import type { RosterRecord, TransferRecord } from '../../cloudfunctions/app/store/records'
import { nameKeys } from '../../cloudfunctions/domain/person-search'
import { documentsOf } from '../support/documents'
import { localStore } from '../support/file-cloud'

const NOW = 1_720_000_000_000
/** As many as a request gives, and as many ids as one asks for. */
const [MOST, ASKED] = [1_000, 500]

const { cloud, documents, store } = localStore()
beforeEach(async () => {
  await cloud.empty()
  cloud.metrics.reset()
})
const idsOf = (found: readonly { _id: string }[]) => found.map(({ _id }) => _id).sort()
const asked = () => cloud.metrics.requests.length
const storedIds = () => documentsOf(cloud, 'roster').map(({ _id }) => _id)

const row = (id: string, given: Partial<RosterRecord> = {}): RosterRecord => ({
  ...{ _id: id, branchId: 'a', name: `人${id}`, byName: `人${id}`, finders: [id], idTokens: [], last6Tokens: [] },
  ...{ last4: null, studentNumber: null, phone: null, position: id, history: [], importKeys: [], addedAt: NOW },
  ...{ accountId: null, transferId: null, match: null },
  ...given,
})
type Given = Partial<Record<keyof TransferRecord, unknown>> & { _id: string }
const addTransfers = (...all: Given[]) =>
  documents.addAll(
    'transfers',
    all.map(({ _id, name = '甲', ...given }) => ({
      ...{ _id, slot: _id, reference: _id, branchId: 'a', accountId: _id, kind: 'league', stage: 'registered' },
      ...{ since: NOW, name, searchKeys: nameKeys(String(name)), rosterMatch: 'none', studentNumber: null },
      ...{ copy: { idNumber: 'sealed', joinedOn: null }, state: { erased: false, version: 1 }, idToken: `t-${_id}` },
      ...{ events: [{ at: NOW, type: 'started' }] },
      ...given,
    })),
  )
const many = (count: number, from = 0) => Array.from({ length: count }, (_, n) => String(from + n).padStart(4, '0'))

describe('rows of a roster', () => {
  it('are added a hundred at a time, each once, and those that are there stay', async () => {
    await store.addRosterRows(many(250).map((id) => row(id)))
    expect(asked()).toBe(3)
    await store.addRosterRows([row('0003', { name: '另一个' }), row('x'), row('y')])
    expect(storedIds()).toHaveLength(252)
    expect(documentsOf(cloud, 'roster').find(({ _id }) => _id === '0003')?.['name']).toBe('人0003')
    await store.addRosterRows([])
    expect(storedIds()).toHaveLength(252)
  })

  it('are counted, all and those whom nobody has registered for', async () => {
    expect(await store.countRoster('a')).toEqual({ size: 0, notRegistered: 0 })
    await store.addRosterRows([row('1'), row('2', { accountId: 'x' }), row('3'), row('4', { branchId: 'b' })])
    expect(await store.countRoster('a')).toEqual({ size: 3, notRegistered: 2 })
    expect(await store.countRoster('b')).toEqual({ size: 1, notRegistered: 1 })
    expect(await store.countRosterRows('a')).toBe(3)
    await store.changeRosterRow('4', { accountId: 'y' })
    expect(await store.countRoster('b')).toEqual({ size: 1, notRegistered: 0 })
  })

  it('are found by id, by what leads to them and by their transfer', async () => {
    await store.addRosterRows([
      row('1', { finders: ['x', 'y'], transferId: 't1' }),
      row('2', { finders: ['y'], transferId: 't2' }),
      row('3', { finders: ['x'], branchId: 'b' }),
    ])
    cloud.metrics.reset()
    expect(idsOf(await store.rosterRows(['1', '3', 'unknown', '1']))).toEqual(['1', '3'])
    expect(idsOf(await store.rosterFound('a', ['x', 'y']))).toEqual(['1', '2'])
    expect(idsOf(await store.rosterLinkedTo(['t1', 't9']))).toEqual(['1'])
    expect(await store.gapRowsOf(['t2'])).toEqual([
      {
        ...{ _id: '2', branchId: 'a', position: '2', name: '人2', byName: '人2', studentNumber: null, phone: null },
        ...{ addedAt: NOW, transferId: 't2' },
      },
    ])
    expect(asked()).toBe(4)
    expect(await store.rosterRows([])).toEqual([])
    expect(asked()).toBe(4)
  })

  it('are found by five hundred in one request, and by more in more', async () => {
    await store.addRosterRows(many(ASKED + 1).map((id) => row(id)))
    cloud.metrics.reset()
    expect(await store.rosterRows(many(ASKED))).toHaveLength(ASKED)
    expect(asked()).toBe(1)
    expect(await store.rosterRows(many(ASKED + 1))).toHaveLength(ASKED + 1)
    expect(asked()).toBe(3)
  })

  it('are all found, each once, where they are more than a request gives', async () => {
    const namesakes = many(MOST - 3).map((id) => row(id, { finders: ['many', 'few'] }))
    await documents.addAll('roster', [...namesakes, ...many(3, MOST).map((id) => row(id, { finders: ['few'] }))])
    await documents.addAll('roster', [
      row('other', { finders: ['third'] }),
      row('again', { finders: ['third', 'many'] }),
    ])
    cloud.metrics.reset()
    const found = await store.rosterFound('a', ['third', 'many', 'few'])
    expect(new Set(idsOf(found)).size).toBe(found.length)
    expect(found).toHaveLength(MOST + 2)
    // One finder leads to as many as a request gives: no smaller part of it is there to ask for.
    expect(await store.rosterFound('a', ['few'])).toHaveLength(MOST)
  })

  it('are read page by page, in the order of the roster or of names', async () => {
    await store.addRosterRows([
      row('1', { byName: 'c', accountId: 'x' }),
      row('2', { byName: 'b' }),
      row('3', { byName: 'a' }),
      row('4', { byName: '0', branchId: 'b' }),
    ])
    const page = async (given: object = {}) => {
      const asked = { sort: 'position', after: undefined, limit: 10, ...given } as const
      const found = (await store.rosterPage('a', asked)).map(({ _id }) => _id)
      expect((await store.gapRows('a', asked)).map(({ _id }) => _id)).toEqual(found)
      return found
    }
    expect(await page()).toEqual(['1', '2', '3'])
    expect(await page({ limit: 2 })).toEqual(['1', '2'])
    expect(await page({ after: '1' })).toEqual(['2', '3'])
    expect(await page({ sort: 'byName' })).toEqual(['3', '2', '1'])
    expect(await page({ sort: 'byName', after: 'a' })).toEqual(['2', '1'])
    expect(await page({ notRegistered: true })).toEqual(['2', '3'])
    const [gap] = await store.gapRows('a', { sort: 'position', after: undefined, limit: 1 })
    expect(gap).not.toHaveProperty('finders')
    const [whole] = await store.rosterPage('a', { sort: 'position', after: undefined, limit: 1 })
    expect(whole).toEqual(row('1', { byName: 'c', accountId: 'x' }))
  })

  it('of one import are read by their ids, five hundred at a time', async () => {
    const imported = many(ASKED + 2).map((id) => row(id, { importKeys: ['i', 'before'] }))
    await documents.addAll('roster', [...imported.toReversed(), row('other', { importKeys: ['before'] })])
    const first = (await store.rosterImported('i', '')).map(({ _id }) => _id)
    expect(first).toEqual(many(ASKED))
    expect((await store.rosterImported('i', first.at(-1) ?? '')).map(({ _id }) => _id)).toEqual(many(2, ASKED))
  })

  it('are changed field by field, lists as a whole', async () => {
    const history = [{ key: 'i', row: 1, before: null }]
    await store.addRosterRows([row('1', { finders: ['x', 'y'], transferId: 't', history }), row('2')])
    await store.changeRosterRow('1', { finders: ['z'], transferId: null, studentNumber: '7' })
    expect(await store.rosterRows(['1', '2'])).toEqual([
      row('1', { finders: ['z'], history, studentNumber: '7' }),
      row('2'),
    ])
  })

  it('are removed from their own branch, and how many there were is told', async () => {
    await documents.addAll('roster', [...many(ASKED + 2).map((id) => row(id)), row('other', { branchId: 'b' })])
    expect(await store.removeRosterRows('a', [...many(ASKED + 1), 'other', 'unknown'])).toBe(ASKED + 1)
    expect(storedIds().toSorted()).toEqual([String(ASKED + 1).padStart(4, '0'), 'other'])
    expect(await store.removeRosterRows('a', [])).toBe(0)
  })
})

describe('transfers that are matched with a roster', () => {
  const matched = (id: string, name: string) => ({
    ...{ _id: id, branchId: 'a', kind: 'league', stage: 'registered', name, accountId: id, rosterMatch: 'none' },
    ...{ studentNumber: null, copy: { idNumber: 'sealed' }, state: { erased: false }, events: [{ at: NOW }] },
  })

  it('are those of the branch with one of the names or numbers, each once', async () => {
    await addTransfers(
      { _id: '1', name: '张一' },
      { _id: '2', name: '张一二' },
      { _id: '3', name: '李四' },
      { _id: '4', name: '王五' },
      { _id: '5', name: '张一', branchId: 'b' },
      { _id: '6', name: '赵六', branchId: 'b' },
    )
    const tokens = ['t-1', 't-3', 't-6', 't-9']
    cloud.metrics.reset()
    const found = await store.transfersLike('a', ['张一', '无此人'], tokens)
    expect(found.toSorted((x, y) => (x._id < y._id ? -1 : 1))).toEqual([matched('1', '张一'), matched('3', '李四')])
    expect(asked()).toBe(3)
    expect((await store.idsOfTransfersLike('a', ['张一', '无此人'], tokens)).sort()).toEqual(['1', '3'])
    expect(asked()).toBe(5)
    expect(await store.idsOfTransfersLike('a', ['张一', '无此人'], [])).toEqual(['1'])
    expect(await store.matchedTransfers(['4', '6'])).toEqual([
      matched('4', '王五'),
      { ...matched('6', '赵六'), branchId: 'b' },
    ])
  })

  it('are found by student number, and told how far they are', async () => {
    await addTransfers({ _id: '1', studentNumber: '7' }, { _id: '2', studentNumber: '8' })
    await addTransfers({ _id: '3', studentNumber: '7', branchId: 'b' })
    const gap = (id: string, studentNumber: string) => ({ _id: id, stage: 'registered', since: NOW, studentNumber })
    expect(await store.transfersNumbered('a', ['7', '9'])).toEqual([gap('1', '7')])
    expect(await store.gapTransfers(['2', '3', 'unknown'])).toEqual([gap('2', '8'), gap('3', '7')])
  })

  it('learn of their match without a version, at their own branch alone', async () => {
    await addTransfers(
      { _id: '1', version: 3, studentKeys: ['x', 'y'] },
      { _id: '2', branchId: 'b', rosterMatch: 'none' },
    )
    await store.noteRosterMatch('a', ['1', '2'], { rosterMatch: 'full', studentNumber: '7', studentKeys: ['7'] })
    const [one, two] = documentsOf(cloud, 'transfers')
    expect(one).toMatchObject({ version: 3, rosterMatch: 'full', studentNumber: '7', studentKeys: ['7'] })
    expect(two).toMatchObject({ rosterMatch: 'none', studentNumber: null })
  })

  it('leave the size of the roster with its branch', async () => {
    await documents.addAll('branches', [
      { _id: 'a', version: 1 },
      { _id: 'b', version: 1 },
    ])
    await store.noteRosterSize('a', 3)
    expect(documentsOf(cloud, 'branches')).toEqual([
      { _id: 'a', version: 1, rosterSize: 3 },
      { _id: 'b', version: 1 },
    ])
  })
})
