/** A line of the product as somebody might get it wrong, and the tests that notice. */
export interface HandMutant {
  what: string
  /** Under `cloudfunctions/`. */
  file: string
  from: string
  to: string
  /** Under `tests/`. */
  tests: string
}

/**
 * Guards that no rule of the domain knows: each of these once went by unnoticed, or is of that kind. `npm run mutate --
 * hand` makes each in turn, in the sources that tests import and in the bundles that they run against.
 */
export const HAND_MUTANTS: readonly HandMutant[] = [
  {
    what: 'sealing is not bound to the document',
    file: 'adapters/sealing.ts',
    from: '`${collection}/${id}/${field}`',
    to: '`${collection}/${String(id.length > 0)}/${field}`',
    tests: 'adapters/sealing.test.ts',
  },
  {
    what: 'sealing is not bound to the field',
    file: 'adapters/sealing.ts',
    from: '`${collection}/${id}/${field}`',
    to: '`${collection}/${id}/${String(field.length > 0)}`',
    tests: 'adapters/sealing.test.ts',
  },
  {
    what: 'the password is not looked at again while signing in',
    file: 'app/account/sign-in.ts',
    from: 'current === null || current.password !== account.password',
    to: 'current === null',
    tests: 'app/call/second-looks.test.ts',
  },
  {
    what: 'the binding is not looked at again while a password is set',
    file: 'app/account/sign-in.ts',
    from: 'if (!account?.wechats.includes(openid))',
    to: 'if (account === null)',
    tests: 'app/call/second-looks.test.ts',
  },
  {
    what: 'the code is not looked at again while an account is recovered',
    file: 'app/account/recovery.ts',
    from: 'lost === null || current?.code !== recovery.code',
    to: 'lost === null || current?.code === "-"',
    tests: 'app/call/second-looks.test.ts',
  },
  {
    what: 'a message is sent to a WeChat that is no longer bound',
    file: 'app/messages/send-due.ts',
    from: 'account?.wechats.includes(one.openid) ?? false',
    to: 'account !== undefined',
    tests: 'app/call/second-looks.test.ts',
  },
  {
    what: 'a recovery code leaves no audit entry',
    file: 'app/account/recovery.ts',
    from: "await note(context, right, { what: 'recoveryCode', whom: reference, why, branchId })",
    to: 'if (reference === branchId) return refused({ code: "NOT_FOUND" })',
    tests: 'app/account/recovery.test.ts',
  },
  {
    what: 'a right that was taken away still grants others',
    file: 'app/staff/staff.ts',
    from: "if (wechat === null || wechat.staff.length === 0) throw new Refusal({ code: 'NOT_STAFF' })\n  const right = rightAmong(wechat, [branchId], roles)",
    to: "const right = rightAmong({ _id: '', accountId: null, staff: [DEPLOYMENT] }, [branchId, wechat?._id ?? ''], roles)",
    tests: 'app/call/second-looks.test.ts',
  },
  {
    what: 'an account that was amended meanwhile is written over',
    file: 'app/account/registration.ts',
    from: 'if (current.version !== account.version)',
    to: 'if (current.version < 0)',
    tests: 'app/call/second-looks.test.ts',
  },
  {
    what: 'what was heard of a transfer meanwhile does not keep it from being erased',
    file: 'app/retention.ts',
    from: 'transfer.keptSince === null || transfer.keptSince >= before',
    to: 'transfer.keptSince === null',
    tests: 'app/call/second-looks.test.ts',
  },
  {
    what: 'a link serves at the very end of its days',
    file: 'app/transfer/link.ts',
    from: 'now >= newest.expiresAt',
    to: 'now > newest.expiresAt',
    tests: 'app/transfer/boundaries.test.ts',
  },
  {
    what: 'a recovery code serves at the very end of its hours',
    file: 'adapters/cloudbase/recoveries.ts',
    from: 'expiresAt: command.gt(now)',
    to: 'expiresAt: command.gt(now - 1)',
    tests: 'adapters/limits.test.ts',
  },
  {
    what: 'an invitation serves at the very end of its hours',
    file: 'app/staff/staff.ts',
    from: 'now < code.expiresAt && [',
    to: 'now <= code.expiresAt && [',
    tests: 'app/transfer/boundaries.test.ts',
  },
  {
    what: 'a limit ends a millisecond late',
    file: 'adapters/cloudbase/limits.ts',
    from: 'found.expiresAt > now',
    to: 'found.expiresAt >= now',
    tests: 'adapters/limits.test.ts',
  },
  {
    what: 'a signature may be spelled in another way',
    file: 'adapters/signatures.ts',
    from: 'if (!isCanonical(jws)) return undefined',
    to: 'if (jws === "" && isCanonical(jws)) return undefined',
    tests: 'adapters/signatures.test.ts',
  },
  {
    what: 'a request id of an outside system serves twice',
    file: 'adapters/province.ts',
    from: 'return context.store.useJti(`${iss}:${jti}`, exp * 1000)',
    to: 'return context.store.useJti(`${iss}:${jti}:${String(Math.random())}`, exp * 1000)',
    tests: 'app/province/request.test.ts',
  },
  {
    what: 'a repeated start is not found on the roster',
    file: 'app/transfer/start.ts',
    from: 'if (untouched) await followRoster(context, transfer.branchId, [transfer])',
    to: '',
    tests: 'app/call/faults.test.ts',
  },
  {
    what: 'the line in the log repeats what a caller sent',
    file: 'adapters/function.ts',
    from: "typeof op === 'string' && Object.hasOwn(operations, op) ? op : null",
    to: "typeof op === 'string' || Object.hasOwn(operations, '') ? String(op) : null",
    tests: 'adapters/logging.test.ts',
  },
  {
    what: 'the last day that an audit is asked for is left out',
    file: 'app/audit/list.ts',
    from: 'positionOf(startOfDay(addDays(to, 1)))',
    to: 'positionOf(startOfDay(to))',
    tests: 'app/audit/list.test.ts',
  },
  {
    what: 'how many wait is told to somebody whose right has ended',
    file: 'app/messages/digest.ts',
    from: 'branch === null || right?.ok !== true || template === undefined',
    to: 'branch === null || template === undefined',
    tests: 'app/messages/digest.test.ts',
  },
  {
    what: 'what an organisation called itself outlives the erasure',
    file: 'app/transfer/erase.ts',
    from: 'return { type: event.type, way: event.way }',
    to: 'return event',
    tests: 'app/transfer/erase.test.ts',
  },
  {
    what: 'a roster is read from a branch that is none of the League',
    file: 'app/branch/settings.ts',
    from: "kind !== 'party' || roster?.kind !== 'league'",
    to: "kind !== 'party' || roster === undefined",
    tests: 'app/branch/settings.test.ts',
  },
  {
    what: 'an invitation that is over is taken back once more',
    file: 'app/staff/staff.ts',
    from: 'code === null || code.expiresAt <= context.now',
    to: 'code === null',
    tests: 'app/staff/staff.test.ts',
  },
]
