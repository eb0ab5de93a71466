import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ASSUMPTIONS, checkAssumptions } from '../../cloudfunctions/deploy/checks/assumptions'
import { checkAsClient } from '../../cloudfunctions/deploy/checks/client'
import { checkCollections, checkFunctions } from '../../cloudfunctions/deploy/checks/environment'
import { checkRunning } from '../../cloudfunctions/deploy/checks/running'
import { check } from '../../cloudfunctions/deploy/checking'
import { openDocuments } from '../../cloudfunctions/adapters/cloudbase/documents'
import { anyDiffers, tableOf, type Finding } from '../../cloudfunctions/deploy/findings'
import { openLocalConsole } from '../../cloudfunctions/deploy/local-console'
import { localScratch } from '../../cloudfunctions/deploy/scratch'
import type { Settings } from '../../cloudfunctions/deploy/settings'
import { databaseAccess } from '../../cloudfunctions/deploy/target'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { openDesk } from './command'
import { openTampering, type Answer, type Asked, type Tampering } from './tampering'

let cloud: TestCloud
let between: Tampering
let settings: Settings

beforeAll(async () => {
  cloud = await startLocalCloud({ timeLimitMs: (name) => ({ secretary: 20_000, clock: 60_000 })[name] ?? 10_000 })
  between = await openTampering(cloud.url)
  const keys = JSON.parse(readFileSync(path.join(cloud.dataDir, 'keys.json'), 'utf8')) as Settings['keys']
  const credentials = { secretId: 'local-no-credential', secretKey: 'local-no-credential' }
  settings = { name: 'local', envId: 'local-env', trial: true, keys, credentials, local: between.url }
})
afterAll(async () => {
  between.close()
  await cloud.close()
})

const scratch = () => localScratch(settings, between.url)
const whole = () => check({ settings, looking: openLocalConsole(between.url), scratch })
const differing = (findings: readonly Finding[]) =>
  findings.filter(({ verdict }) => verdict === 'differs').map(({ id }) => id)

describe('npm run deploy:check', () => {
  it('finds in the local cloud all that can be asked there, and says of the rest that it was not tried', async () => {
    await cloud.clock.tick()
    const before = [...openNames()]
    const chapters = await whole()
    const findings = chapters.flatMap((chapter) => chapter.findings)
    expect(differing(findings), tableOf(chapters)).toEqual([])
    expect(anyDiffers(chapters)).toBe(false)
    expect(findings.filter(({ verdict }) => verdict === 'not tried').map(({ id }) => id)).toEqual([
      'storage-permission',
      'function-rules',
      'function-code',
      'timer',
      'wechat-identity',
      'one-call-at-a-time',
      'run-time-limits',
      'messages',
    ])
    for (const { id } of ASSUMPTIONS) expect(findings).toContainEqual(expect.objectContaining({ id, verdict: 'holds' }))
    // What it made for that is gone.
    expect([...openNames()]).toEqual(before)
  })

  it('is a command whose status says whether something differs', async () => {
    const desk = openDesk()
    const env = { PORT: new URL(cloud.url).port, DATA_DIR: cloud.dataDir }
    const ended = await desk.run('check', ['--env', 'local'], env)
    expect(ended).toMatchObject({
      status: 0,
      text: expect.stringMatching(/符合 \d+ 项，不符 0 项，未试 8 项。/u) as string,
    })
    for (const key of Object.values(settings.keys)) expect(ended.text).not.toContain(key.slice(3))
    desk.close()
  })
})

const openNames = () => cloud.store.collectionNames()
const rows = (answer: Answer, change: (list: string[]) => string[]): Answer =>
  answer.data?.list === undefined ? answer : { ...answer, data: { ...answer.data, list: change(answer.data.list) } }
const modifies = ({ action }: Asked) => action === 'database.modifyDocument'
const reads = ({ action }: Asked) => action === 'database.getDocument'
const pipes = ({ action }: Asked) => action === 'database.aggregateDocuments'
const saying = (updated: number, answer: Answer): Answer =>
  answer.data?.updated === undefined ? answer : { ...answer, data: { ...answer.data, updated } }
const another = (answer: Answer): Answer => ({ ...answer, code: 'SOMETHING_ELSE', message: 'in other words' })
const accepted = (answer: Answer): Answer =>
  'code' in answer ? { requestId: 'x', data: { updated: 1, insertedIds: ['x'] } } : answer

