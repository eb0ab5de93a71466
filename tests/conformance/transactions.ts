import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { failureOf, items, newRun, updatedBy, type Db, type Row } from './environment'

/** What the product relies on, and what it must avoid, when several documents move together. */
export function describeTransactions(db: () => Db, local: boolean): void {
  const collection = () => db().collection(items)
  const read = async (id: string): Promise<Row | undefined> => (await collection().doc(id).get()).data[0]
  const add = async (fields: Row = {}): Promise<string> => {
    const run = newRun()
    await collection().add({ _id: run, run, number: 1, score: 0, ...fields })
    return run
  }

  describe('transactions', () => {
    it('read their own writes as an object, a missing document as null, and commit together', async () => {
      const id = await add()
      const seen: unknown[] = await db().runTransaction(async (tx) => {
        await tx.collection(items).doc(id).update({ score: 5 })
        await tx.collection(items).add({ _id: `${id}-2`, run: id, number: 2 })
        const own = (await tx.collection(items).doc(id).get()).data
        return [own?.['score'], (await tx.collection(items).doc(`${id}-none`).get()).data]
      })
      expect(seen).toEqual([5, null])
      expect(await read(id)).toMatchObject({ score: 5 })
      expect(await read(`${id}-2`)).toMatchObject({ number: 2 })
    })

    it('leave nothing when the callback throws, and hand on what it threw', async () => {
      const id = await add()
      const attempt = db().runTransaction(async (tx) => {
        await tx.collection(items).doc(id).update({ score: 5 })
        throw Object.assign(new Error('boom'), { code: 'BOOM' })
      })
      expect((await failureOf(attempt)).code).toBe('BOOM')
      expect(await read(id)).toMatchObject({ score: 0 })
    })

    it('leave nothing after a rollback', async () => {
      const id = await add()
      const attempt = db().runTransaction(async (tx) => {
        await tx.collection(items).doc(id).update({ score: 5 })
        await tx.rollback('why')
      })
      await expect(attempt).rejects.toBe('why')
      expect(await read(id)).toMatchObject({ score: 0 })
    })

    it('see one snapshot and conflict with what was written since', async () => {
      const id = await add()
      const tx = await db().startTransaction()
      await tx.collection(items).doc(id).get()
      await collection().doc(id).update({ score: 1 })
      expect((await tx.collection(items).doc(id).get()).data).toMatchObject({ score: 0 })
      const failure = await failureOf(tx.collection(items).doc(id).update({ score: 2 }))
      expect(failure.code).toBe('DATABASE_TRANSACTION_CONFLICT')
      expect(await read(id)).toMatchObject({ score: 1 })
    })

    it('let the first writer win', async () => {
      const id = await add()
      const [first, second] = [await db().startTransaction(), await db().startTransaction()]
      await first.collection(items).doc(id).update({ score: 1 })
      const failure = await failureOf(second.collection(items).doc(id).update({ score: 2 }))
      expect(failure.code).toBe('DATABASE_TRANSACTION_CONFLICT')
      await first.commit()
      expect(await read(id)).toMatchObject({ score: 1 })
    })

    it('hide uncommitted writes from others, and hold plain writes back until they end', async () => {
      const id = await add()
      const tx = await db().startTransaction()
      await tx.collection(items).doc(id).update({ score: 10 })
      expect(await read(id)).toMatchObject({ score: 0 })
      const waiting = updatedBy(
        collection()
          .doc(id)
          .update({ score: db().command.inc(1) }),
      )
      await delay(60)
      await tx.commit()
      expect(await waiting).toBe(1)
      expect(await read(id)).toMatchObject({ score: 11 })
    })

    it('are run again by the SDK after a conflict, and count every success once', async () => {
      const id = await add()
      const racers = Array.from({ length: 6 }, () =>
        db().runTransaction(async (tx) => {
          const data = (await tx.collection(items).doc(id).get()).data
          await tx
            .collection(items)
            .doc(id)
            .update({ score: Number(data?.['score']) + 1 })
        }),
      )
      const succeeded = (await Promise.allSettled(racers)).filter(({ status }) => status === 'fulfilled')
      expect(succeeded.length).toBeGreaterThan(0)
      expect(await read(id)).toMatchObject({ score: succeeded.length })
    })

    it('refuse a unique key that is taken, and leave nothing', async () => {
      const id = await add()
      const attempt = db().runTransaction(async (tx) => {
        await tx.collection(items).doc(id).update({ score: 9 })
        await tx.collection(items).add({ _id: `${id}-2`, run: id, number: 1 })
      })
      expect((await failureOf(attempt)).message).toMatch(/E11000|duplicate/i)
      expect(await read(id)).toMatchObject({ score: 0 })
      expect(await read(`${id}-2`)).toBeUndefined()
    })

    it('refuse a unique key that is taken at the write, and are over then', async () => {
      const id = await add()
      const tx = await db().startTransaction()
      const failure = await failureOf(tx.collection(items).add({ _id: `${id}-2`, run: id, number: 1 }))
      expect(failure.message).toMatch(/E11000|duplicate/i)
      expect((await failureOf(tx.commit())).code).toBe('DATABASE_TRANSACTION_FAIL')
    })

    it('refuse a unique key that another transaction is about to take', async () => {
      const run = newRun()
      const [first, second] = [await db().startTransaction(), await db().startTransaction()]
      await first.collection(items).add({ _id: `${run}-1`, run, number: 1 })
      const failure = await failureOf(second.collection(items).add({ _id: `${run}-2`, run, number: 1 }))
      expect(failure.code).toBe('DATABASE_TRANSACTION_CONFLICT')
      await first.commit()
      expect(await read(`${run}-1`)).toMatchObject({ number: 1 })
    })

    it('find by where() what was there when they began, and their own writes', async () => {
      const run = await add()
      const tx = await db().startTransaction()
      await tx.collection(items).add({ _id: `${run}-2`, run, number: 2 })
      await collection().add({ _id: `${run}-3`, run, number: 3 })
      const { data } = await tx.collection(items).where({ run }).get()
      expect(data.map(({ number }) => number).sort()).toEqual([1, 2])
      await tx.rollback()
    })

    it('do not cover where(): its update escapes and outlives the rollback', async () => {
      const id = await add()
      const tx = await db().startTransaction()
      await tx.collection(items).where({ _id: id }).update({ score: 42 })
      await tx.rollback()
      expect(await read(id)).toMatchObject({ score: 42 })
    })

    it('are gone after their time', async () => {
      const id = await add()
      const tx = await db().startTransaction()
      await tx.collection(items).doc(id).update({ score: 5 })
      await delay(local ? 3_100 : 31_000)
      expect((await failureOf(tx.commit())).code).toBe('DATABASE_TRANSACTION_FAIL')
      expect(await read(id)).toMatchObject({ score: 0 })
    }, 60_000)
  })
}
