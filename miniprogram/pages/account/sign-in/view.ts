/** Signing in: what is missing, and what a refusal means here. Pure. */
import type { CallFailure } from '../../../cloud'
import { failureText, fieldText, SIGN_IN_MISSING, SIGN_IN_REFUSED } from '../../../texts'

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
    ...(login.trim() === '' ? { login: by === 'recover' ? SIGN_IN_MISSING.recoverLogin : SIGN_IN_MISSING.login } : {}),
    ...(by === 'recover' && code.trim() === '' ? { code: SIGN_IN_MISSING.code } : {}),
    ...(password === '' ? { password: fieldText('password', 'required') } : {}),
  }
}

/** A refusal: beside the password where it is about its form, else above the button. */
export function refusal(error: CallFailure): { errors: Errors; message: string } {
  if (error.code === 'BAD_INPUT') {
    const fault = error.detail.fields.find(({ path }) => path === 'password')
    if (fault) return { errors: { password: fieldText(fault.path, fault.rule) }, message: '' }
  }
  if (error.code === 'ALREADY_REGISTERED' || error.code === 'CODE_INVALID')
    return { errors: {}, message: SIGN_IN_REFUSED[error.code] }
  return { errors: {}, message: failureText(error) }
}