/** What each assumption looks like where it is broken. */
const BROKEN: Readonly<Record<string, (asked: Asked, answer: Answer) => Answer>> = {
  'updated-counts-modified': (asked, answer) => (modifies(asked) ? saying(1, answer) : answer),
  'conditional-update-has-one-winner': (asked, answer) => (modifies(asked) ? saying(1, answer) : answer),
  'set-counts-one': (asked, answer) => (modifies(asked) ? saying(0, answer) : answer),
  'update-merges-by-path': (asked, answer) =>
    reads(asked) ? rows(answer, (list) => list.map((row) => row.replace(/"c":[^,}]+/u, '"lost":1'))) : answer,
  'odd-writes-are-refused': (asked, answer) => (modifies(asked) ? accepted(answer) : answer),
  'duplicate-id-is-told': (_asked, answer) => ('code' in answer ? another(answer) : answer),
  'unique-index-is-told': (_asked, answer) => ('code' in answer ? another(answer) : answer),
  'unique-index-counts-missing-as-null': (_asked, answer) => accepted(answer),
  'query-limits': (asked, answer) => (reads(asked) ? rows(answer, (list) => list.slice(0, 100)) : answer),
  'pipeline-limits': (asked, answer) => (pipes(asked) ? rows(answer, (list) => list.slice(0, 20)) : answer),
  join: (asked, answer) =>
    pipes(asked) ? rows(answer, (list) => list.map((row) => row.replace('join-1', 'join-3'))) : answer,
  'text-order': (asked, answer) => (reads(asked) ? rows(answer, (list) => [...list].reverse()) : answer),
  'prefix-range': (asked, answer) => (reads(asked) ? rows(answer, (list) => list.slice(1)) : answer),
  'shape-of-one-document': (asked, answer) =>
    reads(asked) && asked.transactionId !== undefined ? rows(answer, () => []) : answer,
  'transactions-under-conflict': (_asked, answer) => ('code' in answer ? another(answer) : answer),
  'transaction-reads-a-snapshot': (asked, answer) =>
    reads(asked) ? rows(answer, (list) => list.map((row) => row.replace(/"n":\{?[^,}]*0[^,}]*\}?/u, '"n":9'))) : answer,
  'times-come-back-as-dates': (asked, answer) =>
    reads(asked) ? rows(answer, (list) => list.map((row) => row.replace('$date', 'date'))) : answer,
}

describe('an assumption about the platform', () => {
  it('has each a way in which it can be broken here', () => {
    expect(Object.keys(BROKEN).sort()).toEqual(ASSUMPTIONS.map(({ id }) => id).sort())
  })

  it.each(Object.entries(BROKEN))('is found to differ where it is broken: %s', async (id, broken) => {
    const space = await scratch()
    try {
      between.with(broken)
      const found = await checkAssumptions(space, [id])
      expect(found).toMatchObject([{ id, verdict: 'differs', breaks: expect.any(String) as string }])
    } finally {
      between.with()
      await space.drop()
    }
  })
})

describe('a setting', () => {
  it('is found to differ: a collection that clients may read, from both sides', async () => {
    const local = openLocalConsole(between.url)
    await local.setPermission('accounts', 'READONLY')
    const space = await scratch()
    const [fromTheConsole, asClient] = [await checkCollections(local), await checkAsClient(() => space.client())]
    await local.setPermission('accounts', 'ADMINONLY')
    await space.drop()
    expect(differing(fromTheConsole)).toEqual(['permissions'])
    expect(asClient).toMatchObject([{ id: 'client-reads-nothing', verdict: 'differs', seen: '读到了：accounts' }])
  })

  it('is not tried where the way of asking gets nothing at all', async () => {
    const nothing = { read: () => Promise.resolve('refused' as const), control: 'open' }
    const odd = {
      read: (name: string) => Promise.resolve(name === 'open' ? 1 : ('failed' as const)),
      control: 'open',
    }
    expect(await checkAsClient(() => Promise.resolve(odd), 1)).toMatchObject([{ verdict: 'not tried' }])
    expect(await checkAsClient(() => Promise.resolve(nothing), 1)).toMatchObject([{ verdict: 'not tried' }])
    expect(await checkAsClient(() => Promise.resolve('no way'))).toMatchObject([
      { verdict: 'not tried', seen: 'no way' },
    ])
  })

  it('is found to differ: collections, indexes, keys, limits and code of functions', async () => {
    const local = openLocalConsole(between.url)
    const without = {
      ...local,
      collections: async () => (await local.collections()).filter((name) => name !== 'audit'),
      indexes: async (name: string) => (name === 'transfers' ? [] : local.indexes(name)),
    }
    expect(differing(await checkCollections(without))).toEqual(['collections', 'indexes'])
    const otherwise = {
      ...local,
      functionSeen: async (name: string) => {
        const seen = (await local.functionSeen(name)) ?? { keys: {} }
        if (name === 'clock')
          return { ...seen, keys: { ...seen.keys, SEAL_KEYS: [{ id: 'k1', digest: 'ffffffff' }] }, timers: [] }
        return name === 'member' ? { ...seen, timeout: 3, concurrency: 10, code: 'old' } : seen
      },
    }
    const found = await checkFunctions(otherwise, new Map([['member', 'new']]))
    expect(differing(found)).toEqual(['function-settings', 'function-code', 'timer', 'keys-SEAL_KEYS'])
    expect(differing(await checkFunctions({ ...local, functionSeen: () => Promise.resolve(undefined) }))).toContain(
      'functions',
    )
  })

  it('is found to differ: a timer that was not heard of, and clocks that lie apart', async () => {
    const space = await scratch()
    const documents = openDocuments(databaseAccess(settings))
    await cloud.clock.tick()
    const now = cloud.clock.now()
    const after = (ms: number) => checkRunning(documents, space.db, space.items, now + ms)
    expect(differing(await after(0))).toEqual([])
    await space.drop()
    const again = await scratch()
    expect(differing(await checkRunning(documents, again.db, again.items, now + 11 * 60_000))).toEqual([
      'timer-heard',
      'desk-drift',
    ])
    await again.drop()
    await documents.put('deployment', { _id: 'clock', at: now, server: new Date(now + 60_000) } as { _id: string })
    const last = await scratch()
    expect(differing(await checkRunning(documents, last.db, last.items, now))).toEqual(['clock-drift'])
    await last.drop()
  })
})
