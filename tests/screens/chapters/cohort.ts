import type { RosterRow } from '../../../cloudfunctions/contract'
import { person } from '../../support/client'
import type { MadeUpPerson } from '../../support/people'

const NAMES = ['王小明', '阿卜杜拉·艾山', '李想', '赵一航', '欧阳若溪', '陈雨桐', '周子墨']

/** Who waits at the desk, the one who waits longest first. */
export const COHORT: readonly MadeUpPerson[] = NAMES.map((name, n) => person(50 + n, { name }))

/** The third of them is not on it; two who are on it have not registered. */
export const ROSTER: readonly RosterRow[] = [
  ...COHORT.filter((_, n) => n !== 2).map(({ name, idNumber, phone }, n) => ({
    name,
    last4: idNumber.slice(-4),
    studentNumber: `M20241038${String(n)}`,
    phone,
  })),
  { name: '林一诺', last4: '0025', studentNumber: 'M202410401', phone: '19900000101' },
  { name: '何天佑', last4: '417X', studentNumber: 'M202410402' },
]
