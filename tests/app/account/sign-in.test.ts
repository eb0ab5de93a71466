import { beforeEach, describe, expect, it } from 'vitest'
import { aStudent, Caller, codeOf, leagueSecretary, person, valueOf, type Student } from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'

const PASSWORD = 'correct horse 1'
const OTHER = 'battery staple 2'

const cloud = localCloud()
let n = 0
beforeEach(() => {
  n += 1
})

const wechat = (name: string) => new Caller(cloud, `${name}-${String(n)}`)
const aMemberWithPassword = (username = `member-${String(n)}`) => aStudent(cloud, { username, password: PASSWORD })
const signIn = (caller: Caller, login: string, password: string) => caller.member('account.login', { login, password })

describe('signing in', () => {
  it('binds a second WeChat to the account, by username or by phone', async () => {
    const student = await aMemberWithPassword()
    const byName = valueOf(await signIn(wechat('second'), `member-${String(n)}`, PASSWORD))
    expect(byName).toMatchObject({ name: student.person.name, wechats: 2, hasPassword: true })
    const phone = `${student.person.phone.slice(0, 3)} ${student.person.phone.slice(3)}`
    expect(valueOf(await signIn(wechat('third'), phone, PASSWORD)).wechats).toBe(3)
    expect(await wechat('second').me()).toMatchObject({ account: { id: byName.id }, staffOf: [] })
  })

  it('shows the second WeChat the transfers of the account', async () => {
    const student = await aMemberWithPassword()
    const transfer = await student.started()
    valueOf(await signIn(wechat('second'), `member-${String(n)}`, PASSWORD))
    expect((await wechat('second').transfer()).id).toBe(transfer.id)
  })

  it('from a WeChat that is bound to the account changes nothing', async () => {
    const student = await aMemberWithPassword()
    expect(valueOf(await signIn(student, `member-${String(n)}`, PASSWORD)).wechats).toBe(1)
  })

  it('from a WeChat that is bound to another account is refused', async () => {
    await aMemberWithPassword()
    const other = await aStudent(cloud)
    expect(codeOf(await signIn(other, `member-${String(n)}`, PASSWORD))).toBe('ALREADY_REGISTERED')
    expect((await other.me()).account?.name).toBe(other.person.name)
  })

  it('by a phone is not there for somebody without a password', async () => {
    const student = await aStudent(cloud)
    expect(codeOf(await signIn(wechat('second'), student.person.phone, ''))).toBe('LOGIN_FAILED')
  })

  it('has no rules of form for what is given', async () => {
    for (const login of ['', 'x', '13', 'a b', '\u{20BB7}'.repeat(200)])
      expect(codeOf(await signIn(wechat('stranger'), login, 'x'))).toBe('LOGIN_FAILED')
    const odd = await wechat('stranger').call('member', 'account.login', { login: 1 })
    expect(odd).toMatchObject({
      error: { code: 'BAD_INPUT', detail: { fields: [{ path: 'login' }, { path: 'password' }] } },
    })
    expect(codeOf(await signIn(new Caller(cloud), 'x', 'x'))).toBe('NO_IDENTITY')
  })
})

