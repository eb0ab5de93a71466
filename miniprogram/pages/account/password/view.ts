/** Setting the password: what is sent, and what a refusal means. Pure. */
import type { AccountView, InputOf } from '../../../../cloudfunctions/contract'
import type { CallFailure } from '../../../cloud'
import { lastFour } from '../../../format'
import { failureText, fieldText, passwordSetText } from '../../../texts'

export interface Typed {
  username: string
  password: string
}
export type Errors = Partial<Record<keyof Typed, string>>

/** A username that is empty or as before is not sent. */
export function inputOf({ username, password }: Typed, account: AccountView): InputOf<'member', 'account.password'> {
  const name = username.trim()
  return { password, ...(name === '' || name === account.username ? {} : { username: name }) }
}

/** Beside the field where it is about one, else above the button. */
export function refusal(error: CallFailure): { errors: Errors; message: string } {
  if (error.code !== 'BAD_INPUT') return { errors: {}, message: failureText(error) }
  const errors: Errors = {}
  for (const { path, rule } of error.detail.fields)
    if (path === 'username' || path === 'password') errors[path] ??= fieldText(path, rule)
  return Object.keys(errors).length > 0 ? { errors, message: '' } : { errors, message: failureText(error) }
}

/** By what one signs in from now on. */
export function doneText({ username, phone }: AccountView): string {
  return passwordSetText(username, lastFour(phone))
}
