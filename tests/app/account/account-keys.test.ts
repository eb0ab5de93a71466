import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aStudent, Caller, codeOf, leagueSecretary, person, valueOf, type Student } from '../../support/client'
import { startLocalCloud, type TestCloud } from '../../support/local-cloud'
import { createSealing, readKeys } from '../../../cloudfunctions/adapters/sealing'
import { KNOWN_KEYS } from '../../support/cohort'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'

const PASSWORD = 'correct horse 1'

describe('while keys rotate', () => {
  const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
  const before = { SEAL_KEYS: key('s1'), TOKEN_KEYS: key('t1') }
  const during = { SEAL_KEYS: `${key('s2')},${before.SEAL_KEYS}`, TOKEN_KEYS: `${key('t2')},${before.TOKEN_KEYS}` }
  let dataDir: string
  let cloud: TestCloud
  let student: Student
  let code: string

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'rotation-'))
    const old = await startLocalCloud({ dataDir, env: before })
    student = await aStudent(old, { username: 'rotated', password: PASSWORD })
    const lost = new Caller(old, 'lost')
    valueOf(await lost.register(person(800)))
    const transfer = await lost.started()
    code = valueOf(await leagueSecretary(old).desk('desk.recoveryCode', { id: transfer.id, why: '换了微信' })).code
    const drafting = new Caller(old, 'drafting')
    const consent = { version: '1', terms: true, sensitive: true }
    valueOf(await drafting.member('draft.save', { form: 'register', data: { name: '张' }, consent }))
    await old.close()
    cloud = await startLocalCloud({ dataDir, env: during })
  })
  afterAll(async () => {
    await cloud.close()
    await rm(dataDir, { recursive: true, force: true })
  })

  it('a login, a code and a draft of the time before are found', async () => {
    const second = new Caller(cloud, 'second')
    expect(codeOf(await second.member('account.login', { login: 'rotated', password: PASSWORD }))).toBe('ok')
    const third = new Caller(cloud, 'third')
    const { phone } = person(800)
    expect(codeOf(await third.member('account.recover', { login: phone, code, password: PASSWORD }))).toBe('ok')
    const draft = valueOf(await new Caller(cloud, 'drafting').member('draft.load', { form: 'register' }))
    expect(draft.data).toEqual({ name: '张' })
  })

  it('nobody takes a number or a login of the time before', async () => {
    const other = new Caller(cloud, 'other')
    expect(codeOf(await other.register({ ...person(801), idNumber: student.person.idNumber }))).toBe('ID_TAKEN')
    const taken = { ...person(801), username: 'rotated', password: PASSWORD }
    expect(codeOf(await other.register(taken))).toBe('LOGIN_TAKEN')
  })

  it('erasing lets go of numbers and logins under both keys', async () => {
    const same = new Caller(cloud, student.openid)
    valueOf(await same.member('account.erase', { confirm: true }))
    const heir = new Caller(cloud, 'heir')
    const again = { ...student.person, username: 'rotated', password: PASSWORD }
    expect(codeOf(await heir.register(again))).toBe('ok')
  })
})

describe('another version, and whoever changes the keys', () => {
  const cloud = localCloud({ env: KNOWN_KEYS })
  const sealing = createSealing(
    readKeys('SEAL_KEYS', KNOWN_KEYS.SEAL_KEYS),
    readKeys('TOKEN_KEYS', KNOWN_KEYS.TOKEN_KEYS),
  )

  it('opens a draft that was saved before', async () => {
    const data = { name: '张' }
    const consent = { version: '1', terms: true, sensitive: true }
    valueOf(await new Caller(cloud, 'saving').member('draft.save', { form: 'register', data, consent }))
    const [draft] = documentsOf(cloud, 'drafts')
    const place = { collection: 'drafts', id: 'saving:register', field: 'data' } as const
    expect(JSON.parse(sealing.open(draft?.['data'] as string, place))).toEqual(data)
  })

  it('takes a code that was given out before, and knows what was tried at it', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started()
    const { code } = valueOf(await leagueSecretary(cloud).desk('desk.recoveryCode', { id, why: '换了微信' }))
    const accountId = (await student.me()).account?.id ?? ''
    const [token] = sealing.tokens('recoveryCode', `${accountId}\n${code.replaceAll('-', '')}`)
    expect(documentsOf(cloud, 'recoveries')).toMatchObject([{ _id: accountId, code: token }])
    const input = { login: student.person.phone, code: '00000-00000', password: PASSWORD }
    await new Caller(cloud, 'trying').member('account.recover', input)
    const [who] = sealing.tokens('login', 'trying')
    const counted = documentsOf(cloud, 'limits').map(({ _id }) => _id)
    expect(counted.sort()).toEqual([`recovery:${token}:${who}`, `wechat:${who}`])
  })
})
