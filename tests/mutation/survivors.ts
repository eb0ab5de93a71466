/** Mutants of one line that no test notices, and why none can or need be. */
export interface Survivor {
  /** Under `cloudfunctions/`. */
  file: string
  /** The line as it stands, without the spaces around it. */
  line: string
  /** What stands there instead, each of them for the same reason. */
  replacements: readonly string[]
  why: string
}

/** The mutants that are known to live. A run fails where another one does, and names those that live no longer. */
export const SURVIVORS: readonly Survivor[] = [
  {
    file: 'domain/decide.ts',
    line: "const wayOf = (role: ActingRole): RequestWay => (role === 'link' || role === 'province' ? role : 'member')",
    replacements: ['true'],
    why: 'nobody else requests: the table names the member, the link and the outside system alone',
  },
  {
    file: 'domain/decide.ts',
    line: 'readyAt !== undefined && now < readyAt',
    replacements: ['true'],
    why: 'no instant is before one that is not there; the question is for the compiler',
  },
  {
    file: 'domain/decide.ts',
    line: "const compares = command.action === 'check' || (command.action === 'request' && command.claimed !== undefined)",
    replacements: ['true'],
    why: 'no other command carries what is claimed',
  },
  {
    file: 'domain/decide.ts',
    line: "if (command.action !== 'approve' && command.action !== 'undo') return undefined",
    replacements: ['false'],
    why: 'the tables name this evidence for these two alone; the question is for the compiler',
  },
  {
    file: 'domain/decide.ts',
    line: "const approves = command.action === 'approve' || undoable?.before.stage === 'approved'",
    replacements: ['undoable.before'],
    why: 'a step that is not there was refused before (NOT_UNDOABLE); the question is for the compiler',
  },
  {
    file: 'domain/decide.ts',
    line: "if (command.action !== 'receive' || command.reason?.trim()) return undefined",
    replacements: ['false'],
    why: 'the tables name this evidence for a return and for facts alone; the question is for the compiler',
  },
  {
    file: 'domain/decide.ts',
    line: "const fields = command.action === 'receive' ? factFaults(transfer, command, now) : []",
    replacements: ['true', '["Stryker was here"]'],
    why: 'the tables name this evidence for facts alone; the question is for the compiler',
  },
  {
    file: 'domain/decide.ts',
    line: "command.action === 'request' && command.claimed === undefined && declared?.submittedEarly !== undefined",
    replacements: ['true'],
    why: 'the tables name this evidence for a request alone; the question is for the compiler',
  },
  {
    file: 'domain/decide.ts',
    line: "if (command.action !== 'announce') return undefined",
    replacements: ['false'],
    why: 'the tables name this evidence for an announcement alone; the question is for the compiler',
  },
  {
    file: 'domain/decide.ts',
    line: "command.action === 'announce' && command.letter !== undefined && isLate(command.letter, beijingDay(now))",
    replacements: ['true', "command.action === 'announce' || command.letter !== undefined"],
    why: 'the tables name this evidence for an announcement alone, and a letter that is not there is not late',
  },
  {
    file: 'domain/decide.ts',
    line: "return transfer.undoable === undefined ? [] : [{ type: 'undone', step: transfer.undoable.step }]",
    replacements: ['false', '["Stryker was here"]'],
    why: 'a step that is not there was refused before (NOT_UNDOABLE); the question is for the compiler',
  },
  {
    file: 'domain/decide.ts',
    line: ": { type: 'factsCorrected', ...what, unchecked, reason: reason?.trim() ?? '' }",
    replacements: ['reason.trim', '"Stryker was here!"'],
    why: 'what is taken back without a reason was refused before (REASON_REQUIRED)',
  },
  {
    file: 'domain/decide.ts',
    line: 'for (const name of ruleFor(kind, origin, stage, command.action)?.unless ?? []) {',
    replacements: ['ruleFor(kind, origin, stage, command.action).unless', '["Stryker was here"]'],
    why: 'an action without a rule was refused before; what is no evidence is passed over',
  },
  {
    file: 'domain/steps.ts',
    line: 'const waited = readyAt !== undefined && now >= readyAt',
    replacements: ['true'],
    why: 'no instant is after one that is not there; the question is for the compiler',
  },
  {
    file: 'domain/steps.ts',
    line: "? party(transfer, identity ?? 'full')",
    replacements: ['""'],
    why: 'whoever is not probationary needs the same facts',
  },
  {
    file: 'domain/verification.ts',
    line: "ours: registered.memberNumber ?? '',",
    replacements: ['"Stryker was here!"'],
    why: 'a number that is not there differs from every claim, whatever stands for it',
  },
  {
    file: 'domain/verification.ts',
    line: "theirs: claimed.memberNumber ?? '',",
    replacements: ['"Stryker was here!"'],
    why: 'a claim that is not there differs from every number, whatever stands for it',
  },
  {
    file: 'domain/desk-lists.ts',
    line: "const needed = neededFacts(channel, party ?? 'full')",
    replacements: ['""'],
    why: 'whoever is not probationary needs the same facts',
  },
  {
    file: 'domain/desk-lists.ts',
    line: 'export const unansweredList = (): string => listOf({ unanswered: true })',
    replacements: ['false'],
    why: 'the filter is either there or not; what it is set to is looked at by nobody',
  },
  {
    file: 'domain/desk.ts',
    line: 'probationEndsOn !== undefined &&',
    replacements: ['true'],
    why: 'no day is before one that is not there; the question is for the compiler',
  },
  {
    file: 'domain/messages.ts',
    line: "const note = failure?.code === 'MISMATCH' ? '打开小程序查看哪一项不一致' : '打开小程序查看原因和下一步'",
    replacements: ['failure.code'],
    why: 'what failed has a failure; the question is for the compiler',
  },
  {
    file: 'domain/reminders.ts',
    line: "type === 'amended' || type === 'announced' || (type === 'copyAmended' && stage === 'registered')",
    replacements: ['true'],
    why: 'nothing is due while it is registered, so that no other event there takes anything back',
  },
  {
    file: 'domain/reminders.ts',
    line: "(stage === 'approved' && readyAt !== undefined && readyAt <= now)",
    replacements: ['true'],
    why: 'no instant is before one that is not there; the question is for the compiler',
  },
  {
    file: 'domain/roster.ts',
    line: "const empty = OPTIONAL.filter((field) => NOTHING.test(plain(given[field] ?? '')))",
    replacements: ['"Stryker was here!"'],
    why: 'a field that is not there says nothing of having nothing to say, whatever stands for it',
  },
  {
    file: 'domain/roster-table.ts',
    line: 'if (line.line <= found.line) continue',
    replacements: ['line.line < found.line'],
    why: "a line of headings is taken for headings again, which changes nothing, and is nobody's row",
  },
  {
    file: 'domain/roster-table.ts',
    line: 'for (const block of this.#heading?.blocks ?? []) {',
    replacements: ['this.#heading.blocks', '["Stryker was here"]'],
    why: 'headings were taken before the first line is read; the question is for the compiler',
  },
  {
    file: 'domain/roster-table.ts',
    line: 'if (unread !== undefined) faults.push(unread)',
    replacements: ['true'],
    why: 'a sheet without a fault has rows, and where there are rows no fault is looked at',
  },
  {
    file: 'domain/roster-table.ts',
    line: "const RANK = ['heading.merged', 'heading.key', 'empty', 'heading', 'hidden']",
    replacements: ['""'],
    why: 'the worst stays the first, whatever it is called',
  },
  {
    file: 'domain/identity-number.ts',
    line: "if (!/^\\d{17}[\\dX]$/u.test(idNumber)) return 'id.characters'",
    replacements: ['/\\d{17}[\\dX]$/u', '/^\\d{17}[\\dX]/u'],
    why: 'a text of 18 characters is matched whole or not at all',
  },
  {
    file: 'domain/identity-number.ts',
    line: "if (checkCharacter(idNumber.slice(0, 17)) !== idNumber.charAt(17)) return 'id.checkDigit'",
    replacements: ['idNumber'],
    why: 'the check character is made of the first 17 alone, however many are given',
  },
  {
    file: 'domain/registration.ts',
    line: "return joinedOn > beijingDay(now) ? 'month.future' : undefined",
    replacements: ['joinedOn >= beijingDay(now)'],
    why: 'a month is never the same text as a day',
  },
  {
    file: 'domain/normalise.ts',
    line: 'const PLAIN_ALREADY = /^[ -_a-~\\u4E00-\\u9FFF]*$/u',
    replacements: ['/^[ -_a-~\\u4E00-\\u9FFF]$/u'],
    why: 'a quicker way to the same: what does not take it comes to the same text',
  },
  {
    file: 'domain/personal.ts',
    line: 'const ASCII = /^[\\0-\\x7F]*$/u',
    replacements: ['/^[\\0-\\x7F]$/u'],
    why: 'a quicker way to the same: what does not take it comes to the same text',
  },
]
