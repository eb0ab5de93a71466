import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSealing, readKeys } from '../../cloudfunctions/adapters/sealing'
import type { Place } from '../../cloudfunctions/app/store/ports'
import { keyIdOf, placeOf, sealedAt, SEALED_FIELDS } from '../../cloudfunctions/deploy/sealed-fields'
import { BOUND_TOKENS, TOKEN_FIELDS } from '../../cloudfunctions/deploy/token-fields'
import { aStudent, codeOf, LEAGUE, leagueSecretary, person, valueOf } from '../support/client'
import { commandFile } from '../support/build-commands'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { openDesk } from './command'
import { databaseOf } from './stand-in/database'
import { ACCOUNT, openStandIn } from './stand-in/management'

const project = fileURLToPath(new URL('../..', import.meta.url))
const RECORDS = path.join(project, 'cloudfunctions', 'app', 'store', 'records.ts')
/** Which collection a record with sealed fields lies in. */
const COLLECTION_OF: Readonly<Record<string, string>> = {
  AccountRecord: 'accounts',
  TransferRecord: 'transfers',
  RosterContent: 'roster',
  UploadPartRecord: 'uploads',
  DraftRecord: 'drafts',
}

/** Every field that the records declare as sealed, as `collection.path`. */
const declared = (): string[] => {
  const found: string[] = []
  let record = ''
  for (const line of readFileSync(RECORDS, 'utf8').split('\n')) {
    record = /^export interface (\w+)/u.exec(line)?.[1] ?? record
    const group = /^ {2}(\w+): \{/u.exec(line)?.[1]
    for (const [, name] of line.matchAll(/(\w+)\??: Sealed\b/gu))
      found.push(`${COLLECTION_OF[record] ?? record}.${group === undefined ? '' : `${group}.`}${name ?? ''}`)
  }
  // A row's memory of its last imports holds the same content once more.
  if (/^ {2}before: RosterContent/mu.test(readFileSync(RECORDS, 'utf8'))) found.push('roster.history.*.before.phone')
  return found.sort()
}

/** People do not come one upon the other. */
const pause = () => new Promise<undefined>((resolve) => setTimeout(resolve, 150, undefined))

/** Nobody registers while the keys are exchanged; anything else is a fault. */
const whileClosed = (error: Error): Promise<undefined> => {
  if (!error.message.includes('TRY_AGAIN')) throw error
  return pause()
}

describe('the sealed fields', () => {
  it('are exactly those of the records: one that is missing would be lost with the old key', () => {
    const named = Object.entries(SEALED_FIELDS).flatMap(([collection, paths]) =>
      paths.map((one) => `${collection}.${one}`),
    )
    expect(named.sort()).toEqual(declared())
  })
})

/** In which collection a record with tokens lies, or under which field of which one. */
const TOKENS_OF: Readonly<Record<string, readonly string[]>> = {
  AccountRecord: ['accounts.'],
  HolderRecord: ['holders.', 'logins.'],
  LinkRecord: ['transfers.link.'],
  TransferRecord: ['transfers.'],
  StaffCodeRecord: ['staffCodes.'],
  ConflictRecord: ['conflicts.'],
  RosterContent: ['roster.', 'roster.history.before.'],
  RosterChange: ['roster.history.'],
  RosterRecord: ['roster.'],
  RecoveryRecord: ['recoveries.'],
}

describe('the tokens', () => {
  it('of the records are each made anew, or said to stay with the key that made them', () => {
    const found: string[] = []
    let record = ''
    for (const line of readFileSync(RECORDS, 'utf8').split('\n')) {
      record = /^export interface (\w+)/u.exec(line)?.[1] ?? record
      const name = /^ {2}(\w+)\??: Token(?:\[\])?$/u.exec(line)?.[1]
      if (name !== undefined) found.push(...(TOKENS_OF[record] ?? [`${record}?`]).map((place) => `${place}${name}`))
    }
    const isAnew = (place: string): boolean => {
      const [collection = '', field = ''] = place.split('.')
      const { fields, id } = TOKEN_FIELDS[collection] ?? { fields: [] }
      return field === '_id' ? id === true : fields.includes(field)
    }
    expect(found.length).toBeGreaterThan(15)
    expect(found.filter((place) => !isAnew(place) && !(place in BOUND_TOKENS))).toEqual([])
    expect(Object.keys(BOUND_TOKENS).filter((place) => !found.includes(place))).toEqual([])
    expect(readFileSync(RECORDS, 'utf8').match(/\bToken\b/gu)).toHaveLength(
      // The type itself, a comment, and one for each field: `finders` holds tokens among other texts and is named by hand.
      2 + [...readFileSync(RECORDS, 'utf8').matchAll(/^ {2}\w+\??: Token/gmu)].length,
    )
  })
})

const keysIn = ({ dataDir }: TestCloud): Record<string, string> =>
  JSON.parse(readFileSync(path.join(dataDir, 'keys.json'), 'utf8')) as Record<string, string>

/** Every sealed value as it lies there, by where it lies. */
const sealedIn = ({ store }: TestCloud): Map<string, { sealed: string; place: Place }> =>
  new Map(
    Object.entries(SEALED_FIELDS).flatMap(([name, paths]) =>
      [...store.collection(name).all()].flatMap(({ document }) =>
        paths.flatMap((one) => {
          const id = document?.['_id'] as string
          const sealed = sealedAt(document ?? {}, one)
          const place = placeOf(name as Place['collection'], id, one)
          return sealed === undefined ? [] : [[`${name}/${id}/${one}`, { sealed, place }] as const]
        }),
      ),
    ),
  )
const openedIn = (cloud: TestCloud, keys: Record<string, string>): Map<string, string> => {
  const sealing = createSealing(readKeys('SEAL_KEYS', keys['SEAL_KEYS']), readKeys('TOKEN_KEYS', keys['TOKEN_KEYS']))
  return new Map([...sealedIn(cloud)].map(([where, { sealed, place }]) => [where, sealing.open(sealed, place)]))
}

describe('npm run reseal', () => {
  let cloud: TestCloud
  beforeAll(async () => {
    cloud = await startLocalCloud({ demo: true })
  })
  afterAll(() => cloud.close())

  const keysNow = (): Record<string, string> => keysIn(cloud)
  /** Runs it; killed once it has said this, where something is said. */
  const reseal = (
    killOnce?: RegExp,
    ...flags: string[]
  ): Promise<{ killed: boolean; text: string; status: number | null }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [commandFile('reseal'), '--env', 'local', ...flags], {
        cwd: project,
        env: { PATH: process.env['PATH'] ?? '', PORT: new URL(cloud.url).port, DATA_DIR: cloud.dataDir },
      })
      let text = ''
      const take = (part: Buffer) => {
        text += part.toString()
        if (killOnce?.test(text) === true) child.kill('SIGKILL')
      }
      child.stdout.on('data', take)
      child.stderr.on('data', take)
      child.on('close', (status, signal) => {
        resolve({ killed: signal === 'SIGKILL', text, status })
      })
    })

  const sealedValues = () => sealedIn(cloud)
  const opened = (keys: Record<string, string>) => openedIn(cloud, keys)

  it('loses nothing while people work and it is killed at every step, and ends with the new key alone', async () => {
    const before = opened(keysNow())
    expect(before.size).toBeGreaterThan(100)

    const work = { goesOn: true }
    const registered: string[] = []
    const people = (async () => {
      while (work.goesOn) {
        registered.push((await aStudent(cloud)).openid ?? '')
        await pause()
      }
    })()
    for (const said of [/1\. /u, /2\. /u, /accounts：/u, /transfers：/u]) expect((await reseal(said)).killed).toBe(true)
    const last = await reseal()
    work.goesOn = false
    await people
    expect(last).toMatchObject({ status: 0, text: expect.stringContaining('旧的密钥 k1 已从云函数') as string })

    const keys = keysNow()
    expect(keys['SEAL_KEYS']).toMatch(/^k2:[^,]+$/u)
    expect([...sealedValues().values()].filter(({ sealed }) => keyIdOf(sealed) !== 'k2')).toEqual([])
    const after = opened(keys)
    for (const [where, plain] of before) expect(after.get(where), where).toBe(plain)
    expect(registered.length).toBeGreaterThan(3)
    for (const openid of registered) {
      const reply = await cloud.call('member', 'account.me', {}, openid)
      expect(reply).toMatchObject({ ok: true, value: { account: { name: expect.any(String) as string } } })
    }
    for (const text of [last.text]) for (const key of Object.values(keys)) expect(text).not.toContain(key.slice(3))
  })

  it('changes the key once more where it is run once more', async () => {
    const before = opened(keysNow())
    expect((await reseal()).status).toBe(0)
    expect(keysNow()['SEAL_KEYS']).toMatch(/^k3:[^,]+$/u)
    expect(opened(keysNow())).toEqual(before)
  })

  /** Everything that lies in the database, as text, but for what is written once and never changed. */
  const everything = (): string =>
    cloud.store
      .collectionNames()
      .filter((name) => name !== 'audit')
      .flatMap((name) => [...cloud.store.collection(name).all()].map(({ document }) => JSON.stringify(document)))
      .join('\n')
  const tokensUnder = (id: string): number =>
    [...everything().matchAll(new RegExp(`(?<![\\w.-])${id}\\.[\\w-]{43}(?![\\w-])`, 'gu'))].length

  it('of the tokens finds everybody at every moment, and keeps the old key for what is only known by it', async () => {
    const desk = leagueSecretary(cloud)
    const [waiting, later] = [person(900), person(901)]
    const row = ({ name, idNumber }: typeof waiting) => ({ name, idNumber })
    valueOf(
      await desk.call('secretary', 'roster.import', {
        branchId: LEAGUE,
        importId: 'tokens',
        rows: [waiting, later].map(row),
      }),
    )
    const old = await aStudent(cloud)
    valueOf(await old.call('member', 'account.password', { username: 'tokens', password: 'made-up password' }))
    const started = await old.started()
    const link = valueOf(await old.member('transfer.invite', { id: started.id }))

    const work = { goesOn: true }
    let taken = 0
    const people = (async () => {
      while (work.goesOn) {
        const student = await aStudent(cloud).catch(whileClosed)
        if (student === undefined) continue
        const again = await cloud.call(
          'member',
          'account.register',
          { ...student.person, phone: '19900000000', consent: { version: '1', terms: true, sensitive: true } },
          `another-${String(taken)}`,
        )
        if (codeOf(again) === 'TRY_AGAIN') continue
        expect(codeOf(again)).toBe('ID_TAKEN')
        taken += 1
        await pause()
      }
    })()
    for (const said of [/1\. /u, /2\. /u, /accounts：/u, /logins：|transfers：/u])
      expect((await reseal(said, '--tokens')).killed).toBe(true)
    const stays = await reseal(undefined, '--tokens')
    work.goesOn = false
    await people
    expect(taken).toBeGreaterThan(1)
    expect(stays.status).toBe(0)
    expect(stays.text).toContain('旧的密钥 k1 暂时留着')
    expect(stays.text).toMatch(/名单上还没有登记的 \d+ 人/u)
    expect(stays.text).toContain('已经发出的链接 1 个')
    expect(keysNow()['TOKEN_KEYS']).toMatch(/^k2:[^,]+,k1:[^,]+$/u)

    // Under either key: who is registered, who signs in, who is on the roster, and a link that was sent.
    const other = 'a-new-phone'
    expect(
      codeOf(await cloud.call('member', 'account.login', { login: 'TOKENS', password: 'made-up password' }, other)),
    ).toBe('ok')
    expect(codeOf(await cloud.call('member', 'invite.open', { token: link.token }, 'outside'))).toBe('ok')
    const registered = await aStudent(cloud, waiting)
    const matched = await registered.started()
    expect(
      valueOf(await desk.desk('desk.list', { branchId: LEAGUE, rosterMatch: 'full', text: waiting.name })).items,
    ).toMatchObject([{ id: matched.id }])

    // Once nothing is left, or where it cannot wait: the old key goes, and with it all that was found by it alone.
    const dropped = await reseal(undefined, '--tokens', '--although-bound')
    expect(dropped).toMatchObject({ status: 0, text: expect.stringContaining('旧的密钥 k1 已从云函数') as string })
    expect(keysNow()['TOKEN_KEYS']).toMatch(/^k2:[^,]+$/u)
    expect(tokensUnder('k2')).toBeGreaterThan(300)
    const left = everything()
      .split('\n')
      .filter((line) => /(?<![\w.-])k1\.[\w-]{43}(?![\w-])/u.test(line))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    const keysOf = left.flatMap((one) =>
      Object.keys(one).filter((key) => /(?<![\w.-])k1\.[\w-]{43}(?![\w-])/u.test(JSON.stringify(one[key]))),
    )
    expect([...new Set(keysOf)].filter((key) => !['_id', 'link', 'history', 'code', 'claimant'].includes(key))).toEqual(
      [],
    )
    expect(codeOf(await cloud.call('member', 'account.me', {}, other))).toBe('ok')
    expect(
      codeOf(await cloud.call('member', 'account.login', { login: 'tokens', password: 'made-up password' }, 'third')),
    ).toBe('ok')
    expect(codeOf(await cloud.call('member', 'invite.open', { token: link.token }, 'outside'))).toBe('NOT_FOUND')
    // The same list once more makes whole whom only the token knew, and doubles nobody.
    const again = valueOf(
      await desk.call('secretary', 'roster.import', { branchId: LEAGUE, importId: 'tokens-2', rows: [later].map(row) }),
    )
    expect(again).toMatchObject({ added: 0, changed: 1 })
    const last = await (await aStudent(cloud, later)).started()
    expect(
      valueOf(await desk.desk('desk.list', { branchId: LEAGUE, rosterMatch: 'full', text: later.name })).items,
    ).toMatchObject([{ id: last.id }])
  })

  it('reaches the functions of CloudBase through the management interface, one step after the other', async () => {
    const envId = 'league-0g1abc'
    const cloud = await startLocalCloud()
    for (let i = 0; i < 3; i += 1) await (await aStudent(cloud)).started()
    const keysNow = () => keysIn(cloud)
    const opened = (keys: Record<string, string>) => openedIn(cloud, keys)
    const standIn = await openStandIn(envId, { database: databaseOf(cloud, envId, ACCOUNT) })
    const desk = openDesk(standIn)
    try {
      desk.write({ ...ACCOUNT, environments: { production: { envId, keys: keysNow() } } })
      expect((await desk.run('deploy', ['--env', 'production'])).status).toBe(0)
      const before = opened(keysNow())
      const ringsOf = (name: 'SEAL_KEYS' | 'TOKEN_KEYS'): string[] => {
        const given = standIn.calls
          .filter(({ action }) => action === 'UpdateFunctionConfiguration')
          .flatMap(({ params }) => (params['Environment'] as { Variables: { Key: string; Value: string }[] }).Variables)
          .filter(({ Key }) => Key === name)
          .map(({ Value }) =>
            Value.split(',')
              .map((key) => key.slice(0, key.indexOf(':')))
              .join(),
          )
        return given.filter((ring, i) => ring !== given[i - 1])
      }
      standIn.fail({ action: 'UpdateFunctionConfiguration', when: 'after', after: 5 })
      const cut = await desk.run('reseal', ['--env', 'production'])
      expect(cut).toMatchObject({ status: 1, text: expect.stringContaining('停在这里：') as string })
      const sealed = await desk.run('reseal', ['--env', 'production'])
      expect(sealed).toMatchObject({ status: 0, text: expect.stringContaining('旧的密钥 k1 已从云函数') as string })
      expect(ringsOf('SEAL_KEYS')).toEqual(['k1,k2', 'k2,k1', 'k2'])
      standIn.calls.length = 0
      const tokens = await desk.run('reseal', ['--env', 'production', '--tokens'])
      expect(tokens).toMatchObject({ status: 0, text: expect.stringContaining('旧的密钥 k1 已从云函数') as string })
      expect(ringsOf('TOKEN_KEYS')).toEqual(['k1,k2', 'k2,k1', 'k2'])

      const { keys } = (desk.read() as { environments: { production: { keys: Record<string, string> } } }).environments
        .production
      expect(keys['SEAL_KEYS']).toMatch(/^k2:[^,]+$/u)
      expect(opened(keys)).toEqual(before)
      for (const [, { info }] of standIn.kept.functions) {
        const has = Object.fromEntries(info.Environment.Variables.map(({ Key, Value }) => [Key, Value]))
        expect(has).toMatchObject({ SEAL_KEYS: keys['SEAL_KEYS'], TOKEN_KEYS: keys['TOKEN_KEYS'] })
      }
      for (const { text } of [cut, sealed, tokens])
        for (const key of Object.values(keys)) expect(text).not.toContain(key.slice(3))
    } finally {
      desk.close()
      standIn.close()
      await cloud.close()
    }
  }, 300_000)
})
