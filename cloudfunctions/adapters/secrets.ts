import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Passwords, Randomness } from '../app/store/ports'

const ID_BYTES = 16
const SALT_BYTES = 16
const HASH_BYTES = 32
/** Crockford's alphabet: no I, L, O or U. Five bits each. */
const CODE_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_LENGTH = 12
const derive = promisify<string, Buffer, number, Buffer>(scrypt)

/** A hash of nothing: an unknown login costs the same as a known one. */
const DUMMY = `${Buffer.alloc(SALT_BYTES).toString('base64url')}.${Buffer.alloc(HASH_BYTES).toString('base64url')}`

export const randomness: Randomness = {
  id: () => randomBytes(ID_BYTES).toString('hex'),
  code: () => Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)] ?? '').join(''),
  digits: (count) => Array.from({ length: count }, () => String(randomInt(10))).join(''),
}

/** Passwords by scrypt, each with a salt of its own. */
export const passwords: Passwords = {
  hash: async (password) => {
    const salt = randomBytes(SALT_BYTES)
    const hash = await derive(password.normalize('NFC'), salt, HASH_BYTES)
    return `${salt.toString('base64url')}.${hash.toString('base64url')}`
  },
  matches: async (password, stored) => {
    const [salt = '', hash = ''] = (stored ?? DUMMY).split('.')
    const given = await derive(password.normalize('NFC'), Buffer.from(salt, 'base64url'), HASH_BYTES)
    return timingSafeEqual(given, Buffer.from(hash, 'base64url')) && stored !== null
  },
}
