import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { compactVerify, CompactSign, importJWK, type JWK } from 'jose'
import * as v from 'valibot'
import type { Signatures } from '../app/store/ports'
import type { Key } from './sealing'

/** Ed25519 private keys are 32 bytes behind this fixed head (RFC 8410, PKCS #8). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const ALGORITHMS = ['EdDSA', 'ES256']

const privateKey = ({ secret }: Key): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, secret]), format: 'der', type: 'pkcs8' })

const Named = v.object({ iss: v.string() })

/** Whom a payload names as its issuer, before the signature tells whether it is so: by that the key is looked up. */
const issuerOf = (payload: string | Uint8Array): string =>
  v.parse(Named, JSON.parse(Buffer.from(payload as string, 'base64url').toString('utf8'))).iss

/** Whether each part is base64url as RFC 7515 has it: no padding, no stray bits, one spelling of each value. */
const isCanonical = (jws: string): boolean =>
  jws.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)

/** Compact JWS by EdDSA or ES256; ours are signed by the first of our keys and the others stay published. */
export const createSignatures = (keys: readonly [Key, ...Key[]]): Signatures => ({
  verify: async (jws, keyOf) => {
    if (!isCanonical(jws)) return undefined
    let outage: { error: unknown } | undefined
    try {
      const { payload } = await compactVerify(
        jws,
        async ({ kid, alg }, { payload: unverified }) => {
          const issuer = issuerOf(unverified)
          if (typeof kid !== 'string') throw new Error('no such key')
          const jwk = (await keyOf(issuer, kid).catch((error: unknown) => {
            outage = { error }
          })) as JWK | undefined
          if (jwk === undefined) throw new Error('no such key')
          // It verifies by its own algorithm alone.
          return importJWK(jwk, alg)
        },
        { algorithms: ALGORITHMS },
      )
      return JSON.parse(Buffer.from(payload).toString('utf8')) as unknown
    } catch {
      // Whose key could not be looked up is not told that the signature is bad.
      if (outage !== undefined) throw outage.error
      return undefined
    }
  },
  sign: (payload) =>
    new CompactSign(Buffer.from(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'EdDSA', kid: keys[0].id, typ: 'JWT' })
      .sign(privateKey(keys[0])),
  ownKeys: () =>
    keys.map((key) => ({
      ...createPublicKey(privateKey(key)).export({ format: 'jwk' }),
      kid: key.id,
      alg: 'EdDSA',
      use: 'sig',
    })),
})
