import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { DeskFilters, DeskItem, RosterMatch, Stage } from '../../../cloudfunctions/contract'
import { firstSort, queryOf, type FilterKey } from '../../../miniprogram/desk/queue/filters'
import {
  addBranch,
  addStaff,
  APPROVE,
  aStudent,
  codeOf,
  valueOf,
  type Caller,
  type Student,
} from '../../support/client'
import { localCloud } from '../../support/file-cloud'

const cloud = localCloud()
const BRANCH = 'searched'

/** How far somebody came, in steps that the product itself takes. */
const WAYS = [
  'registered',
  'returned',
  'approved',
  'submitted',
  'matched',
  'confirmed',
  'failed',
  'withdrawn',
  'undone',
] as const
type Way = (typeof WAYS)[number]
const MATCHES = ['full', 'partial', 'none'] as const satisfies readonly RosterMatch[]

/** What is known of somebody from what was done, and from nothing that the product stores. */
interface Known {
  id: string
  forms: readonly string[]
  reference: string
  studentNumber?: string
  way: Way
  rosterMatch: RosterMatch
}
const STAGES: { readonly [W in Way]: Stage } = {
  registered: 'registered',
  returned: 'returned',
  approved: 'approved',
  submitted: 'approved',
  matched: 'transferred',
  confirmed: 'transferred',
  failed: 'failed',
  withdrawn: 'withdrawn',
  undone: 'registered',
}
const CONFIRMED: { readonly [W in Way]?: boolean } = { submitted: false, matched: false, confirmed: true }

let desk: Caller
const known: Known[] = []

/** Names of each kind, the `n`th other than every other, with the forms that a text may begin like. */
const KINDS: readonly ((one: string) => { name: string; forms: string[] })[] = [
  (one) => ({ name: `王${one}`, forms: [`王${one}`, one] }),
  (one) => ({ name: `王小${one}`, forms: [`王小${one}`, `小${one}`] }),
  (one) => ({ name: `欧阳${one}文`, forms: [`欧阳${one}文`, `${one}文`] }),
  (one) => ({ name: `阿依${one}·买买提`, forms: [`阿依${one}买买提`] }),
]
const named = (n: number) => KINDS[n % KINDS.length]?.(String.fromCodePoint(0x4e00 + n)) ?? { name: '', forms: [] }

const come = async (student: Student, way: Way): Promise<void> => {
  if (way === 'registered') return
  const started = await student.transfer()
  if (way === 'withdrawn') {
    valueOf(await student.act(started, { action: 'withdraw' }))
    return
  }
  if (way === 'returned') {
    await desk.returned(started)
    return
  }
  const approved = await desk.decided(started, APPROVE)
  if (way === 'undone') await desk.decided(approved, { verdict: 'undo' })
}
const goOn = async (student: Student, way: Way): Promise<void> => {
  const approved = await student.transfer()
  if (way === 'submitted') valueOf(await student.act(approved, { action: 'request' }))
  if (way === 'failed') valueOf(await student.request(approved, { ...student.claim, name: '另一人' }))
  if (way !== 'matched' && way !== 'confirmed') return
  const matched = valueOf(await student.request(approved, student.claim))
  if (way === 'confirmed') await desk.decided(matched, { verdict: 'confirm', result: 'success' })
}

beforeAll(async () => {
  addBranch(cloud, BRANCH)
  desk = addStaff(cloud, 'searching', BRANCH, 'secretary')
  const people: { student: Student; forms: string[]; way: Way; match: RosterMatch; studentNumber: string }[] = []
  for (const [w, way] of WAYS.entries())
    for (const [m, match] of MATCHES.entries()) {
      const n = w * MATCHES.length + m
      const { name, forms } = named(n)
      const student = await aStudent(cloud, { name })
      await student.started({ branchId: BRANCH })
      people.push({ student, forms, way, match, studentNumber: `M2024${String(1000 + n)}` })
    }
  // Half of the list is there before anything is decided, the other half comes when all of it is over.
  const rows = people.flatMap(({ student: { person }, match, studentNumber }) => {
    if (match === 'none') return []
    const { name, idNumber } = person
    return [match === 'full' ? { name, idNumber, studentNumber } : { name, studentNumber }]
  })
  const imported = async (importId: string, part: typeof rows) =>
    valueOf(await desk.desk('roster.import', { branchId: BRANCH, importId, rows: part }))
  await imported('before', rows.slice(0, rows.length / 2))
  for (const { student, way } of people) await come(student, way)
  await cloud.clock.advance('PT24H')
  for (const { student, way } of people) await goOn(student, way)
  await imported('after', rows.slice(rows.length / 2))
  for (const { student, forms, way, match, studentNumber } of people) {
    const { id, reference } = await student.transfer()
    known.push({ id, forms, reference, way, rosterMatch: match, ...(match === 'none' ? {} : { studentNumber }) })
  }
}, 120_000)

