import { NAME_LENGTH } from '../../limits'
/** What is said of the keys by which outside systems sign. */

export const KEY_FAULTS: Readonly<Record<string, string>> = {
  code: '代码只能是字母、数字、短横，最多 32 位',
  name: `请填写系统名称，${String(NAME_LENGTH)} 字以内`,
  publicKey: '不能用这个公钥。须是 EdDSA（Ed25519）或 ES256（P-256）的公钥',
}

export const KEY_FAULT = '填写有误，请核对'
export const NO_JWK = '这不是 JWK。请整段粘贴对方给的公钥，以 { 开头、以 } 结尾'
export const PRIVATE_KEY = '这是私钥，不能登记，也不要再发给任何人。请对方只给公钥'
export const REGISTERED = '已登记。请把公钥编号告诉对方，签名时写在 kid 里。'

export function revokedOn(day: string): string {
  return `${day}停用`
}

/** What is asked before a key is taken out of use. */
export function revokeQuestion(name: string): { title: string; content: string; confirmText: string } {
  return {
    title: `停用${name}的公钥`,
    content: '停用后，对方用它签名的请求一律不接受。要恢复须重新登记。',
    confirmText: '停用',
  }
}

export function revokedText(name: string): string {
  return `已停用${name}的公钥。`
}
