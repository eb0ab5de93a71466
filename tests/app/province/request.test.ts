import { CompactSign, compactVerify, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ProvinceReply, Reply, TransferView } from '../../../cloudfunctions/contract'
import { BUNDLES } from '../../support/build-functions'
import { zhangMei as person } from '../../support/people'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { Elsewhere } from '../../support/meanwhile'

const BRANCH = 'ustb-scce-2024-league'
const consent = { version: '1', terms: true, sensitive: true }
const cloud = localCloud({ functions: BUNDLES })
let keys: { publicKey: CryptoKey; privateKey: CryptoKey }
let kid = ''
let audience = ''
let serial = 0

const valueOf = (reply: Reply<unknown>): unknown => {
  if (!reply.ok) throw new Error(reply.error.code)
  return reply.value
}
const member = async <T>(op: string, input: unknown) => valueOf(await cloud.call('member', op, input, 'student')) as T
const asAdmin = (op: string, input: unknown) => cloud.call('secretary', op, input, 'local-admin')

const claims = {
  name: person.name,
  idNumber: person.idNumber,
  memberNumber: person.memberNumber,
  branchSystemId: '5324992',
}

const signed = async (payload: object = {}, header: object = {}, key: CryptoKey = keys.privateKey) => {
  const iat = Math.floor(cloud.clock.now() / 1000)
  serial += 1
  const envelope = { iss: 'hebei', aud: audience, iat, exp: iat + 240, jti: `request-${String(serial)}` }
  return new CompactSign(Buffer.from(JSON.stringify({ ...envelope, ...claims, ...payload })))
    .setProtectedHeader({ alg: 'EdDSA', kid, ...header })
    .sign(key)
}
/** What is answered, the envelope apart. */
const answerIn = (payload: Uint8Array): ProvinceReply => {
  const { iss, aud, iat, jti, ...answer } = JSON.parse(Buffer.from(payload).toString()) as ProvinceReply &
    Record<'iss' | 'aud' | 'iat' | 'jti', unknown>
  expect([iss, aud, typeof iat, typeof jti]).toEqual([audience, expect.any(String), 'number', 'string'])
  return answer
}
const post = (body: string) => fetch(`${cloud.url}/http/province/requests`, { method: 'POST', body })
const ask = async (payload: object = {}): Promise<ProvinceReply> => {
  const response = await post(await signed(payload))
  expect(response.status).toBe(200)
  const published = (await (await fetch(`${cloud.url}/http/province/keys`)).json()) as { keys: JWK[] }
  const [jwk] = published.keys
  if (jwk === undefined) throw new Error('no key is published')
  const { payload: reply } = await compactVerify(await response.text(), await importJWK(jwk, 'EdDSA'))
  return answerIn(reply)
}
/** The next letter of base64url: of the last one only the upper bits count, so that both say the same bytes. */
const strayBits = (letter: string): string => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return letters.charAt(letters.indexOf(letter) + 1)
}
/** In characters as wide as Chinese ones. */
const wide = (text: string): string =>
  text.replace(/[\dX]/gu, (character) => String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0))
const mine = async () => (await member<{ transfers: TransferView[] }>('account.me', {})).transfers[0]
const register = async () => {
  await member('account.register', { ...person, consent })
  return member<TransferView>('transfer.start', {
    kind: 'league',
    origin: 'province',
    branchId: BRANCH,
    commandId: 'start',
  })
}
const approve = async ({ id, version }: TransferView) => {
  const items = [{ id, version, verdict: 'approve', officiallyApproved: true }]
  valueOf(await cloud.call('secretary', 'desk.decide', { items, commandId: 'approve' }, 'local-league-secretary'))
}

const warnings = async () => {
  const list = valueOf(await cloud.call('secretary', 'desk.list', { branchId: BRANCH }, 'local-league-secretary'))
  return (list as { items: { warnings: string[] }[] }).items[0]?.warnings
}

beforeAll(async () => {
  keys = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
})
beforeEach(async () => {
  await cloud.reset()
  const publicKey = await exportJWK(keys.publicKey)
  kid = (valueOf(await asAdmin('province.register', { code: 'hebei', name: '河北', publicKey })) as { kid: string }).kid
  audience = ((await (await fetch(`${cloud.url}/http/province/keys`)).json()) as { aud: string }).aud
})

