import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSealing, readKeys } from '../../cloudfunctions/adapters/sealing'
import type { Place } from '../../cloudfunctions/app/store/ports'
import { SCHEMA } from '../../cloudfunctions/app/store/records'
import { readBackup, writeBackup, headerOf } from '../../cloudfunctions/deploy/backup-file'
import { readJournal } from '../../cloudfunctions/deploy/backup-folder'
import { COLLECTIONS } from '../../cloudfunctions/deploy/collections'
import { placeOf, sealedAt, SEALED_FIELDS } from '../../cloudfunctions/deploy/sealed-fields'
import { aStudent, codeOf, LEAGUE, leagueSecretary, setBranch, valueOf, type Caller } from '../support/client'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { openDesk, type Desk } from './command'

const PASSPHRASE = 'made-up words that nobody else has'
const adapters = fileURLToPath(new URL('../../cloudfunctions/adapters/cloudbase', import.meta.url))

let cloud: TestCloud
let desk: Desk
let folder: string

beforeAll(async () => {
  cloud = await startLocalCloud({ demo: true })
  desk = openDesk()
  folder = path.join(desk.folder, 'backups')
})
afterAll(async () => {
  await cloud.close()
  desk.close()
})

const command = (at: TestCloud, name: string, ...line: string[]) =>
  desk.run(name, ['--env', 'local', ...line], {
    PORT: new URL(at.url).port,
    DATA_DIR: at.dataDir,
    BACKUP_DIR: folder,
    BACKUP_PASSPHRASE: PASSPHRASE,
  })
const newest = (): string =>
  path.join(
    folder,
    readdirSync(folder)
      .filter((name) => name.endsWith('.backup'))
      .sort()
      .at(-1) ?? '',
  )
/** Every document of a cloud by where it lies. */
const everything = ({ store }: TestCloud): Map<string, Record<string, unknown>> =>
  new Map(
    COLLECTIONS.flatMap((name) =>
      [...store.collection(name).all()].flatMap(({ document }) =>
        document === null ? [] : [[`${name}/${document['_id'] as string}`, document] as const],
      ),
    ),
  )
const opened = (at: TestCloud): Map<string, string> => {
  const keys = JSON.parse(readFileSync(path.join(at.dataDir, 'keys.json'), 'utf8')) as Record<string, string>
  const sealing = createSealing(readKeys('SEAL_KEYS', keys['SEAL_KEYS']), readKeys('TOKEN_KEYS', keys['TOKEN_KEYS']))
  const documents = everything(at)
  return new Map(
    Object.entries(SEALED_FIELDS).flatMap(([name, paths]) =>
      [...documents].flatMap(([where, document]) =>
        where.startsWith(`${name}/`)
          ? paths.flatMap((one) => {
              const sealed = sealedAt(document, one)
              const place = placeOf(name as Place['collection'], document['_id'] as string, one)
              return sealed === undefined || sealed === ''
                ? []
                : [[`${where}/${one}`, sealing.open(sealed, place)] as const]
            })
          : [],
      ),
    ),
  )
}

describe('the file of a backup', () => {
  const about = {
    environment: 'trial-1',
    envId: 'trial-1',
    at: '2030-09-01T00:00:00.000Z',
    expiresAt: '2030-10-01T00:00:00.000Z',
    schema: 1,
    keys: { SEAL_KEYS: [], TOKEN_KEYS: [], SIGN_KEYS: [] },
  }
  const documents = [
    { _id: 'a', text: '字', at: new Date(5), list: [{ n: 1.5 }, null, true] },
    { _id: 'b', none: null },
  ]
  const written = (): string => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'backup-')), 'x.backup')
    const writer = writeBackup(file, PASSPHRASE, about)
    writer.add('accounts', documents)
    writer.add('branches', [])
    writer.finish()
    return file
  }
  const read = (file: string, passphrase = PASSPHRASE) => [...readBackup(file, passphrase)]

  it('gives back what was put into it, says what it is, and shows nothing of it', () => {
    const file = written()
    expect(read(file)).toEqual([
      { collection: 'accounts', documents },
      { collection: 'branches', documents: [] },
    ])
    expect(headerOf(file)).toMatchObject(about)
    expect(readFileSync(file).includes('accounts')).toBe(false)
    rmSync(path.dirname(file), { recursive: true })
  })

  it('refuses another passphrase, any changed byte, and any end before the end', () => {
    const file = written()
    expect(() => read(file, `${PASSPHRASE}.`)).toThrow('备份口令不对')
    const whole = readFileSync(file)
    const body = whole.indexOf('\n') + 1
    for (const at of [2, body + 1, body + 6, body + 30, whole.length - 1]) {
      const changed = Buffer.from(whole)
      changed.writeUInt8((changed[at] ?? 0) ^ 1, at)
      writeFileSync(file, changed)
      expect(() => read(file), String(at)).toThrow()
    }
    const first = body + 20 + whole.readUInt32BE(body)
    for (const end of [body, first, whole.length - 1]) {
      writeFileSync(file, whole.subarray(0, end))
      expect(() => read(file), String(end)).toThrow('不完整')
    }
    writeFileSync(file, Buffer.concat([whole, Buffer.from('x')]))
    expect(() => read(file)).toThrow('不完整')
    rmSync(path.dirname(file), { recursive: true })
  })
})

