import * as v from 'valibot'
import { toIso } from '../../domain/beijing'
import { checkGivenFields, tidyRegistration } from '../../domain/registration'
import { identify } from '../call/caller'
import { templateIds } from '../messages/rewrite'
import { ALL_BRANCHES } from '../store/records'
import { FieldsToCheck } from '../call/schemas'
import { accepted, operation, refused } from '../call/serve'
import { accountView, staffView, transferView } from '../store/views'
import { erase } from './erasure'
import { recover } from './recovery'
import { amend, register } from './registration'
import { login, password, unbind } from './sign-in'

const check = operation(FieldsToCheck, async (call, input) => {
  await Promise.resolve()
  if (call.openid === undefined) return refused({ code: 'NO_IDENTITY' })
  return accepted({ fields: checkGivenFields(tidyRegistration(input), call.now) })
})

const me = operation(v.object({}), async (call) => {
  const caller = await identify(call)
  if (!caller.ok) return caller
  const { wechat } = caller.value
  const branchIds = wechat.staff.map(({ branchId }) => branchId).filter((id) => id !== ALL_BRANCHES)
  const [account, transfers, branches] = await Promise.all([
    wechat.accountId === null ? null : call.store.account(wechat.accountId),
    wechat.accountId === null ? [] : call.store.transfersOf(wechat.accountId),
    branchIds.length === 0 ? [] : call.store.branches(branchIds),
  ])
  return accepted({
    account: account === null ? null : accountView(account, call.sealing),
    transfers: transfers.map((whole) => transferView(whole, 'member', call.now)),
    staffOf: wechat.staff.map((staff) => staffView(staff, branches)),
    now: toIso(call.now),
    ...templateIds(call.templates),
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