describe('the request of an outside system', () => {
  it('that meets an outage while its key is looked up is not called unauthorised, and may be sent again as it is', async () => {
    await register()
    const body = await signed()
    const printed = vi.spyOn(console, 'error').mockReturnValue()
    cloud.fault({ kind: 'errorBefore', action: 'database.getDocument', collection: 'provinceKeys' })
    expect((await post(body)).status).toBe(500)
    cloud.clearFaults()
    printed.mockRestore()
    expect((await post(body)).status).toBe(200)
  })

  it('follows the same rule as every request: order, wait, verification', async () => {
    expect(await ask()).toMatchObject({ outcome: 'failed', code: 'NOT_REGISTERED' })
    const transfer = await register()
    expect(await ask()).toMatchObject({ outcome: 'failed', code: 'NOT_APPROVED' })
    await approve(transfer)
    const readyAt = (await mine())?.readyAt
    expect(await ask()).toMatchObject({ outcome: 'failed', code: 'WAIT_NOT_OVER', readyAt })
    await cloud.clock.advance('PT24H')
    expect(await ask({ name: '张美' })).toMatchObject({ outcome: 'failed', code: 'MISMATCH', differs: ['name'] })
    expect(await ask()).toMatchObject({ outcome: 'transferred', reference: transfer.reference })
    const log = (await mine())?.log.map(({ what, by, code }) => [what, by, code])
    expect(log).toEqual([
      ['started', 'member', undefined],
      ['refused', 'province', 'NOT_APPROVED'],
      ['approved', 'secretary', undefined],
      ['refused', 'province', 'WAIT_NOT_OVER'],
      ['mismatched', 'province', 'MISMATCH'],
      ['matched', 'province', undefined],
    ])
    const said = cloud.said.entries.map((line) => JSON.parse(line) as { op: string; code: string })
    expect(said.filter(({ op }) => op === 'requests').map(({ code }) => code)).toEqual(
      expect.arrayContaining(['NOT_REGISTERED', 'NOT_APPROVED', 'WAIT_NOT_OVER', 'MISMATCH', 'ok']),
    )
  })

  it('confirms somebody already transferred, and a later mismatch is a warning that moves nothing', async () => {
    const transfer = await register()
    await approve(transfer)
    await cloud.clock.advance('PT24H')
    const { id, version } = (await mine()) as TransferView
    const { branchSystemId: _branch, ...claimed } = claims
    await member('transfer.act', { id, version, commandId: 'request', action: 'request', claimed })
    expect((await mine())?.confirmedBy).toBe('member')
    expect(await ask()).toMatchObject({ outcome: 'transferred', reference: transfer.reference })
    expect(await mine()).toMatchObject({ stage: 'transferred', confirmedBy: 'province' })
    expect(await ask({ memberNumber: '201899999999' })).toMatchObject({ code: 'MISMATCH', differs: ['memberNumber'] })
    expect((await mine())?.stage).toBe('transferred')
    expect(await warnings()).toContain('LATE_MISMATCH')
  })

  it('that mismatched late is a warning until it agrees, or until the secretary has recorded the official result', async () => {
    await approve(await register())
    await cloud.clock.advance('PT24H')
    expect(await ask()).toMatchObject({ outcome: 'transferred' })
    await ask({ memberNumber: '201899999999' })
    expect(await warnings()).toEqual(['LATE_MISMATCH'])
    expect(await ask()).toMatchObject({ outcome: 'transferred' })
    expect(await warnings()).toEqual([])
    await ask({ memberNumber: '201899999999' })
    expect(await warnings()).toEqual(['LATE_MISMATCH'])
    const { id, version } = (await mine()) as TransferView
    const items = [{ id, version, verdict: 'confirm', result: 'success' }]
    valueOf(await cloud.call('secretary', 'desk.decide', { items, commandId: 'look' }, 'local-league-secretary'))
    expect(await warnings()).toEqual([])
  })

  it('finds a person by name and member number where the ID number differs, within the branch that is named', async () => {
    await approve(await register())
    await cloud.clock.advance('PT24H')
    const other = { idNumber: '110101200001010013', branchName: '中国共产主义青年团计通 24 级临时团支部' }
    expect(await ask({ ...other, branchSystemId: undefined })).toMatchObject({
      code: 'MISMATCH',
      differs: ['idNumber'],
    })
    expect(await ask({ branchSystemId: '011100238152' })).toMatchObject({ code: 'NOT_REGISTERED' })
  })

  it('finds nobody by a member number of somebody else’s name, nor by a number that is none', async () => {
    await approve(await register())
    await cloud.clock.advance('PT24H')
    const other = { idNumber: '110101200001010013' }
    for (const odd of [{ name: '别人' }, { memberNumber: undefined }, { memberNumber: '' }, { memberNumber: '1' }])
      expect(await ask({ ...other, ...odd }), JSON.stringify(odd)).toEqual({
        outcome: 'failed',
        code: 'NOT_REGISTERED',
      })
    const spelled = { name: ` ${person.name} `, memberNumber: wide(claims.memberNumber ?? '') }
    expect(await ask({ ...other, ...spelled })).toEqual({ outcome: 'failed', code: 'MISMATCH', differs: ['idNumber'] })
    expect(await ask({ idNumber: wide(person.idNumber).toLowerCase(), memberNumber: undefined })).toMatchObject({
      code: 'MISMATCH',
      differs: ['memberNumber'],
    })
  })

  it('finds the open one of somebody’s transfers, else the newest that succeeded, and no other', async () => {
    const first = await register()
    await member('transfer.act', { ...first, commandId: 'withdraw', action: 'withdraw' })
    const nobody = { outcome: 'failed', code: 'NOT_REGISTERED' }
    expect(await ask()).toEqual(nobody)
    const start = { kind: 'league', origin: 'province', branchId: BRANCH }
    const second = await member<TransferView>('transfer.start', { ...start, commandId: 'again' })
    await approve(second)
    await cloud.clock.advance('PT24H')
    expect(await ask()).toEqual({ outcome: 'transferred', reference: second.reference })
    const third = await member<TransferView>('transfer.start', { ...start, commandId: 'once more' })
    expect(await ask()).toEqual({ outcome: 'failed', code: 'NOT_APPROVED' })
    const { id, version } = (await mine()) as TransferView
    await member('transfer.act', { id, version, commandId: 'withdraw again', action: 'withdraw' })
    expect(third.id).toBe(id)
    expect(await ask()).toEqual({ outcome: 'transferred', reference: second.reference })
  })

  it('finds no Party transfer, and nobody whose number was taken off the holder', async () => {
    const { id } = await register()
    const elsewhere = new Elsewhere(cloud)
    elsewhere.set('transfers', id, { 'state.idReleased': true })
    expect(await ask()).toMatchObject({ code: 'NOT_REGISTERED' })
    elsewhere.set('transfers', id, { 'state.idReleased': false })
    expect(await ask()).toMatchObject({ code: 'NOT_APPROVED' })
    elsewhere.set('transfers', id, { kind: 'party' })
    expect(await ask()).toMatchObject({ code: 'NOT_REGISTERED' })
  })

  it('looks again where somebody else writes at the same moment, and gives up in the end', async () => {
    const { id } = await register()
    await approve((await mine()) as TransferView)
    await cloud.clock.advance('PT24H')
    const others = (times: number) => {
      const meanwhile = () => {
        const { version, state } = documentsOf(cloud, 'transfers').find(({ _id }) => _id === id) ?? {}
        const next = Number(version) + 1
        new Elsewhere(cloud).set('transfers', id, { version: next, state: { ...(state as object), version: next } })
      }
      cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'transfers', times, meanwhile })
    }
    others(3)
    expect(await ask()).toEqual({ outcome: 'failed', code: 'TRY_AGAIN' })
    others(2)
    expect(await ask()).toMatchObject({ outcome: 'transferred' })
    cloud.clearFaults()
  })

  it('names its branch by the name where the system ID is empty', async () => {
    await approve(await register())
    await cloud.clock.advance('PT24H')
    const branchName = '中国共产主义青年团计通 24 级临时团支部'
    for (const branchSystemId of ['', '  '])
      expect(await ask({ branchSystemId, branchName })).toMatchObject({ outcome: 'transferred' })
    expect(await ask({ branchSystemId: '', branchName: '别的团支部' })).toMatchObject({ code: 'NOT_REGISTERED' })
  })

  it('is no way to look for people: a hundred unknown ones a day, and those who are known are answered all the same', async () => {
    await approve(await register())
    const unknown = () => ask({ name: '无此人', idNumber: `11010120000101${String(serial % 10_000).padStart(4, '0')}` })
    for (let i = 0; i < 100; i += 1)
      expect(await unknown()).toMatchObject({ outcome: 'failed', code: 'NOT_REGISTERED' })
    expect(await unknown()).toEqual({ outcome: 'failed', code: 'TOO_MANY' })
    expect(await ask()).toMatchObject({ code: 'WAIT_NOT_OVER' })
    // Another system has its own hundred.
    const publicKey = { ...(await exportJWK(keys.publicKey)), kid: 'of-shanxi' }
    valueOf(await asAdmin('province.register', { code: 'shanxi', name: '山西', publicKey }))
    const byShanxi = await signed({ iss: 'shanxi', name: '无此人', idNumber: '' }, { kid: 'of-shanxi' })
    const [, payload = ''] = (await (await post(byShanxi)).text()).split('.')
    expect(answerIn(Buffer.from(payload, 'base64url'))).toEqual({ outcome: 'failed', code: 'NOT_REGISTERED' })
    await cloud.clock.advance('PT24H')
    expect(await unknown()).toMatchObject({ code: 'NOT_REGISTERED' })
  })
})

