import { describe, expect, it, vi } from 'vitest'
import { DataFile } from '../../preview/cloud/data-file'
import type { Fields } from '../../preview/cloud/values'
import { localCloud } from '../support/file-cloud'

const cloud = localCloud({ functions: null })

const collection = () => cloud.store.collection('transfers')
const document = (id: string): Fields | undefined => cloud.store.read(null, collection(), id)?.document
const write = (filter: Fields, change: Fields) =>
  cloud.store.modify(
    null,
    collection(),
    { filter, multiple: true },
    { change: { $set: change }, replace: false, upsert: false },
    { documents: 0 },
  )
const insert = (...ids: string[]): void => {
  cloud.store.insert(
    null,
    collection(),
    ids.map((id) => ({ _id: id, slot: id, reference: id, version: 1 })),
  )
}

describe('plain writes that come at once', () => {
  it('share one commit of the file, and nobody sees one before it is there', async () => {
    const ids = Array.from({ length: 16 }, (_, n) => `at-once-${String(n)}`)
    insert(...ids)
    const file = vi.spyOn(DataFile.prototype, 'write')
    const writes = ids.map((id) => write({ _id: id }, { version: 2 }))
    expect(ids.map((id) => document(id)?.['version'])).toEqual(ids.map(() => 1))
    expect((await Promise.all(writes)).map(({ updated }) => updated)).toEqual(ids.map(() => 1))
    expect(ids.map((id) => document(id)?.['version'])).toEqual(ids.map(() => 2))
    expect(file).toHaveBeenCalledTimes(1)
    file.mockRestore()
  })

  it('to one document under a condition are done by one of them alone', async () => {
    insert('contended')
    const tries = Array.from({ length: 8 }, () => write({ _id: 'contended', version: 1 }, { version: 2 }))
    const updated = (await Promise.all(tries)).map((one) => one.updated)
    expect(updated.filter((count) => count === 1)).toHaveLength(1)
  })

  it('to one key are taken by one of them, and the others are told', async () => {
    insert('key-a', 'key-b', 'key-c')
    const tries = ['key-a', 'key-b', 'key-c'].map((id) => write({ _id: id }, { slot: 'wanted' }))
    const ends = (await Promise.allSettled(tries)).map(({ status }) => status)
    expect(ends.sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect(['key-a', 'key-b', 'key-c'].filter((id) => document(id)?.['slot'] === 'wanted')).toHaveLength(1)
  })

  it('are all refused on a full disk, with nothing changed', async () => {
    insert('full-a', 'full-b')
    cloud.fillDisk(0)
    const text = 'x'.repeat(200_000)
    const ends = await Promise.allSettled(['full-a', 'full-b'].map((id) => write({ _id: id }, { text })))
    cloud.fillDisk(null)
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(['full-a', 'full-b'].map((id) => document(id)?.['text'])).toEqual([undefined, undefined])
  })
})
