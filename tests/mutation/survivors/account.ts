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
]