describe('a key', () => {
  it('is known by the name it gives itself, else by its thumbprint, and to its own province alone', async () => {
    const mine = await exportJWK(keys.publicKey)
    const theirs = await generateKeyPair('ES256')
    const named = async (code: string, jwk: JWK) =>
      valueOf(await asAdmin('province.register', { code, name: code, publicKey: { ...jwk, kid: 'key-1' } }))
    expect(await named('hebei', mine)).toEqual({ code: 'hebei', kid: 'key-1' })
    expect(await named('shanxi', await exportJWK(theirs.publicKey))).toEqual({ code: 'shanxi', kid: 'key-1' })
    const statusOf = async (jws: string) => (await post(jws)).status
    const byShanxi = { alg: 'ES256', kid: 'key-1' }
    expect(await statusOf(await signed({}, { kid: 'key-1' }))).toBe(200)
    expect(await statusOf(await signed({ iss: 'shanxi' }, byShanxi, theirs.privateKey))).toBe(200)
    expect(await statusOf(await signed({}, byShanxi, theirs.privateKey))).toBe(401)
    expect(await statusOf(await signed({ iss: 'shanxi' }, { kid: 'key-1' }))).toBe(401)
    // The key of the other tests goes on under its thumbprint.
    expect(await statusOf(await signed())).toBe(200)
    valueOf(await asAdmin('province.revoke', { code: 'shanxi', kid: 'key-1' }))
    expect(await statusOf(await signed({ iss: 'shanxi' }, byShanxi, theirs.privateKey))).toBe(401)
    expect(await statusOf(await signed({}, { kid: 'key-1' }))).toBe(200)
  })

  it('cannot speak for a province whose code and key id only read like its own', async () => {
    const publicKey = { ...(await exportJWK(keys.publicKey)), kid: 'bei:key-1' }
    valueOf(await asAdmin('province.register', { code: 'he', name: '某省', publicKey }))
    expect((await post(await signed({ iss: 'he' }, { kid: 'bei:key-1' }))).status).toBe(200)
    expect((await post(await signed({ iss: 'he:bei' }, { kid: 'key-1' }))).status).toBe(401)
  })
})

