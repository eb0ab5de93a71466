import { describe, expect, it } from 'vitest'
import { items, newRun, total, type Db } from './environment'

/** Characters in the order of their code points; UTF-16 would put the one beyond U+FFFF before U+FA0E and U+FF21. */
const names = ['张', '張', '張\u4e00', '張\ufa0e', '張\uff21', '張\u{20000}', '弶']

export function describeTextOrder(db: () => Db): void {
  const collection = () => db().collection(items)
  const seven = async (): Promise<string> => {
    const run = newRun()
    const documents = [...names].reverse().map((name, number) => ({ run, number, name }))
    await collection().add(documents)
    return run
  }

  describe('text', () => {
    it('is in the order of code points, upwards, downwards and in a pipeline', async () => {
      const run = await seven()
      const sorted = async (direction: 'asc' | 'desc') =>
        (await collection().where({ run }).orderBy('name', direction).get()).data.map(({ name }) => name)
      expect(await sorted('asc')).toEqual(names)
      expect(await sorted('desc')).toEqual([...names].reverse())
      const piped = collection()
        .aggregate()
        .match({ run, number: db().command.gte(0) })
        .sort({ name: 1 })
        .limit(20)
      expect((await piped.end()).data.map(({ name }) => name)).toEqual(names)
    })

    it('is compared in that order, by an index and without one', async () => {
      const run = await seven()
      const { gt, gte, lt, lte } = db().command
      const count = (condition: object) =>
        Promise.all([
          total(collection().where({ run, name: condition })),
          total(collection().where({ run, number: gte(0), name: condition })),
        ])
      expect(await count(gt('張\ufa0e'))).toEqual([3, 3])
      expect(await count(gte('張\u{20000}'))).toEqual([2, 2])
      expect(await count(lt('張\u{20000}'))).toEqual([5, 5])
      expect(await count(lte('張\uff21'))).toEqual([5, 5])
      expect(await count(gte('張').and(lt('張\u{10ffff}')))).toEqual([5, 5])
    })
  })
}
