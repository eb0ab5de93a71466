import type { Failure } from '../contract'
import { nextBeijingDay, toIso } from '../domain/beijing'
import type { Transaction } from './ports'
import { accepted, refused, type Call } from './serve'

/** At most this many attempts on numbers that others hold, a WeChat and Beijing day: registering must not be a way to ask. */
const ID_TAKEN_A_DAY = 3

/** A refusal found inside a transaction: nothing of it is written. */
export class Refusal extends Error {
  constructor(readonly failure: Failure) {
    super(failure.code)
  }
}

/** Runs a transaction's work; a `Refusal` thrown inside becomes the reply. */
export const orRefused = async <T>(work: () => Promise<T>) => {
  try {
    return accepted(await work())
  } catch (error) {
    if (error instanceof Refusal) return refused(error.failure)
    throw error
  }
}

/** Claims the ID number for the account, or tells whose it is. Every token of the number is looked at while keys rotate. */
export const claimIdNumber = async (tx: Transaction, call: Call, idNumber: string, accountId: string) => {
  const tokens = call.sealing.tokens('idNumber', idNumber)
  for (const token of tokens) {
    const holder = await tx.holder('holders', token)
    if (holder !== null && holder.accountId !== accountId) return holder.accountId
  }
  await tx.putHolder('holders', { _id: tokens[0], accountId })
  return undefined
}

/** Claims a username or phone to sign in by. */
export const claimLogin = async (tx: Transaction, call: Call, login: string, accountId: string): Promise<void> => {
  const tokens = call.sealing.tokens('login', login)
  for (const token of tokens) {
    const holder = await tx.holder('logins', token)
    if (holder !== null && holder.accountId !== accountId) throw new Refusal({ code: 'LOGIN_TAKEN' })
  }
  await tx.putHolder('logins', { _id: tokens[0], accountId })
}

/** Runs work that may meet an ID number held by another account; such attempts are counted, noted and limited. */
export const guardingIdNumber = async <T>(
  call: Call,
  openid: string,
  fields: { name: string; idNumber: string },
  work: (taken: { holder?: string }) => Promise<T>,
) => {
  const key = `id-taken:${openid}`
  const retryAt = nextBeijingDay(call.now)
  if (!(await call.store.takeLimit(key, ID_TAKEN_A_DAY, retryAt)))
    return refused({ code: 'TOO_MANY', detail: { retryAt: toIso(retryAt) } })
  const taken: { holder?: string } = {}
  const outcome = await orRefused(() => work(taken))
  if (taken.holder === undefined || outcome.ok) {
    await call.store.giveBackLimit(key)
    return outcome
  }
  await call.store.noteConflict({
    _id: `${taken.holder}-${call.sealing.tokens('login', openid)[0].slice(-16)}`,
    holderAccountId: taken.holder,
    claimantName: fields.name,
    last4: fields.idNumber.slice(-4),
    at: call.now,
  })
  return outcome
}
