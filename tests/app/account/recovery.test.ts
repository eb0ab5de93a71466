import { beforeEach, describe, expect, it } from 'vitest'
import {
  addStaff,
  administrator,
  aStudent,
  Caller,
  codeOf,
  LEAGUE,
  leagueSecretary,
  partySecretary,
  valueOf,
  type Student,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { askedAt } from '../../support/instants'

const PASSWORD = 'correct horse 1'
const WHY = '手机丢失，当面核对过学生证'

const cloud = localCloud()
let n = 0
beforeEach(() => {
  n += 1
})

const wechat = (name: string) => new Caller(cloud, `${name}-${String(n)}`)
const recover = (caller: Caller, login: string, code: string, password = PASSWORD) =>
  caller.member('account.recover', { login, code, password })
const codeFor = async (student: Student, desk = leagueSecretary(cloud)) => {
  const { id } = (await student.me()).transfers[0] ?? (await student.started())
  return valueOf(await desk.desk('desk.recoveryCode', { id, why: WHY })).code
}

describe('a recovery code', () => {
  it('has at least 50 bits and serves for 48 hours', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started()
    const made = valueOf(await leagueSecretary(cloud).desk('desk.recoveryCode', { id, why: WHY }))
    expect(made.code.replaceAll('-', '')).toMatch(/^[0-9A-HJKMNP-TV-Z]{10,}$/u)
    expect(made.code).toMatch(/^(?:[^-]{4}-)+[^-]{1,4}$/u)
    const hours = (Date.parse(made.expiresAt) - cloud.clock.now()) / 3_600_000
    expect(hours).toBeGreaterThan(47.99)
    expect(hours).toBeLessThanOrEqual(48)
  })

  it('is made by the secretary or the administrator of the branch alone, with a reason', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started()
    const ask = (caller: Caller, input: object = { id, why: WHY }) =>
      caller.call('secretary', 'desk.recoveryCode', input)
    expect(codeOf(await ask(administrator(cloud)))).toBe('ok')
    expect(codeOf(await ask(partySecretary(cloud)))).toBe('NOT_YOURS')
    expect(codeOf(await ask(student))).toBe('NOT_STAFF')
    expect(codeOf(await ask(new Caller(cloud)))).toBe('NO_IDENTITY')
    for (const role of ['counsellor', 'cadre'] as const)
      expect(codeOf(await ask(addStaff(cloud, `${role}-${String(n)}`, LEAGUE, role)))).toBe('READ_ONLY')
    expect(codeOf(await ask(leagueSecretary(cloud), { id: 'nothing', why: WHY }))).toBe('NOT_FOUND')
    for (const why of ['', ' ', '长'.repeat(201), '110101200206150015'])
      expect(codeOf(await ask(leagueSecretary(cloud), { id, why }))).toBe('BAD_INPUT')
  })

  it('stands in the audit log and nowhere in the data', async () => {
    const student = await aStudent(cloud)
    const code = await codeFor(student)
    const { reference } = await student.transfer()
    const { items } = valueOf(await leagueSecretary(cloud).desk('audit.list', { branchId: LEAGUE }))
    const { at, who, whoId } = items[0] ?? {}
    expect(items[0]).toEqual({ at, who, whoId, what: 'recoveryCode', whom: reference, why: WHY, branchId: LEAGUE })
    const everything = JSON.stringify(['audit', 'recoveries'].flatMap((name) => documentsOf(cloud, name)))
    expect(everything).toContain(WHY)
    expect(everything).not.toContain(code)
    expect(everything).not.toContain(code.replaceAll('-', ''))
  })
})

describe('a code for a transfer that has been erased', () => {
  it('is not made, though the account is still there', async () => {
    const student = await aStudent(cloud)
    const { id } = valueOf(await student.act(await student.started(), { action: 'withdraw' }))
    await cloud.clock.advance('P91D')
    const reply = await leagueSecretary(cloud).desk('desk.recoveryCode', { id, why: WHY })
    expect(reply).toEqual({ ok: false, error: { code: 'NOT_NOW', detail: { stage: 'withdrawn' } } })
    expect((await student.me()).account).not.toBeNull()
  })
})

