/** What an administrator fills in for an outside system. Pure. */
import type { FieldFault, ProvinceKeyView } from '../../../cloudfunctions/contract'
import { day } from '../../format'
import { KEY_FAULT, KEY_FAULTS, NO_JWK, PRIVATE_KEY, revokedOn } from '../texts/provinces'

export interface KeyForm {
  code: string
  name: string
  /** The public key as it was handed over: a JWK as text. */
  jwk: string
}
export type KeyErrors = Partial<Record<'code' | 'name' | 'jwk', string>>

/** A key that was registered. */
export interface KeyLine {
  kid: string
  code: string
  name: string
  /** When it was revoked; empty while its requests are taken. */
  revoked: string
}

/** One key as the list shows it. */
export function keyLine({ kid, code, name, revokedAt }: ProvinceKeyView, now: number): KeyLine {
  return { kid, code, name, revoked: revokedAt === undefined ? '' : revokedOn(day(revokedAt, now)) }
}

/** The key as it is sent, or what is wrong with the text. A private key is refused here, before it leaves the phone. */
export function publicKeyOf(text: string): { key: Record<string, unknown> } | { fault: string } {
  const key = parsed(text)
  if (key === null) return { fault: NO_JWK }
  if ('d' in key) return { fault: PRIVATE_KEY }
  return { key }
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}

/** What the server found, each beside its field. */
export function keyErrors(faults: readonly FieldFault[]): KeyErrors {
  return Object.fromEntries(
    faults.map(({ path }) => {
      const field = path.split('.')[0] ?? ''
      return [field === 'publicKey' ? 'jwk' : field, KEY_FAULTS[field] ?? KEY_FAULT]
    }),
  )
}