describe('a lock', () => {
  const fail = async (caller: Caller, login: string, times: number) => {
    const codes = []
    for (let i = 0; i < times; i += 1) codes.push(codeOf(await signIn(caller, login, OTHER)))
    return codes
  }
  const FAILED = 'LOGIN_FAILED'

  it('closes a login for a WeChat at the sixth attempt, and opens after 15 minutes', async () => {
    await aMemberWithPassword()
    const login = `member-${String(n)}`
    expect(await fail(wechat('second'), login, 4)).toEqual([FAILED, FAILED, FAILED, FAILED])
    cloud.clock.pass(10 * 60_000)
    expect(await fail(wechat('second'), login, 1)).toEqual([FAILED])
    const locked = await signIn(wechat('second'), login, PASSWORD)
    if (locked.ok || locked.error.code !== 'LOCKED') throw new Error(codeOf(locked))
    const until = Date.parse(locked.error.detail.until)
    expect(until).toBeGreaterThan(cloud.clock.now() + 14 * 60_000)
    expect(until).toBeLessThanOrEqual(cloud.clock.now() + 15 * 60_000)
    expect(await signIn(wechat('second'), login, PASSWORD)).toEqual(locked)
    expect(codeOf(await signIn(wechat('third'), login, PASSWORD))).toBe('ok')
    await cloud.clock.advance('PT15M')
    expect(codeOf(await signIn(wechat('second'), login, PASSWORD))).toBe('ok')
  })

  it('closes an unknown login in the same way', async () => {
    expect(await fail(wechat('second'), `nobody-${String(n)}`, 7)).toEqual([
      ...Array.from({ length: 5 }, () => FAILED),
      'LOCKED',
      'LOCKED',
    ])
  })

  it('begins anew after a success', async () => {
    await aMemberWithPassword()
    const login = `member-${String(n)}`
    expect(await fail(wechat('second'), login, 4)).not.toContain('LOCKED')
    valueOf(await signIn(wechat('second'), login, PASSWORD))
    expect(await fail(wechat('second'), login, 6)).toEqual([FAILED, FAILED, FAILED, FAILED, FAILED, 'LOCKED'])
  })

  it('closes a login for everybody after 20 failures in an hour that begins with the first', async () => {
    await aMemberWithPassword()
    const login = `member-${String(n)}`
    for (const name of ['a', 'b', 'c']) expect(await fail(wechat(name), login, 5)).not.toContain('LOCKED')
    cloud.clock.pass(50 * 60_000)
    expect(await fail(wechat('d'), login, 5)).not.toContain('LOCKED')
    const locked = await signIn(wechat('e'), login, PASSWORD)
    if (locked.ok || locked.error.code !== 'LOCKED') throw new Error(codeOf(locked))
    const until = Date.parse(locked.error.detail.until)
    expect(until).toBeGreaterThan(cloud.clock.now() + 5 * 60_000)
    expect(until).toBeLessThanOrEqual(cloud.clock.now() + 10 * 60_000)
    // To be refused so is no failure of one's own.
    expect(new Set(await fail(wechat('e'), login, 6))).toEqual(new Set(['LOCKED']))
    await cloud.clock.set(locked.error.detail.until)
    expect(codeOf(await signIn(wechat('e'), login, PASSWORD))).toBe('ok')
  })

  it('counts nothing of a WeChat that has no tries left', async () => {
    await aMemberWithPassword()
    const login = `member-${String(n)}`
    const tired = wechat('tired')
    for (let i = 0; i < 20; i += 1) await tired.desk('staff.accept', { code: 'ABCD-EFGH-JKMN' })
    cloud.clock.pass(55 * 60_000)
    expect(new Set(await fail(tired, login, 21))).toEqual(new Set(['TOO_MANY']))
    expect(codeOf(await signIn(wechat('second'), login, PASSWORD))).toBe('ok')
    cloud.clock.pass(5 * 60_000)
    expect(codeOf(await signIn(tired, login, PASSWORD))).toBe('ok')
  })

  it('holds against thirty guesses at once', async () => {
    await aMemberWithPassword()
    const guesses = Array.from({ length: 30 }, () => signIn(wechat('second'), `member-${String(n)}`, OTHER))
    const codes = (await Promise.all(guesses)).map(codeOf)
    expect(codes.filter((code) => code === FAILED).length).toBeLessThanOrEqual(5)
    expect(codes.filter((code) => code !== FAILED && code !== 'LOCKED' && code !== 'TRY_AGAIN')).toEqual([])
  })
})

describe('a password', () => {
  it('is set by the bound WeChat and makes the phone a login', async () => {
    const student = await aStudent(cloud)
    const set = valueOf(
      await student.member('account.password', { username: `later-${String(n)}`, password: PASSWORD }),
    )
    expect(set).toMatchObject({ hasPassword: true, username: `later-${String(n)}`, wechats: 1 })
    expect(codeOf(await signIn(wechat('second'), student.person.phone, PASSWORD))).toBe('ok')
    expect(codeOf(await signIn(wechat('third'), `later-${String(n)}`, PASSWORD))).toBe('ok')
  })

  it('makes phones alone logins, of as many as have no username', async () => {
    for (const student of [await aStudent(cloud), await aStudent(cloud)]) {
      expect(codeOf(await student.member('account.password', { password: PASSWORD }))).toBe('ok')
      expect(codeOf(await signIn(wechat(student.person.phone), student.person.phone, PASSWORD))).toBe('ok')
    }
  })

  it('that is changed drops all other bindings and no longer serves', async () => {
    const student = await aMemberWithPassword()
    const login = `member-${String(n)}`
    valueOf(await signIn(wechat('second'), login, PASSWORD))
    expect(valueOf(await student.member('account.password', { password: OTHER })).wechats).toBe(1)
    expect((await wechat('second').me()).account).toBeNull()
    expect(codeOf(await signIn(wechat('second'), login, PASSWORD))).toBe('LOGIN_FAILED')
    expect(codeOf(await signIn(wechat('second'), login, OTHER))).toBe('ok')
  })

  it('frees the old username when a new one comes with it', async () => {
    const student = await aMemberWithPassword()
    const old = `member-${String(n)}`
    valueOf(await student.member('account.password', { username: `new-${String(n)}`, password: OTHER }))
    expect(codeOf(await signIn(wechat('second'), old, OTHER))).toBe('LOGIN_FAILED')
    const heir = await aStudent(cloud)
    expect(codeOf(await heir.member('account.password', { username: old, password: OTHER }))).toBe('ok')
  })

  it('is refused with a username or phone by which somebody else signs in', async () => {
    const student = await aMemberWithPassword()
    const other = await aStudent(cloud, { phone: student.person.phone })
    const taken = { username: `member-${String(n)}`, password: OTHER }
    expect(codeOf(await other.member('account.password', taken))).toBe('LOGIN_TAKEN')
    expect(codeOf(await other.member('account.password', { password: OTHER }))).toBe('LOGIN_TAKEN')
    expect((await other.me()).account?.hasPassword).toBe(false)
  })

  it('has its rules of form where it is chosen', async () => {
    const student = await aStudent(cloud)
    const reply = await student.member('account.password', { username: '13800000000', password: 'short' })
    const fields = [
      { path: 'username', rule: 'username.phone' },
      { path: 'password', rule: 'password.length' },
    ]
    expect(reply).toEqual({ ok: false, error: { code: 'BAD_INPUT', detail: { fields } } })
    expect(codeOf(await wechat('stranger').member('account.password', { password: PASSWORD }))).toBe('NOT_REGISTERED')
  })
})

