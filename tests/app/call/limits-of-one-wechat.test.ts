import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  administrator,
  aStudent,
  Caller,
  codeOf,
  CONSENT,
  leagueSecretary,
  person,
  valueOf,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { startLocalCloud, type TestCloud } from '../../support/local-cloud'

const PASSWORD = 'correct horse'

describe('what one WeChat may ask', () => {
  let cloud: TestCloud
  let strangers = 0
  beforeAll(async () => {
    cloud = await startLocalCloud()
  })
  afterAll(async () => {
    await cloud.close()
  })
  const stranger = () => new Caller(cloud, `stranger-${String(++strangers)}`)
  const login = async (who: Caller, name: string, password = 'wrong password') =>
    codeOf(await who.member('account.login', { login: name, password }))
  const recover = async (who: Caller, name: string, code: string) =>
    codeOf(await who.member('account.recover', { login: name, code, password: PASSWORD }))

  it('is twenty failed tries an hour over all logins, recoveries, staff codes and unknown links', async () => {
    const who = stranger()
    const tries = [
      (i: number) => login(who, `1370000${String(1000 + i)}`),
      (i: number) => recover(who, `1370001${String(1000 + i)}`, 'ABCD-EFGH-JKMN'),
      async () => codeOf(await who.desk('staff.accept', { code: 'ABCD-EFGH-JKMN' })),
      async (i: number) => codeOf(await who.member('invite.open', { token: `token-${String(i)}` })),
    ]
    const codes: string[] = []
    const began = cloud.clock.now()
    for (let i = 0; i < 20; i += 1) codes.push((await tries[i % 4]?.(i)) ?? '')
    expect(codes).not.toContain('TOO_MANY')
    for (const [i, attempt] of tries.entries()) expect(await attempt(100 + i)).toBe('TOO_MANY')
    const refused = await who.member('account.login', { login: '13700001999', password: 'wrong password' })
    if (refused.ok || refused.error.code !== 'TOO_MANY') throw new Error(codeOf(refused))
    const retryAt = Date.parse(refused.error.detail.retryAt)
    expect(retryAt).toBeGreaterThan(cloud.clock.now())
    expect(retryAt).toBeLessThanOrEqual(began + 60 * 60_000 + 1_000)
    cloud.clock.pass(60 * 60_000)
    expect(await login(who, '13700002000')).toBe('LOGIN_FAILED')
  })

  it('is not used up by what succeeds, and a success resets its own login alone', async () => {
    const student = await aStudent(cloud)
    valueOf(await student.member('account.password', { password: PASSWORD }))
    const who = stranger()
    for (let i = 0; i < 4; i += 1) expect(await login(who, student.person.phone)).toBe('LOGIN_FAILED')
    expect(await login(who, student.person.phone, PASSWORD)).toBe('ok')
    for (let i = 0; i < 5; i += 1) expect(await login(who, student.person.phone, PASSWORD)).toBe('ok')
    for (let i = 0; i < 16; i += 1) expect(await login(who, `1370003${String(1000 + i)}`)).toBe('LOGIN_FAILED')
    expect(await login(who, '13700032000')).toBe('TOO_MANY')
  })

  it('locks a login after five failures, and counts no refusal of the lock as a try', async () => {
    const who = stranger()
    for (let i = 0; i < 5; i += 1) expect(await login(who, '13700040000')).toBe('LOGIN_FAILED')
    for (let i = 0; i < 30; i += 1) expect(await login(who, '137 0004 0000')).toBe('LOCKED')
    expect(await login(who, '13700040001')).toBe('LOGIN_FAILED')
  })

  it('is five tries at a recovery code, which nobody else uses up, and twenty of all', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started()
    const { code } = valueOf(await leagueSecretary(cloud).desk('desk.recoveryCode', { id, why: '手机丢失' }))
    const phone = student.person.phone
    const bad = stranger()
    for (let i = 0; i < 6; i += 1) expect(await recover(bad, phone, 'ABCD-EFGH-JKMN')).toBe('CODE_INVALID')
    expect(await recover(bad, phone, code)).toBe('CODE_INVALID')
    expect(await recover(stranger(), phone, code)).toBe('ok')

    const again = valueOf(await leagueSecretary(cloud).desk('desk.recoveryCode', { id, why: '手机丢失' }))
    for (let n = 0; n < 4; n += 1) {
      const other = stranger()
      for (let i = 0; i < 5; i += 1) expect(await recover(other, phone, 'ABCD-EFGH-JKMN')).toBe('CODE_INVALID')
    }
    expect(await recover(stranger(), phone, again.code)).toBe('CODE_INVALID')
  })

  it('asks as much of the database for a login with a pending code and for one without', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started()
    valueOf(await leagueSecretary(cloud).desk('desk.recoveryCode', { id, why: '手机丢失' }))
    const requests: string[][] = []
    for (const phone of [student.person.phone, '13700050000']) {
      cloud.metrics.reset()
      await recover(stranger(), phone, 'ABCD-EFGH-JKMN')
      requests.push(cloud.metrics.requests.map(({ action }) => action))
    }
    expect(requests[0]).toEqual(requests[1])
  })

  it('is three answers a day that a name is taken', async () => {
    const student = await aStudent(cloud)
    valueOf(await student.member('account.password', { username: 'Zhou.Zhou', password: PASSWORD }))
    const other = await aStudent(cloud)
    const take = async (username: string) =>
      codeOf(await other.member('account.password', { username, password: PASSWORD }))
    expect(await take('zhou.zhou')).toBe('LOGIN_TAKEN')
    expect(await take('ＺＨＯＵ.zhou')).toBe('LOGIN_TAKEN')
    expect(codeOf(await other.member('account.amend', { username: 'zhou\u200B.zhou', password: PASSWORD }))).toBe(
      'LOGIN_TAKEN',
    )
    const tomorrow = new Date(cloud.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const retryAt = new Date(Date.parse(`${tomorrow}T00:00:00+08:00`) + 24 * 3_600_000).toISOString()
    const refused = await other.member('account.password', { username: 'ZHOU.ZHOU', password: PASSWORD })
    expect(refused).toEqual({ ok: false, error: { code: 'TOO_MANY', detail: { retryAt } } })
    expect(await take('zhou.other')).toBe('ok')
    expect(await take('zh\u043Eu.zhou')).toBe('BAD_INPUT')
    expect(await login(stranger(), ' ＺＨＯＵ.ＺＨＯＵ', PASSWORD)).toBe('ok')
    const phone = student.person.phone
    expect(await login(stranger(), `+86 ${phone.slice(0, 3)}-${phone.slice(3)}`, PASSWORD)).toBe('ok')
  })

  it('lies in one document, whatever is counted', async () => {
    const caller = stranger()
    const { person: taken } = await aStudent(cloud, { username: 'taken-name', password: PASSWORD })
    const before = new Set(documentsOf(cloud, 'limits').map(({ _id }) => _id))
    await caller.register(taken)
    const none = { count: 0, until: 0 }
    expect(documentsOf(cloud, 'limits').find(({ _id }) => !before.has(_id))).toMatchObject({
      failed: none,
      loginTaken: none,
    })
    await caller.register({ ...person(700), username: 'taken-name', password: PASSWORD })
    await caller.desk('staff.accept', { code: '0000-0000-0000', name: '某人' })
    await caller.member('invite.open', { token: 'unknown' })
    const fresh = documentsOf(cloud, 'limits').filter(({ _id }) => !before.has(_id))
    expect(fresh).toMatchObject([{ failed: { count: 2 }, idTaken: { count: 1 }, loginTaken: { count: 1 } }])
  })

  it('is five forms with a draft; saving one of them again is not counted', async () => {
    const who = stranger()
    const save = async (form: string) =>
      codeOf(await who.member('draft.save', { form, data: { a: 1 }, consent: CONSENT }))
    for (let i = 0; i < 5; i += 1) expect(await save(`form-${String(i)}`)).toBe('ok')
    for (let i = 0; i < 20; i += 1) expect(await save('form-0')).toBe('ok')
    expect(await save('form-5')).toBe('TOO_MANY')
    expect(valueOf(await who.member('draft.load', { form: 'form-5' }))).toEqual({ data: null })
    expect(valueOf(await who.member('draft.load', { form: 'form-4' }))).toMatchObject({ data: { a: 1 } })
    expect(
      await (async () =>
        codeOf(await stranger().member('draft.save', { form: 'form-5', data: {}, consent: CONSENT })))(),
    ).toBe('ok')
  })
})

