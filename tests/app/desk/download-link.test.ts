import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { addBranch, addStaff, aStudent, type Caller, codeOf, valueOf } from '../../support/client'
import { addCohort, cohortMember, KNOWN_KEYS, longReason } from '../../support/cohort'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { AMPLE_MS } from '../../support/local-cloud'
import { Elsewhere } from '../../support/meanwhile'
import { readSheet } from '../../support/spreadsheets'

/** With their reasons more than fit into a reply of 1 MB. */
const COHORT = 2_600
const MB = 1024 * 1024

const cloud = localCloud({ env: KNOWN_KEYS })
let branchId: string
let desk: Caller
beforeAll(async () => {
  branchId = addBranch(cloud, 'large')
  desk = addStaff(cloud, 'desk', branchId, 'secretary')
  const model = await (await aStudent(cloud)).started({ branchId })
  addCohort(cloud, model.id, COHORT, longReason)
})

const addressOf = async (): Promise<string> => {
  const value = valueOf(await desk.desk('desk.export', { branchId, why: '归档' }))
  if (!('url' in value)) throw new Error('no address')
  expect(value.fileName).toMatch(/\.xlsx$/u)
  return value.url
}
/** Addresses that are nearly it. */
const guesses = (address: string): string[] => {
  const [until = '', proof = ''] = (new URL(address).searchParams.get('sign') ?? '').split('.')
  const longer = String(Number(until) + 1)
  return ['', `${longer}.${proof}`, `${until}.${'0'.repeat(proof.length)}`, `${until}.`].map((sign) => {
    const url = new URL(address)
    url.searchParams.set('sign', sign)
    return url.href
  })
}
const lying = () => readdirSync(join(cloud.dataDir, 'storage'))

describe('an export that is too large for a reply', () => {
  it('is had whole by its address alone, for ten minutes, and is gone after that', async () => {
    const url = await addressOf()
    expect(new URL(url).origin).toBe(cloud.url)
    expect(documentsOf(cloud, 'sharedFiles')).toMatchObject([
      { _id: expect.stringMatching(/^shared\/[0-9a-f]{32}\.xlsx$/u) as string },
    ])
    const answer = await fetch(url)
    expect(answer.status).toBe(200)
    const file = Buffer.from(await answer.arrayBuffer())
    expect(file.length * (4 / 3)).toBeGreaterThan(MB)
    const { rows, formulas } = readSheet(file)
    expect(rows).toHaveLength(COHORT + 2)
    expect(formulas).toEqual([])
    const { name, idNumber } = cohortMember(COHORT - 1)
    const last = rows.find((row) => row[3] === name)
    expect(last?.[4]).toBe('*'.repeat(14) + idNumber.slice(-4))
    expect(documentsOf(cloud, 'audit')[0]).toMatchObject({ what: 'export', why: '归档' })

    for (const other of guesses(url)) expect((await fetch(other)).status, other).toBe(403)
    await cloud.clock.advance('PT9M')
    expect((await fetch(url)).status).toBe(200)
    expect(lying()).toHaveLength(1)
    await cloud.clock.advance('PT1M')
    expect((await fetch(url)).status).toBe(403)
    expect(lying()).toEqual([])
    expect(documentsOf(cloud, 'sharedFiles')).toEqual([])
  })

  it('leaves nothing behind where the storage failed half-way', async () => {
    cloud.fault({ action: 'storage.batchGetDownloadUrl', kind: 'errorBefore' })
    expect(codeOf(await desk.desk('desk.export', { branchId, why: '归档' }))).toBe('INTERNAL')
    cloud.clearFaults()
    expect(lying()).toHaveLength(1)
    await cloud.clock.advance('PT11M')
    expect(lying()).toEqual([])
  })

  it('is taken away by the next run where the time of one ends', async () => {
    for (let i = 0; i < 52; i += 1)
      new Elsewhere(cloud).add('sharedFiles', {
        _id: `shared/late-${String(i)}.xlsx`,
        fileId: `cloud://local-env/shared/late-${String(i)}.xlsx`,
        expiresAt: cloud.clock.now(),
      })
    const meanwhile = () => {
      cloud.clock.pass(AMPLE_MS)
    }
    cloud.fault({ kind: 'delay', action: 'database.removeDocument', collection: 'sharedFiles', meanwhile })
    await cloud.clock.tick()
    expect(documentsOf(cloud, 'sharedFiles')).toHaveLength(2)
    await cloud.clock.tick()
    expect(documentsOf(cloud, 'sharedFiles')).toEqual([])
  })

  it('is taken away with all others that are over, fifty at a time, and not a moment too early', async () => {
    const expiresAt = cloud.clock.now()
    for (let i = 0; i < 52; i += 1)
      new Elsewhere(cloud).add('sharedFiles', {
        _id: `shared/${String(i)}.xlsx`,
        fileId: `cloud://local-env/shared/${String(i)}.xlsx`,
        expiresAt: i === 51 ? expiresAt + 3_600_000 : expiresAt,
      })
    await cloud.clock.tick()
    expect(documentsOf(cloud, 'sharedFiles').map(({ _id }) => _id)).toEqual(['shared/51.xlsx'])
  })
})