describe('amending', () => {
  it('the phone moves the login along', async () => {
    const student = await aMemberWithPassword()
    const phone = `1890000${String(1000 + n)}`
    valueOf(await student.member('account.amend', { phone }))
    expect(codeOf(await signIn(wechat('second'), student.person.phone, PASSWORD))).toBe('LOGIN_FAILED')
    expect(codeOf(await signIn(wechat('second'), phone, PASSWORD))).toBe('ok')
    const heir = await aStudent(cloud, { phone: student.person.phone })
    expect(codeOf(await heir.member('account.password', { password: OTHER }))).toBe('ok')
  })

  it('to a phone by which somebody else signs in is refused only where a password exists', async () => {
    const holder = await aMemberWithPassword()
    const { phone } = holder.person
    const withPassword = await aStudent(cloud, { username: `other-${String(n)}`, password: OTHER })
    expect(codeOf(await withPassword.member('account.amend', { phone }))).toBe('LOGIN_TAKEN')
    const without = await aStudent(cloud)
    expect(codeOf(await without.member('account.amend', { phone }))).toBe('ok')
    expect(codeOf(await signIn(wechat('second'), phone, PASSWORD))).toBe('ok')
  })

  it('the username moves the login, the password drops the other bindings', async () => {
    const student = await aMemberWithPassword()
    valueOf(await signIn(wechat('second'), `member-${String(n)}`, PASSWORD))
    expect(valueOf(await student.member('account.amend', { username: `moved-${String(n)}` })).wechats).toBe(2)
    expect(codeOf(await signIn(wechat('third'), `member-${String(n)}`, PASSWORD))).toBe('LOGIN_FAILED')
    expect(valueOf(await student.member('account.amend', { password: OTHER })).wechats).toBe(1)
    expect(codeOf(await signIn(wechat('third'), `moved-${String(n)}`, OTHER))).toBe('ok')
    const without = await aStudent(cloud)
    expect(await without.member('account.amend', { username: `alone-${String(n)}` })).toEqual({
      ok: false,
      error: { code: 'BAD_INPUT', detail: { fields: [{ path: 'password', rule: 'required' }] } },
    })
  })
})

describe('what a WeChat has allowed', () => {
  const LEAVING: Readonly<Record<string, (student: Student, second: Caller, id: string) => Promise<unknown>>> = {
    'the password is set': (student) => student.member('account.password', { password: OTHER }),
    'the password is amended': (student) => student.member('account.amend', { password: OTHER }),
    'it is unbound': (_, second) => second.member('account.unbind', {}),
    'another one recovers the account': async (student, _, id) => {
      const { code } = valueOf(await leagueSecretary(cloud).desk('desk.recoveryCode', { id, why: '手机丢失' }))
      const input = { login: student.person.phone, code, password: OTHER }
      return wechat('new').member('account.recover', input)
    },
  }
  it.each(Object.keys(LEAVING))('is forgotten when %s, and what others have allowed is not', async (what) => {
    const student = await aMemberWithPassword()
    const { id } = await student.started()
    const second = wechat('second')
    valueOf(await signIn(second, `member-${String(n)}`, PASSWORD))
    valueOf(await second.member('reminder.allow', { id, kinds: ['answered'] }))
    const allowed = () => documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)?.['reminders']
    expect(allowed()).toMatchObject([{ kind: 'answered', openid: second.openid }])
    expect(await LEAVING[what]?.(student, second, id)).toMatchObject({ ok: true })
    expect(allowed()).toEqual([])
  })
})

describe('unbinding', () => {
  it('drops this WeChat alone; the account stays for the others', async () => {
    const student = await aMemberWithPassword()
    valueOf(await signIn(wechat('second'), `member-${String(n)}`, PASSWORD))
    expect(valueOf(await student.member('account.unbind', {}))).toEqual({})
    expect((await student.me()).account).toBeNull()
    expect((await wechat('second').me()).account?.wechats).toBe(1)
    expect(codeOf(await student.member('account.unbind', {}))).toBe('NOT_REGISTERED')
    expect(valueOf(await signIn(student, student.person.phone, PASSWORD)).wechats).toBe(2)
  })

  it('leaves rights at the desk where they are', async () => {
    const secretary = new Caller(cloud, 'local-party-secretary')
    valueOf(await secretary.register(person(900)))
    valueOf(await secretary.member('account.unbind', {}))
    const { account, staffOf } = await secretary.me()
    expect(account).toBeNull()
    expect(staffOf).toHaveLength(1)
  })
})
