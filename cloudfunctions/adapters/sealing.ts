import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Place, Sealing } from '../app/store/ports'

const ALGORITHM = 'aes-256-gcm'
const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16

export interface Key {
  id: string
  secret: Buffer
}

/**
 * Keys as the deployment gives them: `id:base64` of 32 bytes, separated by commas, the current one first and those that
 * are being rotated out after it. Throws without repeating any of it where that is not what is given.
 */
export const readKeys = (name: string, text: string | undefined): [Key, ...Key[]] => {
  const keys = (text ?? '').split(',').map((part): Key => {
    const [id = '', secret = ''] = part.trim().split(':')
    return { id, secret: Buffer.from(secret, 'base64') }
  })
  const [first, ...rest] = keys
  const wrong = keys.some(({ id, secret }) => !/^[a-z0-9]{1,16}$/u.test(id) || secret.length !== KEY_BYTES)
  if (first === undefined || wrong) throw new Error(`${name} must hold keys as id:base64 of ${String(KEY_BYTES)} bytes`)
  return [first, ...rest]
}

const bindingOf = ({ collection, id, field }: Place): Buffer => Buffer.from(`${collection}/${id}/${field}`)

/** Seals numbers with AES-256-GCM for the place they lie in, and finds them again by HMAC-SHA256 under a key of its own. */
export const createSealing = (sealKeys: [Key, ...Key[]], tokenKeys: [Key, ...Key[]]): Sealing => ({
  seal: (plain, place) => {
    const [key] = sealKeys
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv(ALGORITHM, key.secret, iv).setAAD(bindingOf(place))
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
    return `${key.id}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
  },
  open: (sealed, place) => {
    const [keyId = '', body = ''] = sealed.split('.')
    const key = sealKeys.find(({ id }) => id === keyId)
    if (key === undefined) throw new Error('sealed under a key that is not here')
    const bytes = Buffer.from(body, 'base64url')
    const decipher = createDecipheriv(ALGORITHM, key.secret, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(bindingOf(place))
      .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    const plain = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES))
    // Nothing is left to come, but here it throws where anything was changed.
    decipher.final()
    return plain.toString('utf8')
  },
  tokens: (kind, value) => {
    const token = (key: Key) =>
      `${key.id}.${createHmac('sha256', key.secret).update(`${kind}\n${value}`).digest('base64url')}`
    const [current, ...previous] = tokenKeys
    return [token(current), ...previous.map(token)]
  },
})
