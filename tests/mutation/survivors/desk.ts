import type { Survivor } from './survivor'

/** `app/desk` and `app/figures`. */
export const DESK: readonly Survivor[] = [
  {
    file: 'app/desk/list.ts',
    line: '...(filters.stage === undefined ? {} : { stage: filters.stage }),',
    replacements: ['false'],
    why: 'a filter that is undefined asks for the same list as one that is not there',
  },
  {
    file: 'app/desk/list.ts',
    line: '...(filters.confirmed === undefined ? {} : { confirmed: filters.confirmed }),',
    replacements: ['false'],
    why: 'a filter that is undefined asks for the same list as one that is not there',
  },
  {
    file: 'app/desk/list.ts',
    line: '...(filters.lacks === undefined ? {} : { lacks: filters.lacks }),',
    replacements: ['false'],
    why: 'a filter that is undefined asks for the same list as one that is not there',
  },
  {
    file: 'app/desk/list.ts',
    line: 'const after = inQueue && cursor !== undefined ? { after: cursor } : {}',
    replacements: ['true', 'inQueue || cursor !== undefined'],
    why: 'the cursor of another order is a count, which stands before every place in the queue',
  },
  {
    file: 'app/desk/list.ts',
    line: '(before === undefined || transfer.position < before) &&',
    replacements: ['transfer.position <= before'],
    why: 'a place in the queue names its transfer, and is never the bare instant',
  },
  {
    file: 'app/desk/list.ts',
    line: '(transfer.probationEndsOn !== null &&',
    replacements: ['true'],
    why: 'no day is before one that is not there; the question is for the compiler',
  },
  {
    file: 'app/desk/list.ts',
    line: 'return { transfers, ...(found.length > limit && last !== undefined ? { next: next(last) } : {}) }',
    replacements: ['true'],
    why: 'a page that others follow has a last one; the question is for the compiler',
  },
  {
    file: 'app/desk/search.ts',
    line: '...(after === undefined ? {} : { after }),',
    replacements: ['false'],
    why: 'a place that is undefined is the beginning, as one that is not there',
  },
  {
    file: 'app/desk/search.ts',
    line: 'after = part.at(-1)?.position',
    replacements: ['part.at(-1).position'],
    why: 'a part as large as was asked for has a last one; the question is for the compiler',
  },
  {
    file: 'app/desk/find.ts',
    line: 'const right = rightAmong(caller.value.wechat, [ALL_BRANCHES], ADMINISTRATOR)',
    replacements: ['[]'],
    why: "an administrator's right counts at every branch, and whoever has another is refused with the same code",
  },
  {
    file: 'app/desk/find.ts',
    line: 'if (branch === undefined) return []',
    replacements: ['false', '["Stryker was here"]'],
    why: 'a branch is never taken away; the question is for the compiler',
  },
  {
    file: 'app/desk/export.ts',
    line: 'for (let at = 0; at < file.length; at += 0x8000) binary += String.fromCharCode(...file.subarray(at, at + 0x8000))',
    replacements: ['at <= file.length'],
    why: 'what is beyond the end of the file is nothing, and adds nothing',
  },
  {
    file: 'app/desk/export-columns.ts',
    line: "registeredAt: column('登记时间', 17, ({ events }) => timeOf(events[0]?.at)),",
    replacements: ['events[0].at'],
    why: 'every transfer begins with an event; the question is for the compiler',
  },
  {
    file: 'app/desk/export-columns.ts',
    line: "return `${(failure.differs ?? []).map((field) => FIELDS[field]).join('、')}不一致`",
    replacements: ['["Stryker was here"]'],
    why: 'what does not match names the fields that differ; the question is for the compiler',
  },
  {
    file: 'app/desk/export-columns.ts',
    line: 'const differs = state.failure?.differs ?? []',
    replacements: ['state.failure.differs'],
    why: 'what failed has a failure; the question is for the compiler',
  },
  {
    file: 'app/figures/overview.ts',
    line: "const right = rightAmong(caller.value.wechat, [ALL_BRANCHES], ['administrator'])",
    replacements: ['[]'],
    why: "an administrator's right counts at every branch, and whoever has another is refused with the same code",
  },
  {
    file: 'app/figures/overview.ts',
    line: 'Number(a.closed) - Number(b.closed) || b.overdue - a.overdue || (a.branchId < b.branchId ? -1 : 1)',
    replacements: ['a.branchId <= b.branchId'],
    why: 'no two branches have one id',
  },
  {
    file: 'app/figures/overview.ts',
    line: 'return accepted({ items, ...(rows.length > from + PAGE && last !== undefined ? { next: last.branchId } : {}) })',
    replacements: ['true'],
    why: 'a page that others follow has a last one; the question is for the compiler',
  },
  {
    file: 'app/figures/count.ts',
    line: 'newestOf: day === today ? branchId : null,',
    replacements: ['true'],
    why: 'those of days before are aged right after, and say the same of how the branch stands',
  },
  {
    file: 'app/figures/count.ts',
    line: 'if (context.clock() > context.deadline) return',
    replacements: ['context.clock() >= context.deadline'],
    why: 'whether the very millisecond is in time is promised to nobody',
  },
  {
    file: 'app/figures/standing.ts',
    line: 'if (first === undefined) return { count }',
    replacements: ['false'],
    why: 'a day that is undefined is not sent; the question is for the compiler',
  },
  {
    file: 'app/figures/standing.ts',
    line: 'return { count, firstOn: first < today ? today : first }',
    replacements: ['first <= today'],
    why: 'today is today, whichever of the two it is',
  },
]
