import { beforeEach, describe, expect, it } from 'vitest'
import { Caller, codeOf, CONSENT, person, valueOf } from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { askedAt } from '../../support/instants'

const cloud = localCloud()
let n = 0
let me: Caller
beforeEach(() => {
  n += 1
  me = new Caller(cloud, `drafting-${String(n)}`)
})

const save = (data: unknown, form: unknown = 'register', consent: unknown = CONSENT) =>
  me.call('member', 'draft.save', { form, data, consent })
const load = async (form = 'register') => valueOf(await me.member('draft.load', { form }))
const everything = () => JSON.stringify(documentsOf(cloud, 'drafts'))

describe('a draft', () => {
  it('is found again by the same WeChat, and by no other', async () => {
    const { name, idNumber } = person(n)
    const saved = await me.member('draft.save', { form: 'register', data: { name, idNumber }, consent: CONSENT })
    expect(await load()).toEqual({ data: { name, idNumber }, savedAt: valueOf(saved).savedAt })
    expect(await load('announce')).toEqual({ data: null })
    expect(valueOf(await new Caller(cloud, 'other').member('draft.load', { form: 'register' }))).toEqual({ data: null })
  })

  it('is replaced by the next one of the same form', async () => {
    await save({ step: 1, first: true })
    await save({ step: 2 })
    expect((await load()).data).toEqual({ step: 2 })
  })

  it('holds neither name nor number in plain', async () => {
    const { name, idNumber, phone } = person(n)
    expect(codeOf(await save({ name, idNumber, phone }))).toBe('ok')
    for (const plain of [name, idNumber, phone]) expect(everything()).not.toContain(plain)
    const stored = documentsOf(cloud, 'drafts').find(({ openid }) => openid === me.openid)
    expect(stored?.['consent']).toEqual({ version: CONSENT.version, at: stored?.['savedAt'] })
  })

  it('never keeps a password, however deep', async () => {
    await save({
      name: '张',
      password: 'secret 1',
      pages: [{ newPassword: 'secret 2', PASSWORD: 3, kept: [null, 0, ''] }],
    })
    expect((await load()).data).toEqual({ name: '张', pages: [{ kept: [null, 0, ''] }] })
  })

  it('is kept for 30 days', async () => {
    const data = { name: '张' }
    const { savedAt } = valueOf(await me.member('draft.save', { form: 'register', data, consent: CONSENT }))
    await cloud.clock.advance('P29D')
    // Whether the timer has been there or not.
    const end = Date.parse(savedAt) + 30 * 86_400_000
    expect(await askedAt(cloud, end, [-1, 0, 1], load)).toEqual([{ data, savedAt }, { data: null }, { data: null }])
    await cloud.clock.tick()
    expect(await load()).toEqual({ data: null })
  })

  it('of more than 16 KB is refused', async () => {
    const filled = (bytes: number) => ({ text: '汉'.repeat(100) + 'x'.repeat(bytes - 300 - '{"text":""}'.length) })
    expect(codeOf(await save(filled(16 * 1024)))).toBe('ok')
    expect(codeOf(await save(filled(16 * 1024 + 1)))).toBe('TOO_LARGE')
  })

  it('needs both consents and a well-formed name', async () => {
    for (const consent of [
      null,
      {},
      { ...CONSENT, terms: false },
      { ...CONSENT, sensitive: false },
      { ...CONSENT, version: '' },
    ])
      expect(codeOf(await save({}, 'register', consent))).toBe('BAD_INPUT')
    for (const form of ['', 'x'.repeat(33), 7, undefined])
      expect(codeOf(await save({}, form ?? null))).toBe('BAD_INPUT')
    for (const data of [[], null, 'text', 7]) expect(codeOf(await save(data))).toBe('BAD_INPUT')
    for (const form of ['x', 'x'.repeat(32), '报到/二', 'a.b$c']) expect(codeOf(await save({}, form))).toBe('ok')
    expect(codeOf(await new Caller(cloud).member('draft.load', { form: 'x' }))).toBe('NO_IDENTITY')
  })

  it('nested beyond any form is refused', async () => {
    let nested: unknown = 1
    for (let depth = 0; depth < 5_000; depth += 1) nested = [nested]
    const error = { code: 'BAD_INPUT', detail: { fields: [{ path: 'data', rule: 'depth' }] } }
    expect(await save({ name: '张', nested, more: [1, nested] })).toEqual({ ok: false, error })
  })

  it('is gone once its WeChat has registered', async () => {
    await save({ name: '张' })
    await save({ reason: '升学' }, 'start')
    valueOf(await me.register(person(300 + n)))
    expect(await load()).toEqual({ data: null })
    expect(await load('start')).toEqual({ data: null })
    expect(everything()).not.toContain(me.openid ?? '')
  })

  it('of a sixth form is refused until one of the five has run out', async () => {
    for (let form = 0; form < 5; form += 1) {
      await save({ form }, `form-${String(form)}`)
      await cloud.clock.advance('PT1S')
    }
    const oldest = valueOf(await me.member('draft.load', { form: 'form-0' })).savedAt
    const retryAt = new Date(Date.parse(oldest ?? '') + 30 * 86_400_000).toISOString()
    expect(await save({ form: 5 }, 'form-5')).toEqual({ ok: false, error: { code: 'TOO_MANY', detail: { retryAt } } })
    expect(await load('form-5')).toEqual({ data: null })
    expect((await load('form-0')).data).toEqual({ form: 0 })
    await cloud.clock.advance('P30D')
    expect(codeOf(await save({ form: 5 }, 'form-5'))).toBe('ok')
  })
})
