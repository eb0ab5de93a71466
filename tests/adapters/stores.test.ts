import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeEach, describe, expect, it } from 'vitest'
import { openFiles } from '../../cloudfunctions/adapters/cloudbase/files'
import { positionOf } from '../../cloudfunctions/app/store/position'
import type {
  AccountRecord,
  AuditRecord,
  ConflictRecord,
  DigestRecord,
  DraftRecord,
  StaffCodeRecord,
  WechatRecord,
} from '../../cloudfunctions/app/store/records'
import { documentsOf } from '../support/documents'
import { localStore } from '../support/file-cloud'
import { Elsewhere } from '../support/meanwhile'

const NOW = 1_720_000_000_000

const { cloud, documents, store } = localStore()
beforeEach(async () => {
  await cloud.empty()
  cloud.metrics.reset()
})

const add = async (collection: string, ...all: object[]) => {
  for (const one of all) expect(await documents.add(collection, one)).toBe(true)
}
const idsOf = (found: readonly { _id: string }[]) => found.map(({ _id }) => _id)
const stored = (collection: string) => documentsOf(cloud, collection)
/** One more than the database gives unless told. */
const MANY = Array.from({ length: 101 }, (_, i) => `n${String(i)}`)
const addMany = async (collection: string, each: (id: string) => object) => {
  const all = MANY.map((_id) => ({ _id, ...each(_id) }))
  expect(await documents.addAll(collection, all)).toBe(true)
}
const storedIds = (collection: string) => stored(collection).map(({ _id }) => _id)
const asked = () => cloud.metrics.requests.length

describe('the log of what staff did', () => {
  const entry = (position: string, branchId: string, ...keys: string[]): AuditRecord => ({
    ...{ _id: position, at: NOW, position, scope: 'all', branchId, by: 'somebody', keys, what: 'export', whom: '3' },
    ...{ whomStaff: null, why: '归档', count: 3, changes: [] },
  })

  it('is read newest first, of some branches or of all, between two places in it', async () => {
    for (const [position, branchId, key] of [
      ['1', 'a', 'k'],
      ['2', 'b', 'k'],
      ['3', 'a', 'k'],
      ['4', 'a', 'other'],
      ['5', 'c', 'k'],
    ] as const)
      await store.noteAudit(entry(position, branchId, key))
    const all = { keys: ['k'], limit: 10 }
    const found = async (given: object) => idsOf(await store.audit({ ...all, ...given }))
    expect(await found({})).toEqual(['5', '3', '2', '1'])
    expect(await found({ limit: 2 })).toEqual(['5', '3'])
    expect(await found({ keys: ['k', 'other'], branchIds: ['a'] })).toEqual(['4', '3', '1'])
    expect(await found({ branchIds: ['a', 'b'] })).toEqual(['3', '2', '1'])
    expect(await found({ before: '3' })).toEqual(['2', '1'])
    expect(await found({ after: '2' })).toEqual(['5', '3'])
    expect(await found({ after: '1', before: '5' })).toEqual(['3', '2'])
  })
})

