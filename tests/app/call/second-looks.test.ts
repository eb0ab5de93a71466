import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TransferView } from '../../../cloudfunctions/contract'
import {
  addStaff,
  aStudent,
  Caller,
  codeOf,
  LEAGUE,
  leagueSecretary,
  person,
  valueOf,
  type Student,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { beforeTransaction, Elsewhere } from '../../support/meanwhile'

const PASSWORD = 'correct horse battery'
const WHY = '当面核对身份证'

/** Every file of `app/` that runs transactions, how many, and what here or elsewhere tries what they look at again. */
const TRANSACTIONS: Readonly<Record<string, { runs: number; tried: string }>> = {
  'account/registration.ts': { runs: 2, tried: 'register, amend' },
  'account/sign-in.ts': { runs: 3, tried: 'login, password, unbind' },
  'account/recovery.ts': { runs: 1, tried: 'recover' },
  'account/erasure.ts': { runs: 3, tried: 'erase; tests/app/account/erasure.test.ts' },
  'staff/rights.ts': { runs: 1, tried: 'accept, grant, remove' },
  'conflicts/conflicts.ts': { runs: 1, tried: 'release' },
  'transfer/account-changes.ts': { runs: 1, tried: 'tests/app/transfer/start-meanwhile.test.ts' },
  'retention.ts': { runs: 2, tried: 'the timer; tests/deploy/backup.test.ts' },
}

describe('what is looked at again inside of a transaction', () => {
  const cloud = localCloud()
  let student: Student
  let accountId: string
  let n = 0
  beforeEach(async () => {
    n += 1
    student = await aStudent(cloud)
    accountId = (await student.me()).account?.id ?? ''
  })
  afterEach(() => {
    cloud.clearFaults()
  })
  const other = () => new Caller(cloud, `somebody-${String(n)}`)
  const wechat = (openid: string) => documentsOf(cloud, 'wechats').find(({ _id }) => _id === openid)
  const withPassword = async (): Promise<string> => {
    const username = `member${String(n)}`
    valueOf(await student.member('account.password', { username, password: PASSWORD }))
    return username
  }

  it('stands in this list', () => {
    const root = fileURLToPath(new URL('../../../cloudfunctions/app', import.meta.url))
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
    const found = files.flatMap((name) => {
      const runs = readFileSync(path.join(root, name), 'utf8').match(/store\s*\.transaction\(/gu)?.length ?? 0
      return runs === 0 ? [] : [[name.split(path.sep).join('/'), runs] as const]
    })
    const listed = Object.entries(TRANSACTIONS).map(([name, { runs }]) => [name, runs])
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(listed))
  })

  it('login: the password, for it may have been changed to shut somebody out', async () => {
    const login = await withPassword()
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.set('accounts', accountId, { password: 'another.hash' })
    })
    expect(codeOf(await other().member('account.login', { login, password: PASSWORD }))).toBe('LOGIN_FAILED')
    expect(wechat(other().openid ?? '')).toBeUndefined()
  })

  it('login: the account, for it may be erased', async () => {
    const login = await withPassword()
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.drop('accounts', accountId)
    })
    expect(codeOf(await other().member('account.login', { login, password: PASSWORD }))).toBe('LOGIN_FAILED')
    expect(wechat(other().openid ?? '')).toBeUndefined()
  })

  it('login: this WeChat, for it may be bound to somebody else', async () => {
    const login = await withPassword()
    const openid = other().openid ?? ''
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.add('wechats', { _id: openid, accountId: 'somebody-elses', staff: [] })
    })
    expect(codeOf(await other().member('account.login', { login, password: PASSWORD }))).toBe('ALREADY_REGISTERED')
    expect(wechat(openid)).toMatchObject({ accountId: 'somebody-elses' })
  })

  it('password: the binding, for this WeChat may have been dropped', async () => {
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.set('accounts', accountId, { wechats: ['another-wechat'] })
    })
    expect(codeOf(await student.member('account.password', { password: PASSWORD }))).toBe('NOT_REGISTERED')
    expect(documentsOf(cloud, 'accounts').find(({ _id }) => _id === accountId)?.['password']).toBeNull()
  })

  it('password: the account, for it may be erased', async () => {
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.drop('accounts', accountId)
    })
    expect(codeOf(await student.member('account.password', { password: PASSWORD }))).toBe('NOT_REGISTERED')
    expect(documentsOf(cloud, 'accounts').find(({ _id }) => _id === accountId)).toBeUndefined()
  })

  it('password: the other WeChats, for one may be somebody else’s by now, and one may be gone', async () => {
    const login = await withPassword()
    const [passedOn, forgotten] = [`passed-on-${String(n)}`, `forgotten-${String(n)}`]
    for (const openid of [passedOn, forgotten])
      valueOf(await new Caller(cloud, openid).member('account.login', { login, password: PASSWORD }))
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.set('wechats', passedOn, { accountId: 'somebody-elses' })
      elsewhere.drop('wechats', forgotten)
    })
    expect(valueOf(await student.member('account.password', { password: 'another password' })).wechats).toBe(1)
    expect(wechat(passedOn)).toMatchObject({ accountId: 'somebody-elses' })
    expect(wechat(forgotten)).toBeUndefined()
  })

  it('unbind: the account, which an erasure does not bring back', async () => {
    const { id } = await student.started()
    valueOf(await student.member('reminder.allow', { id, kinds: ['answered'] }))
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.drop('accounts', accountId)
    })
    expect(codeOf(await student.member('account.unbind', {}))).toBe('ok')
    expect(documentsOf(cloud, 'accounts').find(({ _id }) => _id === accountId)).toBeUndefined()
    expect(wechat(student.openid ?? '')).toBeUndefined()
    expect(documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)).toMatchObject({ reminders: [] })
  })

  describe('recover', () => {
    const lost = async () => {
      const login = await withPassword()
      const { id } = await student.started()
      const { code } = valueOf(await leagueSecretary(cloud).desk('desk.recoveryCode', { id, why: WHY }))
      return { login, code, password: 'another password' }
    }

    it('the code, for a new one may have ended it', async () => {
      const input = await lost()
      beforeTransaction(cloud, (elsewhere) => {
        elsewhere.set('recoveries', accountId, { code: 'of a new one' })
      })
      expect(codeOf(await other().member('account.recover', input))).toBe('CODE_INVALID')
      expect(codeOf(await other().member('account.login', { ...input, password: PASSWORD }))).toBe('ok')
    })

    it('the code, for it may have been used', async () => {
      const input = await lost()
      beforeTransaction(cloud, (elsewhere) => {
        elsewhere.drop('recoveries', accountId)
      })
      expect(codeOf(await other().member('account.recover', input))).toBe('CODE_INVALID')
    })

    it('the account, for it may be erased', async () => {
      const input = await lost()
      beforeTransaction(cloud, (elsewhere) => {
        elsewhere.drop('accounts', accountId)
      })
      expect(codeOf(await other().member('account.recover', input))).toBe('CODE_INVALID')
      expect(documentsOf(cloud, 'accounts').find(({ _id }) => _id === accountId)).toBeUndefined()
    })
  })

  it('unbind: the right at a desk, which stays where a code has brought it meanwhile', async () => {
    const { id: transferId } = await student.started()
    valueOf(await leagueSecretary(cloud).desk('staff.grant', { transferId, role: 'cadre' }))
    const { version } = documentsOf(cloud, 'rights').find(({ _id }) => _id === LEAGUE) ?? {}
    const accepted = { id: 'by-a-code', branchId: LEAGUE, role: 'cadre', name: '有码的' }
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.set('rights', LEAGUE, { version: Number(version) + 1 })
      elsewhere.set('wechats', student.openid ?? '', { staff: [accepted] })
    })
    expect(codeOf(await student.member('account.unbind', {}))).toBe('ok')
    expect(wechat(student.openid ?? '')).toMatchObject({ accountId: null, staff: [accepted] })
  })

  it('register: this WeChat, for it may be bound meanwhile', async () => {
    const somebody = other()
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.add('wechats', { _id: somebody.openid, accountId, staff: [] })
    })
    expect(codeOf(await somebody.register(person(700 + n)))).toBe('ALREADY_REGISTERED')
  })

  it('register: the right at a desk, which is kept', async () => {
    const somebody = other()
    const right = { id: 'right', branchId: LEAGUE, role: 'cadre', name: '新来的' }
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.add('wechats', { _id: somebody.openid, accountId: null, staff: [right] })
    })
    expect(codeOf(await somebody.register(person(700 + n)))).toBe('ok')
    expect(wechat(somebody.openid ?? '')).toMatchObject({ staff: [right] })
  })

  it('amend: the account’s version, for another phone may have amended it', async () => {
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.set('accounts', accountId, { version: 9 })
    })
    const reply = await student.member('account.amend', { name: '后来的名字' })
    expect(reply).toEqual({ ok: false, error: { code: 'CHANGED_MEANWHILE', detail: { version: 9 } } })
    expect((await student.me()).account?.name).toBe(student.person.name)
  })

  it('amend: the account, for it may be erased', async () => {
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.drop('accounts', accountId)
    })
    expect(codeOf(await student.member('account.amend', { name: '后来的名字' }))).toBe('NOT_REGISTERED')
  })

  it('amend: the transfers, for one may have been closed and keeps what it was closed with', async () => {
    const { id } = await student.started()
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.set('transfers', id, { stage: 'withdrawn', slot: id })
    })
    expect(codeOf(await student.member('account.amend', { name: '后来的名字' }))).toBe('ok')
    expect(documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)).toMatchObject({
      stage: 'withdrawn',
      name: student.person.name,
      version: 1,
    })
  })

  it('erase: the account, for it may be gone', async () => {
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.drop('accounts', accountId)
    })
    expect(codeOf(await student.member('account.erase', { confirm: true }))).toBe('NOT_REGISTERED')
  })

  describe('rights at a desk', () => {
    const secretary = () => leagueSecretary(cloud)
    const extra = () => addStaff(cloud, `secretary-${String(n)}`, LEAGUE, 'secretary')

    it('accept: the code, for it may have been used', async () => {
      const { code } = valueOf(await secretary().desk('staff.invite', { branchId: LEAGUE, role: 'cadre' }))
      const id = documentsOf(cloud, 'staffCodes').at(-1)?.['_id'] as string
      beforeTransaction(cloud, (elsewhere) => {
        elsewhere.drop('staffCodes', id)
      })
      expect(codeOf(await other().desk('staff.accept', { code, name: '新来的' }))).toBe('CODE_INVALID')
      expect(wechat(other().openid ?? '')).toBeUndefined()
    })

    it('grant: the right of whoever grants, for it may have ended', async () => {
      const by = extra()
      const { id } = await student.started()
      beforeTransaction(cloud, (elsewhere) => {
        elsewhere.set('wechats', by.openid ?? '', { staff: [] })
      })
      expect(codeOf(await by.desk('staff.grant', { transferId: id, role: 'cadre' }))).toBe('NOT_STAFF')
      expect(wechat(student.openid ?? '')).toMatchObject({ staff: [] })
    })

    it('grant: the WeChat of whoever grants, for it may be gone with its last right', async () => {
      const by = extra()
      const { id } = await student.started()
      beforeTransaction(cloud, (elsewhere) => {
        elsewhere.drop('wechats', by.openid ?? '')
      })
      expect(codeOf(await by.desk('staff.grant', { transferId: id, role: 'cadre' }))).toBe('NOT_STAFF')
      expect(wechat(student.openid ?? '')).toMatchObject({ staff: [] })
    })

    it('grant: the account, for it may be erased', async () => {
      const { id } = await student.started()
      const before = documentsOf(cloud, 'wechats').length
      beforeTransaction(cloud, (elsewhere) => {
        elsewhere.drop('accounts', accountId)
      })
      const reply = await secretary().desk('staff.grant', { transferId: id, role: 'cadre' })
      expect(reply).toEqual({ ok: false, error: { code: 'NOT_NOW', detail: { stage: 'registered' } } })
      expect(documentsOf(cloud, 'wechats')).toHaveLength(before)
    })

    it('grant: the bindings of the account, for this WeChat may have been dropped', async () => {
      const { id } = await student.started()
      beforeTransaction(cloud, (elsewhere) => {
        elsewhere.set('accounts', accountId, { wechats: [] })
      })
      expect(codeOf(await secretary().desk('staff.grant', { transferId: id, role: 'cadre' }))).toBe('NOT_NOW')
      expect(wechat(student.openid ?? '')).toMatchObject({ staff: [] })
    })

    it('remove: the right of whoever removes, for it may have ended', async () => {
      const [by, removed] = [extra(), addStaff(cloud, `removed-${String(n)}`, LEAGUE, 'cadre')]
      beforeTransaction(cloud, (elsewhere) => {
        elsewhere.set('wechats', by.openid ?? '', {
          staff: [{ id: 'less', branchId: LEAGUE, role: 'cadre', name: '改任' }],
        })
      })
      const input = { branchId: LEAGUE, id: `staff-${String(removed.openid)}` }
      expect(codeOf(await by.desk('staff.remove', input))).toBe('READ_ONLY')
      expect(wechat(removed.openid ?? '')?.['staff']).toHaveLength(1)
    })
  })

  it('release: the number, for its holder may have replaced it', async () => {
    await student.started()
    await other().register({ ...person(800 + n), idNumber: student.person.idNumber })
    const { items } = valueOf(await leagueSecretary(cloud).desk('desk.conflicts', { branchId: LEAGUE }))
    const conflictId = items[0]?.id ?? ''
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.set('accounts', accountId, { idToken: 'of another number', idReleased: true })
    })
    expect(codeOf(await leagueSecretary(cloud).desk('desk.release', { conflictId, why: WHY }))).toBe('NOT_FOUND')
    expect((await student.transfer()).stage).toBe('registered')
  })

  it('the timer: the binding, for a message goes to nobody who can no longer see the account', async () => {
    const { id } = await student.started()
    const openid = student.openid ?? ''
    cloud.wechat.allow(
      openid,
      cloud.wechat.templates.map((template) => template.id),
    )
    valueOf(await student.member('reminder.allow', { id, kinds: ['answered'] }))
    await leagueSecretary(cloud).approved(await student.transfer())
    const sent = () => cloud.wechat.messages.filter((message) => message.openid === openid)
    // As it stands where a binding ends between the write of the account and that of its messages.
    new Elsewhere(cloud).set('accounts', accountId, { wechats: ['another-wechat'] })
    await cloud.clock.advance('PT1H')
    expect(sent()).toEqual([])
    expect(documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)).toMatchObject({ reminders: [] })
  })

  it('the timer: whether it is still to be erased, for something may have happened to it', async () => {
    const { id }: TransferView = await student.started()
    await student.act(await student.transfer(), { action: 'withdraw' })
    await cloud.clock.advance('P80D')
    cloud.clock.pass(11 * 86_400_000)
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.set('transfers', id, { keptSince: cloud.clock.now() })
    })
    await cloud.clock.tick()
    expect(documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)).toMatchObject({ name: student.person.name })
    await cloud.clock.advance('P91D')
    expect(documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)).toMatchObject({ name: '' })
  })
})
