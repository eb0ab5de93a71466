import { statSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import indexes from '../../cloudfunctions/indexes.json'
import { openDesk, type Desk } from './command'
import { ACCOUNT, openStandIn, type StandIn } from './stand-in/management'
import type { Kept } from './stand-in/state'

const KEY = (id: string, letter: string): string => `${id}:${Buffer.alloc(32, letter).toString('base64')}`
const KEYS = { SEAL_KEYS: KEY('k1', 'a'), TOKEN_KEYS: KEY('k1', 'b'), SIGN_KEYS: KEY('k1', 'c') }
const SETTINGS = {
  envId: 'league-0g1abc',
  appid: 'wx0123456789abcdef',
  keys: KEYS,
  province: { audience: 'league.example' },
  messages: { secret: 'made-up-secret-of-the-mini-program', templates: {} },
}
/** What never may be printed, whatever happens. */
const SECRETS = [
  ...Object.values(KEYS).map((key) => key.slice(3)),
  ACCOUNT.secretId,
  ACCOUNT.secretKey,
  SETTINGS.messages.secret,
]

let standIn: StandIn
let desk: Desk

beforeEach(async () => {
  standIn = await openStandIn(SETTINGS.envId)
  desk = openDesk(standIn)
  desk.write({ ...ACCOUNT, environments: { production: SETTINGS } })
})
afterEach(() => {
  standIn.close()
  desk.close()
})

const deploy = async (...line: string[]) => {
  const before = standIn.calls.length
  const ended = await desk.run('deploy', ['--env', 'production', ...line])
  for (const secret of SECRETS) expect(ended.text).not.toContain(secret)
  return { ...ended, calls: standIn.calls.slice(before) }
}
let firstDeployed: Kept | undefined
/** An environment that was deployed to once, as the service keeps it after that. */
const deployed = async (): Promise<void> => {
  if (firstDeployed === undefined) {
    expect(await deploy()).toMatchObject({ status: 0 })
    firstDeployed = structuredClone(standIn.kept)
  } else Object.assign(standIn.kept, structuredClone(firstDeployed))
}
/** What changes something: all that does not only describe. */
const changing = (calls: readonly { action: string }[]) =>
  calls.map(({ action }) => action).filter((action) => !/^(?:Describe|List|Get)/.test(action))
const counted = (names: readonly string[]) =>
  names.reduce<Record<string, number>>((sum, name) => ({ ...sum, [name]: (sum[name] ?? 0) + 1 }), {})

const COLLECTIONS = Object.keys(indexes)
const INDEXED = Object.values(indexes).filter((list) => list.length > 0).length
const FIRST = {
  CreateTable: COLLECTIONS.length,
  UpdateTable: INDEXED,
  ModifyDatabaseACL: COLLECTIONS.length,
  ModifyStorageSafeRule: 1,
  ModifySecurityRule: 1,
  CreateFunction: 4,
  BatchCreateTrigger: 1,
  CreateCloudBaseGWAPI: 1,
  ModifyCloudBaseGWPrivilege: 1,
}

const environmentOf = (name: string) =>
  Object.fromEntries(
    (standIn.kept.functions.get(name)?.info.Environment.Variables ?? []).map(({ Key, Value }) => [Key, Value]),
  )

describe('npm run deploy', () => {
  it('brings a new environment to what the product needs, and a second run changes nothing', async () => {
    const first = await deploy()
    expect(first).toMatchObject({ status: 0, text: expect.stringContaining('读回核对') as string })
    expect(first.text).not.toContain('✗')
    expect(counted(changing(first.calls))).toEqual(FIRST)

    const { kept } = standIn
    expect([...kept.tables.keys()]).toEqual(COLLECTIONS)
    expect([...kept.tables.values()].map(({ permission }) => permission)).toEqual(COLLECTIONS.map(() => 'ADMINONLY'))
    expect(kept.storagePermission).toBe('ADMINONLY')
    expect(JSON.parse(kept.functionRule)).toEqual({
      '*': { invoke: 'auth != null' },
      clock: { invoke: false },
      province: { invoke: false },
    })
    expect([...kept.functions].map(([name, { info }]) => [name, info.Runtime, info.MemorySize, info.Timeout])).toEqual([
      ['member', 'Nodejs20.19', 256, 10],
      ['secretary', 'Nodejs20.19', 512, 20],
      ['province', 'Nodejs20.19', 256, 10],
      ['clock', 'Nodejs20.19', 256, 60],
    ])
    expect(kept.functions.get('clock')?.triggers).toEqual([
      { TriggerName: 'everyFiveMinutes', Type: 'timer', TriggerDesc: '0 */5 * * * * *' },
    ])
    expect(kept.access).toEqual({ on: true, paths: [{ APIId: 'api-0', Path: '/province', Name: 'province', Type: 1 }] })
    const slot = kept.tables.get('transfers')?.indexes.find(({ IndexName }) => IndexName === 'slot')
    expect(slot?.MgoKeySchema).toEqual({ MgoIsUnique: true, MgoIndexKeys: [{ Name: 'slot', Direction: '1' }] })
    for (const name of kept.functions.keys())
      expect(environmentOf(name)).toMatchObject({ SEAL_KEYS: KEYS.SEAL_KEYS, TOKEN_KEYS: KEYS.TOKEN_KEYS })
    expect(Object.keys(environmentOf('secretary')).sort()).toEqual(['CODE_DIGEST', 'SEAL_KEYS', 'TOKEN_KEYS'])
    expect(environmentOf('province')).toMatchObject({ SIGN_KEYS: KEYS.SIGN_KEYS, PROVINCE_AUDIENCE: 'league.example' })
    expect(environmentOf('clock')).toMatchObject({ WECHAT_APPID: SETTINGS.appid })

    const second = await deploy()
    expect(second).toMatchObject({ status: 0, text: expect.stringContaining('没有需要改动的地方') as string })
    expect(changing(second.calls)).toEqual([])
  })

  it('goes on where it was cut off, at every kind of step, and makes nothing twice', async () => {
    const made: string[] = []
    for (const [action, when] of Object.keys(FIRST).flatMap((one, i) => [
      [one, i % 2 === 0 ? 'before' : 'after'] as const,
    ])) {
      standIn.fail({ action, when, after: action === 'CreateTable' || action === 'ModifyDatabaseACL' ? 3 : 0 })
      const cut = await deploy()
      expect(cut.text).toMatch(/停在“[^”]+”：/)
      expect(cut.status).toBe(1)
      made.push(...changing(cut.calls))
    }
    const last = await deploy()
    expect(last.status).toBe(0)
    made.push(...changing(last.calls))
    // What was refused was asked for twice; what was done and lost its answer was seen to be there.
    const twice = Object.keys(FIRST).filter((_, i) => i % 2 === 0)
    expect(counted(made)).toEqual(
      Object.fromEntries(Object.entries(FIRST).map(([name, count]) => [name, count + (twice.includes(name) ? 1 : 0)])),
    )
    expect(changing((await deploy()).calls)).toEqual([])
  })

  it('rehearses against what is there, and changes nothing', async () => {
    const rehearsed = await deploy('--dry-run')
    expect(rehearsed.status).toBe(0)
    expect(rehearsed.text).toContain('将建立集合 accounts')
    expect(changing(rehearsed.calls)).toEqual([])
    expect(rehearsed.calls.length).toBeGreaterThan(0)
  })

  it('rehearses without an account, and says every step', async () => {
    desk.write({})
    const rehearsed = await deploy('--dry-run')
    expect(rehearsed).toMatchObject({ status: 0, calls: [] })
    for (const collection of COLLECTIONS) {
      expect(rehearsed.text).toContain(`建立集合 ${collection}\n`)
      expect(rehearsed.text).toContain(`把集合 ${collection} 设为只有云函数能读写（ADMINONLY）`)
    }
    for (const name of ['member', 'secretary', 'province', 'clock'])
      expect(rehearsed.text).toContain(`建立函数 ${name}`)
  })

  it('changes what somebody changed, and that alone', async () => {
    await deployed()
    const { tables, functions } = standIn.kept
    const [accounts, transfers, member, clock] = [
      tables.get('accounts'),
      tables.get('transfers'),
      functions.get('member'),
      functions.get('clock'),
    ]
    if (!accounts || !transfers || !member || !clock) throw new Error('not deployed')
    accounts.permission = 'READONLY'
    standIn.kept.storagePermission = 'PRIVATE'
    standIn.kept.functionRule = '{"*":{"invoke":true},"other":{"invoke":true}}'
    const own = {
      IndexName: 'own',
      MgoKeySchema: { MgoIsUnique: false, MgoIndexKeys: [{ Name: 'x', Direction: '1' }] },
    }
    transfers.indexes = transfers.indexes.filter(({ IndexName }) => IndexName !== 'queue' && IndexName !== 'link')
    const slot = transfers.indexes.find(({ IndexName }) => IndexName === 'slot')
    if (slot) slot.MgoKeySchema.MgoIsUnique = false
    accounts.indexes.push(own)
    member.info.MemorySize = 128
    member.info.Environment.Variables.push({ Key: 'OWN', Value: 'kept' })
    member.concurrency = { DynamicEnabled: 'FALSE', MaxConcurrency: 10 }
    clock.triggers = [{ TriggerName: 'everyFiveMinutes', Type: 'timer', TriggerDesc: '0 0 0 1 1 * *' }]

    const mended = await deploy()
    expect(mended.status).toBe(0)
    expect(changing(mended.calls)).toEqual([
      'UpdateTable',
      'ModifyDatabaseACL',
      'ModifyStorageSafeRule',
      'ModifySecurityRule',
      'UpdateFunctionConfiguration',
      'DeleteTrigger',
      'BatchCreateTrigger',
    ])
    expect(accounts.indexes.map(({ IndexName }) => IndexName)).toContain('own')
    expect(mended.calls.find(({ action }) => action === 'UpdateTable')?.params).toMatchObject({
      TableName: 'transfers',
      DropIndexes: [{ IndexName: 'slot' }],
      CreateIndexes: [{ IndexName: 'slot' }, { IndexName: 'link' }, { IndexName: 'queue' }],
    })
    expect(JSON.parse(standIn.kept.functionRule)).toMatchObject({ other: { invoke: true }, clock: { invoke: false } })
    expect(environmentOf('member')).toMatchObject({ OWN: 'kept', SEAL_KEYS: KEYS.SEAL_KEYS })
    expect(member.concurrency).toEqual({ DynamicEnabled: 'FALSE', MaxConcurrency: 1 })
    expect(changing((await deploy()).calls)).toEqual([])
  })

  it('sends code again that is not the code here, and says which it is last of all', async () => {
    await deployed()
    const secretary = standIn.kept.functions.get('secretary')
    if (!secretary) throw new Error('not deployed')
    const digest = secretary.info.Environment.Variables.find(({ Key }) => Key === 'CODE_DIGEST')
    if (!digest) throw new Error('no digest')
    digest.Value = 'of-a-version-before'
    standIn.fail({ action: 'UpdateFunctionConfiguration', when: 'before' })
    expect((await deploy()).status).toBe(1)
    const again = await deploy()
    expect(changing(again.calls)).toEqual(['UpdateFunctionCode', 'UpdateFunctionConfiguration'])
    expect(secretary.zip.length).toBeLessThan(1.5 * 1024 * 1024)
  })

  it('stops where a permission does not read back as it was set', async () => {
    const { tables } = standIn.kept
    const set = tables.set.bind(tables)
    tables.set = (name, table) =>
      set(
        name,
        name === 'holders'
          ? Object.defineProperty(table, 'permission', { get: () => 'PRIVATE', set: () => undefined })
          : table,
      )
    const ended = await deploy()
    expect(ended.status).toBe(1)
    expect(ended.text).toContain('集合 holders 设为 ADMINONLY 之后，读回来的是 PRIVATE')
    expect(standIn.kept.functions.size).toBe(0)
  })

  it('never takes away a key that functions have and this desk lacks', async () => {
    await deployed()
    desk.write({
      ...ACCOUNT,
      environments: { production: { ...SETTINGS, keys: { ...KEYS, SEAL_KEYS: KEY('k1', 'z') } } },
    })
    const ended = await deploy()
    expect(ended).toMatchObject({ status: 1, text: expect.stringContaining('SEAL_KEYS k1(') as string })
    expect(changing(ended.calls)).toEqual([])
    expect(environmentOf('member')['SEAL_KEYS']).toBe(KEYS.SEAL_KEYS)

    // Nothing that is stored needs the key that signs: after a leak another one takes its place.
    const signing = KEY('k2', 'z')
    desk.write({ ...ACCOUNT, environments: { production: { ...SETTINGS, keys: { ...KEYS, SIGN_KEYS: signing } } } })
    expect((await deploy()).status).toBe(0)
    expect(environmentOf('province')['SIGN_KEYS']).toBe(signing)
  })

  it('says what is missing before it touches anything', async () => {
    desk.write({ environments: { production: SETTINGS } })
    expect(await deploy()).toMatchObject({
      status: 1,
      calls: [],
      text: expect.stringContaining('没有腾讯云的密钥') as string,
    })
    desk.write({ ...ACCOUNT, environments: { production: { ...SETTINGS, keys: {} } } })
    expect(await deploy()).toMatchObject({
      status: 1,
      calls: [],
      text: expect.stringContaining('npm run deploy:keys') as string,
    })
    desk.write({ ...ACCOUNT, secretKey: 'another', environments: { production: SETTINGS } })
    expect(await deploy()).toMatchObject({
      status: 1,
      text: expect.stringContaining('AuthFailure.SignatureFailure') as string,
    })
  })
})

describe('npm run deploy:keys', () => {
  it('makes the keys that are lacking into a file that nobody else reads, shows none, and keeps them ever after', async () => {
    desk.write({
      ...ACCOUNT,
      environments: { production: { envId: SETTINGS.envId, keys: { SIGN_KEYS: KEYS.SIGN_KEYS } } },
    })
    const first = await desk.run('keys', ['--env', 'production'])
    expect(first.status).toBe(0)
    const made = JSON.stringify(desk.read())
    const { keys } = (desk.read() as { environments: { production: { keys: typeof KEYS } } }).environments.production
    expect(keys.SIGN_KEYS).toBe(KEYS.SIGN_KEYS)
    for (const name of ['SEAL_KEYS', 'TOKEN_KEYS'] as const) {
      expect(Buffer.from(keys[name].slice(3), 'base64')).toHaveLength(32)
      expect(first.text).not.toContain(keys[name].slice(3))
    }
    expect(statSync(desk.settings).mode & 0o077).toBe(0)
    expect(first.text).toContain('丢了')
    expect((await desk.run('keys', ['--env', 'production'])).text).toContain('没有改动')
    expect(JSON.stringify(desk.read())).toBe(made)
  })
})
