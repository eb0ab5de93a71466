import { normalisePhone, normaliseUsername } from '../../domain/normalise'
import { phoneFault } from '../../domain/registration'
import { claimLogin } from './claims'
import type { Transaction } from '../store/ports'
import type { AccountRecord, Token } from '../store/records'
import type { Context } from '../call/context'

/** The form in which a username or phone is looked up. */
export const tidyLogin = (login: string): string => {
  const digits = normalisePhone(login)
  return phoneFault(digits) === undefined ? digits : normaliseUsername(login)
}

/** The account's phone in plain. */
export const phoneOf = (context: Context, { _id, phone }: AccountRecord): string =>
  context.sealing.open(phone, { collection: 'accounts', id: _id, field: 'phone' })

/** What an account signs in by: its phone and its username, once it has a password. */
export const loginsOf = (context: Context, account: AccountRecord): string[] =>
  account.password === null ? [] : [phoneOf(context, account), account.username].filter((login) => login !== null)

const tokensOf = (context: Context, login: string): readonly Token[] => context.sealing.tokens('login', login)

/** Whether somebody else signs in by this. */
export const isLoginOfOther = async (tx: Transaction, context: Context, login: string, accountId: string) => {
  for (const token of tokensOf(context, login)) {
    const holder = await tx.holder('logins', token)
    if (holder !== null && holder.accountId !== accountId) return true
  }
  return false
}

/**
 * Claims what the account newly signs in by and frees what it no longer does. Throws `Refusal` (`LOGIN_TAKEN`) where
 * somebody else signs in by it.
 */
export const moveLogins = async (
  tx: Transaction,
  context: Context,
  accountId: string,
  before: readonly string[],
  after: readonly string[],
): Promise<void> => {
  for (const login of after) if (!before.includes(login)) await claimLogin(tx, context, login, accountId)
  for (const login of before) {
    if (after.includes(login)) continue
    for (const token of tokensOf(context, login))
      if ((await tx.holder('logins', token))?.accountId === accountId) await tx.dropHolder('logins', token)
  }
}
