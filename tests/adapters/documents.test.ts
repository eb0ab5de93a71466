import { beforeEach, describe, expect, it } from 'vitest'
import { DuplicateKey } from '../../cloudfunctions/adapters/cloudbase/documents'
import { isBusy, isConflict, isDuplicate } from '../../cloudfunctions/adapters/cloudbase/refusals'
import { Contention } from '../../cloudfunctions/app/store/ports'
import { busyRefusals, duplicateSpellings, type BusyRefusal } from '../../preview/cloud/failures'
import type { IndexDefinitions } from '../../preview/cloud/index-definitions'
import { localStore } from '../support/file-cloud'

const indexes: IndexDefinitions = {
  things: [
    { name: 'key', keys: [['key', 1]], unique: true },
    { name: 'name', keys: [['name', 1]] },
  ],
  parts: [{ name: 'thing', keys: [['thingId', 1]] }],
}
const refusals = Object.keys(busyRefusals) as BusyRefusal[]

describe('documents over the SDK', () => {
  const { cloud, documents } = localStore({ indexes })
  beforeEach(async () => {
    cloud.clearFaults()
    await cloud.reset()
  })
  const add = (id: string, fields: object = {}) => documents.add('things', { _id: id, key: id, name: id, ...fields })
  const sent = () => cloud.metrics.requests.length

  it.each(duplicateSpellings)('know a taken key when it is spelled %s', async (spelling) => {
    await add('a')
    await add('b')
    cloud.spellDuplicates(spelling)
    expect(await add('a')).toBe(false)
    expect(await add('c', { key: 'a' })).toBe(false)
    expect(
      await documents.addAll('things', [
        { _id: 'd', key: 'd' },
        { _id: 'b', key: 'e' },
      ]),
    ).toBe(false)
    expect(await documents.get('things', 'd')).toBeNull()
    await expect(documents.update('things', { _id: 'b' }, { key: 'a' })).rejects.toBeInstanceOf(DuplicateKey)
    const again = documents.transaction((tx) => tx.put('things', Object.assign({ _id: 'f' }, { key: 'a' })))
    await expect(again).rejects.toBeInstanceOf(Contention)
  })

  it('find what begins with a text, whatever character comes next, and nothing else', async () => {
    const names = [
      '張',
      '張一',
      '張\ufa0e',
      '張\uff21',
      '張\u{20000}',
      '張\u{10ffff}',
      '\ud7ff',
      '\ud7ffa',
      '\ue000',
      '\u{10ffff}a',
    ]
    for (const name of [...names, '弴', '弶', '長']) await add(name)
    const found = async (prefix: string) =>
      (await documents.find<{ name: string }>('things', { name: documents.command.startsWith(prefix) }))
        .map(({ name }) => name)
        .sort()
    const expected = (prefix: string) => names.filter((name) => name.startsWith(prefix)).sort()
    for (const prefix of ['張', '\ud7ff', '\u{10ffff}', '張\u{10ffff}']) {
      expect(expected(prefix).length).toBeGreaterThan(0)
      expect(await found(prefix), prefix).toEqual(expected(prefix))
    }
  })

  it('join documents in the order that is asked for, and say how many are gone', async () => {
    for (const id of ['b', 'c', 'a']) await add(id)
    const all = { name: documents.command.in(['a', 'b', 'c']) }
    const joined = async (order: 1 | -1) =>
      (await documents.join<{ _id: string }>('things', all, [], 2, { name: order })).map(({ _id }) => _id)
    expect([await joined(1), await joined(-1)]).toEqual([
      ['a', 'b'],
      ['c', 'b'],
    ])
    const some = { name: documents.command.in(['a', 'b', 'z']) }
    expect([await documents.remove('things', some), await documents.remove('things', some)]).toEqual([2, 0])
  })

  it('join more documents than the 20 that a pipeline gives by itself', async () => {
    for (let i = 0; i < 30; i++) await add(`t${String(i)}`, { name: 'same' })
    const lookup = { from: 'parts', localField: '_id', foreignField: 'thingId', as: 'parts' }
    expect(await documents.join('things', { name: 'same' }, [lookup], 25)).toHaveLength(25)
    expect(await documents.join('things', { name: 'same' }, [lookup], 1_000)).toHaveLength(30)
  })

  it.each(refusals)(
    'read once more when the service says %s, and say that it is busy when it says so again',
    async (busy) => {
      await add('a')
      const reads: [what: string, read: () => Promise<unknown>, expected: unknown][] = [
        ['get', () => documents.get('things', 'a'), { _id: 'a', key: 'a', name: 'a' }],
        ['find', () => documents.find('things', { key: 'a' }), [{ _id: 'a', key: 'a', name: 'a' }]],
        ['count', () => documents.count('things', { key: 'a' }), 1],
        ['join', () => documents.join('things', { key: 'a' }, [], 1), [{ _id: 'a', key: 'a', name: 'a' }]],
      ]
      for (const [what, read, expected] of reads) {
        cloud.fault({ kind: 'errorBefore', busy, times: 1 })
        cloud.metrics.reset()
        expect(await read(), what).toEqual(expected)
        expect(sent(), what).toBe(2)
        cloud.fault({ kind: 'errorBefore', busy, times: 2 })
        await expect(read(), what).rejects.toBeInstanceOf(Contention)
      }
    },
  )

  it.each(refusals)('send no write a second time when the service says %s: it may have happened', async (busy) => {
    await add('a', { n: 0 })
    const writes: (() => Promise<unknown>)[] = [
      () => add('b'),
      () => documents.put('things', Object.assign({ _id: 'c' }, { key: 'c' })),
      () => documents.update('things', { _id: 'a' }, { n: documents.command.inc(1) }),
      () => documents.remove('things', { _id: 'c' }),
    ]
    for (const write of writes) {
      cloud.fault({ kind: 'errorAfter', busy })
      cloud.metrics.reset()
      await expect(write()).rejects.toBeInstanceOf(Contention)
      expect(sent()).toBe(1)
    }
    expect(await documents.get('things', 'a')).toMatchObject({ n: 1 })
    expect(await documents.get('things', 'c')).toBeNull()
  })

  it.each(['conflict', 'transactionGone', 'transactionBusy'] as const)(
    'run a transaction again when the service says %s',
    async (busy) => {
      cloud.fault({ kind: 'errorBefore', busy, action: 'database.modifyDocument' })
      await documents.transaction((tx) => tx.put('things', Object.assign({ _id: 'a' }, { key: 'a' })))
      expect(await documents.get('things', 'a')).toEqual({ _id: 'a', key: 'a' })
    },
  )

  it('hand on what is no matter of trying again', async () => {
    cloud.fault({ kind: 'errorBefore', code: 'DATABASE_PERMISSION_DENIED' })
    cloud.metrics.reset()
    await expect(documents.get('things', 'a')).rejects.toMatchObject({ code: 'DATABASE_PERMISSION_DENIED' })
    expect(sent()).toBe(1)
  })
})

