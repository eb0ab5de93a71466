/** Signing in: what is missing, and what a refusal means here. Pure. */
import type { CallFailure } from '../../../cloud'
import { failureText, fieldText } from '../../../texts'

export interface Typed {
  login: string
  code: string
  password: string
}
export type By = 'login' | 'recover'
export type Errors = Partial<Record<keyof Typed, string>>

/** What is missing, before the server is asked. */
export function missing({ login, code, password }: Typed, by: By): Errors {
  return {
    ...(login.trim() === '' ? { login: by === 'recover' ? '请填写手机号或用户名' : '请填写用户名或手机号' } : {}),
    ...(by === 'recover' && code.trim() === '' ? { code: '请填写书记给你的恢复码' } : {}),
    ...(password === '' ? { password: fieldText('password', 'required') } : {}),
  }
}

/** A refusal: beside the password where it is about its form, else above the button. */
export function refusal(error: CallFailure): { errors: Errors; message: string } {
  if (error.code === 'BAD_INPUT') {
    const fault = error.detail.fields.find(({ path }) => path === 'password')
    if (fault) return { errors: { password: fieldText(fault.path, fault.rule) }, message: '' }
  }
  if (error.code === 'ALREADY_REGISTERED')
    return {
      errors: {},
      message: '这个微信已绑定另一个账号。要换账号，请先在“我的账号”解除这个微信的绑定，再回来登录。',
    }
  if (error.code === 'CODE_INVALID')
    return { errors: {}, message: '恢复码不对、已用过或已过期。请核对账号和恢复码，或请书记重新给你一个。' }
  return { errors: {}, message: failureText(error) }
}
