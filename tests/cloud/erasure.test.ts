import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { connect, total, type Db } from '../conformance/environment'
import type { Fields } from '../../preview/cloud/values'
import { localCloud } from '../support/file-cloud'

const documents = 250

describe('what is erased', () => {
  const cloud = localCloud({ functions: null, indexes: { people: [{ name: 'kind', keys: [['kind', 1]] }] } })
  let db: Db
  beforeAll(() => {
    db = connect(cloud.url)
  })

  /** How many of the names can be read anywhere in the data folder; its log may hold what was erased for a moment. */
  async function readable(names: string[]): Promise<number> {
    const files = (await readdir(cloud.dataDir)).filter((name) => name.startsWith('data.db'))
    const all = await Promise.all(files.map(async (file) => await readFile(join(cloud.dataDir, file), 'latin1')))
    return names.filter((name) => all.some((text) => text.includes(name))).length
  }

  const people = () => cloud.store.collection('people')
  const change = (filter: Fields, fields: Fields) =>
    cloud.store.modify(
      null,
      people(),
      { filter, multiple: true },
      { change: { $set: fields }, replace: false, upsert: false },
      { documents: 0 },
    )

  /** Documents of all sizes that shrink and grow before they are erased, so that every way of storing them is used. */
  async function fill(kind: string): Promise<string[]> {
    const names = Array.from({ length: documents }, (_, i) => `${kind}-name-${String(i)}-of-somebody`)
    const padding = () => 'z'.repeat(Math.floor(Math.random() ** 3 * 9_000))
    cloud.store.insert(
      null,
      people(),
      names.map((name, i) => ({ _id: `${kind}-${String(i)}`, kind, name, padding: padding() })),
    )
    for (let i = 0; i < documents; i++) await change({ _id: `${kind}-${String(i)}` }, { padding: padding() })
    expect(await readable(names)).toBe(names.length)
    return names
  }

  it('cannot be read in the files once it was removed', async () => {
    const names = await fill('removed')
    await db.collection('people').where({ kind: 'removed' }).remove()
    await expect.poll(() => readable(names)).toBe(0)
  })

  it('cannot be read in the files once it was overwritten', async () => {
    const names = await fill('replaced')
    await db.collection('people').where({ kind: 'replaced' }).update({ name: '' })
    await expect.poll(() => readable(names)).toBe(0)
    expect(await total(db.collection('people').where({ kind: 'replaced' }))).toBe(documents)
  })

  it('cannot be read in the files after a reset', async () => {
    const names = await fill('reset')
    await cloud.reset()
    expect(await readable(names)).toBe(0)
  })
})