describe('branches', () => {
  const branch = { kind: 'league', joinable: true, rosterOf: null, version: 1, handIn: { a: 1, b: 2 }, rosterSize: 0 }

  it('are found by id, by kind and by whose roster they read; of no ids nothing is asked', async () => {
    await add(
      'branches',
      { ...branch, _id: 'l' },
      { ...branch, _id: 'closed', joinable: false },
      { ...branch, _id: 'p', kind: 'party', rosterOf: 'l' },
    )
    cloud.metrics.reset()
    expect(await store.branches([])).toEqual([])
    expect(asked()).toBe(0)
    expect(idsOf(await store.branches(['l', 'p', 'gone'])).sort()).toEqual(['l', 'p'])
    expect(idsOf(await store.joinableBranches('league'))).toEqual(['l'])
    expect(idsOf(await store.branchesReading('l'))).toEqual(['p'])
    expect((await store.branch('p'))?.rosterOf).toBe('l')
    expect(await store.branch('gone')).toBeNull()
    expect(idsOf(await store.allBranches()).sort()).toEqual(['closed', 'l', 'p'])
  })

  it('are read where they are more than the database gives unless told', async () => {
    await addMany('branches', () => branch)
    expect(await store.branches(MANY)).toHaveLength(101)
    expect(await store.joinableBranches('league')).toHaveLength(101)
    expect(await store.allBranches()).toHaveLength(101)
  })

  it('are changed by whoever has seen the newest version, what is handed in as a whole', async () => {
    await add('branches', { ...branch, _id: 'l' })
    const seen = await store.branch('l')
    if (seen === null) throw new Error('no branch')
    expect(await store.changeBranch(seen, { joinable: false })).toBe(true)
    expect(await store.changeBranch(seen, { joinable: true })).toBe(false)
    expect(stored('branches')).toEqual([{ ...branch, _id: 'l', joinable: false, version: 2 }])
    expect(await store.changeBranch({ ...seen, version: 2 }, { handIn: null })).toBe(true)
    expect(stored('branches')).toEqual([{ ...branch, _id: 'l', joinable: false, version: 3, handIn: null }])
    const handIn = { who: '辅导员', where: '办公室' }
    expect(await store.changeBranch({ ...seen, version: 3 }, { handIn })).toBe(true)
    expect(stored('branches')[0]?.['handIn']).toEqual(handIn)
  })
})

