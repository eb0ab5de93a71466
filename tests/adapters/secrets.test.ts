import { exportJWK, generateKeyPair, calculateJwkThumbprint, type JWK } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { publicKeys } from '../../cloudfunctions/adapters/public-keys'
import { passwords, randomness } from '../../cloudfunctions/adapters/secrets'

const many = (make: () => string) => Array.from({ length: 200 }, make)

describe('what is made at random', () => {
  it('is never the same twice: ids of 128 bits, codes that nobody misreads, digits of any number', () => {
    for (const [make, form] of [
      [() => randomness.id(), /^[\da-f]{32}$/u],
      [() => randomness.code(), /^[0-9A-HJKMNP-TV-Z]{12}$/u],
      [() => randomness.digits(12), /^\d{12}$/u],
    ] as const) {
      const made = many(make)
      expect(new Set(made).size).toBe(made.length)
      for (const one of made) expect(one).toMatch(form)
    }
    expect(randomness.digits(4)).toHaveLength(4)
    expect(new Set(many(() => randomness.code()).join(''))).toEqual(new Set('0123456789ABCDEFGHJKMNPQRSTVWXYZ'))
    expect(new Set(many(() => randomness.digits(12)).join(''))).toEqual(new Set('0123456789'))
  })
})

describe('a password', () => {
  it('matches its hash alone, which shows nothing of it and is another each time', async () => {
    const [one, two] = await Promise.all([passwords.hash('correct horse 1'), passwords.hash('correct horse 1')])
    expect(one).toMatch(/^[\w-]{22}\.[\w-]{43}$/u)
    expect(one).not.toBe(two)
    for (const stored of [one, two]) {
      expect(await passwords.matches('correct horse 1', stored)).toBe(true)
      expect(await passwords.matches('correct horse 2', stored)).toBe(false)
    }
    expect(await passwords.matches('', null)).toBe(false)
    expect(await passwords.matches('correct horse 1', null)).toBe(false)
  })

  it('is the same however its accents are put together', async () => {
    const [apart, together] = ['cafe\u0301 123', 'caf\u00E9 123']
    expect(await passwords.matches(apart, await passwords.hash(together))).toBe(true)
    expect(await passwords.matches(together, await passwords.hash(apart))).toBe(true)
  })
})

describe('a public key', () => {
  let ed: JWK
  let ec: JWK
  let secret: JWK
  let longer: JWK
  beforeAll(async () => {
    const [one, other, third] = [
      await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true }),
      await generateKeyPair('ES256', { extractable: true }),
      await generateKeyPair('ES384', { extractable: true }),
    ]
    ed = await exportJWK(one.publicKey)
    secret = await exportJWK(one.privateKey)
    ec = await exportJWK(other.publicKey)
    longer = await exportJWK(third.publicKey)
  })
  const read = (jwk: object) => publicKeys.read({ ...jwk })

  it('of either kind is taken with what verifies, and nothing else of it', async () => {
    for (const jwk of [ed, ec])
      expect(await read({ ...jwk, use: 'sig', note: '某省' })).toEqual({ kid: await calculateJwkThumbprint(jwk), jwk })
  })

  it('is called as it calls itself, by up to 64 characters, else by its thumbprint', async () => {
    const print = await calculateJwkThumbprint(ed)
    for (const [kid, name] of [
      ['key-1', 'key-1'],
      ['k'.repeat(64), 'k'.repeat(64)],
      ['', print],
      [5, print],
    ])
      expect((await read({ ...ed, kid }))?.kid).toBe(name)
    expect(await read({ ...ed, kid: 'k'.repeat(65) })).toBeUndefined()
  })

  it('is refused where it is a private one, of another kind or no point of its curve', async () => {
    for (const [what, odd] of Object.entries({
      secret,
      empty: {},
      'of RSA': { kty: 'RSA', n: 'AQAB', e: 'AQAB' },
      'OKP of EC’s curve': { ...ed, crv: 'P-256' },
      'OKP of X25519': { ...ed, crv: 'X25519' },
      'EC of OKP’s curve': { ...ec, crv: 'Ed25519' },
      'EC of another curve': longer,
      'EC that calls itself OKP': { ...ec, kty: 'OKP' },
      'without y': { ...ec, y: undefined },
      'y of another kind': { ...ec, y: 5 },
      'x of another kind': { ...ed, x: 5 },
      'of EC and too short': { ...ec, x: 'AQAB' },
      'of OKP and too short': { ...ed, x: 'AQAB' },
    }))
      expect(await read(odd), what).toBeUndefined()
  })
})
