import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { IndexDefinitions } from '../../preview/cloud/index-definitions'
import type { Sort } from '../../preview/cloud/planner'
import { matching } from '../../preview/cloud/reader'
import type { Fields, Value } from '../../preview/cloud/values'
import { connect, failureOf, total, type Db } from '../conformance/environment'
import { localCloud } from '../support/file-cloud'
import { type TestCloud } from '../support/local-cloud'

const indexes: IndexDefinitions = {
  queue: [
    {
      name: 'byStage',
      keys: [
        ['branch', 1],
        ['stage', 1],
        ['since', 1],
        ['_id', 1],
      ],
    },
    {
      name: 'bySince',
      keys: [
        ['branch', 1],
        ['since', -1],
      ],
    },
    { name: 'due', keys: [['dueAt', 1]] },
    {
      name: 'tags',
      keys: [
        ['tags', 1],
        ['since', 1],
      ],
    },
    { name: 'token', keys: [['token', 1]], unique: true },
  ],
  bare: [],
}

describe('queries of a collection that is named in the indexes', () => {
  const cloud = localCloud({ functions: null, indexes })
  let db: Db
  beforeAll(() => {
    db = connect(cloud.url)
    cloud.store.addCollection('free')
  })
  const queue = () => db.collection('queue')
  const readBy = async (request: Promise<unknown>): Promise<number> => {
    cloud.metrics.reset()
    await request
    return cloud.metrics.documentsRead
  }

  it('are refused without an index, naming what is missing and no value', async () => {
    const _ = db.command
    const refused = [
      () => queue().where({ name: '张三' }).get(),
      () => queue().where({ branch: 'b' }).orderBy('name', 'asc').get(),
      () =>
        queue()
          .where({ stage: 'x', since: _.gt(1) })
          .get(),
      () => queue().where({ branch: 'b', stage: 'x' }).orderBy('since', 'asc').orderBy('_id', 'desc').get(),
      () =>
        queue()
          .where({ dueAt: _.lt(5) })
          .orderBy('since', 'asc')
          .get(),
      () =>
        queue()
          .where({ branch: _.neq('b') })
          .get(),
      () => queue().where({ branch: /b/ }).get(),
      () =>
        queue()
          .where(_.or([{ branch: 'b' }, { name: '张三' }]))
          .get(),
      () => queue().limit(5).get(),
      () => queue().where({ name: '张三' }).count(),
      () => queue().where({ name: '张三' }).update({ a: 1 }),
      () => queue().where({ name: '张三' }).remove(),
      () => queue().aggregate().match({ name: '张三' }).end(),
      () => queue().aggregate().group({ _id: '$stage' }).end(),
      () => db.collection('bare').where({ a: 1 }).get(),
    ]
    for (const request of refused) {
      const { code, message } = await failureOf(request())
      expect(code).toBe('DATABASE_REQUEST_FAILED')
      expect(message).toMatch(/no index covers (queue|bare) where /)
      expect(message).not.toContain('张三')
    }
    expect(await failureOf(queue().where({ name: '张三' }).orderBy('since', 'desc').get())).toMatchObject({
      message: expect.stringContaining('no index covers queue where {"name":"?"} order by -since') as string,
    })
  })

  it('are refused a look-up by a field without an index', async () => {
    await db.collection('bare').add({ _id: 'one', itemId: 'x' })
    const joined = (foreignField: string) =>
      db
        .collection('bare')
        .aggregate()
        .match({ _id: 'one' })
        .lookup({ from: 'queue', localField: 'itemId', foreignField, as: 'joined' })
        .end()
    expect((await failureOf(joined('name'))).message).toContain('no index covers queue')
    expect((await joined('token')).data).toMatchObject([{ joined: [] }])
  })

  it('are free of all this where the collection is not named', async () => {
    await db.collection('free').add({ name: 'n', at: 1 })
    expect(await total(db.collection('free').where({ name: 'n' }))).toBe(1)
    expect((await db.collection('free').orderBy('at', 'desc').get()).data).toHaveLength(1)
  })

  it('read no more documents from a long list than from a short one', async () => {
    const fill = (from: number, to: number) =>
      cloud.store.insert(
        null,
        cloud.store.collection('queue'),
        Array.from({ length: to - from }, (_, i) => ({
          _id: `q${String(from + i)}`,
          branch: 'long',
          stage: ['a', 'b', 'c'][i % 3] ?? 'a',
          since: ((from + i) * 7919) % 100_003,
          token: `t${String(from + i)}`,
          dueAt: from + i,
        })),
      )
    const _ = db.command
    const requests = [
      () => queue().where({ branch: 'long', stage: 'a' }).orderBy('since', 'asc').limit(20).get(),
      () =>
        queue()
          .where({ branch: 'long', stage: _.in(['a', 'b']) })
          .orderBy('since', 'asc')
          .limit(20)
          .get(),
      () => queue().where({ branch: 'long' }).orderBy('since', 'desc').limit(20).get(),
      () => queue().where({ branch: 'long' }).orderBy('since', 'asc').limit(20).get(),
      () =>
        queue()
          .where({ dueAt: _.lte(1e9) })
          .orderBy('dueAt', 'asc')
          .limit(20)
          .get(),
      () => queue().aggregate().match({ branch: 'long', stage: 'a' }).sort({ since: 1 }).limit(20).end(),
      () => queue().aggregate().match({ branch: 'long' }).limit(20).end(),
    ]
    const counts = async () => {
      const found: number[] = []
      for (const request of requests) found.push(await readBy(request()))
      return found
    }
    fill(0, 1_000)
    const short = await counts()
    expect(short).toEqual(requests.map(() => 20))
    fill(1_000, 5_000)
    expect(await counts()).toEqual(short)
    await cloud.reset()
  })

  const atoms: Value[] = [
    null,
    -1.5,
    0,
    2,
    10,
    '',
    'a',
    'ab',
    'b',
    'a\0',
    '\uffff',
    true,
    false,
    new Date(0),
    new Date(-5),
  ]
  const atom = fc.constantFrom(...atoms)
  const document = fc.record(
    {
      branch: fc.constantFrom('x', 'y'),
      stage: atom,
      since: atom,
      dueAt: atom,
      tags: fc.oneof(atom, fc.array(atom, { maxLength: 3 })),
    },
    { requiredKeys: ['branch'] },
  )
  const comparison: fc.Arbitrary<Value> = fc.oneof(
    atom,
    fc.record({ $in: fc.array(atom, { maxLength: 3 }) }),
    fc.record({ $gt: atom }),
    fc.record({ $gte: atom, $lt: atom }),
    fc.record({ $lte: atom }),
    fc.constantFrom(/^a/, /^ab/, /^a?b/, /^b|a/),
  )
  const filter = fc.oneof(
    fc.record(
      {
        branch: fc.oneof(fc.constantFrom('x', 'y'), fc.constant({ $in: ['x', 'y'] })),
        stage: comparison,
        since: comparison,
      },
      { requiredKeys: ['branch'] },
    ),
    fc.record({ dueAt: comparison }),
    fc.record({ tags: comparison, since: comparison }, { requiredKeys: ['tags'] }),
    fc.record({
      $or: fc.array(fc.record({ branch: fc.constantFrom('x', 'y'), since: comparison }), {
        minLength: 1,
        maxLength: 2,
      }),
    }),
    fc.record({ $and: fc.tuple(fc.record({ branch: fc.constant('x') }), fc.record({ since: comparison })) }),
  )
  const sort: fc.Arbitrary<Sort> = fc.constantFrom<Sort>(
    [],
    [['since', 1]],
    [['since', -1]],
    [
      ['stage', 1],
      ['since', 1],
    ],
    [
      ['stage', -1],
      ['since', -1],
    ],
    [['dueAt', -1]],
    [
      ['since', 1],
      ['_id', 1],
    ],
  )

  it('answer through an index what reading everything answers, in the same order', async () => {
    let answered = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { maxLength: 30 }),
        fc.array(fc.tuple(filter, sort), { minLength: 20, maxLength: 20 }),
        async (documents, queries) => {
          await cloud.reset()
          cloud.store.addCollection('free')
          const [named, free] = [cloud.store.collection('queue'), cloud.store.collection('free')]
          const all = documents.map((fields, i): Fields => ({
            ...fields,
            _id: `d${String(i).padStart(3, '0')}`,
            token: i,
          }))
          cloud.store.insert(null, named, all)
          cloud.store.insert(null, free, all)
          for (const [where, order] of queries) {
            const found = read(named, where, order)
            if (found === null) continue
            answered++
            const expected = read(free, where, order) ?? []
            expect(found.map(({ _id }) => _id).sort()).toEqual(expected.map(({ _id }) => _id).sort())
            const keys = (rows: Fields[]) => rows.map((row) => order.map(([path]) => row[path] ?? null))
            expect(keys(found)).toEqual(keys(expected))
          }
        },
      ),
      { numRuns: 60 },
    )
    expect(answered).toBeGreaterThan(200)

    function read(
      collection: ReturnType<TestCloud['store']['collection']>,
      where: object,
      order: Sort,
    ): Fields[] | null {
      try {
        return [...matching(collection, where as Fields, order, { documents: 0 })].map(({ document }) => document ?? {})
      } catch (error) {
        if (error instanceof Error && error.message.startsWith('no index covers')) return null
        throw error
      }
    }
  })
})
