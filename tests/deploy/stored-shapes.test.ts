import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { SCHEMA } from '../../cloudfunctions/app/store/records'
import type { TransferEvent } from '../../cloudfunctions/domain/transfer'
import { COLLECTIONS } from '../../cloudfunctions/deploy/collections'
import { lifted, MIGRATIONS } from '../../cloudfunctions/deploy/migrations'
import type { Fields } from '../../preview/cloud/values'
import { Caller, CONSENT, codeOf, LEAGUE, leagueSecretary, valueOf } from '../support/client'
import { documentsOf } from '../support/documents'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { storeCohort, type Known } from './stored-shapes/cohort'
import { readAll } from './stored-shapes/read'

interface Stored {
  at: string
  openids: string[]
  /** Made for these made-up people alone. */
  keys: Record<string, string>
  documents: Record<string, (Fields & { _id: string })[]>
  /** What was seen of them by the version that wrote them. */
  views: object
  /** What somebody has to know who goes on from there; absent where nothing is to be gone on with. */
  known?: Known
}

const { MODE } = (import.meta as ImportMeta & { env: { MODE: string } }).env
const folder = path.join(import.meta.dirname, 'stored-shapes')
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
const read = (name: string): Stored => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Stored

/** A cloud in which these documents lie, brought to today's form. */
const withStored = async (stored: Stored, use: (cloud: TestCloud) => Promise<void>): Promise<void> => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'stored-'))
  writeFileSync(path.join(dataDir, 'keys.json'), JSON.stringify(stored.keys))
  const cloud = await startLocalCloud({ dataDir })
  try {
    await cloud.empty()
    for (const [collection, documents] of Object.entries(stored.documents)) {
      const brought = documents.map((one) => lifted(collection, one, MIGRATIONS) as Fields)
      if (brought.length > 0) cloud.store.insert(null, cloud.store.collection(collection), brought)
    }
    await cloud.clock.set(stored.at)
    await use(cloud)
  } finally {
    await cloud.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

describe('what earlier versions have stored', () => {
  it('is kept of every form that there has been', () => {
    const forms = new Set(names.map((name) => Number(/^form-(\d+)(?:-cohort)?\.json$/u.exec(name)?.[1])))
    expect([...forms].sort((a, b) => a - b)).toEqual(Array.from({ length: SCHEMA }, (_, i) => i + 1))
    expect(names).toContain(`form-${String(SCHEMA)}-cohort.json`)
  })

  it.each(names)('is seen today as it was then: %s', async (name) => {
    const stored = read(name)
    await withStored(stored, async (cloud) => {
      // What a later version adds is welcome; what was there is there, and the same.
      expect(await readAll(cloud, stored.openids)).toMatchObject(stored.views)
    })
  })

  it.each(names.filter((name) => name.includes('-cohort')))('is gone on with today: %s', async (name) => {
    const stored = read(name)
    const { known } = stored
    if (known === undefined) throw new Error('nothing is known of it')
    await withStored(stored, async (cloud) => {
      const phone = (openid: string) => new Caller(cloud, openid)
      expect(valueOf(await phone(known.drafting).member('draft.load', { form: 'register' })).data).toEqual(known.draft)
      expect(codeOf(await phone('a-new-phone').member('account.login', known.signIn))).toBe('ok')
      const recovery = { ...known.recovery, password: 'another password' }
      expect(codeOf(await phone('another-phone').member('account.recover', recovery))).toBe('ok')
      expect(codeOf(await phone('outside').member('invite.open', { token: known.link }))).toBe('ok')
      const accepted = await phone('newcomer').desk('staff.accept', { code: known.invitation, name: '周宁' })
      expect(codeOf(accepted)).toBe('ok')
      const [conflict] = valueOf(await leagueSecretary(cloud).desk('desk.conflicts', { branchId: LEAGUE })).items
      const release = { conflictId: conflict?.id ?? '', why: '当面核对身份证' }
      expect(codeOf(await leagueSecretary(cloud).desk('desk.release', release))).toBe('ok')
      expect(codeOf(await phone(known.claimant).member('account.register', { ...known.claim, consent: CONSENT }))).toBe(
        'ok',
      )
    })
  })

  it('is one of everything that outlives an hour, and of each kind of event', () => {
    const stored = names.map(read)
    const short = ['limits', 'uploads', 'sharedFiles', 'jtis', 'deployment']
    const empty = COLLECTIONS.filter(
      (collection) => !short.includes(collection) && stored.every(({ documents }) => !documents[collection]?.length),
    )
    expect(empty).toEqual([])
    const types = new Set(
      stored.flatMap(({ documents }) =>
        (documents['transfers'] ?? []).flatMap(({ events }) => (events as TransferEvent[]).map(({ type }) => type)),
      ),
    )
    expect([...types].sort()).toEqual(Object.keys(EVENTS).sort())
  })
})

/** Every kind of event, by a map that does not compile where one is missing. */
const EVENTS: Readonly<Record<TransferEvent['type'], true>> = {
  started: true,
  amended: true,
  copyAmended: true,
  approved: true,
  returned: true,
  matched: true,
  mismatched: true,
  contradicted: true,
  submitted: true,
  confirmed: true,
  officiallyFailed: true,
  announced: true,
  factsAdded: true,
  factsCorrected: true,
  undone: true,
  withdrawn: true,
  released: true,
  erased: true,
  checked: true,
  declared: true,
}

// `npx vitest run tests/deploy/stored-shapes.test.ts --mode keep` stores a cohort by this version.
if (MODE === 'keep')
  it('is kept', async () => {
    const cloud = await startLocalCloud()
    try {
      const known = await storeCohort(cloud)
      const kept: Stored = {
        at: new Date(cloud.clock.now()).toISOString(),
        openids: known.openids,
        keys: JSON.parse(readFileSync(path.join(cloud.dataDir, 'keys.json'), 'utf8')) as Record<string, string>,
        documents: Object.fromEntries(
          COLLECTIONS.filter((collection) => collection !== 'limits').map((collection) => [
            collection,
            documentsOf(cloud, collection) as (Fields & { _id: string })[],
          ]),
        ),
        views: await readAll(cloud, known.openids),
        known,
      }
      const file = path.join(folder, `form-${String(SCHEMA)}-cohort.json`)
      writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`)
      expect(read(`form-${String(SCHEMA)}-cohort.json`)).toMatchObject({ known })
    } finally {
      await cloud.close()
    }
  })