/** How the texts of the contract mean somebody, written anew: beginnings of name, given name and numbers, ends of a number. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[\s·]/gu, '')
const means = (text: string, { forms, reference, studentNumber = '' }: Known): boolean => {
  const wanted = plain(text)
  if (wanted === '') return true
  const number = plain(studentNumber)
  return (
    forms.some((form) => form.startsWith(wanted)) ||
    reference.startsWith(wanted) ||
    (number !== '' && (number.startsWith(wanted) || (wanted.length >= 4 && number.endsWith(wanted))))
  )
}
const TEXTS = [
  '',
  ' ',
  '王',
  '王小',
  '小',
  '欧阳',
  '阿 依',
  named(13).name,
  'm2024',
  'Ｍ2024101',
  '1013',
  '41004',
  '查无此人',
]

const listed = async (filters: DeskFilters, limit: number): Promise<DeskItem[]> => {
  const items: DeskItem[] = []
  let cursor: string | undefined
  do {
    const input = { branchId: BRANCH, limit, ...filters, ...(cursor === undefined ? {} : { cursor }) }
    const page = valueOf(await desk.desk('desk.list', input))
    items.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined)
  return items
}
/** Three days have not passed since anybody asked, but for those who did and were told nothing. */
const isOverdue = ({ way }: Known): boolean => way === 'registered' || way === 'undone'
const fits = (one: Known, { stage, confirmed, rosterMatch, text = '', overdue = false }: DeskFilters): boolean =>
  (stage === undefined || STAGES[one.way] === stage) &&
  (confirmed === undefined || CONFIRMED[one.way] === confirmed) &&
  (rosterMatch === undefined || one.rosterMatch === rosterMatch) &&
  (!overdue || isOverdue(one)) &&
  means(text, one)
const expected = (filters: DeskFilters): string[] =>
  known
    .filter((one) => fits(one, filters))
    .map(({ id }) => id)
    .sort()

const ALL_STAGES = [undefined, ...new Set(Object.values(STAGES))]
const given = (filters: { [F in keyof DeskFilters]: DeskFilters[F] | undefined }): DeskFilters =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))

describe('a search within a list', () => {
  it('finds whom all its filters leave and nobody else, whatever is put together', async () => {
    for (const stage of ALL_STAGES)
      for (const confirmed of [undefined, true, false])
        for (const rosterMatch of [undefined, ...MATCHES])
          for (const text of TEXTS) {
            const filters = given({ stage, confirmed, rosterMatch, text })
            const found = (await listed(filters, 100)).map(({ id }) => id).sort()
            expect({ filters, found }).toEqual({ filters, found: expected(filters) })
          }
  }, 240_000)

  it('finds the same in every order, page by page, overdue or not', async () => {
    await cloud.clock.advance('P3D')
    const among = <T>(...values: T[]) => fc.constantFrom(...values)
    await fc.assert(
      fc.asyncProperty(
        among(...ALL_STAGES),
        among(undefined, true, false),
        among(undefined, ...MATCHES),
        among(...TEXTS),
        among(undefined, true),
        among('waiting' as const, 'name' as const, 'studentNumber' as const),
        among(1, 2, 5, 100),
        async (stage, confirmed, rosterMatch, text, overdue, sort, limit) => {
          const filters = given({ stage, confirmed, rosterMatch, text, overdue, sort })
          const found = (await listed(filters, limit)).map(({ id }) => id)
          expect(found.toSorted()).toEqual(expected(filters))
        },
      ),
      { numRuns: 150 },
    )
  }, 240_000)

  it('finds those of exactly these names, within every other filter', async () => {
    const names = [named(0).name, ` ${Array.from(named(13).name).join(' ')}`, named(14).name, '王', '查无此人']
    const of = new Set([0, 13, 14].map((n) => known[n]?.id))
    for (const stage of ALL_STAGES)
      for (const rosterMatch of [undefined, ...MATCHES])
        for (const text of ['', '王', 'm2024']) {
          const filters = given({ stage, rosterMatch, text })
          const { items } = valueOf(await desk.desk('desk.list', { branchId: BRANCH, names, ...filters }))
          const wanted = expected(filters).filter((id) => of.has(id))
          expect({ filters, found: items.map(({ id }) => id).sort() }).toEqual({ filters, found: wanted })
        }
    const input = (given: unknown) => ({ branchId: BRANCH, names: given })
    for (const odd of [[], Array.from({ length: 101 }, () => '王'), ['王'.repeat(101)], [1], '王'])
      expect(codeOf(await desk.call('secretary', 'desk.list', input(odd)))).toBe('BAD_INPUT')
  })

  it('finds in each list of the desk those who stand in it', async () => {
    const KEYS: readonly FilterKey[] = [
      'registered',
      'matched',
      'approved',
      'unconfirmed',
      'failed',
      'transferred',
      'returned',
      'absent',
      'all',
    ]
    for (const filter of KEYS)
      for (const text of TEXTS) {
        const { branchId: _branch, ...filters } = queryOf(BRANCH, { filter, text, sort: firstSort() }, undefined, 100)
        const found = (await listed(filters, 100)).map(({ id }) => id).sort()
        expect({ filter, text, found }).toEqual({ filter, text, found: expected(filters) })
      }
  }, 60_000)
})
