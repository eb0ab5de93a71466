import { CompactSign, exportJWK, generateKeyPair } from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import { callerOf, termsOf } from '../../cloudfunctions/adapters/cloudbase/platform'
import type { ContextForm } from '../../preview/cloud/function-host'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { zhangMei } from '../support/people'

describe('the context of a call', () => {
  it.each([
    ['as the cloud gives it', { request_id: 'r', time_limit_in_ms: 3_000 }, { requestId: 'r', timeLimitMs: 3_000 }],
    ['as text', { request_id: 'r', time_limit_in_ms: '20000' }, { requestId: 'r', timeLimitMs: 20_000 }],
    ['with a number as its own', { request_id: 7, time_limit_in_ms: 3_000 }, { requestId: '7', timeLimitMs: 3_000 }],
    ['in seconds, as the local runtime has it', { time_limit_in_ms: '3' }, { requestId: '', timeLimitMs: 3_000 }],
    ['without either', {}, { requestId: '', timeLimitMs: 10_000 }],
    ['with what is no number', { request_id: {}, time_limit_in_ms: 'soon' }, { requestId: '', timeLimitMs: 10_000 }],
    ['with nothing left', { time_limit_in_ms: 0 }, { requestId: '', timeLimitMs: 10_000 }],
    ['with less than nothing', { time_limit_in_ms: -5 }, { requestId: '', timeLimitMs: 10_000 }],
    ['without an end', { time_limit_in_ms: 'Infinity' }, { requestId: '', timeLimitMs: 10_000 }],
    ['with a second', { time_limit_in_ms: 1_000 }, { requestId: '', timeLimitMs: 1_000 }],
    ['with fifteen minutes in seconds', { time_limit_in_ms: 900 }, { requestId: '', timeLimitMs: 900_000 }],
    [
      'with nothing in its places',
      { request_id: null, time_limit_in_ms: null },
      { requestId: '', timeLimitMs: 10_000 },
    ],
    ['missing', undefined, { requestId: '', timeLimitMs: 10_000 }],
    ['of another kind', 'context', { requestId: '', timeLimitMs: 10_000 }],
  ])('is read %s', (_form, context, expected) => {
    expect(termsOf(context)).toEqual(expected)
  })

  it.each([
    ['JSON', { environment: '{"WX_OPENID":"somebody","TCB_SOURCE":"wx_client,scf"}' }],
    ['the older text', { environ: 'TCB_SOURCE=wx_client,scf;WX_OPENID=somebody' }],
  ])('names the caller in %s, wherever the call came from', (_form, context) => {
    expect(callerOf(context)).toEqual({ openid: 'somebody', trigger: undefined })
  })

  it('names the timer where it is the source, and nobody else', () => {
    expect(callerOf({ environment: '{"TRIGGER_SRC":"timer"}' })).toEqual({ openid: undefined, trigger: 'timer' })
    expect(callerOf({ environ: 'TRIGGER_SRC=timer;WX_OPENID=' })).toEqual({ openid: undefined, trigger: 'timer' })
    const odd = { environment: '{"WX_OPENID":"somebody","TRIGGER_SRC":5}' }
    expect(callerOf(odd)).toEqual({ openid: undefined, trigger: undefined })
    expect(callerOf({ environment: '{' })).toEqual({ openid: undefined, trigger: undefined })
  })

  it.each([
    ['no environment', {}],
    ['an environment that is no JSON', { environment: '{' }],
    ['an empty one', { environ: '' }],
    ['an empty name', { environment: '{"WX_OPENID":""}' }],
    ['several names', { environ: 'WX_OPENID=one,two' }],
    ['a name that is no text', { environment: '{"WX_OPENID":{"$ne":1}}' }],
    ['no context', undefined],
    ['null', null],
    ['text', 'context'],
  ])('names nobody where there is %s', (_what, context) => {
    expect(callerOf(context).openid).toBeUndefined()
  })
})

describe('what stands in the environment of the process', () => {
  const KEYS = { TCB_CONTEXT_KEYS: 'TCB_ENV', WX_CONTEXT_KEYS: 'WX_OPENID', TCB_ENV: 'env', WX_OPENID: 'before' }
  const before = Object.fromEntries(Object.keys(KEYS).map((name) => [name, process.env[name]]))
  afterEach(() => {
    for (const [name, value] of Object.entries(before))
      if (value === undefined) Reflect.deleteProperty(process.env, name)
      else process.env[name] = value
  })

  it.each([
    ['missing', undefined],
    ['null', null],
    ['text', 'context'],
  ])('names nobody where the context of the call is %s', (_what, context) => {
    Object.assign(process.env, KEYS)
    expect(callerOf(context)).toEqual({ openid: undefined, trigger: undefined })
  })
})

describe('the deployed functions', () => {
  let cloud: TestCloud | undefined
  const start = async (contextForm: ContextForm): Promise<TestCloud> => (cloud = await startLocalCloud({ contextForm }))
  afterEach(async () => {
    await cloud?.close()
    cloud = undefined
  })

  it('know their caller, their time and an encoded body where the platform gives text', async () => {
    const opened = await start('text')
    const known = await opened.call('secretary', 'branch.find', { kind: 'league', text: '' }, 'local-league-secretary')
    expect(known).not.toMatchObject({ error: { code: 'INTERNAL' } })
    expect(await opened.call('member', 'account.me', {}, 'somebody')).toMatchObject({
      ok: true,
      value: { account: null },
    })
    const staff = await opened.call('member', 'account.me', {}, 'local-league-secretary')
    expect(staff).toMatchObject({ value: { staffOf: [{ role: 'secretary' }] } })
    expect(await opened.call('member', 'account.me', {})).toMatchObject({ error: { code: 'NO_IDENTITY' } })
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const key = { code: 'hebei', name: '河北', publicKey: await exportJWK(publicKey) }
    const registered = await opened.call('secretary', 'province.register', key, 'local-admin')
    const { kid } = (registered as { value: { kid: string } }).value
    const { aud } = (await (await fetch(`${opened.url}/http/province/keys`)).json()) as { aud: string }
    const iat = Math.floor(opened.clock.now() / 1000)
    const request = { iss: 'hebei', aud, iat, exp: iat + 60, jti: 'a', ...zhangMei, branchSystemId: '5324992' }
    const body = await new CompactSign(Buffer.from(JSON.stringify(request)))
      .setProtectedHeader({ alg: 'EdDSA', kid })
      .sign(privateKey)
    const post = (text: string) => fetch(`${opened.url}/http/province/requests`, { method: 'POST', body: text })
    expect([(await post(body)).status, (await post(`${body}.`)).status]).toEqual([200, 401])
  })

  it('name nobody and fail in nothing where there is no environment at all', async () => {
    const opened = await start('bare')
    for (const fn of ['member', 'secretary'])
      expect(await opened.call(fn, 'account.me', {}, 'somebody')).toMatchObject({ ok: false })
    expect(await opened.call('member', 'account.me', {}, 'somebody')).toMatchObject({ error: { code: 'NO_IDENTITY' } })
    await opened.clock.tick()
  })
})
