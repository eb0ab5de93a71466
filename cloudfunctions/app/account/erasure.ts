import * as v from 'valibot'
import type { Reply } from '../../domain/reply'
import { letGo } from './binding'
import { bareFact, erasureOf, withoutOwner } from '../transfer/erase'
import { orRefused, Refusal } from '../call/refusal'
import { identifyMember } from '../call/caller'
import { loginTryKeys } from './login-tries'
import { loginsOf, moveLogins } from './logins'
import { openFields } from '../transfer/sealed-copy'
import type { Transaction } from '../store/ports'
import type { AccountRecord } from '../store/records'
import { leaveDesks } from '../staff/rights'
import { leaveRoster } from '../roster/matching'
import { operation, refused } from '../call/serve'
import type { Context } from '../call/context'

/** So many transfers go in one transaction; nearly everybody has fewer. */
const AT_ONCE = 8

/** Leaves of these transfers the bare fact, whatever stage they are in. */
const bareAll = async (
  tx: Transaction,
  context: Context,
  accountId: string,
  nobody: string,
  ids: readonly string[],
): Promise<void> => {
  for (const id of ids) {
    const transfer = await tx.transfer(id)
    if (transfer?.accountId !== accountId) continue
    const bare = transfer.state.erased ? transfer : bareFact(transfer, context.now, 'member')
    await tx.putTransfer(withoutOwner(bare, nobody))
  }
}

/** What lies beside the account: found before, and removed with it. */
const findBeside = async (context: Context, account: AccountRecord) => {
  const [drafts, conflicts] = await Promise.all([
    Promise.all(account.wechats.map((openid) => context.store.draftsOf(openid))),
    context.store.conflictsAbout(
      account._id,
      account.wechats.flatMap((openid) => context.sealing.tokens('login', openid)),
    ),
  ])
  return { drafts: drafts.flat(), conflicts }
}

const dropAccount = async (tx: Transaction, context: Context, account: AccountRecord): Promise<void> => {
  for (const token of context.sealing.tokens('idNumber', openFields(context, account).idNumber))
    if ((await tx.holder('holders', token))?.accountId === account._id) await tx.dropHolder('holders', token)
  await moveLogins(tx, context, account._id, loginsOf(context, account), [])
  await letGo(tx, account.wechats, account._id)
  await tx.dropRecovery(account._id)
  await tx.dropAccount(account._id)
}

/**
 * Deletes everything personal at once: account, logins, bindings, drafts, rights at a desk with their name, and of every
 * transfer all but the bare fact. Open transfers become `withdrawn`. One that cannot be finished can be asked for again:
 * the account goes last. Errors: `LAST_SECRETARY`, before anything is deleted, where a desk would be left without one.
 */
export const erase = operation(v.object({ confirm: v.literal(true) }), async (context) => {
  const caller = await identifyMember(context)
  return caller.ok ? eraseAccount(context, caller.value.accountId, 'secretary') : caller
})

/** Erases an account, whoever asks for it; `NOT_REGISTERED` where it is gone. The deployment's own command is never refused. */
export const eraseAccount = async (
  context: Context,
  accountId: string,
  by: 'secretary' | 'deployment',
): Promise<Reply<Record<string, never>>> => {
  const known = await context.store.account(accountId)
  if (known === null) return refused({ code: 'NOT_REGISTERED' })
  const left = await orRefused(() => leaveDesks(context, { openids: known.wechats, ends: () => true, by }))
  if (!left.ok) return left
  const nobody = context.random.id()
  const erasedIds = new Set<string>()
  const idsOfTransfers = async (): Promise<string[]> => {
    const ids = (await context.store.transfersOf(accountId)).map(({ transfer }) => transfer._id)
    for (const id of ids) erasedIds.add(id)
    return ids
  }

  let ids = await idsOfTransfers()
  while (ids.length > AT_ONCE) {
    const oldest = ids.slice(-AT_ONCE)
    await context.store.transaction((tx) => bareAll(tx, context, accountId, nobody, oldest))
    ids = await idsOfTransfers()
  }
  const account = await context.store.account(accountId)
  if (account === null) return refused({ code: 'NOT_REGISTERED' })
  const beside = await findBeside(context, account)
  // Before the account goes, for then nobody can ask again.
  await leaveRoster(context, [...erasedIds])
  await context.store.forgetStaffNames([...account.wechats, accountId])
  const logins = loginsOf(context, account)
  const erased = await orRefused(async () => {
    await context.store.transaction(async (tx) => {
      const current = await tx.account(accountId)
      if (current === null) throw new Refusal({ code: 'NOT_REGISTERED' })
      await bareAll(tx, context, accountId, nobody, ids)
      for (const id of beside.drafts) await tx.dropDraft(id)
      for (const id of beside.conflicts) await tx.dropConflict(id)
      await dropAccount(tx, context, current)
      await tx.noteErasure(erasureOf('account', accountId, context.now))
    })
    return {}
  })
  if (!erased.ok) return erased
  // One that was started while this was under way.
  const late = await idsOfTransfers()
  if (late.length > 0) await context.store.transaction((tx) => bareAll(tx, context, accountId, nobody, late))
  // A list may have been imported meanwhile.
  await leaveRoster(context, [...erasedIds])
  await context.store.dropLimits(loginTryKeys(context, logins, account.wechats))
  return erased
}
