import { describe, expect, it } from 'vitest'
import { failureOf, items, newRun, updatedBy, type Db, type Row } from './environment'

/** What the product relies on when it writes one document. */
export function describeWrites(db: () => Db): void {
  const collection = () => db().collection(items)
  const read = async (id: string): Promise<Row | undefined> => (await collection().doc(id).get()).data[0]
  const add = async (fields: Row = {}): Promise<string> => {
    const run = newRun()
    await collection().add({ _id: run, run, number: 1, ...fields })
    return run
  }

  describe('updates', () => {
    it('merges a plain object by path and replaces it by set', async () => {
      const id = await add({ nested: { p: 1, q: 2 } })
      await collection()
        .doc(id)
        .update({ nested: { q: 3 } })
      expect(await read(id)).toMatchObject({ nested: { p: 1, q: 3 } })
      await collection()
        .doc(id)
        .update({ nested: db().command.set({ only: 1 }) })
      expect((await read(id))?.['nested']).toEqual({ only: 1 })
    })

    it('writes into a dotted path and leaves its neighbours', async () => {
      const id = await add({ nested: { p: 1, q: { r: 2 } } })
      await collection().doc(id).update({ 'nested.q.s': 3 })
      expect((await read(id))?.['nested']).toEqual({ p: 1, q: { r: 2, s: 3 } })
    })

    it('counts, appends, removes and renames in one update', async () => {
      const id = await add({ tags: ['x'], name: 'old', gone: 1, score: 2 })
      const _ = db().command
      await collection()
        .doc(id)
        .update({ score: _.inc(3), tags: _.push(['y', 'z']), gone: _.remove(), name: _.rename('formerName') })
      expect(await read(id)).toEqual({
        _id: id,
        run: id,
        number: 1,
        score: 5,
        tags: ['x', 'y', 'z'],
        formerName: 'old',
      })
    })

    it('appends objects as they are and keeps a list bounded', async () => {
      const id = await add({ log: [{ n: 1 }, { n: 2 }] })
      const _ = db().command
      await collection()
        .doc(id)
        .update({ log: _.push({ each: [{ n: 3 }], slice: -2 }) })
      expect((await read(id))?.['log']).toEqual([{ n: 2 }, { n: 3 }])
      await collection()
        .doc(id)
        .update({ log: _.addToSet({ n: 4 }) })
      await collection()
        .doc(id)
        .update({ log: _.pull({ n: 2 }) })
      expect((await read(id))?.['log']).toEqual([{ n: 3 }, { n: 4 }])
    })

    it('keeps null and drops undefined', async () => {
      const id = await add()
      await collection().doc(id).update({ a: null, b: undefined })
      expect(await read(id)).toEqual({ _id: id, run: id, number: 1, a: null })
    })

    it('replaces or inserts a document by set', async () => {
      const id = await add({ score: 1 })
      expect(await collection().doc(id).set({ run: id, number: 2 })).toMatchObject({ updated: 1 })
      expect(await read(id)).toEqual({ _id: id, run: id, number: 2 })
      const fresh = newRun()
      expect(await collection().doc(fresh).set({ run: fresh, number: 1 })).toMatchObject({ upsertedId: fresh })
      expect(await read(fresh)).toEqual({ _id: fresh, run: fresh, number: 1 })
    })

    it('says that nothing was updated when the document is missing', async () => {
      expect(await updatedBy(collection().doc(newRun()).update({ score: 1 }))).toBe(0)
    })

    it('updates and answers the document in one request', async () => {
      const id = await add({ score: 1 })
      const result = await collection()
        .where({ _id: id })
        .updateAndReturn({ score: db().command.inc(1) })
      expect(result).toMatchObject({ updated: 1, doc: { _id: id, score: 2 } })
    })

    it('updates and removes all documents that meet a condition', async () => {
      const run = newRun()
      await collection().add([1, 2, 3].map((number) => ({ run, number, status: 'wait' })))
      expect(await updatedBy(collection().where({ run, status: 'wait' }).update({ status: 'ok' }))).toBe(3)
      const removed = collection().where({ run, number: db().command.gt(1) })
      expect(await removed.remove()).toMatchObject({ deleted: 2 })
    })

    it('resolves a server date to an instant', async () => {
      const id = await add()
      await collection().doc(id).update({ at: db().serverDate() })
      const at = (await read(id))?.['at']
      expect(at).toBeInstanceOf(Date)
    })
  })

  describe('conditional updates', () => {
    it('take effect once: the second with the same version finds nothing', async () => {
      const id = await add({ version: 1 })
      const attempt = () =>
        updatedBy(
          collection()
            .where({ _id: id, version: 1 })
            .update({ version: db().command.inc(1) }),
        )
      expect(await attempt()).toBe(1)
      expect(await attempt()).toBe(0)
    })

    it('let exactly one of fifty racers win', async () => {
      const id = await add({ version: 1 })
      const racers = Array.from({ length: 50 }, (_, by) =>
        updatedBy(collection().where({ _id: id, version: 1 }).update({ version: 2, by })),
      )
      const won = (await Promise.all(racers)).filter((updated) => updated === 1)
      expect(won).toHaveLength(1)
    })
  })

  describe('unique keys', () => {
    const isDuplicate = ({ code, message }: { code: string; message: string }) =>
      code === 'DATABASE_DUPLICATE_WRITE' || (code === 'DATABASE_REQUEST_FAILED' && message.includes('E11000'))

    it('refuse a second document with the same id', async () => {
      const id = await add()
      expect(await failureOf(collection().add({ _id: id, run: id, number: 2 }))).toSatisfy(isDuplicate)
    })

    it('refuse a second document with the same unique key, added or updated', async () => {
      const run = await add()
      expect(await failureOf(collection().add({ run, number: 1 }))).toSatisfy(isDuplicate)
      await collection().add({ _id: `${run}-2`, run, number: 2 })
      expect(await failureOf(collection().doc(`${run}-2`).update({ number: 1 }))).toSatisfy(isDuplicate)
      expect(await read(`${run}-2`)).toMatchObject({ number: 2 })
    })

    it('count a missing field as null', async () => {
      const run = newRun()
      await collection().add({ run })
      expect(await failureOf(collection().add({ run }))).toSatisfy(isDuplicate)
      expect(await failureOf(collection().add({ run, number: null }))).toSatisfy(isDuplicate)
    })

    it('are free again once the document is gone', async () => {
      const run = await add()
      await collection().doc(run).remove()
      await collection().add({ run, number: 1 })
      const { data } = await collection().where({ run, number: 1 }).get()
      expect(data).toHaveLength(1)
    })
  })

  describe('errors', () => {
    it('say that a collection does not exist', async () => {
      const failure = await failureOf(db().collection('conformance_nowhere').where({ a: 1 }).get())
      expect(failure.code).toBe('DATABASE_COLLECTION_NOT_EXIST')
    })
  })
}
