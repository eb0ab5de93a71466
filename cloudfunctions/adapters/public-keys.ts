import { createPublicKey } from 'node:crypto'
import { calculateJwkThumbprint, type JWK } from 'jose'
import type { PublicKeys } from '../app/store/ports'

/** Only what verifies, by EdDSA or ES256: a private part is refused, everything else is left out. */
const publicPart = ({ kty, crv, x = '', y = '', d }: JWK): JWK | undefined => {
  if (d !== undefined) return undefined
  if (kty === 'OKP' && crv === 'Ed25519') return { kty: 'OKP', crv, x }
  return kty === 'EC' && crv === 'P-256' ? { kty: 'EC', crv, x, y } : undefined
}

const KID_CHARACTERS = 64

/** The name that a key gives itself (RFC 7517), else undefined. */
const ownName = ({ kid }: Record<string, unknown>): string | undefined =>
  typeof kid === 'string' && kid !== '' ? kid : undefined

/** Public keys of outside systems, named as they name themselves, else by their thumbprint (RFC 7638). */
export const publicKeys: PublicKeys = {
  read: async (given) => {
    const jwk = publicPart(given)
    const name = ownName(given)
    if (jwk === undefined || (name !== undefined && name.length > KID_CHARACTERS)) return undefined
    try {
      // Refuses what is no key of its kind and curve.
      createPublicKey({ key: { ...jwk }, format: 'jwk' })
      return { kid: name ?? (await calculateJwkThumbprint(jwk)), jwk: { ...jwk } }
    } catch {
      return undefined
    }
  },
}
