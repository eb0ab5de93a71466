import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connect, failureOf, total, type Db } from '../conformance/environment'
import { localCloud } from '../support/file-cloud'

describe('faults on demand', () => {
  const cloud = localCloud({ functions: null, indexes: { things: [], others: [] } })
  let db: Db
  beforeAll(() => {
    db = connect(cloud.url)
  })
  beforeEach(async () => {
    cloud.clearFaults()
    await cloud.reset()
  })
  const add = (id: string) => db.collection('things').add({ _id: id })
  const there = (id: string) => total(db.collection('things').where({ _id: id }))

  it('fail before the write, which then did not happen', async () => {
    cloud.fault({ kind: 'errorBefore', action: 'database.insertDocument', collection: 'things' })
    expect((await failureOf(add('a'))).code).toBe('DATABASE_REQUEST_FAILED')
    expect(await there('a')).toBe(0)
    await add('a')
  })

  it('fail after the write, which then did happen', async () => {
    cloud.fault({ kind: 'errorAfter', action: 'database.insertDocument', code: 'DATABASE_TIMEOUT' })
    expect((await failureOf(add('a'))).code).toBe('DATABASE_TIMEOUT')
    expect(await there('a')).toBe(1)
  })

  it('delay, strike as often as they are told, and only where they are told', async () => {
    cloud.fault({ kind: 'errorBefore', collection: 'things', times: 2 })
    await db.collection('others').add({ _id: 'a' })
    await failureOf(add('a'))
    await failureOf(add('a'))
    cloud.fault({ kind: 'delay', ms: 80 })
    const started = performance.now()
    await add('a')
    expect(performance.now() - started).toBeGreaterThan(75)
  })

  it('end the connection without an answer, before the write or after it', async () => {
    for (const [kind, written] of [
      ['dropBefore', 0],
      ['dropAfter', 1],
    ] as const) {
      cloud.fault({ kind, action: 'database.insertDocument' })
      expect((await failureOf(add(kind))).code, kind).toMatch(/^ECONNRESET$|hang up|RESET/u)
      expect(await there(kind), kind).toBe(written)
    }
  })

  it('let as many pass first as they are told', async () => {
    cloud.fault({ kind: 'errorBefore', action: 'database.insertDocument', skip: 2 })
    await add('first')
    await there('first')
    await add('second')
    await failureOf(add('third'))
    await add('fourth')
    expect([await there('second'), await there('third'), await there('fourth')]).toEqual([1, 0, 1])
  })

  it('lose the answer of a commit that took place', async () => {
    cloud.fault({ kind: 'errorAfter', action: 'database.commitTransaction' })
    const tx = await db.startTransaction()
    await tx.collection('things').add({ _id: 'a' })
    await failureOf(tx.commit())
    expect((await db.collection('things').doc('a').get()).data).toHaveLength(1)
  })

  it('leave a record of every request', async () => {
    cloud.metrics.reset()
    await add('a')
    await there('a')
    expect(cloud.metrics.requests).toMatchObject([
      { action: 'database.insertDocument', collection: 'things', documentsRead: 0 },
      { action: 'database.calculateDocument', collection: 'things', documentsRead: 1 },
    ])
  })

  it('say of anything else that it is not emulated', async () => {
    const answer = await fetch(`${cloud.url}/tcb`, {
      method: 'POST',
      headers: { authorization: 'none' },
      body: JSON.stringify({ action: 'database.watch', collectionName: 'things' }),
    })
    expect(await answer.json()).toMatchObject({ code: 'INVALID_PARAM', message: 'not emulated: database.watch' })
  })
})
