import { beforeAll, describe, expect, it } from 'vitest'
import { openDocuments, type Documents } from '../../cloudfunctions/adapters/cloudbase/documents'
import { SCHEMA } from '../../cloudfunctions/app/store/records'
import { COLLECTIONS } from '../../cloudfunctions/deploy/collections'
import { countOlder, lifted, migrateAll, MIGRATIONS } from '../../cloudfunctions/deploy/migrations'
import { databaseAccess } from '../../cloudfunctions/deploy/target'
import { aStudent, codeOf } from '../support/client'
import { openDesk } from './command'
import { localCloud } from '../support/file-cloud'

const LATER = [
  ...MIGRATIONS,
  {
    to: SCHEMA + 1,
    lifts: { rights: ({ version, ...rest }: { _id: string; version?: unknown }) => ({ ...rest, changes: version }) },
  },
  { to: SCHEMA + 2, lifts: { rights: (one: { _id: string }) => ({ ...one, twice: true }) } },
]

const cloud = localCloud()
let documents: Documents
beforeAll(() => {
  const credentials = { secretId: 'local-no-credential', secretKey: 'local-no-credential' }
  documents = openDocuments(
    databaseAccess({ name: 'local', envId: 'local-env', trial: true, keys: {}, credentials, local: cloud.url }),
  )
})

const numbers = () =>
  COLLECTIONS.flatMap((name) =>
    [...cloud.store.collection(name).all()].flatMap(({ document }) => (document === null ? [] : [document['schema']])),
  )

describe('the migrations', () => {
  it('end at the form that is written, one number after the other', () => {
    expect(MIGRATIONS.map(({ to }) => to)).toEqual(Array.from({ length: SCHEMA }, (_, i) => i + 1))
  })

  it('bring a document of any earlier form to the newest, and leave a later one alone', () => {
    const today = { _id: 'a', schema: SCHEMA, version: 3 }
    expect(lifted('rights', today, LATER)).toEqual({ _id: 'a', schema: SCHEMA + 2, changes: 3, twice: true })
    expect(lifted('audit', today, LATER)).toEqual({ ...today, schema: SCHEMA + 2 })
    const half = { _id: 'a', schema: SCHEMA + 1, changes: 3 }
    expect(lifted('rights', half, LATER)).toEqual({ ...half, schema: SCHEMA + 2, twice: true })
    const beyond = { _id: 'a', schema: SCHEMA + 9 }
    expect(lifted('rights', beyond, LATER)).toBe(beyond)
  })

  it('go on where they were cut off, and change nothing twice', async () => {
    for (let i = 0; i < 5; i += 1)
      await documents.put('rights', { _id: `m-${String(i)}`, schema: SCHEMA, version: i } as { _id: string })
    let written = 0
    const cut: Documents = {
      ...documents,
      put: (...given) => (++written > 3 ? Promise.reject(new Error('cut off')) : documents.put(...given)),
    }
    await expect(migrateAll(cut, LATER, () => undefined)).rejects.toThrow('cut off')
    await migrateAll(documents, LATER, () => undefined)
    expect(await countOlder(documents, LATER)).toEqual(new Map())
    expect(await documents.get('rights', 'm-4')).toEqual({ _id: 'm-4', schema: SCHEMA + 2, changes: 4, twice: true })
    expect(await migrateAll(documents, LATER, () => undefined)).toBe(0)
  })
})

describe('npm run migrate', () => {
  it('gives records without a number theirs, behind maintenance, and is refused where newer ones are', async () => {
    const desk = openDesk()
    const env = { PORT: new URL(cloud.url).port, DATA_DIR: cloud.dataDir }
    const run = (...line: string[]) => desk.run('migrate', ['--env', 'local', ...line], env)
    try {
      const newer = await run()
      expect(newer).toMatchObject({ status: 1, text: expect.stringContaining('已经有更新的记录') as string })
      await cloud.reset()
      const student = await aStudent(cloud)
      await documents.put('rights', { _id: 'old', version: 1 } as { _id: string })
      const rehearsed = await run('--dry-run')
      expect(rehearsed).toMatchObject({ status: 0, text: expect.stringContaining('rights 1 条') as string })
      expect(numbers()).toContain(undefined)
      const done = await run()
      expect(done).toMatchObject({ status: 0, text: expect.stringMatching(/已换 \d+ 条。\n维护结束。/u) as string })
      expect(new Set(numbers())).toEqual(new Set([SCHEMA]))
      expect(codeOf(await student.call('member', 'account.me', {}))).toBe('ok')
      expect((await run()).text).toContain('没有需要改动的')
    } finally {
      desk.close()
    }
  })
})
