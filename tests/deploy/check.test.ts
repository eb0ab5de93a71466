import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ASSUMPTIONS, checkAssumptions } from '../../cloudfunctions/deploy/checks/assumptions'
import { checkAsCaller } from '../../cloudfunctions/deploy/checks/callers'
import { checkAsClient } from '../../cloudfunctions/deploy/checks/client'
import { checkCollections, checkFunctions } from '../../cloudfunctions/deploy/checks/environment'
import { checkRunning } from '../../cloudfunctions/deploy/checks/running'
import { checkStorage } from '../../cloudfunctions/deploy/checks/storage'
import { check } from '../../cloudfunctions/deploy/checking'
import { openDocuments } from '../../cloudfunctions/adapters/cloudbase/documents'
import { anyDiffers, tableOf, type Finding } from '../../cloudfunctions/deploy/findings'
import { openDatabase } from '../../cloudfunctions/deploy/database'
import { openLocalConsole } from '../../cloudfunctions/deploy/local-console'
import { localScratch } from '../../cloudfunctions/deploy/scratch'
import type { Settings } from '../../cloudfunctions/deploy/settings'
import { databaseAccess } from '../../cloudfunctions/deploy/target'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { openDesk } from './command'
import { databaseOf, STORAGE } from './stand-in/database'
import { ACCOUNT, openStandIn } from './stand-in/management'
import { openTampering, type Answer, type Asked, type Tampering } from './tampering'

/** A network whose only way out is the proxy. */
const ONLY_PROXY = new URL('stand-in/only-proxy.mjs', import.meta.url).href

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

