import * as v from 'valibot'
import { CODE_VALID_HOURS } from '../../../miniprogram/limits'
import type { DeskTransfer } from '../../contract'
import { HOUR, toIso, type Instant } from '../../domain/beijing'
import { passwordFault } from '../../domain/registration'
import { note } from '../audit/note'
import { onlyHere } from './binding'
import { orRefused, Refusal } from '../call/refusal'
import { atTransfer, DECIDING } from '../call/authority'
import { identify } from '../call/caller'
import { forgetLoginTries } from './login-tries'
import { isLoginOfOther, loginsOf, moveLogins, phoneOf, tidyLogin } from './logins'
import { takeTry } from '../call/tries'
import { readCode, spellCode } from '../call/one-time-code'
import type { Transaction } from '../store/ports'
import type { AccountRecord, RecoveryRecord } from '../store/records'
import { forgetUnbound } from '../messages/rewrite'
import { Field, Id, Why } from '../call/schemas'
import { accepted, badInput, operation, refused } from '../call/serve'
import type { Context } from '../call/context'
import { accountView } from '../store/views'

/** A code is worth nothing for anybody but the account that it was made for. */
const codeTokens = (context: Context, accountId: string, code: string) =>
  context.sealing.tokens('recoveryCode', `${accountId}\n${readCode(code)}`)

/**
 * Makes the code by which a member who has lost the account comes back: for one person, once, 48 hours. A new code ends
 * the one before. Only its token is kept. Errors: `NOT_NOW` where the person has been erased.
 */
const makeCode = operation(v.object({ id: Id, why: Why }), async (context, { id, why }) => {
  const at = await atTransfer(context, id, DECIDING)
  if (!at.ok) return at
  const { right } = at.value
  const { transfer } = at.value.joined
  const account = transfer.state.erased ? null : await context.store.account(transfer.accountId)
  if (account === null) return refused({ code: 'NOT_NOW', detail: { stage: transfer.stage } })

  const code = context.random.code()
  const expiresAt = context.now + CODE_VALID_HOURS * HOUR
  const logins = [phoneOf(context, account), ...(account.username === null ? [] : [account.username])]
  const { reference, branchId } = transfer
  await note(context, right, { what: 'recoveryCode', whom: reference, why, branchId })
  await context.store.putRecovery({
    _id: account._id,
    logins: logins.map((login) => context.sealing.tokens('login', login)[0]),
    code: codeTokens(context, account._id, code)[0],
    tries: 0,
    expiresAt,
  })
  return accepted({ code: spellCode(code), expiresAt: toIso(expiresAt) })
})

/** Gives the account a new password and this WeChat alone. A phone by which somebody else signs in stays theirs. */
const takeBack = async (
  tx: Transaction,
  context: Context,
  openid: string,
  account: AccountRecord,
  hash: string,
): Promise<AccountRecord> => {
  const next = { ...account, password: hash }
  const before = loginsOf(context, account)
  const after: string[] = []
  for (const login of loginsOf(context, next))
    if (!(await isLoginOfOther(tx, context, login, account._id))) after.push(login)
  await moveLogins(tx, context, account._id, before, after)
  return onlyHere(tx, openid, next)
}

/** All WeChats together have so many tries at a code: then it is at an end, which the desk sees. */
const TRIES_OF_ALL = 20
/** One WeChat has so many tries at one code; nobody else can use them up. */
const TRIES_OF_ONE_WECHAT = 5

/**
 * The codes that serve for this login and may be tried once more by this WeChat. Where none is pending, as much is asked
 * of the database for one that leads nowhere.
 */
const takeRecoveryTries = async (context: Context, login: string, openid: string): Promise<RecoveryRecord[]> => {
  const { now } = context
  const pending = await context.store.recoveriesFor(context.sealing.tokens('login', login))
  const nowhere: RecoveryRecord = { _id: NOWHERE, logins: [], code: NOWHERE, tries: 0, expiresAt: 0 }
  const [who] = context.sealing.tokens('login', openid)
  const mayTry = async (recovery: RecoveryRecord): Promise<boolean> => {
    const until = await context.store.takeTry({
      key: `recovery:${recovery.code}:${who}`,
      max: TRIES_OF_ONE_WECHAT,
      now,
      until: now + CODE_VALID_HOURS * HOUR,
      renews: false,
    })
    return (await context.store.takeRecoveryTry(recovery, TRIES_OF_ALL, now)) && until === undefined
  }
  const asked = pending.length === 0 ? [nowhere] : pending
  const allowed = await Promise.all(asked.map(mayTry))
  return asked.filter((_, i) => allowed[i])
}
const NOWHERE = '-'

/**
 * Comes back to an account with the secretary's code: sets the password, binds this WeChat and ends every other binding.
 * Whoever has no password yet names the phone. Errors: `CODE_INVALID` for a code that is wrong, used, over its time or
 * tried too often, and for an unknown login alike; `ALREADY_REGISTERED` where this WeChat is bound to another account.
 */
export const recover = operation(
  v.object({ login: v.string(), code: v.string(), password: Field }),
  async (context, input) => {
    const fault = passwordFault(input.password)
    if (fault !== undefined) return badInput([{ path: 'password', rule: fault }])
    const caller = await identify(context)
    if (!caller.ok) return caller
    const { openid } = caller.value
    const name = tidyLogin(input.login)
    const attempt = await takeTry(context, openid)
    if (!attempt.ok) return attempt
    const tried = await takeRecoveryTries(context, name, openid)
    const fits = ({ _id, code }: RecoveryRecord) => codeTokens(context, _id, input.code).includes(code)
    const recovery = tried.filter(fits)[0]
    if (recovery === undefined) return refused({ code: 'CODE_INVALID' })
    const hash = await context.passwords.hash(input.password)
    const outcome = await orRefused(async () => {
      const account = await context.store.transaction(async (tx) => {
        const [current, lost] = [await tx.recovery(recovery._id), await tx.account(recovery._id)]
        if (lost === null || current?.code !== recovery.code) throw new Refusal({ code: 'CODE_INVALID' })
        return takeBack(tx, context, openid, lost, hash)
      })
      return accountView(account, context.sealing)
    })
    if (outcome.ok) {
      await forgetUnbound(context, recovery._id)
      await forgetLoginTries(context, name, openid)
    }
    return outcome
  },
)

/** What the desk sees of a code that was given out and not used: whether it still serves, or was tried too often. */
export const recoveryView = (recovery: RecoveryRecord | null, now: Instant): Pick<DeskTransfer, 'recovery'> =>
  recovery === null || recovery.expiresAt <= now
    ? {}
    : { recovery: { state: recovery.tries < TRIES_OF_ALL ? 'open' : 'ended', expiresAt: toIso(recovery.expiresAt) } }

export const recoveryOperations = { 'desk.recoveryCode': makeCode }
