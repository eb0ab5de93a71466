import { beforeEach, describe, expect, it } from 'vitest'
import type { Documents, DocumentTransaction } from '../../cloudfunctions/adapters/cloudbase/documents'
import { behindSwitch } from '../../cloudfunctions/adapters/cloudbase/maintenance'
import { numbered } from '../../cloudfunctions/adapters/cloudbase/schema-numbers'
import { Closed } from '../../cloudfunctions/app/store/ports'
import { SCHEMA } from '../../cloudfunctions/app/store/records'
import { documentsOf } from '../support/documents'
import { localStore } from '../support/file-cloud'

const NOW = 1_720_000_000_000
const KNOWN_FOR = 10_000

const { cloud, documents: plain } = localStore()
beforeEach(async () => {
  cloud.clearFaults()
  await cloud.empty()
})

type Ask = [what: string, ask: (documents: Documents) => Promise<unknown>]
const inTransaction = (work: (tx: DocumentTransaction) => Promise<unknown>) => (documents: Documents) =>
  documents.transaction(work)
const READS: Ask[] = [
  ['get', (documents) => documents.get('rights', 'a')],
  ['find', (documents) => documents.find('rights', { _id: 'a' })],
  ['count', (documents) => documents.count('rights', { _id: 'a' })],
  ['join', (documents) => documents.join('rights', { _id: 'a' }, [], 1)],
  ['group', (documents) => documents.group('rights', { _id: 'a' }, [{ _id: null, n: { $sum: 1 } }], 1)],
]
const WRITES: Ask[] = [
  ['add', (documents) => documents.add('rights', { _id: 'added' })],
  ['addAll', (documents) => documents.addAll('rights', [{ _id: 'added-1' }, { _id: 'added-2' }])],
  ['put', (documents) => documents.put('rights', { _id: 'put' })],
  ['update', (documents) => documents.update('rights', { _id: 'a' }, { n: documents.command.inc(1) })],
  ['remove', (documents) => documents.remove('rights', { _id: 'put' })],
  ['put in a transaction', inTransaction((tx) => tx.put('rights', { _id: 'put-by-tx' }))],
  ['add in a transaction', inTransaction((tx) => tx.add('rights', { _id: 'added-by-tx' }))],
]

describe('the switch of the deployment', () => {
  const close = (closed: 'writes' | 'everything', until: number) =>
    plain.put('deployment', Object.assign({ _id: 'maintenance' }, { closed, until }))
  const codes = async (documents: Documents, asks: readonly Ask[]) => {
    const found = await Promise.all(
      asks.map(async ([what, ask]) => {
        try {
          await ask(documents)
          return []
        } catch (error) {
          if (!(error instanceof Closed)) throw error
          expect(error.until).toBe(NOW + 1)
          return what
        }
      }),
    )
    return found.flat()
  }
  const named = (asks: readonly Ask[]) => asks.map(([what]) => what)

  it('that nobody has put there lets everything pass, with the same answers', async () => {
    await plain.add('rights', { _id: 'a', n: 1 })
    const documents = behindSwitch(plain, () => NOW)
    const answers = []
    for (const [, ask] of READS) answers.push(await ask(documents))
    expect(answers).toEqual([{ _id: 'a', n: 1 }, [{ _id: 'a', n: 1 }], 1, [{ _id: 'a', n: 1 }], [{ _id: null, n: 1 }]])
    expect(await codes(documents, WRITES)).toEqual([])
    expect(documentsOf(cloud, 'rights')).toContainEqual({ _id: 'a', n: 2 })
    const ids = documentsOf(cloud, 'rights').map(({ _id }) => _id)
    for (const id of ['added', 'added-1', 'added-2', 'put-by-tx', 'added-by-tx']) expect(ids).toContain(id)
  })

  it('closes writes, or everything, until its instant', async () => {
    await plain.add('rights', { _id: 'a', n: 1 })
    await close('writes', NOW + 1)
    expect(
      await codes(
        behindSwitch(plain, () => NOW),
        READS,
      ),
    ).toEqual([])
    expect(
      await codes(
        behindSwitch(plain, () => NOW),
        WRITES,
      ),
    ).toEqual(named(WRITES))
    expect(documentsOf(cloud, 'rights')).toEqual([{ _id: 'a', n: 1 }])
    await close('everything', NOW + 1)
    expect(
      await codes(
        behindSwitch(plain, () => NOW),
        [...READS, ...WRITES],
      ),
    ).toEqual(named([...READS, ...WRITES]))
    expect(
      await codes(
        behindSwitch(plain, () => NOW + 1),
        [...READS, ...WRITES],
      ),
    ).toEqual([])
  })

  it('is looked at once in ten seconds for all calls, and when the clock has gone back', async () => {
    let now = NOW
    const documents = behindSwitch(plain, () => now)
    const looks = async () => {
      cloud.metrics.reset()
      await Promise.all(READS.map(([, ask]) => ask(documents)))
      return cloud.metrics.requests.filter(({ collection }) => collection === 'deployment').length
    }
    expect(await looks()).toBe(1)
    now += KNOWN_FOR - 1
    expect(await looks()).toBe(0)
    now += 1
    expect(await looks()).toBe(1)
    now -= KNOWN_FOR
    expect(await looks()).toBe(1)
  })

  it('that could not be looked at lets nothing pass, and is looked at again', async () => {
    const documents = behindSwitch(plain, () => NOW)
    const code = 'DATABASE_PERMISSION_DENIED'
    cloud.fault({ kind: 'errorBefore', action: 'database.getDocument', collection: 'deployment', code, times: 2 })
    await expect(documents.add('rights', { _id: 'b' })).rejects.toMatchObject({ code })
    await expect(documents.find('rights', { _id: 'b' })).rejects.toMatchObject({ code })
    expect(documentsOf(cloud, 'rights')).toEqual([])
    expect(await documents.add('rights', { _id: 'b' })).toBe(true)
  })
})

describe('the number of the form', () => {
  it('is borne by everything that is written, and never lowered', async () => {
    await plain.add('rights', { _id: 'a' })
    await plain.add('rights', { _id: 'later', schema: SCHEMA + 1, n: 1 })
    const documents = numbered(plain)
    for (const [what, ask] of WRITES.filter(([what]) => what !== 'remove'))
      expect(await ask(documents), what).not.toBe(0)
    await documents.update('rights', { _id: 'later' }, { n: 2 })
    const found = documentsOf(cloud, 'rights')
    expect(found.find(({ _id }) => _id === 'later')).toEqual({ _id: 'later', schema: SCHEMA + 1, n: 2 })
    expect(found.filter(({ _id }) => _id !== 'later').map(({ schema }) => schema)).toEqual(
      found.slice(1).map(() => SCHEMA),
    )
    expect(found).toHaveLength(8)
    expect(await documents.get('rights', 'a')).toMatchObject({ n: 1 })
    await documents.transaction(async (tx) => {
      expect(await tx.get('rights', 'added')).toEqual({ _id: 'added', schema: SCHEMA })
      await tx.remove('rights', 'added')
    })
    expect(await documents.get('rights', 'added')).toBeNull()
  })
})