describe('the collections', () => {
  it('that the adapter uses are all in a backup', () => {
    const used = new Set<string>()
    for (const name of readdirSync(adapters)) {
      const text = readFileSync(path.join(adapters, name), 'utf8')
      for (const [, collection] of text.matchAll(/(?:documents|tx)\.\w+(?:<[^(]*>)?\(\s*'(\w+)'|from: '(\w+)'/gu))
        if (collection !== undefined) used.add(collection)
    }
    expect(used.size).toBeGreaterThan(15)
    expect([...used].filter((name) => !COLLECTIONS.includes(name))).toEqual([])
  })
})

describe('npm run backup and npm run restore', () => {
  let student: Caller
  let before: Map<string, Record<string, unknown>>

  it('writes one file of everything, says what is not in it, and leaves nothing closed', async () => {
    student = await aStudent(cloud)
    before = everything(cloud)
    const made = await command(cloud, 'backup')
    expect(made).toMatchObject({ status: 0, text: expect.stringContaining('备份里没有：密钥') as string })
    expect(everything(cloud)).toEqual(before)
    const kept = new Map(
      [...readBackup(newest(), PASSPHRASE)].flatMap(({ collection, documents }) =>
        documents.map((one) => [`${collection}/${one._id}`, one] as const),
      ),
    )
    expect(kept).toEqual(before)
    expect(codeOf(await student.call('member', 'account.me', {}))).toBe('ok')
    expect(made.text).not.toContain(PASSPHRASE)
  })

  it('brings everything into another environment, where sealed values open', async () => {
    const dataDir = path.join(desk.folder, 'other')
    mkdirSync(dataDir)
    copyFileSync(path.join(cloud.dataDir, 'keys.json'), path.join(dataDir, 'keys.json'))
    const other = await startLocalCloud({ dataDir })
    try {
      await other.empty()
      const restored = await command(other, 'restore', '--file', newest())
      expect(restored.text).toContain('逐条比较过，和备份一样')
      expect(restored.status).toBe(0)
      expect(everything(other)).toEqual(before)
      expect(opened(other)).toEqual(opened(cloud))
      expect(opened(other).size).toBeGreaterThan(100)
      expect(codeOf(await other.call('member', 'account.me', {}, student.openid))).toBe('ok')
    } finally {
      await other.close()
    }
  })

  it('refuses where the keys are others, where data is in the way, and without its passphrase', async () => {
    const other = await startLocalCloud({ functions: null })
    try {
      const refused = await command(other, 'restore', '--file', newest(), '--over-existing')
      expect(refused).toMatchObject({
        status: 1,
        text: expect.stringContaining('没有这些密钥：SEAL_KEYS k1(') as string,
      })
    } finally {
      await other.close()
    }
    const there = await command(cloud, 'restore', '--file', newest())
    expect(there).toMatchObject({ status: 1, text: expect.stringContaining('--over-existing') as string })
    expect(everything(cloud)).toEqual(before)
  })

  it('brings nobody back who was erased since', async () => {
    const staying = await aStudent(cloud)
    expect((await command(cloud, 'backup')).status).toBe(0)
    const file = newest()
    const id = (everything(cloud).get(`wechats/${String(student.openid)}`) as { accountId: string }).accountId
    expect(codeOf(await student.call('member', 'account.erase', { confirm: true }))).toBe('ok')
    const restored = await command(cloud, 'restore', '--file', file, '--over-existing')
    expect(restored.text).toContain('其中 1 项在备份里还在，已重新删除')
    expect(restored.status).toBe(0)
    expect(readJournal(folder, 'local')?.erasures).toMatchObject([{ id, what: 'account' }])

    expect(codeOf(await student.call('member', 'account.me', {}))).toBe('ok')
    const after = everything(cloud)
    expect([...after.keys()].filter((where) => where.includes(id))).toEqual([`erasures/${id}`])
    expect([...after].filter(([, one]) => one['accountId'] === id)).toEqual([])
    expect(codeOf(await staying.call('member', 'account.me', {}))).toBe('ok')
    // Opened again: writes are taken.
    expect(codeOf(await staying.call('member', 'account.erase', { confirm: true }))).toBe('ok')
  })

  it('brings no sealed copy back that the clock has deleted since, nor its row of the roster', async () => {
    const kept = await startLocalCloud()
    try {
      await setBranch(kept, LEAGUE, { retentionDays: 7 })
      const gone = await aStudent(kept)
      const { name, idNumber } = gone.person
      const rows = [{ name, idNumber }]
      valueOf(await leagueSecretary(kept).desk('roster.import', { branchId: LEAGUE, importId: 'kept', rows }))
      const { id, version } = await gone.started()
      valueOf(await gone.act({ id, version }, { action: 'withdraw' }))
      const keptFolder = path.join(desk.folder, 'kept')
      const run = (name: string, ...line: string[]) =>
        desk.run(name, ['--env', 'local', ...line], {
          PORT: new URL(kept.url).port,
          DATA_DIR: kept.dataDir,
          BACKUP_DIR: keptFolder,
          BACKUP_PASSPHRASE: PASSPHRASE,
        })
      expect((await run('backup')).status).toBe(0)
      const file = path.join(keptFolder, readdirSync(keptFolder).find((one) => one.endsWith('.backup')) ?? '')
      const copyOf = () => (everything(kept).get(`transfers/${id}`) as { copy: { idNumber: string } }).copy.idNumber
      expect(copyOf()).not.toBe('')
      await kept.clock.advance('P8D')
      expect(copyOf()).toBe('')
      expect((await run('backup', '--journal')).text).toContain('共 1 条')

      // The environment itself is lost, and with it what it knew of erasures: the journal beside the backup is what is left.
      await kept.empty()
      const restored = await run('restore', '--file', file)
      expect(restored).toMatchObject({
        status: 0,
        text: expect.stringContaining('其中 1 项在备份里还在，已重新删除') as string,
      })
      expect(copyOf()).toBe('')
      expect([...everything(kept).keys()].filter((where) => where.startsWith('roster/'))).toEqual([])
      expect(readJournal(keptFolder, 'local')?.erasures).toMatchObject([{ id, what: 'transfer' }])

      await kept.empty()
      rmSync(path.join(keptFolder, 'local.erasures.json'))
      const without = await run('restore', '--file', file)
      expect(without).toMatchObject({ status: 1, text: expect.stringContaining('--without-journal') as string })
      expect(everything(kept).has(`transfers/${id}`)).toBe(false)
    } finally {
      await kept.close()
    }
  })

  it('refuses records of a later form, and a collection that this version does not know', async () => {
    const keys = { SEAL_KEYS: [], TOKEN_KEYS: [], SIGN_KEYS: [] }
    const about = { environment: 'local', envId: 'local-env', at: new Date().toISOString(), keys }
    const write = (name: string, schema: number, collection: string): string => {
      const file = path.join(desk.folder, name)
      const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
      const writer = writeBackup(file, PASSPHRASE, { ...about, expiresAt, schema })
      writer.add(collection, [{ _id: 'one' }])
      writer.finish()
      return file
    }
    const there = everything(cloud)
    const later = await command(cloud, 'restore', '--file', write('later', SCHEMA + 1, 'accounts'), '--over-existing')
    expect(later).toMatchObject({ status: 1, text: expect.stringContaining('请用新的版本恢复') as string })
    const unknown = await command(cloud, 'restore', '--file', write('unknown', SCHEMA, 'others'), '--over-existing')
    expect(unknown).toMatchObject({ status: 1, text: expect.stringContaining('不认识的集合：others') as string })
    expect(everything(cloud)).toEqual(there)
  })

  it('refuses a backup that has run out without a word of consent, and deletes it when told', async () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.backup'))
    expect(files).toHaveLength(2)
    cloud.clock.pass(30 * 24 * 3_600_000)
    const late = await command(cloud, 'restore', '--file', newest(), '--over-existing')
    expect(late).toMatchObject({ status: 1, text: expect.stringContaining('--although-expired') as string })
    expect((await command(cloud, 'backup', '--prune')).text).toContain(files[0])
    expect(readdirSync(folder)).toEqual(['local.erasures.json'])
  })
})

describe('the maintenance switch', () => {
  let closed: TestCloud
  beforeAll(async () => {
    closed = await startLocalCloud()
  })
  afterAll(() => closed.close())
  const shut = (kind: 'writes' | 'everything'): string => {
    const until = closed.clock.now() + 60_000
    closed.store.insert(null, closed.store.collection('deployment'), [{ _id: 'maintenance', closed: kind, until }])
    closed.clock.pass(10_000)
    return new Date(until).toISOString()
  }

  it('answers writes with TRY_AGAIN and until when, lets people read, and runs out by itself', async () => {
    const student = await aStudent(closed)
    const until = shut('writes')
    expect(codeOf(await student.call('member', 'account.me', {}))).toBe('ok')
    const refused = await student.call('member', 'account.erase', { confirm: true })
    expect(refused).toEqual({ ok: false, error: { code: 'TRY_AGAIN', detail: { until } } })
    closed.clock.pass(60_000)
    expect(codeOf(await student.call('member', 'account.erase', { confirm: true }))).toBe('ok')
  })
})
