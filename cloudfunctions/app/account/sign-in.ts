import * as v from 'valibot'
import { normaliseUsername } from '../../domain/normalise'
import { passwordFault, usernameFault } from '../../domain/registration'
import { countingTaken } from './claims'
import { bind, onlyHere, letGo } from './binding'
import { orRefused, Refusal } from '../call/refusal'
import { identify, identifyMember } from '../call/caller'
import { forgetLoginTries, takeLoginTry } from './login-tries'
import { loginsOf, moveLogins, tidyLogin } from './logins'
import type { Transaction } from '../store/ports'
import type { AccountRecord, StaffRecord } from '../store/records'
import { leaveDesks } from '../staff/rights'
import { Field } from '../call/schemas'
import { forgetUnbound } from '../messages/rewrite'
import { accepted, badInput, operation, refused } from '../call/serve'
import type { Context } from '../call/context'
import { accountView } from '../store/views'

/** What is given to sign in has no rules of form: those hold where a password or username is chosen. */
const Given = v.string()

/**
 * Signs in from a WeChat that is not bound yet, and binds it. An unknown login is counted and costs like a known one.
 * Errors: `LOGIN_FAILED`, `LOCKED`, `ALREADY_REGISTERED` where this WeChat is bound to another account.
 */
export const login = operation(v.object({ login: Given, password: Given }), async (context, input) => {
  const caller = await identify(context)
  if (!caller.ok) return caller
  const { openid, wechat } = caller.value
  const name = tidyLogin(input.login)
  const attempt = await takeLoginTry(context, name, openid)
  if (!attempt.ok) return attempt
  const accountId = await context.store.loginHolder(context.sealing.tokens('login', name))
  // Where nobody signs in by this, as much is asked of the database all the same.
  const account = await context.store.account(accountId ?? context.random.id())
  const matches = await context.passwords.matches(input.password, account?.password ?? null)
  if (account === null || !matches) return refused({ code: 'LOGIN_FAILED' })
  await forgetLoginTries(context, name, openid)
  if (wechat.accountId === account._id) return accepted(accountView(account, context.sealing))
  return orRefused(async () => {
    const bound = await context.store.transaction(async (tx) => {
      const current = await tx.account(account._id)
      if (current === null || current.password !== account.password) throw new Refusal({ code: 'LOGIN_FAILED' })
      return bind(tx, openid, current)
    })
    return accountView(bound, context.sealing)
  })
})

/** Faults of a username and password that are being chosen. */
const credentialFaults = ({ username, password }: { username?: string; password: string }) => {
  const faults = [
    { path: 'username', rule: username === undefined ? undefined : usernameFault(username) },
    { path: 'password', rule: passwordFault(password) },
  ]
  return faults.flatMap(({ path, rule }) => (rule === undefined ? [] : [{ path, rule }]))
}

/**
 * Gives the account a password, and a username where one is named; this WeChat stays bound, every other binding ends,
 * and so does a code that was asked for. Throws `Refusal` (`LOGIN_TAKEN`, `ALREADY_REGISTERED`).
 */
const setCredentials = async (
  tx: Transaction,
  context: Context,
  openid: string,
  account: AccountRecord,
  { username, hash }: { username: string | undefined; hash: string },
): Promise<AccountRecord> => {
  const next = { ...account, username: username ?? account.username, password: hash }
  await moveLogins(tx, context, account._id, loginsOf(context, account), loginsOf(context, next))
  return onlyHere(tx, openid, next)
}

/** Sets or changes the password of the account that this WeChat is bound to. Errors: `LOGIN_TAKEN`. */
export const password = operation(
  v.object({ username: v.exactOptional(Field), password: Field }),
  async (context, input) => {
    const username = input.username === undefined ? undefined : normaliseUsername(input.username)
    const faults = credentialFaults({ password: input.password, ...(username === undefined ? {} : { username }) })
    if (faults.length > 0) return badInput(faults)
    const caller = await identifyMember(context)
    if (!caller.ok) return caller
    const { openid, accountId } = caller.value
    const hash = await context.passwords.hash(input.password)
    const set = await orRefused(async () => {
      const account = await context.store.transaction(async (tx) => {
        const account = await tx.account(accountId)
        if (!account?.wechats.includes(openid)) throw new Refusal({ code: 'NOT_REGISTERED' })
        return setCredentials(tx, context, openid, account, { username, hash })
      })
      return accountView(account, context.sealing)
    })
    const outcome = await countingTaken(context, openid, set)
    if (outcome.ok) await forgetUnbound(context, accountId)
    return outcome
  },
)

/**
 * Drops the binding of this WeChat with the rights that were granted to the account, and what it has allowed; the account
 * stays, for its other WeChats and its password. Errors: `LAST_SECRETARY` where a desk would be left without one.
 */
export const unbind = operation(v.object({}), async (context) => {
  const caller = await identifyMember(context)
  if (!caller.ok) return caller
  const { openid, accountId } = caller.value
  const ends = ({ grantedTo }: StaffRecord): boolean => grantedTo === accountId
  const left = await orRefused(() => leaveDesks(context, { openids: [openid], ends, by: 'secretary' }))
  if (!left.ok) return left
  await context.store.transaction(async (tx) => {
    const account = await tx.account(accountId)
    await letGo(tx, [openid], accountId)
    if (account !== null)
      await tx.putAccount({ ...account, wechats: account.wechats.filter((other) => other !== openid) })
  })
  await forgetUnbound(context, accountId)
  return accepted({})
})
