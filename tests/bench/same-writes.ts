import type { Fields } from '../../preview/cloud/values'
import { APPROVE, aStudent, leagueSecretary, valueOf } from '../support/client'
import { documentsOf } from '../support/documents'
import type { TestCloud } from '../support/local-cloud'
import { bareSdk } from './bare-sdk'
import { timed } from './measure'

/** What a journey writes: the documents as they were put in, and the transfer as each later write left it. */
interface Written {
  holders: Fields
  wechats: Fields
  accounts: Fields
  started: Fields
  approved: Fields
  audit: Fields
  requested: Fields
}

const newest = (cloud: TestCloud, collection: string): Fields => {
  const found = documentsOf(cloud, collection).at(-1)
  if (found === undefined) throw new Error(`nothing was written to ${collection}`)
  return structuredClone(found)
}

/** One journey by the functions, and what it wrote. */
const journeyOf = async (cloud: TestCloud): Promise<Written> => {
  const secretary = leagueSecretary(cloud)
  const student = await aStudent(cloud)
  const [holders, wechats, accounts] = ['holders', 'wechats', 'accounts'].map((name) => newest(cloud, name)) as [
    Fields,
    Fields,
    Fields,
  ]
  const transfer = await student.started()
  const started = newest(cloud, 'transfers')
  const agreed = await secretary.decided(transfer, APPROVE)
  const approved = newest(cloud, 'transfers')
  const audit = newest(cloud, 'audit')
  await cloud.clock.advance('PT24H')
  valueOf(await student.request(agreed, student.claim))
  return { holders, wechats, accounts, started, approved, audit, requested: newest(cloud, 'transfers') }
}

const textIn = (document: Fields, field: string): string => {
  const value = document[field]
  if (typeof value !== 'string') throw new Error(`${field} is no text`)
  return value
}

/** The same for somebody else: every id and every key is another one of the same length. */
const another = (written: Written, n: number): Written => {
  const { holders, wechats, accounts, started, audit } = written
  const ids = [holders, wechats, accounts, started, audit].map((document) => textIn(document, '_id'))
  const fresh = (key: string): string => String(n).padStart(6, '0') + key.slice(6)
  const text = [...ids, textIn(started, 'reference')].reduce(
    (all, key) => all.replaceAll(key, fresh(key)),
    JSON.stringify(written),
  )
  return JSON.parse(text) as Written
}

type Database = Awaited<ReturnType<typeof bareSdk>>

/** What an update sends, as the product's does: fields as a whole, and what is new in the log. */
const changeOf = ({ command }: Database, before: Fields, after: Fields): object => {
  const count = (events: unknown): number => (Array.isArray(events) ? events.length : 0)
  const changed = Object.entries(after).filter(
    ([field, value]) => field !== 'events' && JSON.stringify(value) !== JSON.stringify(before[field]),
  )
  const added = (after['events'] as unknown[]).slice(count(before['events']))
  return {
    ...Object.fromEntries(changed.map(([field, value]) => [field, command.set(value)])),
    events: command.push(added),
  }
}

const put = async (db: Database, { holders, wechats, accounts, started, approved, audit, requested }: Written) => {
  const transact = db.runTransaction as (work: (tx: Pick<Database, 'collection'>) => Promise<void>) => Promise<void>
  await transact.call(db, async (tx) => {
    await tx.collection('holders').add(holders)
    await tx.collection('wechats').add(wechats)
    await tx.collection('accounts').add(accounts)
  })
  const transfers = db.collection('transfers')
  const { _id } = started
  await transfers.add(started)
  const steps = [
    [started, approved],
    [approved, requested],
  ] as const
  for (const [before, after] of steps) {
    const { updated } = (await transfers
      .where({ _id, version: before['version'] })
      .update(changeOf(db, before, after))) as { updated?: number }
    if (updated !== 1) throw new Error('not written')
    if (after === approved) await db.collection('audit').add(audit)
  }
}

/**
 * The documents that a journey writes, put in by the SDK alone, into the same collections with the same indexes; the
 * milliseconds that each of so many journeys takes.
 */
export const sameWrites = async (cloud: TestCloud): Promise<(n: number) => Promise<number>> => {
  const db = await bareSdk(cloud)
  const written = await journeyOf(cloud)
  let people = 0
  return async (n) => {
    const all = Array.from({ length: n }, () => another(written, ++people))
    const elapsed = await timed(async () => {
      for (const one of all) await put(db, one)
    })
    return elapsed / n
  }
}
