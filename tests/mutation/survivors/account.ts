import type { Survivor } from './survivor'

/** `app/account`, `app/audit` and `app/branch`. */
export const ACCOUNT: readonly Survivor[] = [
  {
    file: 'app/audit/list.ts',
    line: 'const wechats = await context.store.staffAt([ALL_BRANCHES, ...(branchIds ?? [])])',
    replacements: ['["Stryker was here"]'],
    why: 'nobody has a right at a branch that is not there',
  },
  {
    file: 'app/audit/note.ts',
    line: 'if (first === undefined) continue',
    replacements: ['false'],
    why: 'each branch is that of a decision; the question is for the compiler',
  },
  {
    file: 'app/audit/names.ts',
    line: 'if (wanted.length === 0) return () => FORMER_STAFF',
    replacements: ['() => undefined'],
    why: 'where nobody is to be named no name is asked for',
  },
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
    file: 'app/account/erasure.ts',
    line: 'while (ids.length > AT_ONCE) {',
    replacements: ['ids.length >= AT_ONCE'],
    why: 'so many go in one transaction, first or last',
  },
  {
    file: 'app/account/sign-in.ts',
    line: 'const faults = credentialFaults({ password: input.password, ...(username === undefined ? {} : { username }) })',
    replacements: ['false'],
    why: 'a username that is not there has no fault; the question is for the compiler',
  },
  {
    file: 'app/account/binding.ts',
    line: 'return bind(tx, openid, { ...account, wechats: [openid] })',
    replacements: ['[]'],
    why: 'binding puts this WeChat into the list, whether it was there or not',
  },
  {
    file: 'app/account/recovery.ts',
    line: 'const nowhere: RecoveryRecord = { _id: NOWHERE, logins: [], code: NOWHERE, tries: 0, expiresAt: 0 }',
    replacements: ['["Stryker was here"]'],
    why: 'a try asks for account and code, never for the logins, and no such code is there',
  },
  {
    file: 'app/account/recovery.ts',
    line: "const NOWHERE = '-'",
    replacements: ['""'],
    why: 'no account and no code is called so either',
  },
  {
    file: 'app/account/recovery.ts',
    line: 'renews: false,',
    replacements: ['true'],
    why: 'the 48 hours of a try, which comes after its code was made, outlast that of the code either way',
  },
  {
    file: 'app/account/erasure.ts',
    line: 'if (transfer?.accountId !== accountId) continue',
    replacements: ['transfer.accountId'],
    why: 'no transfer is ever removed; the question is for the compiler',
  },
  {
    file: 'app/account/erasure.ts',
    line: "return caller.ok ? eraseAccount(context, caller.value.accountId, 'secretary') : caller",
    replacements: ['""'],
    why: 'whoever is not the deployment is asked for a successor',
  },
  {
    file: 'app/account/erasure.ts',
    line: 'if (!erased.ok) return erased',
    replacements: ['false'],
    why: 'another erasure has come first and does what follows; done twice it comes to the same, and so does the answer',
  },
  {
    file: 'app/account/claims.ts',
    line: 'if (holder === null || holder.accountId === wanted.accountId) continue',
    replacements: ['false'],
    why: 'an account claims only a number that it does not hold yet',
  },
  {
    file: 'app/account/claims.ts',
    line: "if (holder !== null && holder.accountId !== accountId) throw new Refusal({ code: 'LOGIN_TAKEN' })",
    replacements: ['true'],
    why: 'an account claims only a login that it does not hold yet',
  },
  {
    file: 'app/account/login-tries.ts',
    line: "const [pair = ''] = keys.pairs",
    replacements: ['"Stryker was here!"'],
    why: 'of one WeChat there is one; the default is for the compiler',
  },
]