describe('attempts on numbers that others hold', () => {
  const attempt = (id: string, given: Partial<ConflictRecord> = {}): Omit<ConflictRecord, 'attempts' | 'firstAt'> => ({
    ...{ _id: id, holderAccountId: 'holder', claimant: `w-${id}`, idToken: 't', branchIds: ['a', 'b'], scope: 'all' },
    ...{ position: positionOf(NOW, id), claimantName: '别人', at: NOW },
    ...given,
  })

  it('are one where the same WeChat tries again: how often, from when on, and who sees it now', async () => {
    await store.noteConflict(attempt('1'))
    await store.noteConflict(attempt('1', { at: NOW + 5, branchIds: ['c'], claimantName: '又一次' }))
    expect(await store.conflict('1')).toEqual({
      ...attempt('1', { at: NOW + 5, branchIds: ['c'], claimantName: '又一次' }),
      firstAt: NOW,
      attempts: 2,
    })
  })

  it('are listed newest first, of some branches or of all, and go on before a place', async () => {
    for (const [i, branchIds] of [['a'], ['b'], ['a', 'b'], ['c']].entries())
      await store.noteConflict(attempt(String(i), { branchIds, position: String(i) }))
    expect(idsOf(await store.conflicts(undefined, undefined, 10))).toEqual(['3', '2', '1', '0'])
    expect(idsOf(await store.conflicts(undefined, undefined, 2))).toEqual(['3', '2'])
    expect(idsOf(await store.conflicts(undefined, '2', 10))).toEqual(['1', '0'])
    expect(idsOf(await store.conflicts(['a'], undefined, 10))).toEqual(['2', '0'])
    expect(idsOf(await store.conflicts(['a', 'b'], '2', 10))).toEqual(['1', '0'])
  })

  it('are found by whose number it is and by who tried, each once', async () => {
    await store.noteConflict(attempt('1', { claimant: 'x' }))
    await store.noteConflict(attempt('2', { claimant: 'y' }))
    await store.noteConflict(attempt('3', { claimant: 'x', holderAccountId: 'other' }))
    await store.noteConflict(attempt('4', { claimant: 'z', holderAccountId: 'other' }))
    expect((await store.conflictsAbout('holder', ['x'])).sort()).toEqual(['1', '2', '3'])
    expect(idsOf(await store.conflictsOf('holder')).sort()).toEqual(['1', '2'])
    await store.showConflicts('holder', ['z'])
    expect(stored('conflicts').map(({ branchIds }) => branchIds)).toEqual([['z'], ['z'], ['a', 'b'], ['a', 'b']])
  })

  it('warn of the account and its transfers, but of no account that has no number any more', async () => {
    const flags = { idConflict: false, unusualJoiningAge: true }
    await add(
      'accounts',
      { _id: 'held', idReleased: false, contested: false },
      { _id: 'released', idReleased: true, contested: false },
    )
    for (const [i, accountId] of ['held', 'held', 'released', 'other'].entries())
      await add('transfers', { _id: String(i), slot: String(i), reference: String(i), accountId, flags })
    await store.markContested('held')
    await store.markContested('released')
    expect(stored('accounts').map(({ contested }) => contested)).toEqual([true, false])
    expect(stored('transfers').map((one) => one['flags'])).toEqual([
      ...[1, 2, 3].map(() => ({ ...flags, idConflict: true })),
      flags,
    ])
  })

  it('are over when their time is, and warn as long as another one is left', async () => {
    const flags = { idConflict: true, unusualJoiningAge: true }
    for (const [i, accountId] of ['quiet', 'loud', 'other'].entries()) {
      await add('accounts', { _id: accountId, contested: true })
      await add('transfers', { _id: accountId, slot: String(i), reference: String(i), accountId, flags })
    }
    const at = (id: string, instant: number, holderAccountId: string) =>
      store.noteConflict(attempt(id, { holderAccountId, position: positionOf(instant, id), at: instant }))
    await at('1', NOW - 2, 'quiet')
    await at('2', NOW - 1, 'quiet')
    await at('3', NOW - 3, 'loud')
    await at('4', NOW, 'loud')
    const over = await store.conflictsBefore(NOW, 10)
    expect(idsOf(over)).toEqual(['3', '1', '2'])
    expect(over[0]).toEqual({ _id: '3', holderAccountId: 'loud' })
    expect(idsOf(await store.conflictsBefore(NOW, 2))).toEqual(['3', '1'])
    await store.dropConflicts(over.slice(0, 1))
    expect(stored('accounts').map(({ contested }) => contested)).toEqual([true, true, true])
    await store.dropConflicts(over.slice(1))
    expect(storedIds('conflicts')).toEqual(['4'])
    expect(stored('accounts').map(({ contested }) => contested)).toEqual([false, true, true])
    expect(stored('transfers').map((one) => one['flags'])).toEqual([{ ...flags, idConflict: false }, flags, flags])
  })

  it('warn of somebody also where another one has more than a hundred', async () => {
    for (const _id of ['many', 'one']) await add('accounts', { _id, contested: true })
    await addMany('conflicts', (id) => attempt(id, { holderAccountId: 'many' }))
    await add('conflicts', attempt('left', { holderAccountId: 'one' }))
    const over = ['many', 'one'].map((holderAccountId) => attempt(`over-${holderAccountId}`, { holderAccountId }))
    await documents.addAll('conflicts', over)
    await store.dropConflicts(over.map(({ _id, holderAccountId }) => ({ _id, holderAccountId })))
    expect(stored('accounts').map(({ contested }) => contested)).toEqual([true, true])
  })
})

describe('keys of provinces', () => {
  const key = (code: string, kid: string) => ({ code, kid, name: code, jwk: { kty: 'EC' }, revokedAt: null })

  it('are read in the order of their provinces, however many there are', async () => {
    for (const code of ['440000', '310000', '110000']) await store.putProvinceKey(key(code, '1'))
    expect((await store.provinceKeys()).map(({ code }) => code)).toEqual(['110000', '310000', '440000'])
    await addMany('provinceKeys', (kid) => key('650000', kid))
    expect(await store.provinceKeys()).toHaveLength(104)
  })

  it('are of the province that asks alone', async () => {
    await store.putProvinceKey(key('310000', '1'))
    expect(await store.provinceKey('310000', '1')).toMatchObject({ code: '310000', kid: '1' })
    expect(await store.provinceKey('310000', '2')).toBeNull()
    await store.putProvinceKey(key('310000', 'a:b'))
    expect(await store.provinceKey('310000:a', 'b')).toBeNull()
  })
})