describe('the administrator’s register of keys', () => {
  it('writes down who was registered and who revoked, and says of an unknown one that it is not there', async () => {
    for (const [code, id] of [
      ['hebei', 'unknown'],
      ['unknown', kid],
    ])
      expect(await asAdmin('province.revoke', { code, kid: id })).toEqual({ ok: false, error: { code: 'NOT_FOUND' } })
    expect(valueOf(await asAdmin('province.revoke', { code: 'hebei', kid }))).toEqual({})
    const { items } = valueOf(await asAdmin('audit.list', { branchId: '*' })) as { items: object[] }
    const about = { at: expect.any(String) as string, who: '管理员', whoId: 'staff-local-admin', whom: 'hebei 河北' }
    expect(items).toEqual([
      { ...about, what: 'provinceRevoke' },
      { ...about, what: 'provinceRegister' },
    ])
  })

  it('keeps when a key was first revoked, and takes it back into use where it is registered again', async () => {
    const listed = async () => (valueOf(await asAdmin('province.list', {})) as { items: object[] }).items
    valueOf(await asAdmin('province.revoke', { code: 'hebei', kid }))
    const once = await listed()
    expect(once).toEqual([{ code: 'hebei', name: '河北', kid, revokedAt: expect.any(String) as string }])
    await cloud.clock.advance('PT1H')
    valueOf(await asAdmin('province.revoke', { code: 'hebei', kid }))
    expect(await listed()).toEqual(once)
    const publicKey = await exportJWK(keys.publicKey)
    valueOf(await asAdmin('province.register', { code: 'hebei', name: ' 河北省 ', publicKey }))
    expect(await listed()).toEqual([{ code: 'hebei', name: '河北省', kid }])
  })
})

