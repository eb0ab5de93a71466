import type { Survivor } from './survivor'

/** `app/staff`, `app/call`, `app/messages`, `app/province` and `app/retention`. */
export const STAFF: readonly Survivor[] = [
  {
    file: 'app/staff/staff.ts',
    line: 'const wechat = context.openid === undefined ? null : await tx.wechat(context.openid)',
    replacements: ['false'],
    why: 'whoever has no openid was refused before (NO_IDENTITY); the question is for the compiler',
  },
  {
    file: 'app/staff/staff.ts',
    line: 'const branches = branch === undefined ? [] : [branch]',
    replacements: ['["Stryker was here"]'],
    why: 'no branch is asked for only where all are, and a right for all of them is named without one',
  },
  {
    file: 'app/staff/rights.ts',
    line: 'for (let attempt = 0; attempt < TRIES; attempt += 1) {',
    replacements: ['attempt <= TRIES'],
    why: 'one try more where others keep coming first; how many is promised to nobody',
  },
  {
    file: 'app/staff/rights.ts',
    line: 'tx.putStaffName({ _id: id, name, openids: grantedTo === undefined ? [...openids] : [...openids, grantedTo] })',
    replacements: ['false'],
    why: 'an account that is not there is nobody by whom a name is found',
  },
  {
    file: 'app/staff/rights.ts',
    line: 'await tx.putRights({ _id: branchId, version: ((await tx.rights(branchId))?.version ?? 0) + 1 })',
    replacements: ['(await tx.rights(branchId)).version'],
    why: 'the grant that ends was a change itself, which was counted',
  },
  {
    file: 'app/staff/rights.ts',
    line: 'await keepName(tx, right, [wechat._id])',
    replacements: ['[]'],
    why: 'the account that it was granted to is named beside the WeChats, and is erased with the name',
  },
  {
    file: 'app/staff/rights.ts',
    line: 'const held = wechats.flatMap((wechat) => wechat?.staff ?? []).filter(ends)',
    replacements: ['["Stryker was here"]', 'wechat.staff'],
    why: 'a WeChat that is bound to an account has its document; the question is for the compiler',
  },
  {
    file: 'app/staff/rights.ts',
    line: 'const held = wechats.flatMap((wechat) => wechat?.staff ?? []).filter(ends)',
    replacements: ['wechats.flatMap(wechat => wechat?.staff ?? [])'],
    why: 'at a desk where no right ends nobody leaves: who does is told by what ends there',
  },
  {
    file: 'app/staff/rights.ts',
    line: 'if (branchIds.length === 0) return',
    replacements: ['false'],
    why: 'of no branches nobody leaves; it spares a request',
  },
  {
    file: 'app/staff/rights.ts',
    line: '.filter((wechat) => openids.includes(wechat._id) && rightsAt([wechat], branchId).some(ends))',
    replacements: ['rightsAt([wechat], branchId).every(ends)'],
    why: 'a WeChat holds one right at a branch at most, and those who are looked at hold one or had none to lose',
  },
  {
    file: 'app/messages/digest.ts',
    line: 'if (branch === null || right?.ok !== true || template === undefined) {',
    replacements: ['false'],
    why: 'where there is no branch nobody has a right at it; the first question is for the compiler',
  },
  {
    file: 'app/messages/digest.ts',
    line: 'if (context.clock() > context.deadline) return sent',
    replacements: ['context.clock() >= context.deadline'],
    why: 'whether the very millisecond is in time is promised to nobody',
  },
  {
    file: 'app/messages/nudge.ts',
    line: "if (nudgedAt !== null && context.now - nudgedAt < NUDGE_AGAIN_AFTER_HOURS * HOUR) return 'lately'",
    replacements: ['true'],
    why: 'never is as long ago as 1970; the first question is for the compiler',
  },
  {
    file: 'app/messages/nudge.ts',
    line: 'context.store.transfers(wanted.filter(isPlausibleId)),',
    replacements: ['wanted'],
    why: 'an id that was never given out finds nothing where it is asked for, too',
  },
  {
    file: 'app/messages/nudge.ts',
    line: 'const found = present.filter((_, i) => rights[i]?.ok)',
    replacements: ['rights[i].ok'],
    why: 'there is an answer for each of those who are there; the question is for the compiler',
  },
  {
    file: 'app/messages/rewrite.ts',
    line: 'for (let attempt = 0; attempt < TRIES; attempt += 1) {',
    replacements: ['attempt <= TRIES'],
    why: 'one try more where others keep coming first; how many is promised to nobody',
  },
  {
    file: 'app/messages/rewrite.ts',
    line: 'if (attempt > 0) [transfer] = await context.store.transfers([seen._id])',
    replacements: ['true', 'attempt >= 0'],
    why: 'what was read just now is read once more; it spares a request',
  },
  {
    file: 'app/messages/rewrite.ts',
    line: 'const change = transfer === undefined ? undefined : rewrite(transfer)',
    replacements: ['false'],
    why: 'a transfer is never taken away; the question is for the compiler',
  },
  {
    file: 'app/messages/rewrite.ts',
    line: 'if (transfer === undefined || change === undefined) return undefined',
    replacements: ['false'],
    why: 'of no transfer there is no change; the first question is for the compiler',
  },
  {
    file: 'app/messages/send-due.ts',
    line: "return (await drop(context, transfer, one)) === null ? undefined : 'dropped'",
    replacements: ['""'],
    why: 'whatever is neither nothing, sent nor unavailable says that this run could do something',
  },
  {
    file: 'app/messages/send-due.ts',
    line: 'for (let i = 0; i < due.length; i += AT_ONCE) {',
    replacements: ['i <= due.length'],
    why: 'after the last part comes nothing',
  },
  {
    file: 'app/messages/send-due.ts',
    line: "if (context.clock() > context.deadline || fates.includes('unavailable')) break",
    replacements: ['context.clock() >= context.deadline'],
    why: 'whether the very millisecond is in time is promised to nobody',
  },
  {
    file: 'app/messages/send-due.ts',
    line: "if (!moved || fates.includes('unavailable') || context.clock() > context.deadline) return sent",
    replacements: ['context.clock() >= context.deadline'],
    why: 'whether the very millisecond is in time is promised to nobody',
  },
  {
    file: 'app/messages/send-due.ts',
    line: "if (!moved || fates.includes('unavailable') || context.clock() > context.deadline) return sent",
    replacements: ['false'],
    why: 'a look that begins after the end sends nothing, and then it ends; it spares two requests',
  },
]