describe('messages for the desk that were allowed', () => {
  const digest = (id: string, dueAt = NOW): DigestRecord => ({ _id: id, branchId: 'a', openid: 'w', left: 1, dueAt })

  it('are counted up to a number', async () => {
    for (let i = 0; i < 5; i += 1) await store.allowDigest(digest('1', NOW + i), 3)
    expect(stored('digests')).toEqual([{ ...digest('1'), left: 3 }])
  })

  it('are due from their instant on, longest first, and moved by one run alone', async () => {
    await store.allowDigest(digest('now', NOW), 3)
    await store.allowDigest(digest('later', NOW + 1), 3)
    await store.allowDigest(digest('before', NOW - 1), 3)
    expect(idsOf(await store.digestsDue(NOW, 10))).toEqual(['before', 'now'])
    expect(idsOf(await store.digestsDue(NOW, 1))).toEqual(['before'])
    const next = { left: 0, dueAt: NOW + 9 }
    expect(await store.moveDigest(digest('now'), next)).toBe(true)
    expect(await store.moveDigest(digest('now'), next)).toBe(false)
    expect(await store.moveDigest({ ...digest('before'), dueAt: NOW }, next)).toBe(false)
    expect(await store.moveDigest({ ...digest('before', NOW - 1), left: 2 }, next)).toBe(false)
    await store.dropDigest('later')
    expect(stored('digests')).toEqual([{ ...digest('now'), ...next }, { ...digest('before', NOW - 1) }])
  })
})

describe('what runs out', () => {
  it('is dropped after its end, wherever it lies', async () => {
    const places = ['limits', 'drafts', 'uploads', 'staffCodes', 'recoveries', 'jtis', 'erasures']
    for (const place of places)
      await add(
        place,
        { _id: 'over', expiresAt: NOW - 1 },
        { _id: 'ends', expiresAt: NOW },
        { _id: 'runs', expiresAt: NOW + 1 },
      )
    await store.dropExpired(NOW)
    for (const place of places) expect(storedIds(place), place).toEqual(['ends', 'runs'])
  })

  it('is told of one branch and of one kind of end, the oldest first', async () => {
    const kept = (id: string, keptSince: number, given: object = {}) =>
      add('transfers', { _id: id, slot: id, reference: id, branchId: 'a', keptAs: 'ended', keptSince, ...given })
    await kept('2', NOW - 1)
    await kept('1', NOW - 2)
    await kept('new', NOW)
    await kept('open', NOW - 3, { keptAs: 'open' })
    await kept('elsewhere', NOW - 3, { branchId: 'b' })
    expect(idsOf(await store.keptBefore('a', 'ended', NOW, 10))).toEqual(['1', '2'])
    expect(idsOf(await store.keptBefore('a', 'ended', NOW, 1))).toEqual(['1'])
    await add('roster', { _id: '1', branchId: 'a' }, { _id: '2', branchId: 'b' })
    await store.dropRoster('a')
    expect(storedIds('roster')).toEqual(['2'])
  })

  it('lies in the storage until then', async () => {
    const file = (id: string, expiresAt: number) => ({ _id: id, fileId: `cloud://${id}`, expiresAt })
    for (const one of [file('runs', NOW + 1), file('ends', NOW), file('over', NOW - 1)]) await store.noteSharedFile(one)
    expect(await store.sharedFilesUntil(NOW, 10)).toEqual([file('over', NOW - 1), file('ends', NOW)])
    expect(idsOf(await store.sharedFilesUntil(NOW, 1))).toEqual(['over'])
    await store.forgetSharedFiles(['over', 'ends'])
    expect(storedIds('sharedFiles')).toEqual(['runs'])
  })
})

