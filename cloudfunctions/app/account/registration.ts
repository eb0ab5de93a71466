import type { RegistrationFields } from '../../contract'
import { checkGivenFields, checkRegistration, isNameTidied, tidyRegistration } from '../../domain/registration'
import { isOpen } from '../../domain/transfer'
import { onlyHere } from './binding'
import { COPIED, followAccount, isOtherCopy, withCopy } from '../transfer/account-changes'
import { Refusal } from '../call/refusal'
import { claimIdNumber, claimLogin, guardingIdNumber } from './claims'
import { identifyMember } from '../call/caller'
import { loginsOf, moveLogins } from './logins'
import { askedEnough } from '../transfer/asking'
import { isNumberElsewhere, openFields, sealedFields, type TidyFields } from '../transfer/sealed-copy'
import type { AccountRecord, TransferRecord } from '../store/records'
import { forgetUnbound } from '../messages/rewrite'
import { followRoster } from '../roster/matching'
import { Registration, RegistrationSubset } from '../call/schemas'
import { accepted, badInput, operation, refused } from '../call/serve'
import type { Context } from '../call/context'
import { accountView } from '../store/views'

/**
 * Somebody of whom nothing is known, as nearly everybody who registers, is written without being looked for first: what
 * is there already is refused by its key, and then looked at closely. A WeChat that has learnt of a taken number is
 * known. While keys rotate a number may lie under either token, and everybody is looked for.
 */
const addedAsNew = async (
  context: Context,
  account: AccountRecord,
  fields: RegistrationFields,
  { openid, drafts }: { openid: string; drafts: readonly string[] },
): Promise<boolean> => {
  const [idToken, ...earlier] = context.sealing.tokens('idNumber', fields.idNumber)
  if (earlier.length > 0) return false
  const { _id: accountId } = account
  const logins = loginsOf(context, account).map((login) => context.sealing.tokens('login', login)[0])
  return context.store.addMember({
    account,
    wechat: { _id: openid, accountId, staff: [] },
    holder: { _id: idToken, accountId },
    logins: logins.map((_id) => ({ _id, accountId })),
    drafts,
  })
}

export const register = operation(Registration, async (context, input) => {
  const fields = tidyRegistration(input)
  const faults = checkRegistration(fields, context.now)
  if (faults.length > 0) return badInput(faults)
  const { openid } = context
  if (openid === undefined) return refused({ code: 'NO_IDENTITY' })

  const accountId = context.random.id()
  const password = fields.password === undefined ? null : await context.passwords.hash(fields.password)
  const account: AccountRecord = {
    _id: accountId,
    version: 1,
    ...sealedFields(context, accountId, { ...fields, nameTidied: isNameTidied(input.name) }),
    username: fields.username ?? null,
    password,
    wechats: [openid],
    idReleased: false,
    contested: false,
    consent: { version: input.consent.version, at: context.now },
    createdAt: context.now,
  }
  const drafts = await context.store.draftsOf(openid)
  if (await addedAsNew(context, account, fields, { openid, drafts }))
    return accepted(accountView(account, context.sealing))
  return guardingIdNumber(context, openid, fields, () =>
    context.store.transaction(async (tx) => {
      const wechat = await tx.wechat(openid)
      const bound = wechat ?? { _id: openid, accountId: null, staff: [] }
      if (bound.accountId !== null) throw new Refusal({ code: 'ALREADY_REGISTERED' })
      const { holder } = await claimIdNumber(tx, context, { openid, idNumber: fields.idNumber, accountId })
      if (holder !== undefined) {
        // From now on this WeChat is known: whatever it registers next goes by its limits.
        await tx.putWechat(bound)
        return { holder }
      }
      if (fields.username !== undefined) await claimLogin(tx, context, fields.username, accountId)
      if (password !== null) await claimLogin(tx, context, fields.phone, accountId)
      await tx.putAccount(account)
      await tx.putWechat({ ...bound, accountId })
      for (const id of drafts) await tx.dropDraft(id)
      return { done: accountView(account, context.sealing) }
    }),
  )
})