describe('a call', () => {
  let cloud: TestCloud
  beforeAll(async () => {
    cloud = await startLocalCloud()
  })
  afterAll(async () => {
    await cloud.close()
  })

  it.each([[[]], [[{}]]])('with the list %j for its input is BAD_INPUT', async (input) => {
    const student = await aStudent(cloud)
    for (const op of ['account.me', 'account.check', 'account.amend', 'account.unbind'])
      expect(codeOf(await student.call('member', op, input)), op).toBe('BAD_INPUT')
    for (const op of ['branch.list', 'province.list'])
      expect(codeOf(await administrator(cloud).call('secretary', op, input)), op).toBe('BAD_INPUT')
    expect((await student.me()).account?.name).toBe(student.person.name)
  })

  it('of pages that are too old says so before anything else', async () => {
    const send = async (body: object) => {
      const reply = await fetch(`${cloud.url}/functions/member`, { method: 'POST', body: JSON.stringify(body) })
      return ((await reply.json()) as { error?: { code: string } }).error?.code
    }
    expect(await send({ op: 'account.me', input: {}, contract: 0 })).toBe('TOO_OLD')
    expect(await send({ op: 'nothing', input: [], contract: 0 })).toBe('TOO_OLD')
    expect(await send({ op: 'account.me', input: {}, contract: 1 })).toBe('NO_IDENTITY')
    expect(await send({ op: 'account.me', input: {} })).toBe('NO_IDENTITY')
  })

  it('takes marks and spaces that came along with a value for none', async () => {
    const made = person(900)
    const who = new Caller(cloud, 'pasted')
    const marked = (text = '') => `\u202D\u2068${text}\u2069\u202C\u200E`
    valueOf(
      await who.register({
        ...made,
        name: marked('王\u2F42'),
        idNumber: marked(made.idNumber),
        phone: marked(`+86 ${made.phone}`),
        memberNumber: marked(made.memberNumber),
      }),
    )
    const { account } = await who.me()
    expect(account).toMatchObject({ name: '王文' })
    const transfer = await who.started()
    const claimed = { name: '王\u2F42', idNumber: made.idNumber, memberNumber: made.memberNumber ?? '' }
    expect(valueOf(await who.member('transfer.precheck', { id: transfer.id, claimed }))).toMatchObject({
      matches: true,
      variants: ['name'],
    })
  })

  it('with free text that has nothing to read, or a person’s number in it, is refused', async () => {
    const student = await aStudent(cloud)
    const transfer = await student.started()
    const secretary = leagueSecretary(cloud)
    for (const reason of ['', ' \u200B', '\u2800', '\u3164', '\0', '\uD842']) {
      const outcome = await secretary.decide(transfer, { verdict: 'return', reason })
      expect(codeOf(outcome), JSON.stringify(reason)).toBe('REASON_REQUIRED')
      const why = await secretary.call('secretary', 'desk.reveal', { id: transfer.id, field: 'phone', why: reason })
      expect(codeOf(why)).toBe('BAD_INPUT')
    }
    const { idNumber } = student.person
    for (const number of [
      `${idNumber.slice(0, 6)}.${idNumber.slice(6, 14)}.${idNumber.slice(14)}`,
      '1-3-9-1-2-3-4-5-6-7-8',
    ])
      expect(await secretary.decide(transfer, { verdict: 'return', reason: `请改 ${number}` })).toMatchObject({
        error: { code: 'BAD_INPUT', detail: { fields: [{ path: 'reason', rule: 'personal' }] } },
      })
  })

  it('to save a branch with controls or marks of direction in a text is refused', async () => {
    const admin = administrator(cloud)
    for (const odd of ['计通\0学院', '计通\u202E学院', '计通\uD842'])
      for (const [op, input] of [
        ['branch.create', { kind: 'league', fullName: odd, shortName: '计通' }],
        ['branch.save', { id: 'ustb-scce-2024-league', address: odd }],
      ] as const)
        expect(codeOf(await admin.call('secretary', op, input)), op).toBe('BAD_INPUT')
    expect(codeOf(await admin.desk('branch.save', { id: 'ustb-scce-2024-league', phone: '13800138000' }))).toBe('ok')
  })

  it('finds a branch by what is copied with its label, quotation marks and full stop', async () => {
    const student = await aStudent(cloud)
    const find = async (text: string) => valueOf(await student.member('branch.find', { kind: 'league', text }))
    const [branch] = await find('')
    if (branch === undefined) throw new Error('no branch')
    for (const text of [
      `组织 ID: ${branch.systemId}`,
      `支部名称：${branch.fullName}`,
      `“${branch.shortName}”`,
      `${branch.fullName}。`,
    ])
      expect(
        (await find(text)).map(({ id }) => id),
        text,
      ).toEqual([branch.id])
  })
})
