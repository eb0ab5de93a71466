import { describe, expect, it } from 'vitest'
import { failureOf, items, newRun, updatedBy, type Db, type Row } from './environment'

/** What the database refuses: code that relied on a laxer one would fail in service alone. */
export function describeRefusals(db: () => Db): void {
  const collection = () => db().collection(items)
  const read = async (id: string): Promise<Row | undefined> => (await collection().doc(id).get()).data[0]
  const add = async (fields: Row = {}): Promise<string> => {
    const run = newRun()
    await collection().add({ _id: run, run, number: 1, ...fields })
    return run
  }
  /** Refused, whether one document is named or all that meet a condition, and nothing is written. */
  const expectRefused = async (fields: Row, change: object, message: RegExp): Promise<void> => {
    const id = await add(fields)
    const before = await read(id)
    expect((await failureOf(collection().doc(id).update(change))).message).toMatch(message)
    expect((await failureOf(collection().where({ _id: id }).update(change))).message).toMatch(message)
    expect(await read(id)).toEqual(before)
  }

  describe('an update is refused', () => {
    it.each([
      ['null', null],
      ['text', 'plain'],
      ['a number', 7],
      ['a date', new Date(0)],
    ])('where its path leads through %s', async (_what, a) => {
      await expectRefused({ a }, { a: { b: 1 } }, /Cannot create field/)
      await expectRefused({ a }, { 'a.b.c': 1 }, /Cannot create field/)
      await expectRefused({ outer: { a } }, { 'outer.a.b': 1, name: 'n' }, /Cannot create field/)
      await expectRefused({ a }, { 'a.b': db().command.inc(1) }, /Cannot create field/)
      await expectRefused({ a }, { 'a.b': db().command.push(['x']) }, /Cannot create field/)
    })

    it('where its path names a field of a list', async () => {
      await expectRefused({ a: [{ b: 1 }] }, { 'a.b': 2 }, /Cannot create field/)
    })

    it('where it counts up text, null or a list', async () => {
      const _ = db().command
      for (const score of ['1', null, [1], {}]) await expectRefused({ score }, { score: _.inc(1) }, /non-numeric/)
    })

    it('where it appends to what is no list', async () => {
      const _ = db().command
      for (const tags of ['x', null, 1, { x: 1 }]) {
        await expectRefused({ tags }, { tags: _.push(['y']) }, /must be an array/)
        await expectRefused({ tags }, { tags: _.addToSet('y') }, /non-array/)
        await expectRefused({ tags }, { tags: _.pull('y') }, /non-array/)
      }
    })

    it('where it is empty', async () => {
      await expectRefused({}, {}, /./)
    })

    it('where it gives one path twice, or one within another', async () => {
      await expectRefused({ a: {} }, { 'a.b': 1, a: db().command.set({}) }, /conflict/)
    })

    it('where it would change the id', async () => {
      await expectRefused({}, { _id: 'other' }, /_id|immutable/)
    })
  })

  describe('a document is refused', () => {
    const fresh = (fields: Row): Row => ({ run: newRun(), number: 1, ...fields })

    it('where a key begins with a dollar, at any depth, added, set or written by an update', async () => {
      for (const odd of [{ $a: 1 }, { a: { $b: 1 } }, { a: [{ b: { $c: 1 } }] }]) {
        expect((await failureOf(collection().add(fresh(odd)))).message).toMatch(/\$|dollar/i)
        const id = await add()
        expect((await failureOf(collection().doc(id).set(fresh(odd)))).message).toMatch(/\$|dollar/i)
      }
      await expectRefused({}, { a: db().command.set({ $b: 1 }) }, /\$|dollar/i)
      await expectRefused({}, { 'a.$b': 1 }, /\$|dollar|positional/i)
    })

    it('where it is larger than 16 MB, at once or by an update', async () => {
      const most = 16 * 1024 * 1024
      const large = (bytes: number) => ({ text: 'x'.repeat(bytes) })
      const id = await add(large(most - 1_000))
      expect((await failureOf(collection().add(fresh(large(most))))).message).toMatch(/large|size/i)
      expect(
        (
          await failureOf(
            collection()
              .doc(id)
              .update({ more: 'x'.repeat(2_000) }),
          )
        ).message,
      ).toMatch(/large|size/i)
      await collection().doc(id).remove()
    })

    it('where it is more than 100 levels deep', async () => {
      const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) })
      expect((await failureOf(collection().add(fresh({ a: deep(150) })))).message).toMatch(/depth|nest|level/i)
      await collection().add(fresh({ a: deep(90) }))
    })
  })

  describe('what is written', () => {
    it('is counted by set even where nothing differs, and by an update only where something does', async () => {
      const id = await add({ score: 1 })
      const { _id: _own, ...same } = (await read(id)) ?? {}
      expect(await collection().doc(id).set(same)).toMatchObject({ updated: 1 })
      expect(await updatedBy(collection().where({ _id: id }).update({ score: 1 }))).toBe(0)
      expect(await updatedBy(collection().doc(id).update({ score: 1 }))).toBe(0)
      expect(await updatedBy(collection().where({ _id: id }).update({ score: 2 }))).toBe(1)
    })

    it('is counted by an update that answers the document where it was found, and is null where it was not', async () => {
      const id = await add({ score: 1 })
      const same = await collection().where({ _id: id }).updateAndReturn({ score: 1 })
      expect(same).toMatchObject({ updated: 1, doc: { _id: id, score: 1 } })
      const none = await collection().where({ _id: newRun() }).updateAndReturn({ score: 1 })
      expect([none.updated, none.doc]).toEqual([0, null])
    })

    it('makes the objects on its way, and goes into lists by number', async () => {
      const id = await add({ list: [{ n: 1 }, { n: 2 }] })
      await collection().doc(id).update({ 'a.b.c': 1, 'list.1.n': 3 })
      expect(await read(id)).toMatchObject({ a: { b: { c: 1 } }, list: [{ n: 1 }, { n: 3 }] })
    })

    it('removes what is not there, or lies within null, without a word', async () => {
      const id = await add({ a: null })
      expect(await updatedBy(collection().doc(id).update({ 'a.b': db().command.remove() }))).toBe(0)
    })
  })
}