describe('files in the storage', () => {
  it('are had by an address under the id that was foretold, and dropped whether they are there or not', async () => {
    const files = openFiles()
    const id = await files.idOf('a/表.xlsx')
    await files.put('a/表.xlsx', Buffer.from('content'))
    expect(await (await fetch(await files.addressOf(id, 60))).text()).toBe('content')
    await cloud.clock.advance('PT59S')
    const url = await files.addressOf(id, 1)
    await cloud.clock.advance('PT1S')
    expect((await fetch(url)).status).toBe(403)
    const other = await files.idOf('b')
    await expect(files.addressOf(other, 60)).rejects.toThrow('STORAGE_FILE_NONEXIST')
    await files.drop([other, id])
    await files.drop([id])
    await expect(files.addressOf(id, 60)).rejects.toThrow('STORAGE_FILE_NONEXIST')
  })

  it('are said to be in trouble where the storage is', async () => {
    const files = openFiles()
    const code = 'STORAGE_EXCEED_AUTHORITY'
    for (const [action, ask] of [
      ['storage.batchGetDownloadUrl', () => files.addressOf('cloud://x', 60)],
      ['storage.batchDeleteFile', () => files.drop(['cloud://x'])],
    ] as const) {
      cloud.fault({ kind: 'errorBefore', action, code })
      await expect(ask(), action).rejects.toMatchObject({ code })
    }
  })

  it('are said to be there still where the storage refuses one of them', async () => {
    const refused = { fileID: 'cloud://b', code: 'STORAGE_EXCEED_AUTHORITY' }
    const data = { delete_list: [{ fileID: 'cloud://a', code: 'SUCCESS' }, refused] }
    const storage = createServer((request, response) => {
      request.resume().on('end', () => response.end(JSON.stringify({ requestId: 'r', data })))
    })
    await new Promise<void>((resolve) => storage.listen(0, '127.0.0.1', resolve))
    const serviceUrl = `http://127.0.0.1:${String((storage.address() as AddressInfo).port)}`
    const files = openFiles({ env: 'env', secretId: 'id', secretKey: 'key', serviceUrl })
    await expect(files.drop(['cloud://a', 'cloud://b'])).rejects.toThrow('STORAGE_EXCEED_AUTHORITY')
    await new Promise((resolve) => storage.close(resolve))
  })
})

describe('parts of a file on its way', () => {
  it('are told without their bytes, and dropped together', async () => {
    const part = (upload: string, number: number) => ({
      ...{ _id: `${upload}-${String(number)}`, upload, part: number, bytes: 10 + number, data: 'sealed' },
      expiresAt: NOW,
    })
    for (const one of [part('a', 0), part('a', 1), part('b', 0)]) await store.putPart(one)
    expect(await store.partsOf('a')).toEqual(
      [0, 1].map((number) => ({ _id: `a-${String(number)}`, part: number, bytes: 10 + number, expiresAt: NOW })),
    )
    expect(await store.part('b-0')).toEqual(part('b', 0))
    await store.dropUpload('a')
    expect(storedIds('uploads')).toEqual(['b-0'])
  })
})

