import { beforeAll, describe, expect, it } from 'vitest'
import type { DeskFilters, ReceiveFact, TransferView } from '../../../cloudfunctions/contract'
import {
  addBranch,
  addStaff,
  APPROVE,
  aStudent,
  codeOf,
  PARTY,
  valueOf,
  type Caller,
  type Student,
} from '../../support/client'
import { localCloud } from '../../support/file-cloud'

const cloud = localCloud()

const day = (days: number): string =>
  new Date(cloud.clock.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)

describe('a Party desk asks for', () => {
  let branchId: string
  let desk: Caller
  const names = new Map<string, string>()
  const announced = async (
    key: string,
    channel: 'online' | 'paper',
    probationEndsOn?: string,
  ): Promise<TransferView> => {
    const student = await aStudent(cloud, { party: probationEndsOn === undefined ? 'full' : 'probationary' })
    names.set(student.person.name, key)
    const started = await student.started({ kind: 'party', branchId })
    const letter = channel === 'paper' ? { letter: { issuedOn: day(0), validDays: 90 } } : {}
    const ends = probationEndsOn === undefined ? {} : { probationEndsOn }
    return student.announced(started, { channel, ...letter, ...ends })
  }
  const received = (transfer: TransferView, ...checked: ReceiveFact[]) =>
    desk.decided(transfer, { verdict: 'receive', checked })
  const listed = async (filters: DeskFilters): Promise<string[]> =>
    valueOf(await desk.desk('desk.list', { branchId, ...filters })).items.map(({ name }) => names.get(name) ?? name)

  beforeAll(async () => {
    branchId = addBranch(cloud, 'filters-party', {}, PARTY)
    desk = addStaff(cloud, 'filters-party-desk', branchId, 'secretary')
    await announced('nothing online', 'online')
    await received(await announced('letter there', 'paper'), 'letter')
    await received(await announced('all but papers', 'online', day(20)), 'online', 'materials')
    await received(await announced('ends later', 'online', day(200)), 'online')
    await received(await announced('done', 'online'), 'online', 'materials')
    await received(await announced('done on probation', 'online', day(10)), 'online', 'materials', 'probationPapers')
  })

  it('those who lack a fact, in whatever stage, by the facts of their own channel', async () => {
    expect(await listed({ lacks: 'online' })).toEqual(['nothing online'])
    expect((await listed({ lacks: 'materials' })).sort()).toEqual(['ends later', 'letter there', 'nothing online'])
    expect((await listed({ lacks: 'probationPapers' })).sort()).toEqual(['all but papers', 'ends later'])
    expect(await listed({ lacks: 'receipt' })).toEqual(['letter there'])
    expect(await listed({ lacks: 'materials', stage: 'received' })).toEqual([])
  })

  it('those whose probation ends within so many days, the first to end first, with every other filter', async () => {
    expect(await listed({ probationEndsWithin: 10 })).toEqual(['done on probation'])
    expect(await listed({ probationEndsWithin: 9 })).toEqual([])
    expect((await listed({ probationEndsWithin: 20 })).sort()).toEqual(['all but papers', 'done on probation'])
    expect(await listed({ probationEndsWithin: 300, lacks: 'probationPapers' })).toEqual(
      expect.arrayContaining(['all but papers', 'ends later']),
    )
    expect(await listed({ probationEndsWithin: 300, stage: 'received' })).toEqual(['done on probation'])
    expect(codeOf(await desk.desk('desk.list', { branchId, probationEndsWithin: -1 }))).toBe('BAD_INPUT')
  })
})

describe('a League desk', () => {
  let branchId: string
  let desk: Caller
  const students: Student[] = []
  const names = async (filters: DeskFilters, limit = 100): Promise<string[]> => {
    const all: string[] = []
    let cursor: string | undefined
    do {
      const input = { branchId, limit, ...filters, ...(cursor === undefined ? {} : { cursor }) }
      const page = valueOf(await desk.desk('desk.list', input))
      all.push(...page.items.map(({ name }) => name))
      cursor = page.next
    } while (cursor !== undefined)
    return all
  }

  beforeAll(async () => {
    branchId = addBranch(cloud, 'filters-league')
    desk = addStaff(cloud, 'filters-league-desk', branchId, 'secretary')
    for (const name of ['丙', '甲', '乙', '丁', '戊'].map((one) => `王${one}`)) {
      const student = await aStudent(cloud, { name })
      await student.started({ branchId })
      students.push(student)
      cloud.clock.pass(60_000)
    }
    const rows = students.slice(0, 4).map(({ person: { name, idNumber } }, i) => ({
      name,
      idNumber,
      studentNumber: `42${String(9 - i)}00`,
    }))
    valueOf(await desk.desk('roster.import', { branchId, importId: 'sorting', rows }))
  })

  it('sorts by waiting, by name and by student number, whatever the page and the filter', async () => {
    const waiting = students.map(({ person }) => person.name)
    const byCode = waiting.toSorted()
    const byNumber = ['王戊', ...waiting.slice(0, 4).toReversed()]
    for (const limit of [2, 3, 100]) {
      expect(await names({}, limit)).toEqual(waiting)
      expect(await names({ sort: 'waiting' }, limit)).toEqual(waiting)
      expect(await names({ sort: 'name' }, limit)).toEqual(byCode)
      expect(await names({ sort: 'studentNumber' }, limit)).toEqual(byNumber)
      expect(await names({ sort: 'studentNumber', rosterMatch: 'full' }, limit)).toEqual(byNumber.slice(1))
      expect(await names({ sort: 'name', text: '王', stage: 'registered' }, limit)).toEqual(byCode)
    }
    expect(codeOf(await desk.call('secretary', 'desk.list', { branchId, sort: 'age' }))).toBe('BAD_INPUT')
  })

  it('asks for what rests on the word of a member, a link or nobody: not confirmed', async () => {
    const [first, second, third] = students
    if (first === undefined || second === undefined || third === undefined) throw new Error('nobody')
    for (const student of [first, second, third]) await desk.decided(await student.transfer(), APPROVE)
    await cloud.clock.advance('PT24H')
    const matched = valueOf(await first.request(await first.transfer(), first.claim))
    valueOf(await second.act(await second.transfer(), { action: 'request' }))
    expect((await names({ confirmed: false })).sort()).toEqual([first, second].map(({ person }) => person.name).sort())
    await desk.decided(matched, { verdict: 'confirm', result: 'success' })
    expect(await names({ confirmed: false })).toEqual([second.person.name])
    expect(await names({ confirmed: true })).toEqual([first.person.name])
  })
})
