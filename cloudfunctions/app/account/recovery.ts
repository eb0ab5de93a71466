import * as v from 'valibot'
import { HOUR, toIso } from '../../domain/beijing'
import { passwordFault } from '../../domain/registration'
import { note } from '../audit/note'
import { onlyHere } from './binding'
import { orRefused, Refusal } from './claims'
import { identify, identifyStaff, isPlausibleId, rightFor } from '../call/caller'
import { forgetLoginAttempts } from './login-attempts'
import { isLoginOfOther, loginsOf, moveLogins, phoneOf, tidyLogin } from './logins'
import { readCode, spellCode } from '../call/one-time-code'
import type { Transaction } from '../store/ports'
import type { AccountRecord, RecoveryRecord } from '../store/records'
import { forgetUnbound } from '../messages/rewrite'
import { Field, FreeText, Id } from '../call/schemas'
import { accepted, badInput, operation, refused, type Call } from '../call/serve'
import { accountView } from '../store/views'

const VALID_HOURS = 48

/** A code is worth nothing for anybody but the account that it was made for. */
const codeTokens = (call: Call, accountId: string, code: string) =>
  call.sealing.tokens('recoveryCode', `${accountId}\n${readCode(code)}`)

const Why = v.pipe(
  FreeText(200),
  v.check((text) => text.trim() !== '', 'required'),
)

/**
 * Makes the code by which a member who has lost the account comes back: for one person, once, 48 hours. A new code ends
 * the one before. Only its token is kept. Errors: `NOT_NOW` where the person has been erased.
 */
const makeCode = operation(v.object({ id: Id, why: Why }), async (call, { id, why }) => {
  const [caller, whole] = await Promise.all([identifyStaff(call), isPlausibleId(id) ? call.store.transfer(id) : null])
  if (!caller.ok) return caller
  if (whole === null) return refused({ code: 'NOT_FOUND' })
  const { transfer } = whole
  const right = rightFor(caller.value.wechat, transfer.branchId)
  if (right === undefined) return refused({ code: 'NOT_YOURS' })
  if (right.role !== 'secretary' && right.role !== 'administrator') return refused({ code: 'READ_ONLY' })
  const account = transfer.state.erased ? null : await call.store.account(transfer.accountId)
  if (account === null) return refused({ code: 'NOT_NOW', detail: { stage: transfer.stage } })

  const code = call.random.code()
  const expiresAt = call.now + VALID_HOURS * HOUR
  const logins = [phoneOf(call, account), ...(account.username === null ? [] : [account.username])]
  const { reference, branchId } = transfer
  await note(call, right, { what: 'recoveryCode', whom: reference, why: why.trim(), branchId })
  await call.store.putRecovery({
    _id: account._id,
    logins: logins.map((login) => call.sealing.tokens('login', login)[0]),
    code: codeTokens(call, account._id, code)[0],
    tries: 0,
    expiresAt,
  })
  return accepted({ code: spellCode(code), expiresAt: toIso(expiresAt) })
})

/** Gives the account a new password and this WeChat alone. A phone by which somebody else signs in stays theirs. */
const takeBack = async (
  tx: Transaction,
  call: Call,
  openid: string,
  account: AccountRecord,
  hash: string,
): Promise<AccountRecord> => {
  const next = { ...account, password: hash }
  const before = loginsOf(call, account)
  const after: string[] = []
  for (const login of loginsOf(call, next)) if (!(await isLoginOfOther(tx, call, login, account._id))) after.push(login)
  await moveLogins(tx, call, account._id, before, after)
  return onlyHere(tx, openid, next)
}

/**
 * Comes back to an account with the secretary's code: sets the password, binds this WeChat and ends every other binding.
 * Whoever has no password yet names the phone. Errors: `CODE_INVALID` for a code that is wrong, used, over its time or
 * tried too often, and for an unknown login alike; `ALREADY_REGISTERED` where this WeChat is bound to another account.
 */
export const recover = operation(
  v.object({ login: v.string('type'), code: v.string('type'), password: Field }),
  async (call, input) => {
    const fault = passwordFault(input.password)
    if (fault !== undefined) return badInput([{ path: 'password', rule: fault }])
    const caller = await identify(call)
    if (!caller.ok) return caller
    const { openid } = caller.value
    const name = tidyLogin(input.login)
    const tried = await call.store.takeRecoveryTries(call.sealing.tokens('login', name), call.now)
    const fits = ({ _id, code }: RecoveryRecord) => codeTokens(call, _id, input.code).includes(code)
    const recovery = tried.find(fits)
    if (recovery === undefined) return refused({ code: 'CODE_INVALID' })
    const hash = await call.passwords.hash(input.password)
    const outcome = await orRefused(async () => {
      const account = await call.store.transaction(async (tx) => {
        const [current, lost] = [await tx.recovery(recovery._id), await tx.account(recovery._id)]
        if (lost === null || current?.code !== recovery.code) throw new Refusal({ code: 'CODE_INVALID' })
        return takeBack(tx, call, openid, lost, hash)
      })
      return accountView(account, call.sealing)
    })
    if (outcome.ok) {
      await forgetUnbound(call, recovery._id)
      await forgetLoginAttempts(call, name, openid)
    }
    return outcome
  },
)

export const recoveryOperations = { 'desk.recoveryCode': makeCode }
