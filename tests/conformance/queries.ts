import { describe, expect, it } from 'vitest'
import { items, newRun, total, unindexed, type Db } from './environment'

/** What the product relies on when it reads. */
export function describeQueries(db: () => Db): void {
  const collection = () => db().collection(items)

  async function twenty(): Promise<string> {
    const run = newRun()
    await collection().add(
      Array.from({ length: 20 }, (_, i) => ({
        _id: `${run}-${String(i)}`,
        run,
        number: i,
        name: `n${String(i)}`,
        score: i,
        status: i % 2 === 0 ? 'wait' : 'ok',
        ...(i === 7 ? { tags: ['x', 'y'], at: new Date(5), nested: { p: 1, q: 2 } } : {}),
      })),
    )
    return run
  }

  describe('queries', () => {
    it('answers the ids of added documents in order', async () => {
      const run = newRun()
      const documents = [1, 2].map((number) => ({ _id: `${run}-${String(number)}`, run, number }))
      expect(await collection().add(documents)).toMatchObject({ ids: documents.map(({ _id }) => _id) })
    })

    it('gives a document without an id a random one', async () => {
      const run = newRun()
      const { id } = (await collection().add({ run, number: 1 })) as { id: string }
      expect(id).toMatch(/^\S{16,}$/)
      expect((await collection().doc(id).get()).data).toEqual([{ _id: id, run, number: 1 }])
    })

    it('reads one document as a list of one, and a missing one as an empty list', async () => {
      const run = await twenty()
      expect((await collection().doc(`${run}-3`).get()).data).toHaveLength(1)
      expect((await collection().doc(`${run}-none`).get()).data).toEqual([])
    })

    it('keeps dates as dates, also inside of objects and lists', async () => {
      const run = newRun()
      const at = new Date('2024-06-01T00:00:00.123Z')
      await collection().add({ _id: run, run, number: 1, at, log: [{ at }], inner: { at } })
      const [row] = (await collection().doc(run).get()).data
      expect(row).toMatchObject({ at, log: [{ at }], inner: { at } })
    })

    it('compares by equality, lists and ranges', async () => {
      const run = await twenty()
      const _ = db().command
      const count = (where: object) => total(collection().where({ run, ...where }))
      expect(await count({ status: 'ok' })).toBe(10)
      expect(await count({ number: _.in([1, 5, 99]) })).toBe(2)
      expect(await count({ number: _.nin([1, 5]) })).toBe(18)
      expect(await count({ score: _.gt(15) })).toBe(4)
      expect(await count({ score: _.gte(15).and(_.lt(18)) })).toBe(3)
      expect(await count({ status: _.neq('ok') })).toBe(10)
      expect(await count({ tags: _.exists(true) })).toBe(1)
    })

    it('joins conditions by and, or, not and nor', async () => {
      const run = await twenty()
      const _ = db().command
      const count = (...parts: object[]) => total(collection().where(_.and([{ run }, ...parts])))
      expect(await count(_.or([{ number: 1 }, { score: _.gt(17) }]))).toBe(3)
      expect(await count({ status: 'ok' }, _.or({ score: 1 }, { score: 3 }))).toBe(2)
      expect(await count({ score: _.or(_.lt(2), _.gt(18)) })).toBe(3)
      expect(await count({ score: _.not(_.gt(3)) })).toBe(4)
      expect(await count(_.nor([{ status: 'ok' }, { status: 'wait' }]))).toBe(0)
    })

    it('finds what begins with a text, by pattern and by range', async () => {
      const run = await twenty()
      const _ = db().command
      const count = (name: unknown) => total(collection().where({ run, name }))
      expect(await count(db().RegExp({ regexp: '^n1' }))).toBe(11)
      expect(await count(/^n1/)).toBe(11)
      expect(await count(_.gte('n1').and(_.lt('n1\u{10FFFF}')))).toBe(11)
      expect(await count(db().RegExp({ regexp: '^N1', options: 'i' }))).toBe(11)
    })

    it('compares dates, paths into objects and elements of lists', async () => {
      const run = await twenty()
      const _ = db().command
      const count = (where: object) => total(collection().where({ run, ...where }))
      expect(await count({ at: _.lte(new Date(5)) })).toBe(1)
      expect(await count({ at: _.lt(new Date(5)) })).toBe(0)
      expect(await count({ 'nested.q': _.gt(1) })).toBe(1)
      expect(await count({ nested: { p: 1 } })).toBe(1)
      expect(await count({ tags: 'y' })).toBe(1)
      expect(await count({ tags: _.all(['x', 'y']) })).toBe(1)
    })

    it('finds lists by an element that meets all conditions; an element that is no object has no fields', async () => {
      const run = newRun()
      const lists = [[1, 2, 3], [{ value: 1 }, { value: 7 }], ['text'], [{ value: -1 }]]
      await collection().add(lists.map((list, number) => ({ run, number, list })))
      const _ = db().command
      const numbers = async (condition: object) =>
        (
          await collection()
            .where({ run, list: _.elemMatch(condition) })
            .get()
        ).data
          .map(({ number }) => number)
          .sort()
      expect(await numbers({ value: _.gt(0) })).toEqual([1])
      expect(await numbers({ value: _.exists(true) })).toEqual([1, 3])
      expect(await numbers({ value: _.gt(1).and(_.lt(7)) })).toEqual([])
      expect(await numbers(_.gte(3))).toEqual([0])
    })

    it('finds a missing field as null', async () => {
      const run = await twenty()
      expect(await total(collection().where({ run, tags: db().command.eq(null) }))).toBe(19)
    })

    it('sorts, skips, limits and projects', async () => {
      const run = await twenty()
      const query = collection().where({ run, status: db().command.in(['ok', 'wait']) })
      const sorted = query.orderBy('status', 'asc').orderBy('score', 'asc').skip(9).limit(3)
      const { data } = await sorted.field({ score: true, _id: false }).get()
      expect(data).toEqual([{ score: 19 }, { score: 0 }, { score: 2 }])
    })

    it('sorts downwards by the same index', async () => {
      const run = await twenty()
      const { data } = await collection().where({ run, status: 'ok' }).orderBy('score', 'desc').limit(2).get()
      expect(data.map(({ score }) => score)).toEqual([19, 17])
    })

    it('answers 100 documents unless told, and 1,000 at most', async () => {
      const run = newRun()
      const many = db().collection(unindexed)
      for (let part = 0; part < 2; part++) {
        await many.add(Array.from({ length: 550 }, (_, i) => ({ run, i: part * 550 + i })))
      }
      expect((await many.where({ run }).get()).data).toHaveLength(100)
      expect((await many.where({ run }).limit(5_000).get()).data).toHaveLength(1_000)
      expect(await total(many.where({ run }))).toBe(1_100)
      await many.where({ run }).remove()
    })
  })
}
