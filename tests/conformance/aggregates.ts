import { beforeEach, describe, expect, it } from 'vitest'
import { items, newRun, others, unindexed, type Db } from './environment'

/** What the product relies on when it counts and joins. */
export function describeAggregates(db: () => Db): void {
  const collection = () => db().collection(items)

  describe('aggregates', () => {
    let run = ''
    beforeEach(async () => {
      run = newRun()
      await collection().add(
        Array.from({ length: 10 }, (_, i) => ({
          _id: `${run}-${String(i)}`,
          run,
          number: i,
          score: i,
          status: i < 7 ? 'wait' : 'ok',
        })),
      )
    })

    it('match, group and sort', async () => {
      const $ = db().command.aggregate
      const groups = collection()
        .aggregate()
        .match({ run })
        .group({ _id: '$status', n: $.sum(1), most: $.max('$score') })
        .sort({ n: -1 })
      expect((await groups.end()).data).toEqual([
        { _id: 'wait', n: 7, most: 6 },
        { _id: 'ok', n: 3, most: 9 },
      ])
    })

    it('match by commands, count and project', async () => {
      const _ = db().command
      const matched = () =>
        collection()
          .aggregate()
          .match({ run, status: _.in(['ok', 'wait']), score: _.gte(5) })
      expect((await matched().count('total').end()).data).toEqual([{ total: 5 }])
      const twice = matched()
        .sort({ score: 1 })
        .limit(1)
        .project({ _id: 0, twice: _.aggregate.multiply(['$score', 2]) })
      expect((await twice.end()).data).toEqual([{ twice: 10 }])
    })

    it('sort, skip and limit after the match', async () => {
      const page = collection().aggregate().match({ run, status: 'wait' }).sort({ score: 1 }).skip(2).limit(2)
      expect((await page.end()).data.map(({ score }) => score)).toEqual([2, 3])
    })

    it('give 20 rows where their last stage is no limit, and all where it is', async () => {
      const many = newRun()
      await collection().add(Array.from({ length: 25 }, (_, number) => ({ run: many, number })))
      const matched = () => collection().aggregate().match({ run: many })
      const join = { from: others, localField: '_id', foreignField: 'itemId', as: 'others' }
      expect((await matched().end()).data).toHaveLength(20)
      expect((await matched().limit(25).end()).data).toHaveLength(25)
      expect((await matched().lookup(join).limit(25).end()).data).toHaveLength(25)
    })

    it('cut text by bytes, look into it by characters, and know the weeks of a date', async () => {
      const id = `${run}-0`
      const at = new Date('2019-05-14T09:38:51.686Z')
      await collection().doc(id).update({ name: '𠀀王小', at })
      const $ = db().command.aggregate
      const given = collection()
        .aggregate()
        .match({ _id: id })
        .project({
          _id: 0,
          start: $.substr(['$name', 0, 7]),
          rest: $.substr(['$name', 4, -1]),
          place: $.indexOfCP(['$name', '小']),
          week: $.week('$at'),
          year: $.isoWeekYear('$at'),
        })
        .limit(1)
      expect((await given.end()).data).toEqual([{ start: '𠀀王', rest: '王小', place: 2, week: 19, year: 2019 }])
    })

    it('look up documents of another collection, none as an empty list', async () => {
      await db()
        .collection(others)
        .add([1, 2].map((n) => ({ itemId: `${run}-1`, n })))
      const joined = collection()
        .aggregate()
        .match({ run, number: db().command.in([1, 2]) })
        .sort({ number: 1 })
        .lookup({ from: others, localField: '_id', foreignField: 'itemId', as: 'others' })
      const rows = (await joined.end()).data as { others: { n: number }[] }[]
      expect(rows.map((row) => row.others.map(({ n }) => n).sort())).toEqual([[1, 2], []])
    })

    it('look up by the elements of lists on either side, and by what an earlier look-up found', async () => {
      const who = (name: string) => `${run}-${name}`
      await collection().add({ _id: who('log'), run: who('log'), events: [{ by: who('a') }, { by: who('b') }] })
      await db()
        .collection(unindexed)
        .add([
          { _id: who('first'), owner: who('a'), rights: [{ id: who('x') }, { id: who('a') }] },
          { _id: who('second'), owner: who('a'), rights: [{ id: who('b') }] },
          { _id: who('third'), owner: who('c'), rights: [{ id: who('c') }] },
        ])
      const found = await collection()
        .aggregate()
        .match({ _id: who('log') })
        .lookup({ from: unindexed, localField: 'events.by', foreignField: 'rights.id', as: 'holders' })
        .lookup({ from: unindexed, localField: 'holders.owner', foreignField: 'owner', as: 'theirs' })
        .limit(1)
        .end()
      const [{ holders = [], theirs = [] } = {}] = found.data as {
        holders?: { _id: string }[]
        theirs?: { _id: string }[]
      }[]
      const ids = [holders, theirs].map((list) => list.map(({ _id }) => _id).sort())
      expect(ids).toEqual([
        [who('first'), who('second')],
        [who('first'), who('second')],
      ])
    })

    it('look up by id', async () => {
      await db()
        .collection(others)
        .add({ _id: `${run}-other`, itemId: `${run}-3` })
      const joined = db()
        .collection(others)
        .aggregate()
        .match({ itemId: `${run}-3` })
        .lookup({ from: items, localField: 'itemId', foreignField: '_id', as: 'items' })
      expect((await joined.end()).data).toMatchObject([{ items: [{ _id: `${run}-3`, number: 3 }] }])
    })
  })
}
