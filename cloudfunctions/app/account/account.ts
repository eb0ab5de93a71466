import * as v from 'valibot'
import { toIso } from '../../domain/beijing'
import { checkGivenFields, tidiedFields, tidyRegistration } from '../../domain/registration'
import { identify } from '../call/caller'
import { templateIds } from '../messages/rewrite'
import { ALL_BRANCHES } from '../store/records'
import { FieldsToCheck } from '../call/schemas'
import { accepted, operation, refused } from '../call/serve'
import { withinReply } from '../store/reply-room'
import { accountView, staffView, transferView } from '../store/views'
import { erase } from './erasure'
import { recover } from './recovery'
import { amend, register } from './registration'
import { login, password, unbind } from './sign-in'

const check = operation(FieldsToCheck, async (context, input) => {
  await Promise.resolve()
  if (context.openid === undefined) return refused({ code: 'NO_IDENTITY' })
  return accepted({ fields: checkGivenFields(tidyRegistration(input), context.now), ...tidiedFields(input) })
})

const me = operation(v.object({}), async (context) => {
  const caller = await identify(context)
  if (!caller.ok) return caller
  const { wechat } = caller.value
  const branchIds = wechat.staff.map(({ branchId }) => branchId).filter((id) => id !== ALL_BRANCHES)
  const [account, transfers, branches] = await Promise.all([
    wechat.accountId === null ? null : context.store.account(wechat.accountId),
    wechat.accountId === null ? [] : context.store.transfersOf(wechat.accountId),
    context.store.branches(branchIds),
  ])
  return accepted({
    account: account === null ? null : accountView(account, context.sealing),
    transfers: withinReply(transfers.map((joined) => transferView(joined, 'member', context.now))),
    staffOf: wechat.staff.map((staff) => staffView(staff, branches)),
    now: toIso(context.now),
    ...templateIds(context.templates),
  })
})

export const accountOperations = {
  'account.me': me,
  'account.check': check,
  'account.register': register,
  'account.amend': amend,
  'account.login': login,
  'account.password': password,
  'account.recover': recover,
  'account.unbind': unbind,
  'account.erase': erase,
}