describe('a code that was given out', () => {
  const seen = async (id: string, desk = leagueSecretary(cloud)) =>
    valueOf(await desk.desk('desk.open', { id })).recovery

  it('is seen at the desk until it is used or over, and that it has ended after twenty tries of all', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started()
    expect(await seen(id)).toBeUndefined()
    const code = await codeFor(student)
    expect(await seen(id)).toMatchObject({ state: 'open' })
    const counsellor = addStaff(cloud, `looking-on-${String(n)}`, LEAGUE, 'counsellor')
    expect(await seen(id, counsellor)).toBeUndefined()
    for (let i = 0; i < 20; i += 1) {
      expect(await seen(id)).toMatchObject({ state: 'open' })
      await recover(wechat(`stranger-${String(i)}`), student.person.phone, '00000-00000')
    }
    expect(await seen(id)).toMatchObject({ state: 'ended' })
    expect(codeOf(await recover(wechat('own'), student.person.phone, code))).toBe('CODE_INVALID')
    valueOf(await recover(wechat('own'), student.person.phone, await codeFor(student)))
    expect(await seen(id)).toBeUndefined()
  })

  it('is seen no longer once its 48 hours are over', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started()
    const { expiresAt } = valueOf(await leagueSecretary(cloud).desk('desk.recoveryCode', { id, why: WHY }))
    // Whether the timer has been there or not.
    const open = { state: 'open', expiresAt }
    expect(await askedAt(cloud, expiresAt, [-1, 0, 1], () => seen(id))).toEqual([open, undefined, undefined])
    await cloud.clock.tick()
    expect(await seen(id)).toBeUndefined()
  })
})

