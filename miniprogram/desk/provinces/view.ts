/** What an administrator fills in for an outside system. Pure. */
import type { FieldFault, ProvinceKeyView } from '../../../cloudfunctions/contract'
import { day } from '../../format'
import { NAME_LENGTH } from '../../limits'

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
  return { kid, code, name, revoked: revokedAt === undefined ? '' : `${day(revokedAt, now)}停用` }
}

/** The key as it is sent, or what is wrong with the text. A private key is refused here, before it leaves the phone. */
export function publicKeyOf(text: string): { key: Record<string, unknown> } | { fault: string } {
  const key = parsed(text)
  if (key === null) return { fault: '这不是 JWK。请整段粘贴对方给的公钥，以 { 开头、以 } 结尾' }
  if ('d' in key) return { fault: '这是私钥，不能登记，也不要再发给任何人。请对方只给公钥' }
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

const RULES: Readonly<Record<string, string>> = {
  code: '代码只能是字母、数字、短横，最多 32 位',
  name: `请填写系统名称，${String(NAME_LENGTH)} 字以内`,
  publicKey: '不能用这个公钥。须是 EdDSA（Ed25519）或 ES256（P-256）的公钥',
}

/** What the server found, each beside its field. */
export function keyErrors(faults: readonly FieldFault[]): KeyErrors {
  return Object.fromEntries(
    faults.map(({ path }) => {
      const field = path.split('.')[0] ?? ''
      return [field === 'publicKey' ? 'jwk' : field, RULES[field] ?? '填写有误，请核对']
    }),
  )
}
