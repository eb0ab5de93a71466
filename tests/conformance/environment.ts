import { init } from '@cloudbase/node-sdk'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import type { IndexDefinitions } from '../../preview/cloud/index-definitions'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import type { Db, Query } from './sdk'

export type { Db, Row } from './sdk'

/** The collection that every test of the suite writes into; a real environment must have it with these indexes. */
export const items = 'conformance_items'
export const others = 'conformance_others'
export const unindexed = 'conformance_unindexed'

const indexes: IndexDefinitions = {
  [items]: [
    {
      name: 'number',
      keys: [
        ['run', 1],
        ['number', 1],
      ],
      unique: true,
    },
    {
      name: 'queue',
      keys: [
        ['run', 1],
        ['status', 1],
        ['score', 1],
      ],
    },
    {
      name: 'name',
      keys: [
        ['run', 1],
        ['name', 1],
      ],
    },
  ],
  [others]: [{ name: 'item', keys: [['itemId', 1]] }],
}

/**
 * Opens the database that the suite runs against: the environment named by `TCB_TEST_ENV`, with the secrets that the SDK
 * reads by itself, or the local cloud.
 */
export function useDatabase(): { db: () => Db; local: boolean } {
  const remote = process.env['TCB_TEST_ENV']
  let cloud: TestCloud | undefined
  let db: Db | undefined
  beforeAll(async () => {
    if (remote === undefined) {
      cloud = await startLocalCloud({ functions: null, indexes, transactionLifetimeMs: 3_000, lockWaitMs: 800 })
      cloud.store.addCollection(unindexed)
      db = connect(cloud.url)
    } else {
      db = init({ env: remote }).database()
    }
  })
  afterAll(async () => {
    await cloud?.close()
  })
  return {
    db: () => {
      if (db === undefined) throw new Error('the database is not open yet')
      return db
    },
    local: remote === undefined,
  }
}

/** The unmodified SDK, pointed at a local cloud by the environment as a function's is. */
export function connect(url: string): Db {
  Object.assign(process.env, {
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'local',
    TENCENTCLOUD_SECRETID: 'local-no-credential',
    TENCENTCLOUD_SECRETKEY: 'local-no-credential',
    SCF_NAMESPACE: 'local-env',
    TCB_ENV: 'local-env',
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${url}/tcb` }),
  })
  return init({ env: 'local-env', keepalive: true }).database()
}

/** Marks the documents of one test, so that tests share a collection and a real environment is never emptied. */
export function newRun(): string {
  return randomBytes(8).toString('hex')
}

export async function total(query: Pick<Query, 'count'>): Promise<number> {
  return (await query.count()).total
}

export async function updatedBy(update: Promise<{ updated: number }>): Promise<number> {
  return (await update).updated
}

/** The code and message of a request that must fail. */
export async function failureOf(request: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await request
  } catch (error) {
    return error as { code: string; message: string }
  }
  throw new Error('expected the request to fail')
}
