import { CompactSign, compactVerify, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { createSignatures } from '../../cloudfunctions/adapters/signatures'

const key = (id: string, fill: number) => ({ id, secret: Buffer.alloc(32, fill) })
const signatures = createSignatures([key('now', 1), key('before', 2)])

describe('signatures of outside systems', () => {
  const pairs: { [alg in 'EdDSA' | 'ES256']?: { privateKey: CryptoKey; jwk: JWK } } = {}
  beforeAll(async () => {
    for (const alg of ['EdDSA', 'ES256'] as const) {
      const made = await generateKeyPair(alg, { extractable: true, ...(alg === 'EdDSA' ? { crv: 'Ed25519' } : {}) })
      pairs[alg] = { privateKey: made.privateKey, jwk: await exportJWK(made.publicKey) }
    }
  })
  const pairOf = (alg: 'EdDSA' | 'ES256') => {
    const pair = pairs[alg]
    if (pair === undefined) throw new Error('no such pair')
    return pair
  }
  const signed = (payload: unknown, header: object = {}, alg: 'EdDSA' | 'ES256' = 'EdDSA') =>
    new CompactSign(Buffer.from(JSON.stringify(payload)))
      .setProtectedHeader({ alg, kid: 'k', ...header })
      .sign(pairOf(alg).privateKey)
  const asked: string[] = []
  const keyOf =
    (alg: 'EdDSA' | 'ES256') =>
    (issuer: string, kid: string): Promise<Record<string, unknown> | undefined> => {
      asked.push(`${issuer} ${kid}`)
      return Promise.resolve(issuer === 'hebei' && kid === 'k' ? { ...pairOf(alg).jwk } : undefined)
    }

  it('are taken by EdDSA and by ES256, under the key that issuer and kid name', async () => {
    for (const alg of ['EdDSA', 'ES256'] as const) {
      asked.length = 0
      expect(await signatures.verify(await signed({ iss: 'hebei', n: 1 }, {}, alg), keyOf(alg))).toEqual({
        iss: 'hebei',
        n: 1,
      })
      expect(asked).toEqual(['hebei k'])
    }
  })

  it('are refused under another key, of another issuer, without one, and with an algorithm that is not the key’s', async () => {
    const payload = { iss: 'hebei' }
    const good = await signed(payload)
    expect(await signatures.verify(await signed(payload, { kid: 'other' }), keyOf('EdDSA'))).toBeUndefined()
    expect(await signatures.verify(await signed(payload, { kid: ['k'] }), keyOf('EdDSA'))).toBeUndefined()
    expect(await signatures.verify(await signed({ iss: 'shandong' }), keyOf('EdDSA'))).toBeUndefined()
    expect(await signatures.verify(await signed({ iss: ['hebei'] }), keyOf('EdDSA'))).toBeUndefined()
    expect(await signatures.verify(await signed({}), keyOf('EdDSA'))).toBeUndefined()
    expect(await signatures.verify(await signed('hebei'), keyOf('EdDSA'))).toBeUndefined()
    expect(await signatures.verify(good, keyOf('ES256'))).toBeUndefined()
    const stranger = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
    const forged = await new CompactSign(Buffer.from(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'EdDSA', kid: 'k' })
      .sign(stranger.privateKey)
    expect(await signatures.verify(forged, keyOf('EdDSA'))).toBeUndefined()
  })

  it('are refused without a signature, or with a secret in place of the key', async () => {
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid: 'k' })).toString('base64url')
    const payload = Buffer.from(JSON.stringify({ iss: 'hebei' })).toString('base64url')
    expect(await signatures.verify(`${none}.${payload}.`, keyOf('EdDSA'))).toBeUndefined()
    const hmac = await new CompactSign(Buffer.from(JSON.stringify({ iss: 'hebei' })))
      .setProtectedHeader({ alg: 'HS256', kid: 'k' })
      .sign(Buffer.from(String(pairOf('EdDSA').jwk.x)))
    expect(await signatures.verify(hmac, keyOf('EdDSA'))).toBeUndefined()
  })

  it('are refused by an algorithm that is none of ours, though its key were there, and where the key is named oddly', async () => {
    const other = await generateKeyPair('ES384', { extractable: true })
    const jwk = { ...(await exportJWK(other.publicKey)) }
    const jws = await new CompactSign(Buffer.from(JSON.stringify({ iss: 'hebei' })))
      .setProtectedHeader({ alg: 'ES384', kid: 'k' })
      .sign(other.privateKey)
    expect(await signatures.verify(jws, () => Promise.resolve(jwk))).toBeUndefined()
    for (const kid of [undefined, ['k'], 5])
      expect(
        await signatures.verify(await signed({ iss: 'hebei' }, { kid }), () =>
          Promise.resolve({ ...pairOf('EdDSA').jwk }),
        ),
        String(kid),
      ).toBeUndefined()
  })

  it('are refused where a part is spelled in any other way, or changed', async () => {
    const jws = await signed({ iss: 'hebei' })
    const [head = '', body = '', end = ''] = jws.split('.')
    for (const other of [
      `${jws}=`,
      `${jws}==`,
      ` ${jws}`,
      `${jws}\n`,
      `${head}.${body}`,
      `${jws}.${end}`,
      `${head}..${end}`,
      `${head}.${body}.${end.replaceAll('-', '+').replaceAll('_', '/')}=`,
      `${head}.${body.slice(0, -1)}.${end}`,
      `${head}.${body}.${end.startsWith('A') ? 'B' : 'A'}${end.slice(1)}`,
      '',
      '..',
    ])
      expect(await signatures.verify(other, keyOf('EdDSA')), other).toBeUndefined()
    expect(await signatures.verify(jws, keyOf('EdDSA'))).toEqual({ iss: 'hebei' })
  })

  it('of ours are by the first key, and all keys are published without their private part', async () => {
    const own = signatures.ownKeys() as JWK[]
    expect(own.map(({ kid }) => kid)).toEqual(['now', 'before'])
    const form = { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' }
    for (const { x, kid, ...jwk } of own) {
      expect(jwk).toEqual(form)
      expect(x).toMatch(/^[\w-]{43}$/u)
    }
    const jws = await signatures.sign({ outcome: 'transferred' })
    const [first, second] = own
    if (first === undefined || second === undefined) throw new Error('two keys are published')
    const { payload, protectedHeader } = await compactVerify(jws, await importJWK(first, 'EdDSA'))
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual({ outcome: 'transferred' })
    expect(protectedHeader).toEqual({ alg: 'EdDSA', kid: 'now', typ: 'JWT' })
    await expect(compactVerify(jws, await importJWK(second, 'EdDSA'))).rejects.toThrow()
  })
})