describe('npm run deploy:check against CloudBase', () => {
  const envId = 'league-0g1abc'
  const deployed = async () => {
    const standIn = await openStandIn(envId, { database: databaseOf(cloud, envId, ACCOUNT) })
    const desk = openDesk(standIn)
    const province = { audience: 'league.example' }
    desk.write({ ...ACCOUNT, environments: { production: { envId, province, keys: settings.keys } } })
    expect((await desk.run('deploy', ['--env', 'production'])).status).toBe(0)
    await cloud.clock.tick()
    const run = () => desk.run('check', ['--env', 'production'], { NODE_OPTIONS: `--import ${ONLY_PROXY}` })
    const close = () => {
      desk.close()
      standIn.close()
    }
    return { standIn, run, close }
  }

  it('asks everything that can be asked there, and names what differs', async () => {
    const { standIn, run, close } = await deployed()
    try {
      const before = [...openNames()].sort()
      const whole = await run()
      expect(whole.text).toMatch(/符合 \d+ 项，不符 0 项，未试 4 项。/u)
      expect(whole.status).toBe(0)
      expect(whole.text).not.toContain('past the proxy')
      for (const claim of [
        '每个集合都设为 ADMINONLY',
        '云存储设为 ADMINONLY',
        '每个函数的 SEAL_KEYS 是同一套',
        '小程序里直接读数据库，每个集合都读不到',
        '伪造的定时调用不会运行',
        '云存储的下载地址到时就失效',
        '十分钟之内有过一次定时任务',
        ...ASSUMPTIONS.map(({ claim }) => claim),
      ])
        expect(whole.text).toContain(`✓ 符合  ${claim}`)
      // What it made for that is gone, from the management interface too.
      expect([...openNames()].sort()).toEqual(before)
      expect([...standIn.kept.tables.keys()].filter((name) => name.startsWith('check_'))).toEqual([])
      for (const key of Object.values(settings.keys)) expect(whole.text).not.toContain(key.slice(3))
      expect(whole.text).not.toContain(ACCOUNT.secretKey)

      const { tables, functions } = standIn.kept
      const accounts = tables.get('accounts')
      const clock = functions.get('clock')
      const member = functions.get('member')
      if (!accounts || !clock || !member) throw new Error('not deployed')
      accounts.permission = 'READONLY'
      await openLocalConsole(between.url).setPermission('accounts', 'READONLY')
      clock.triggers = []
      member.info.Timeout = 3
      for (const variable of member.info.Environment.Variables)
        if (variable.Key === 'TOKEN_KEYS') variable.Value = `k1:${Buffer.alloc(32, 'z').toString('base64')}`
      standIn.kept.functionRule = '{"*":{"invoke":"auth != null"}}'
      standIn.shut(STORAGE)
      const broken = await run()
      await openLocalConsole(between.url).setPermission('accounts', 'ADMINONLY')
      expect(broken.status).toBe(1)
      for (const claim of [
        '每个集合都设为 ADMINONLY',
        '小程序里直接读数据库，每个集合都读不到',
        '云函数安全规则',
        '云函数的运行环境、入口、内存、时限、单实例并发',
        'clock 有定时触发器',
        '每个函数的 TOKEN_KEYS 是同一套',
      ])
        expect(broken.text).toContain(`✗ 不符  ${claim}`)
      // The proxy does not lead to the storage: that was not asked, and nothing is said of it.
      expect(broken.text).toContain('– 未试  云存储的下载地址到时就失效')
      // The function itself refuses a forged timer, whatever the rules let in.
      expect(broken.text).toContain('✓ 符合  伪造的定时调用不会运行')
    } finally {
      close()
    }
  }, 240_000)
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

describe('what got no answer', () => {
  it('is not tried, and neither holds nor differs: a database that has too much to do', async () => {
    const space = await scratch()
    const documents = openDocuments(databaseAccess(settings))
    between.with(() => ({ code: 'EXCEED_REQUEST_LIMIT', message: 'request count exceeds limit' }))
    try {
      const running = await checkRunning(documents, space.db, space.items, cloud.clock.now())
      for (const { id, verdict } of [...(await checkAssumptions(space)), ...running])
        expect(verdict, id).toBe('not tried')
    } finally {
      between.with()
      await space.drop()
    }
  })

  it('nor one that nobody leads to', async () => {
    const db = openDatabase(databaseAccess({ ...settings, local: 'http://127.0.0.1:9' }))
    const found = await checkAssumptions({ db, items: 'items', others: 'others', indexed: true })
    expect(found.map(({ verdict }) => verdict)).toEqual(ASSUMPTIONS.map(() => 'not tried'))
    expect(found[0]?.seen).toBe('没有得到回答（ECONNREFUSED）')
  })

  it('nor all that a scratch collection is needed for, where none can be made', async () => {
    const none = () => Promise.reject(Object.assign(new Error('no right'), { code: 'UnauthorizedOperation' }))
    const chapters = await check({ settings, looking: openLocalConsole(between.url), scratch: none })
    expect(chapters.map(({ title }) => title)).toEqual(['设置', '其余'])
    expect(chapters[1]?.findings.every(({ verdict }) => verdict === 'not tried')).toBe(true)
    expect(tableOf(chapters)).toContain('UnauthorizedOperation：no right')
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

  it('is found to differ: a function that believes what a call says of its caller, or runs for a forged timer', async () => {
    const refusal = { reply: { ok: false, error: { code: 'NO_IDENTITY' } } }
    const done = { reply: { ok: true, value: {} } }
    const believing = {
      call: (fn: string, event: object) => Promise.resolve(fn === 'clock' || 'openid' in event ? done : refusal),
    }
    expect(differing(await checkAsCaller(() => Promise.resolve(believing)))).toEqual([
      'forged-identity',
      'forged-clock',
    ])
    const unknown = { call: () => Promise.resolve('refused' as const) }
    expect((await checkAsCaller(() => Promise.resolve(unknown))).map(({ verdict }) => verdict)).toEqual([
      'not tried',
      'not tried',
    ])
    expect((await checkAsCaller(() => Promise.resolve('nobody comes in'))).map(({ seen }) => seen)).toEqual([
      'nobody comes in',
      'nobody comes in',
    ])
    const closed = { call: (fn: string) => Promise.resolve(fn === 'clock' ? ('refused' as const) : refusal) }
    expect((await checkAsCaller(() => Promise.resolve(closed))).map(({ verdict }) => verdict)).toEqual([
      'holds',
      'holds',
    ])
  })

  it('is found to differ: an address of the storage that lasts', async () => {
    const space = await scratch()
    const { files, statusOf } = space.storage
    expect(await checkStorage({ files, statusOf: () => Promise.resolve(200) })).toMatchObject([{ verdict: 'differs' }])
    expect(await checkStorage({ files, statusOf: () => Promise.resolve(404) })).toMatchObject([
      { verdict: 'not tried' },
    ])
    const nothing = { ...files, put: () => Promise.reject(new Error('no')) }
    expect(await checkStorage({ files: nothing, statusOf })).toMatchObject([{ verdict: 'not tried' }])
    expect(await checkStorage({ files, statusOf })).toMatchObject([{ verdict: 'holds' }])
    await space.drop()
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