describe('claims of another shape', () => {
  it('get a signed answer as well', async () => {
    for (const odd of [{ name: 5 }, { idNumber: null }, { name: 'x'.repeat(101) }, { branchSystemId: undefined }])
      expect(await ask(odd)).toMatchObject({ outcome: 'failed', code: 'BAD_INPUT' })
    for (const branch of [{ branchSystemId: ' ', branchName: '' }, { branchSystemId: 'x'.repeat(101) }])
      expect(await ask(branch)).toMatchObject({ outcome: 'failed', code: 'BAD_INPUT' })
    for (const branch of [{ branchSystemId: 'x'.repeat(100) }, { branchSystemId: undefined, branchName: 'x' }])
      expect(await ask(branch)).toEqual({ outcome: 'failed', code: 'NOT_REGISTERED' })
  })
})

describe('what is not signed as it must be', () => {
  const refused = async (body: string) => {
    const response = await post(body)
    expect(response.status).toBe(401)
    expect(await response.text()).not.toContain(person.name)
  }

  it('is 401 and says nothing: another key, another audience, over five minutes, expired, no JWS at all', async () => {
    const stranger = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
    const now = Math.floor(cloud.clock.now() / 1000)
    await refused(await signed({}, {}, stranger.privateKey))
    await refused(await signed({}, { kid: 'unknown' }))
    await refused(await signed({ aud: 'somebody-else' }))
    await refused(await signed({ iss: 'shanxi' }))
    await refused(await signed({ exp: now + 330 }))
    await refused(await signed({ exp: now - 1 }))
    await refused('not a JWS')
  })

  it('is 401 where the key is named by a list, or a part is spelled in another way than base64url has', async () => {
    await refused(await signed({}, { kid: [kid] }))
    const good = await signed()
    const [head = '', payload = '', signature = ''] = good.split('.')
    await refused(`${good}==`)
    await refused(`${head}=.${payload}.${signature}`)
    await refused(`${head}.${payload}.${signature.replace(/.$/u, strayBits)}`)
    await refused(`${good}.`)
    expect((await post(good)).status).toBe(200)
  })

  it('is 404 under any other path, and with any other method', async () => {
    const body = await signed()
    for (const path of ['/anything/requests', '/requests/', '/requests/more', '/', '/keys', '//requests'])
      expect((await fetch(`${cloud.url}/http/province${path}`, { method: 'POST', body })).status, path).toBe(404)
    for (const path of ['/anything/keys', '/requests', '/keys/'])
      expect((await fetch(`${cloud.url}/http/province${path}`)).status, path).toBe(404)
    // The service may leave its own path on.
    expect((await fetch(`${cloud.url}/http/province/province/keys`)).status).toBe(200)
    expect((await post(body)).status).toBe(200)
  })

  it('is 401 where a request is seen twice, even signed anew, and after the key is revoked', async () => {
    const once = await signed({ jti: 'once' })
    expect((await post(once)).status).toBe(200)
    await refused(once)
    await cloud.clock.advance('PT1M')
    await refused(await signed({ jti: 'once' }))
    expect(valueOf(await asAdmin('province.list', {}))).toEqual({ items: [{ code: 'hebei', name: '河北', kid }] })
    valueOf(await asAdmin('province.revoke', { code: 'hebei', kid }))
    await refused(await signed())
    expect(valueOf(await asAdmin('province.list', {}))).toMatchObject({
      items: [{ kid, revokedAt: expect.stringMatching(/Z$/u) as string }],
    })
  })

  it("is refused where the key holds a private part, and registering is the administrator's alone", async () => {
    const secret = await exportJWK(keys.privateKey)
    expect(await asAdmin('province.register', { code: 'hebei', name: '河北', publicKey: secret })).toEqual({
      ok: false,
      error: { code: 'BAD_INPUT', detail: { fields: [{ path: 'publicKey', rule: 'key' }] } },
    })
    const input = { code: 'hebei', name: '河北', publicKey: await exportJWK(keys.publicKey) }
    expect(await cloud.call('secretary', 'province.register', input, 'local-league-secretary')).toMatchObject({
      error: { code: 'READ_ONLY' },
    })
  })
})
