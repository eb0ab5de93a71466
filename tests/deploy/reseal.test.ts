import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSealing, readKeys } from '../../cloudfunctions/adapters/sealing'
import type { Place } from '../../cloudfunctions/app/store/ports'
import { keyIdOf, placeOf, sealedAt, SEALED_FIELDS } from '../../cloudfunctions/deploy/sealed-fields'
import { aStudent } from '../support/client'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'

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

describe('the sealed fields', () => {
  it('are exactly those of the records: one that is missing would be lost with the old key', () => {
    const named = Object.entries(SEALED_FIELDS).flatMap(([collection, paths]) =>
      paths.map((one) => `${collection}.${one}`),
    )
    expect(named.sort()).toEqual(declared())
  })
})

describe('npm run reseal', () => {
  let cloud: TestCloud
  beforeAll(async () => {
    cloud = await startLocalCloud({ demo: true })
  })
  afterAll(() => cloud.close())

  const keysNow = (): Record<string, string> =>
    JSON.parse(readFileSync(path.join(cloud.dataDir, 'keys.json'), 'utf8')) as Record<string, string>
  /** Runs it as npm does; killed once it has said this, where something is said. */
  const reseal = (killOnce?: RegExp): Promise<{ killed: boolean; text: string; status: number | null }> =>
    new Promise((resolve) => {
      const script = path.join(project, 'cloudfunctions', 'deploy', 'reseal.ts')
      const child = spawn(process.execPath, ['--import', 'tsx', script, '--env', 'local'], {
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

  /** Every sealed value as it lies there, by where it lies. */
  const sealedValues = (): Map<string, { sealed: string; place: Place }> =>
    new Map(
      Object.entries(SEALED_FIELDS).flatMap(([name, paths]) =>
        [...cloud.store.collection(name).all()].flatMap(({ document }) =>
          paths.flatMap((one) => {
            const id = document?.['_id'] as string
            const sealed = sealedAt(document ?? {}, one)
            const place = placeOf(name as Place['collection'], id, one)
            return sealed === undefined ? [] : [[`${name}/${id}/${one}`, { sealed, place }] as const]
          }),
        ),
      ),
    )
  const opened = (keys: Record<string, string>): Map<string, string> => {
    const sealing = createSealing(readKeys('SEAL_KEYS', keys['SEAL_KEYS']), readKeys('TOKEN_KEYS', keys['TOKEN_KEYS']))
    return new Map([...sealedValues()].map(([where, { sealed, place }]) => [where, sealing.open(sealed, place)]))
  }

  it('loses nothing while people work and it is killed at every step, and ends with the new key alone', async () => {
    const before = opened(keysNow())
    expect(before.size).toBeGreaterThan(100)

    const work = { goesOn: true }
    const registered: string[] = []
    const people = (async () => {
      while (work.goesOn) registered.push((await aStudent(cloud)).openid ?? '')
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
})