export const amend = operation(RegistrationSubset, async (context, input) => {
  const given = tidyRegistration(input)
  const faults = checkGivenFields(given, context.now)
  if (faults.length > 0) return badInput(faults)
  const caller = await identifyMember(context)
  if (!caller.ok) return caller
  const { openid, accountId } = caller.value
  const [account, transfers] = await Promise.all([
    context.store.account(accountId),
    context.store.transfersOf(accountId),
  ])
  if (account === null) return refused({ code: 'NOT_REGISTERED' })

  const { username, password, ...amended } = given
  if (username !== undefined && password === undefined && account.password === null)
    return badInput([{ path: 'password', rule: 'required' }])
  const before = openFields(context, account)
  const typed = input.name === undefined ? {} : { nameTidied: isNameTidied(input.name) }
  const fields: TidyFields = { ...before, ...amended, ...typed }
  const wholeFaults = checkRegistration(fields, context.now)
  if (wholeFaults.length > 0) return badInput(wholeFaults)
  const open = transfers.map(({ transfer }) => transfer).filter(({ stage }) => isOpen(stage))
  if (fields.identity === 'nonmember' && open.some(({ kind }) => kind === 'league'))
    return refused({ code: 'ALREADY_OPEN' })

  const idReplaced = fields.idNumber !== before.idNumber
  if (account.idReleased && given.idNumber !== undefined && !idReplaced) return refused({ code: 'ID_RELEASED' })
  const copyChanged = isOtherCopy(fields, before)
  const enough =
    copyChanged && open.length > 0
      ? askedEnough(
          context,
          transfers.map(({ transfer }) => transfer),
        )
      : undefined
  if (enough !== undefined) return refused(enough)
  const numberElsewhere = await isNumberElsewhere(context, fields, accountId)
  const hash = password === undefined ? undefined : await context.passwords.hash(password)
  const outcome = await guardingIdNumber(context, openid, fields, () =>
    context.store.transaction(async (tx) => {
      const current = await tx.account(accountId)
      if (current === null) throw new Refusal({ code: 'NOT_REGISTERED' })
      if (current.version !== account.version)
        throw new Refusal({ code: 'CHANGED_MEANWHILE', detail: { version: current.version } })
      if (idReplaced) {
        const { holder } = await claimIdNumber(tx, context, { openid, idNumber: fields.idNumber, accountId })
        if (holder !== undefined) return { holder }
        for (const token of context.sealing.tokens('idNumber', before.idNumber))
          if ((await tx.holder('holders', token))?.accountId === accountId) await tx.dropHolder('holders', token)
      }
      const next: AccountRecord = {
        ...current,
        ...sealedFields(context, accountId, fields),
        username: username ?? current.username,
        password: hash ?? current.password,
        version: current.version + 1,
        idReleased: current.idReleased && !idReplaced,
        contested: current.contested && !idReplaced,
      }
      await moveLogins(tx, context, accountId, loginsOf(context, current), loginsOf(context, next))
      const settled = hash === undefined ? next : await onlyHere(tx, openid, next)
      await tx.putAccount(settled)
      for (const { _id } of open) {
        const transfer = await tx.transfer(_id)
        if (transfer === null || !isOpen(transfer.stage)) continue
        await tx.putTransfer(withCopy(context, transfer, fields, { copyChanged, idReplaced, numberElsewhere }))
      }
      return { done: accountView(settled, context.sealing) }
    }),
  )
  if (outcome.ok && hash !== undefined) await forgetUnbound(context, accountId)
  // A repeated amendment changes nothing any more, and what follows it may not have come to its end the first time.
  if (outcome.ok && COPIED.some((field) => given[field] !== undefined)) await followIn(context, accountId, open)
  return outcome
})

/**
 * What follows the copies: the rosters, which say other things of other names and numbers, and a transfer that was
 * started while the account was being amended and carries the copy of before.
 */
const followIn = async (context: Context, accountId: string, known: readonly TransferRecord[]): Promise<void> => {
  const openNow = async () =>
    (await context.store.transfersOf(accountId)).map(({ transfer }) => transfer).filter(({ stage }) => isOpen(stage))
  const present = await openNow()
  const late = present.map(({ _id }) => _id).filter((id) => known.every(({ _id }) => _id !== id))
  if (late.length > 0) await followAccount(context, accountId, late)
  const transfers = late.length > 0 ? await openNow() : present
  for (const transfer of transfers) await followRoster(context, transfer.branchId, [transfer])
}