describe('a refusal', () => {
  const said = (code: unknown, message: unknown = '') => [
    Object.assign(new Error(String(message)), { code }),
    { code, message },
  ]

  it('is known by its code or by its words, whatever it is wrapped in', () => {
    for (const error of [
      ...said('DATABASE_DUPLICATE_WRITE'),
      ...said('x', 'E11000 duplicate key'),
      ...said('x', '[x] multiple write, duplicate key error'),
      new Error('multiple write,duplicate key error'),
    ])
      expect([isDuplicate(error), isBusy(error), isConflict(error)]).toEqual([true, false, false])
    for (const code of ['DATABASE_TRANSACTION_CONFLICT', 'DATABASE_TRANSACTION_FAIL'])
      for (const error of said(code))
        expect([isDuplicate(error), isBusy(error), isConflict(error)]).toEqual([false, true, true])
    for (const code of ['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'])
      for (const error of said(code)) expect([isBusy(error), isConflict(error)], code).toEqual([true, false])
    for (const words of ['[LimitExceeded.x] y', '[ResourceUnavailable] z', 'request overrun'])
      for (const error of said('x', words)) expect([isBusy(error), isConflict(error)], words).toEqual([true, false])
  })

  it('is of none of these kinds where it says nothing of them', () => {
    for (const odd of [
      ...[null, undefined, 'E11000', 5, {}, [], new Error('x')],
      ...said(5, 'x'),
      ...said('x', '[LimitExceededly] overruns'),
      ...said('DATABASE_PERMISSION_DENIED', 'multiple writes, duplicate'),
    ])
      expect([isDuplicate(odd), isBusy(odd), isConflict(odd)]).toEqual([false, false, false])
  })
})