describe('rights at the desk', () => {
  const code = (id: string, branchId: string, expiresAt: number): StaffCodeRecord => ({
    ...{ _id: `token-${id}`, id, branchId, role: 'secretary', invitedBy: 'somebody', expiresAt },
  })

  it('are found by branch, and counted', async () => {
    const right = (id: string, branchId: string) => ({ id, branchId, role: 'secretary', name: id })
    await add(
      'wechats',
      { _id: 'w1', accountId: null, staff: [right('1', 'a'), right('2', 'b')] },
      { _id: 'w2', accountId: null, staff: [right('3', 'b')] },
      { _id: 'w3', accountId: null, staff: [] },
    )
    expect(idsOf(await store.staffAt(['a']))).toEqual(['w1'])
    expect(idsOf(await store.staffAt(['a', 'b']))).toEqual(['w1', 'w2'])
    await add('rights', { _id: 'a', version: 7 })
    expect([await store.rightsVersion('a'), await store.rightsVersion('b')]).toEqual([7, 0])
  })

  it('are given by codes that end, the next to end first, and that are taken back one by one or all of a branch', async () => {
    for (const one of [code('3', 'a', NOW + 3), code('2', 'a', NOW + 2), code('0', 'a', NOW), code('4', 'b', NOW + 1)])
      await store.addStaffCode(one)
    expect((await store.staffCodesAt(['a'], NOW)).map(({ id }) => id)).toEqual(['2', '3'])
    expect((await store.staffCodesAt(['a', 'b'], NOW)).map(({ id }) => id)).toEqual(['4', '2', '3'])
    expect(await store.staffCode(['token-x', 'token-2'])).toEqual(code('2', 'a', NOW + 2))
    expect(await store.staffCode(['token-x'])).toBeNull()
    expect(await store.staffCodeById('4')).toEqual(code('4', 'b', NOW + 1))
    expect(await store.staffCodeById('x')).toBeNull()
    await store.dropStaffCodes('b', '2')
    await store.dropStaffCodes('a', '2')
    expect(stored('staffCodes').map(({ id }) => id)).toEqual(['3', '0', '4'])
    await store.dropStaffCodes('a')
    expect(stored('staffCodes').map(({ id }) => id)).toEqual(['4'])
  })

  it('that ended leave a name, which goes with its person', async () => {
    await add('staffNames', { _id: '1', name: '甲', openids: ['w1', 'w2'] }, { _id: '2', name: '乙', openids: ['w3'] })
    cloud.metrics.reset()
    expect(await store.staffNames([])).toEqual([])
    await store.forgetStaffNames([])
    expect(asked()).toBe(0)
    expect(idsOf(await store.staffNames(['1', '2', '3']))).toEqual(['1', '2'])
    await store.forgetStaffNames(['w2', 'w9'])
    expect(storedIds('staffNames')).toEqual(['2'])
  })
})

describe('the clock’s word', () => {
  it('is one document, by its own clock and by the database’s', async () => {
    await store.noteClockRun(NOW)
    await store.noteClockRun(NOW + 1)
    const run = await documents.get<{ server: Date }>('deployment', 'clock')
    expect(run).toEqual({ _id: 'clock', at: NOW + 1, server: run?.server })
    expect(Math.abs(Number(run?.server) - cloud.clock.now())).toBeLessThan(60_000)
  })
})

describe('who a WeChat is', () => {
  const wechat = { _id: 'wechat', accountId: 'mine', staff: [] } as WechatRecord
  const account = { _id: 'mine', numberToken: 'number', wechats: ['wechat'] } as AccountRecord
  const member = { account, wechat, holder: { _id: 'id-number', accountId: 'mine' }, logins: [], drafts: ['draft'] }

  it('is read with all its transfers and with who else has the number, in one request', async () => {
    expect(await store.memberWithTransfers('wechat')).toBeNull()
    await add('wechats', wechat, { _id: 'unbound', accountId: null })
    await add('accounts', account, { _id: 'numberless', numberToken: null })
    await add(
      'transfers',
      { _id: 'a', slot: 'a', reference: '1', accountId: 'mine' },
      { _id: 'b', slot: 'b', reference: '2', accountId: 'other' },
    )
    cloud.metrics.reset()
    expect(await store.memberWithTransfers('wechat')).toEqual({
      account,
      transfers: [{ _id: 'a', slot: 'a', reference: '1', accountId: 'mine' }],
      numberElsewhere: false,
    })
    expect(asked()).toBe(1)
    expect(await store.memberWithTransfers('unbound')).toBeNull()
    await add('accounts', { _id: 'other', numberToken: 'number' })
    expect(await store.memberWithTransfers('wechat')).toMatchObject({ numberElsewhere: true })
  })

  it('has a number elsewhere where another account has it, under any key', async () => {
    await add('accounts', account)
    expect(await store.numberElsewhere(['number', 'of-before'], 'mine')).toBe(false)
    await add('accounts', { _id: 'other', numberToken: 'of-before' })
    expect(await store.numberElsewhere(['number', 'of-before'], 'mine')).toBe(true)
    expect(await store.numberElsewhere(['unknown'], 'mine')).toBe(false)
  })

  it('is written whole and its drafts go, or not at all where something of it is taken', async () => {
    await add('drafts', { _id: 'draft' }, { _id: 'left' })
    expect(await store.addMember(member)).toBe(true)
    expect(await store.memberWithTransfers('wechat')).toMatchObject({ account })
    expect([storedIds('holders'), storedIds('drafts')]).toEqual([['id-number'], ['left']])
    expect(await store.addMember({ ...member, wechat: { ...wechat, _id: 'another' } })).toBe(false)
    expect(storedIds('wechats')).toEqual(['wechat'])
    cloud.fault({ kind: 'errorBefore', code: 'DATABASE_PERMISSION_DENIED' })
    await expect(store.addMember({ ...member, wechat: { ...wechat, _id: 'third' } })).rejects.toThrow()
  })
})

