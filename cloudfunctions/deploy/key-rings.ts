import { createHash, randomBytes } from 'node:crypto'
import { readKeys } from '../adapters/sealing'
import { KEY_NAMES, type KeyName, type Keys } from './settings'

/** A key as it may be shown: its id and the beginning of its digest, by which two are told apart and nothing is opened. */
export interface Fingerprint {
  id: string
  digest: string
}

/** The keys of one variable as fingerprints; undefined where it holds none, or what are no keys. */
export const fingerprintsOf = (name: KeyName, text: string | undefined): Fingerprint[] | undefined => {
  if (text === undefined) return undefined
  try {
    return readKeys(name, text).map(({ id, secret }) => ({
      id,
      digest: createHash('sha256').update(secret).digest('hex').slice(0, 8),
    }))
  } catch {
    return undefined
  }
}

const KEY_BYTES = 32

/** A new key of this id, as the functions take it. */
export const newKey = (id: string): string => `${id}:${randomBytes(KEY_BYTES).toString('base64')}`

/** A ring of keys as it is shown, the current one first. */
export const spelled = (ring: readonly Fingerprint[]): string =>
  ring.map(({ id, digest }) => `${id}(${digest})`).join('，')

/**
 * The keys that functions have and these settings lack: without them what they sealed could not be opened any more.
 * By keys that sign nothing is stored.
 */
export const keysAtRisk = (found: Readonly<Record<string, string>>, wanted: Keys): string[] =>
  KEY_NAMES.filter((name) => name !== 'SIGN_KEYS').flatMap((name) => {
    const kept = fingerprintsOf(name, wanted[name]) ?? []
    return (fingerprintsOf(name, found[name]) ?? [])
      .filter(({ id, digest }) => !kept.some((key) => key.id === id && key.digest === digest))
      .map(({ id, digest }) => `${name} ${id}(${digest})`)
  })
