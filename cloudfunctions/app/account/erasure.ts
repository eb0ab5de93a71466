import * as v from 'valibot'
import { letGo } from './binding'
import { bareFact, withoutOwner } from '../transfer/erase'
import { orRefused, Refusal } from './claims'
import { identifyMember } from '../call/caller'
import { attemptKeys } from './login-attempts'
import { loginsOf, moveLogins } from './logins'
import { openFields } from '../transfer/sealed-copy'
import type { Transaction } from '../store/ports'
import type { AccountRecord } from '../store/records'
import { leaveRoster } from '../roster/matching'
import { operation, refused, type Call } from '../call/serve'

/** So many transfers go in one transaction; nearly everybody has fewer. */
const AT_ONCE = 8

/** Leaves of these transfers the bare fact, whatever stage they are in. */
const bareAll = async (tx: Transaction, call: Call, accountId: string, ids: readonly string[]): Promise<void> => {
  for (const id of ids) {
    const transfer = await tx.transfer(id)
    if (transfer?.accountId !== accountId) continue
    await tx.putTransfer(withoutOwner(transfer.state.erased ? transfer : bareFact(transfer, call.now, 'member')))
  }
}

/** What lies beside the account: found before, and removed with it. */
const findBeside = async (call: Call, account: AccountRecord) => {
  const [drafts, conflicts] = await Promise.all([
    Promise.all(account.wechats.map((openid) => call.store.draftsOf(openid))),
    call.store.conflictsAbout(
      account._id,
      account.wechats.flatMap((openid) => call.sealing.tokens('login', openid)),
    ),
  ])
  return { drafts: drafts.flat(), conflicts }
}

const dropAccount = async (tx: Transaction, call: Call, account: AccountRecord): Promise<void> => {
  for (const token of call.sealing.tokens('idNumber', openFields(call, account).idNumber))
    if ((await tx.holder('holders', token))?.accountId === account._id) await tx.dropHolder('holders', token)
  await moveLogins(tx, call, account._id, loginsOf(call, account), [])
  await letGo(tx, account.wechats, account._id)
  await tx.dropRecovery(account._id)
  await tx.dropAccount(account._id)
}

/**
 * Deletes everything personal at once: account, logins, bindings, drafts, and of every transfer all but the bare fact.
 * Open transfers become `withdrawn`. One that cannot be finished can be asked for again: the account goes last.
 */
export const erase = operation(v.object({ confirm: v.literal(true, 'confirm') }), async (call) => {
  const caller = await identifyMember(call)
  if (!caller.ok) return caller
  const { accountId } = caller.value
  const erasedIds = new Set<string>()
  const idsOfTransfers = async (): Promise<string[]> => {
    const ids = (await call.store.transfersOf(accountId)).map(({ transfer }) => transfer._id)
    for (const id of ids) erasedIds.add(id)
    return ids
  }

  let ids = await idsOfTransfers()
  while (ids.length > AT_ONCE) {
    const oldest = ids.slice(-AT_ONCE)
    await call.store.transaction((tx) => bareAll(tx, call, accountId, oldest))
    ids = await idsOfTransfers()
  }
  const account = await call.store.account(accountId)
  if (account === null) return refused({ code: 'NOT_REGISTERED' })
  const beside = await findBeside(call, account)
  const logins = loginsOf(call, account)
  const erased = await orRefused(async () => {
    await call.store.transaction(async (tx) => {
      const current = await tx.account(accountId)
      if (current === null) throw new Refusal({ code: 'NOT_REGISTERED' })
      await bareAll(tx, call, accountId, ids)
      for (const id of beside.drafts) await tx.dropDraft(id)
      for (const id of beside.conflicts) await tx.dropConflict(id)
      await dropAccount(tx, call, current)
    })
    return {}
  })
  if (!erased.ok) return erased
  // One that was started while this was under way.
  const late = await idsOfTransfers()
  if (late.length > 0) await call.store.transaction((tx) => bareAll(tx, call, accountId, late))
  await leaveRoster(call, [...erasedIds])
  await call.store.dropLimits(attemptKeys(call, logins, account.wechats))
  return erased
})