describe('what one person or branch has more than a hundred of', () => {
  it('is found whole', async () => {
    await addMany('conflicts', () => ({ holderAccountId: 'held', claimant: 'tried' }))
    expect(await store.conflictsOf('held')).toHaveLength(101)
    expect(await store.conflictsAbout('held', [])).toHaveLength(101)
    expect(await store.conflictsAbout('nobody', ['tried'])).toHaveLength(101)
    await addMany('drafts', () => ({ openid: 'o' }))
    expect(await store.draftsOf('o')).toHaveLength(101)
    await addMany('accounts', () => ({ numberToken: null }))
    expect(await store.accounts(MANY)).toHaveLength(101)
    cloud.metrics.reset()
    expect(await store.accounts([])).toEqual([])
    expect(asked()).toBe(0)
    await addMany('wechats', () => ({ staff: [{ branchId: 'a' }] }))
    expect(await store.staffAt(['a'])).toHaveLength(101)
    await addMany('staffNames', () => ({ openids: ['o'] }))
    expect(await store.staffNames(MANY)).toHaveLength(101)
  })
})

describe('drafts of forms', () => {
  const draft = (_id: string, expiresAt: number): DraftRecord => ({
    ...{ _id, openid: 'o', savedAt: NOW, expiresAt, data: 's1.sealed' },
    consent: { version: '1', at: NOW },
  })

  it('are as many as may be, of those that are still kept, and the next is told when one ends', async () => {
    for (const [id, days] of [
      ['gone', -1],
      ['ends-now', 0],
      ['first', 3],
      ['second', 2],
    ] as const)
      await add('drafts', draft(id, NOW + days))
    await add('drafts', { ...draft('of another', NOW + 1), openid: 'p' })
    expect(await store.putDraft(draft('third', NOW + 9), 3)).toBeUndefined()
    expect(await store.putDraft(draft('third', NOW + 10), 3)).toBeUndefined()
    expect(stored('drafts').find(({ _id }) => _id === 'third')).toMatchObject({ expiresAt: NOW + 10 })
    expect(await store.putDraft(draft('fourth', NOW + 9), 3)).toBe(NOW + 2)
    expect(storedIds('drafts')).not.toContain('fourth')
    expect((await store.draftsOf('o')).sort()).toEqual(['ends-now', 'first', 'gone', 'second', 'third'])
  })

  it('are written over however many there are', async () => {
    for (const id of ['1', '2', '3']) await add('drafts', draft(id, NOW + 5))
    expect(await store.putDraft({ ...draft('1', NOW + 9), data: 's1.other' }, 1)).toBeUndefined()
    expect(stored('drafts').map(({ data }) => data)).toEqual(['s1.other', 's1.sealed', 's1.sealed'])
  })

  it('are the last one’s where two are begun at once', async () => {
    await add('drafts', draft('beside', NOW + 5))
    const meanwhile = () => {
      new Elsewhere(cloud).add('drafts', draft('1', NOW + 5))
    }
    cloud.fault({ kind: 'delay', action: 'database.insertDocument', meanwhile })
    expect(await store.putDraft({ ...draft('1', NOW + 9), data: 's1.other' }, 3)).toBeUndefined()
    expect(stored('drafts').map(({ _id, data }) => [_id, data])).toEqual([
      ['beside', 's1.sealed'],
      ['1', 's1.other'],
    ])
  })
})
