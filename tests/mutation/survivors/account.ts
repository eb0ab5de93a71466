import type { Survivor } from './survivor'

/** `app/account`, `app/audit` and `app/branch`. */
export const ACCOUNT: readonly Survivor[] = [
  {
    file: 'app/branch/settings.ts',
    line: '...(next.opensOn !== null && next.closesOn !== null && next.opensOn > next.closesOn',
    replacements: ['true', 'next.opensOn !== null || next.closesOn !== null'],
    why: 'no day is after one that is not there; the questions are for the compiler',
  },
  {
    file: 'app/branch/settings.ts',
    line: '...(next.handIn?.from !== undefined && next.handIn.to !== undefined && next.handIn.from > next.handIn.to',
    replacements: ['true'],
    why: 'no day is after one that is not there; the question is for the compiler',
  },
  {
    file: 'app/branch/settings.ts',
    line: 'const left = inOrder.filter(({ place }) => place > cursor).sort((a, b) => (a.place < b.place ? -1 : 1))',
    replacements: ['a.place <= b.place'],
    why: 'no two branches have one id, and so none one place',
  },
  {
    file: 'app/account/sign-in.ts',
    line: "if (account === null || !matches) return refused({ code: 'LOGIN_FAILED' })",
    replacements: ['false'],
    why: 'no password matches that of an account that is not there; the question is for the compiler',
  },
  {
    file: 'app/account/sign-in.ts',
    line: 'if (wechat.accountId === account._id) return accepted(accountView(account, context.sealing))',
    replacements: ['false'],
    why: 'this WeChat is bound once more to the account that it is bound to, which changes nothing',
  },
  {
    file: 'app/account/sign-in.ts',
    line: "const left = await orRefused(() => leaveDesks(context, { openids: [openid], ends, by: 'secretary' }))",
    replacements: ['""'],
    why: 'whoever is not the deployment is asked for a successor',
  },
  {
    file: 'app/account/sign-in.ts',
    line: 'if (outcome.ok) await forgetUnbound(context, accountId)',
    replacements: ['true'],
    why: 'where nothing came of it no binding has ended, and so nothing is forgotten',
  },
  {
    file: 'app/account/registration.ts',
    line: 'if (outcome.ok && hash !== undefined) await forgetUnbound(context, accountId)',
    replacements: ['true', 'outcome.ok || hash !== undefined'],
    why: 'where no password was set no binding has ended, and so nothing is forgotten',
  },
  {
    file: 'app/account/registration.ts',
    line: 'if (transfer === null || !isOpen(transfer.stage)) continue',
    replacements: ['false'],
    why: 'no transfer is ever removed; the question is for the compiler',
  },
  {
    file: 'app/account/registration.ts',
    line: 'if (late.length > 0) await followAccount(context, accountId, late)',
    replacements: ['true', 'late.length >= 0'],
    why: 'none follow where there are none: it saves a transaction',
  },
  {
    file: 'app/account/registration.ts',
    line: 'const transfers = late.length > 0 ? await openNow() : present',
    replacements: ['true', 'late.length >= 0'],
    why: 'they are as they were where none have followed: it saves a request',
  },
  {
    file: 'app/account/erasure.ts',
    line: 'while (ids.length > AT_ONCE) {',
    replacements: ['ids.length >= AT_ONCE'],
    why: 'so many go in one transaction, first or last',
  },
  {
    file: 'app/account/erasure.ts',
    line: 'const oldest = ids.slice(-AT_ONCE)',
    replacements: ['+AT_ONCE'],
    why: 'the rest goes in the next transaction',
  },
  {
    file: 'app/account/erasure.ts',
    line: 'if (late.length > 0) await context.store.transaction((tx) => bareAll(tx, context, accountId, nobody, late))',
    replacements: ['true', 'late.length >= 0'],
    why: 'none are bared where there are none: it saves a transaction',
  },
  {
    file: 'app/account/account.ts',
    line: 'const branchIds = wechat.staff.map(({ branchId }) => branchId).filter((id) => id !== ALL_BRANCHES)',
    replacements: ['true'],
    why: 'no branch has the id that stands for all: it saves a request',
  },
]