describe('recovering', () => {
  it('sets the password, binds this WeChat and drops all others', async () => {
    const student = await aStudent(cloud)
    const code = await codeFor(student)
    const back = valueOf(await recover(wechat('new'), student.person.phone, code.toLowerCase().replaceAll('-', ' ')))
    expect(back).toMatchObject({ name: student.person.name, hasPassword: true, wechats: 1 })
    expect((await student.me()).account).toBeNull()
    expect((await wechat('new').me()).transfers).toHaveLength(1)
    const login = { login: student.person.phone, password: PASSWORD }
    expect(codeOf(await wechat('third').member('account.login', login))).toBe('ok')
  })

  it('opens a login that is locked, and only where it comes to its end', async () => {
    const student = await aStudent(cloud, { username: `locked-${String(n)}`, password: 'forgotten 1' })
    const login = { login: `locked-${String(n)}`, password: PASSWORD }
    const other = await aStudent(cloud)
    const code = await codeFor(student)
    for (let i = 0; i < 5; i += 1) await other.member('account.login', login)
    expect(codeOf(await recover(other, login.login, code))).toBe('ALREADY_REGISTERED')
    expect(codeOf(await other.member('account.login', login))).toBe('LOCKED')
    valueOf(await other.member('account.unbind', {}))
    valueOf(await recover(other, login.login, code))
    expect(codeOf(await other.member('account.login', login))).toBe('ok')
  })

  it('serves once', async () => {
    const student = await aStudent(cloud)
    const code = await codeFor(student)
    valueOf(await recover(wechat('new'), student.person.phone, code))
    expect(codeOf(await recover(wechat('third'), student.person.phone, code))).toBe('CODE_INVALID')
  })

  it('by two WeChats at once succeeds for one', async () => {
    const student = await aStudent(cloud)
    const code = await codeFor(student)
    const both = await Promise.all(['a', 'b'].map((name) => recover(wechat(name), student.person.phone, code)))
    expect(both.map(codeOf).sort()).toEqual(['CODE_INVALID', 'ok'])
  })

  it('with a code over its time is refused', async () => {
    const student = await aStudent(cloud)
    const code = await codeFor(student)
    await cloud.clock.advance('PT48H')
    expect(codeOf(await recover(wechat('new'), student.person.phone, code))).toBe('CODE_INVALID')
  })

  it('ends after five tries, and a new code ends the one before', async () => {
    const student = await aStudent(cloud)
    const first = await codeFor(student)
    for (let i = 0; i < 5; i += 1)
      expect(codeOf(await recover(wechat('new'), student.person.phone, '00000-00000'))).toBe('CODE_INVALID')
    expect(codeOf(await recover(wechat('new'), student.person.phone, first))).toBe('CODE_INVALID')
    const second = await codeFor(student)
    expect(codeOf(await recover(wechat('new'), student.person.phone, first))).toBe('CODE_INVALID')
    expect(codeOf(await recover(wechat('new'), student.person.phone, second))).toBe('ok')
  })

  it('serves one person alone, and tells nothing of an unknown login', async () => {
    const student = await aStudent(cloud)
    const other = await aStudent(cloud)
    const code = await codeFor(student)
    await codeFor(other)
    const tries = (whose: string) => documentsOf(cloud, 'recoveries').find(({ _id }) => _id === whose)?.['tries']
    const accountId = (await student.me()).account?.id ?? ''
    for (const login of [other.person.phone, 'nobody', ''])
      expect(await recover(wechat('new'), login, code)).toEqual({ ok: false, error: { code: 'CODE_INVALID' } })
    expect(tries(accountId)).toBe(0)
    expect(codeOf(await recover(wechat('new'), student.person.phone, code))).toBe('ok')
  })

  it('by a phone that two people share brings each to the own account', async () => {
    const one = await aStudent(cloud)
    const two = await aStudent(cloud, { phone: one.person.phone })
    await codeFor(one)
    const back = valueOf(await recover(wechat('new'), one.person.phone, await codeFor(two)))
    expect(back.name).toBe(two.person.name)
  })

  it('leaves a phone to whoever signs in by it already', async () => {
    const holder = await aStudent(cloud, { username: `holder-${String(n)}`, password: 'another one 2' })
    const student = await aStudent(cloud, { phone: holder.person.phone })
    valueOf(await recover(wechat('new'), student.person.phone, await codeFor(student)))
    const login = { login: holder.person.phone, password: 'another one 2' }
    expect(valueOf(await wechat('third').member('account.login', login)).name).toBe(holder.person.name)
    valueOf(await wechat('new').member('account.password', { password: 'yet another 3' }))
    expect(valueOf(await wechat('fifth').member('account.login', login)).name).toBe(holder.person.name)
    valueOf(await wechat('new').member('account.erase', { confirm: true }))
    expect(codeOf(await wechat('fourth').member('account.login', login))).toBe('ok')
  })

  it('from a WeChat that is bound to another account is refused and uses nothing up', async () => {
    const student = await aStudent(cloud)
    const code = await codeFor(student)
    const other = await aStudent(cloud)
    expect(codeOf(await recover(other, student.person.phone, code))).toBe('ALREADY_REGISTERED')
    expect(codeOf(await recover(wechat('new'), student.person.phone, code))).toBe('ok')
  })

  it('by the phone, or by the username where there is one', async () => {
    const [named, unnamed] = [
      await aStudent(cloud, { username: `lost-${String(n)}`, password: 'another one 2' }),
      await aStudent(cloud),
    ]
    const code = await codeFor(named)
    await codeFor(unnamed)
    const loginsOf = async (student: Student) => {
      const { account } = await student.me()
      return documentsOf(cloud, 'recoveries').find(({ _id }) => _id === account?.id)?.['logins']
    }
    expect([await loginsOf(named), await loginsOf(unnamed)]).toMatchObject([{ length: 2 }, { length: 1 }])
    expect(valueOf(await recover(wechat('new'), ` Lost-${String(n)}`, code)).name).toBe(named.person.name)
  })

  it('ends with a password that the bound WeChat sets', async () => {
    const student = await aStudent(cloud)
    const code = await codeFor(student)
    valueOf(await student.member('account.password', { password: PASSWORD }))
    expect(codeOf(await recover(wechat('new'), student.person.phone, code))).toBe('CODE_INVALID')
  })

  it('asks for a well-formed password before anything else', async () => {
    const student = await aStudent(cloud)
    const code = await codeFor(student)
    const reply = await recover(wechat('new'), student.person.phone, code, 'short')
    const fields = [{ path: 'password', rule: 'password.length' }]
    expect(reply).toEqual({ ok: false, error: { code: 'BAD_INPUT', detail: { fields } } })
    expect(codeOf(await recover(new Caller(cloud), student.person.phone, code))).toBe('NO_IDENTITY')
  })
})
