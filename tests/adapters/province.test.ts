import { CompactSign, compactVerify, exportJWK, generateKeyPair, importJWK, type CryptoKey } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCall } from '../../cloudfunctions/adapters/function'
import { serveProvince } from '../../cloudfunctions/adapters/province'
import { createSignatures } from '../../cloudfunctions/adapters/signatures'
import type { Context } from '../../cloudfunctions/app/call/context'
import { connect } from '../conformance/environment'
import { zhangMei } from '../support/people'
import { documentsOf } from '../support/documents'
import { localCloud } from '../support/file-cloud'

const US = 'us'
const NOW_S = 1_720_000_000
const secret = Buffer.alloc(32, 7)
const KEYS = { SEAL_KEYS: `s1:${secret.toString('base64')}`, TOKEN_KEYS: `t1:${secret.toString('base64')}` }
const claims = { ...zhangMei, branchSystemId: '5324992' }

describe('what comes from outside, over HTTP', () => {
  const cloud = localCloud({ functions: null })
  const signatures = createSignatures([{ id: 'ours', secret }])
  let context: Context
  let key: CryptoKey
  beforeAll(async () => {
    connect(cloud.url)
    Object.assign(process.env, KEYS)
    context = { ...openCall('province', {}).context, now: NOW_S * 1000 }
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    key = pair.privateKey
    const jwk = { ...(await exportJWK(pair.publicKey)) }
    for (const code of ['hebei', 'shanxi'])
      await context.store.putProvinceKey({ code, kid: 'k', name: code, jwk, revokedAt: null })
  })
  afterAll(() => {
    for (const name of Object.keys(KEYS)) Reflect.deleteProperty(process.env, name)
  })

  let serial = 0
  const signed = (given: object = {}): Promise<string> => {
    const envelope = { iss: 'hebei', aud: US, iat: NOW_S, exp: NOW_S + 60, jti: `jti-${String(++serial)}` }
    return new CompactSign(Buffer.from(JSON.stringify({ ...envelope, ...claims, ...given })))
      .setProtectedHeader({ alg: 'EdDSA', kid: 'k' })
      .sign(key)
  }
  const serve = (event: unknown, at = context) => serveProvince(at, signatures, event, US, '/outside')
  const POST = { path: '/requests', httpMethod: 'POST' }
  const post = async (given: object = {}, now = NOW_S * 1000) =>
    serve({ ...POST, body: await signed(given) }, { ...context, now })
  const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }
  const UNAUTHORISED = {
    http: { statusCode: 401, headers: JSON_HEADERS, body: JSON.stringify({ error: 'unauthorised' }) },
    op: 'requests',
    code: 'UNAUTHORISED',
  }

  it('is answered by a signed reply to the one who asked, under the number of the request', async () => {
    const { http, op, code } = await post({ jti: 'mine' }, NOW_S * 1000 + 999)
    expect([op, code]).toEqual(['requests', 'NOT_REGISTERED'])
    expect(http).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'application/jose', 'cache-control': 'no-store' },
    })
    const [own] = signatures.ownKeys()
    const { payload } = await compactVerify(http.body, await importJWK({ ...own }, 'EdDSA'))
    const reply = { outcome: 'failed', code: 'NOT_REGISTERED' }
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual({
      ...{ iss: US, aud: 'hebei', iat: NOW_S, jti: 'mine' },
      ...reply,
    })
  })

  it('publishes our keys with the name that we are asked by', async () => {
    expect(await serve({ path: '/keys', httpMethod: 'GET' })).toEqual({
      http: { statusCode: 200, headers: JSON_HEADERS, body: JSON.stringify({ keys: signatures.ownKeys(), aud: US }) },
      op: 'keys',
      code: 'ok',
    })
  })

  it.each([
    ['issued a minute ahead of our clock', { iat: NOW_S + 60, exp: NOW_S + 120 }],
    ['that ends in a second', { exp: NOW_S + 1 }],
    ['that ends in five minutes', { exp: NOW_S + 300 }],
    ['that was good for six minutes', { iat: NOW_S - 60, exp: NOW_S + 300 }],
    ['with a number of one character', { jti: 'x' }],
    ['with a number of a hundred', { jti: 'x'.repeat(100) }],
  ])('is taken where it is %s', async (_what, given) => {
    expect((await post(given)).code).toBe('NOT_REGISTERED')
  })

  it.each([
    ['issued later than that', { iat: NOW_S + 61, exp: NOW_S + 120 }],
    ['over', { exp: NOW_S }],
    ['good for longer from now', { iat: NOW_S, exp: NOW_S + 301 }],
    ['good for longer in all', { iat: NOW_S - 61, exp: NOW_S + 300 }],
    ['for somebody else', { aud: 'them' }],
    ['without a number', { jti: undefined }],
    ['with an empty number', { jti: '' }],
    ['with a number that is too long', { jti: 'x'.repeat(101) }],
    ['with a number that is none', { jti: 5 }],
    ['without its beginning', { iat: undefined }],
    ['without its end', { exp: undefined }],
    ['with an end that is text', { exp: String(NOW_S + 60) }],
    ['without whom it is for', { aud: undefined }],
  ])('is unauthorised where it is %s', async (_what, given) => {
    expect(await post(given)).toEqual(UNAUTHORISED)
  })

  it('is taken once under its number, of each system for itself, which is forgotten when it could serve no more', async () => {
    expect([(await post({ jti: 'once' })).code, (await post({ jti: 'once' })).code]).toEqual([
      'NOT_REGISTERED',
      'UNAUTHORISED',
    ])
    expect((await post({ jti: 'once', iss: 'shanxi' })).code).toBe('NOT_REGISTERED')
    expect(documentsOf(cloud, 'jtis')).toContainEqual(
      expect.objectContaining({ _id: 'hebei:once', expiresAt: (NOW_S + 60) * 1000 }),
    )
    // What is for nobody here uses up no number.
    await post({ jti: 'late', exp: NOW_S })
    expect((await post({ jti: 'late' })).code).toBe('NOT_REGISTERED')
  })

  it('is read as text and as base64, however it is said which, with lines around it', async () => {
    const encoded = Buffer.from(await signed()).toString('base64')
    const said = async (isBase64Encoded: unknown, body: unknown) =>
      (await serve({ ...POST, isBase64Encoded, body })).code
    expect(await said(true, encoded)).toBe('NOT_REGISTERED')
    expect(await said('true', Buffer.from(await signed()).toString('base64'))).toBe('NOT_REGISTERED')
    for (const text of [false, 'false', 'yes', null, 5, undefined])
      expect(await said(text, `\n${await signed()} `), String(text)).toBe('NOT_REGISTERED')
    expect(await said(true, await signed())).toBe('UNAUTHORISED')
    for (const none of [undefined, null, '']) expect(await said(false, none)).toBe('UNAUTHORISED')
  })

  it('is found bare and under the path of the deployment, and nowhere else', async () => {
    const found = async (httpMethod: unknown, path: unknown) => (await serve({ httpMethod, path, body: '' })).op
    for (const path of ['/keys', '/outside/keys']) expect(await found('GET', path), path).toBe('keys')
    for (const path of ['/requests', '/outside/requests']) expect(await found('POST', path), path).toBe('requests')
    for (const [method, path] of [
      ['POST', '/keys'],
      ['GET', '/requests'],
      ['get', '/keys'],
      ['GET', '/outsider/keys'],
      ['GET', '/a/outside/keys'],
      ['GET', '/keys/outside/keys'],
      ['GET', '/outside/outside/keys'],
      ['GET', '/outside'],
      ['GET', undefined],
      [undefined, '/keys'],
    ])
      expect(await found(method, path), `${String(method)} ${String(path)}`).toBeNull()
    const unknown = { statusCode: 404, headers: JSON_HEADERS, body: JSON.stringify({ error: 'not found' }) }
    for (const event of [{ path: '/', httpMethod: 'GET' }, {}, null, 'event', { ...POST, body: 5 }])
      expect(await serve(event)).toEqual({ http: unknown, op: null, code: 'NOT_FOUND' })
  })
})
