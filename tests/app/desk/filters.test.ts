import { beforeAll, describe, expect, it } from 'vitest'
import type { DeskFilters, ReceiveFact, TransferView } from '../../../cloudfunctions/contract'
import {
  addBranch,
  addStaff,
  APPROVE,
  aStudent,
  codeOf,
  PARTY,
  setBranch,
  valueOf,
  type Caller,
  type Student,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { Elsewhere } from '../../support/meanwhile'

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
    expect(await listed({ probationEndsWithin: 300, rosterMatch: 'none' })).toHaveLength(3)
    expect(await listed({ probationEndsWithin: 300, rosterMatch: 'full' })).toEqual([])
    const [first] = [...names].find(([, key]) => key === 'ends later') ?? ['']
    expect(await listed({ probationEndsWithin: 300, text: first })).toEqual(['ends later'])
    expect(await listed({ probationEndsWithin: 20, text: first })).toEqual([])
  })

  it('these in the order of waiting or of names, page by page, and of a probation that is over who lacks its papers', async () => {
    const byPage = async (filters: DeskFilters, limit: number): Promise<string[]> => {
      const all: string[] = []
      let cursor: string | undefined
      do {
        const page = valueOf(
          await desk.desk('desk.list', { branchId, limit, ...filters, ...(cursor === undefined ? {} : { cursor }) }),
        )
        expect(page).not.toHaveProperty('truncated')
        expect(page.items.length).toBeLessThanOrEqual(limit)
        all.push(...page.items.map(({ name }) => name))
        cursor = page.next
      } while (cursor !== undefined)
      return all
    }
    const waiting = valueOf(await desk.desk('desk.list', { branchId })).items.map(({ name }) => name)
    const within = ['all but papers', 'done on probation', 'ends later']
    const concerned = waiting.filter((name) => within.includes(names.get(name) ?? ''))
    for (const limit of [1, 2, 3]) {
      expect(await byPage({ probationEndsWithin: 300 }, limit)).toEqual(concerned)
      expect(await byPage({ probationEndsWithin: 300, sort: 'name' }, limit)).toEqual(concerned.toSorted())
    }
    // Of one name, who waits longest comes first, though another's probation ends sooner.
    const those = valueOf(await desk.desk('desk.list', { branchId, probationEndsWithin: 300 })).items
    const ids = those.map(({ id }) => id)
    for (const id of ids) new Elsewhere(cloud).set('transfers', id, { name: '同名' })
    const alike = valueOf(await desk.desk('desk.list', { branchId, probationEndsWithin: 300, sort: 'name' })).items
    expect(alike.map(({ id }) => id)).toEqual(ids)
    for (const [i, name] of concerned.entries()) new Elsewhere(cloud).set('transfers', ids[i] ?? '', { name })
    await cloud.clock.advance('P30D')
    expect(await listed({ probationEndsWithin: 0 })).toEqual(['all but papers'])
    expect(await listed({ probationEndsWithin: 300 })).toHaveLength(2)
    expect(await listed({ probationEndsWithin: 300, overdue: true })).toEqual([])
  })

  it('and is told where it looked at a thousand probations and no more', async () => {
    const [model] = documentsOf(cloud, 'transfers').filter(({ probationEndsOn }) => probationEndsOn !== null)
    const known = documentsOf(cloud, 'transfers').filter((one) => one['probationEndsOn'] !== null).length
    const fill = (from: number, to: number) => {
      const copies = Array.from({ length: to - from }, (_, i) => {
        const id = `probation-${String(from + i)}`
        const position = `${String(from + i).padStart(14, '0')}-${id}`
        return { ...model, _id: id, slot: id, accountId: id, reference: id, position }
      })
      cloud.store.insert(null, cloud.store.collection('transfers'), copies)
    }
    const page = async () => valueOf(await desk.desk('desk.list', { branchId, probationEndsWithin: 300 }))
    fill(known, 999)
    expect(await page()).not.toHaveProperty('truncated')
    fill(999, 1_000)
    expect(await page()).toMatchObject({ truncated: true })
  })
})

describe('a League desk', () => {
  let branchId: string
  let desk: Caller
  const students: Student[] = []
  const names = async (filters: DeskFilters & { names?: string[] }, limit = 100): Promise<string[]> => {
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

  it('sorts what is overdue, too, in every order and page by page', async () => {
    const waiting = students.map(({ person }) => person.name)
    await setBranch(cloud, branchId, { overdueAfterDays: 1 })
    // The last two are not overdue for half a minute yet.
    const fourth = Date.parse((await students[3]?.transfer())?.since ?? '')
    cloud.clock.pass(fourth + 86_400_000 - 30_000 - cloud.clock.now())
    const overdue = waiting.slice(0, 3)
    for (const limit of [1, 2, 100]) {
      expect(await names({ overdue: true }, limit)).toEqual(overdue)
      expect(await names({ overdue: true, sort: 'name' }, limit)).toEqual(overdue.toSorted())
      expect(await names({ overdue: true, sort: 'studentNumber' }, limit)).toEqual(overdue.toReversed())
      expect(await names({ overdue: true, sort: 'name', rosterMatch: 'none' }, limit)).toEqual([])
    }
    await setBranch(cloud, branchId, { overdueAfterDays: 3 })
  })

  it('finds exactly those of these names, within every other filter and in every order', async () => {
    const [bing, jia, yi] = ['王丙', '王甲', '王乙']
    const given = ['王乙', ' 王　甲 ', '王丙', '王甲', '查无此人', '王']
    for (const limit of [1, 2, 100]) {
      expect(await names({ names: given }, limit)).toEqual([bing, jia, yi])
      expect(await names({ names: given, sort: 'name' }, limit)).toEqual([bing, yi, jia])
      expect(await names({ names: given, sort: 'studentNumber' }, limit)).toEqual([yi, jia, bing])
    }
    for (const [text, found] of [
      [' ', [bing, jia, yi]],
      ['王', [bing, jia, yi]],
      ['甲', [jia]],
      ['42800', [jia]],
      [(await students[2]?.transfer())?.reference ?? '', [yi]],
      ['丁', []],
    ] as const)
      expect([text, await names({ names: given, text })]).toEqual([text, found])
    expect(await names({ names: given, rosterMatch: 'none' })).toEqual([])
    expect(await names({ names: [...given, '王戊'], rosterMatch: 'none' })).toEqual(['王戊'])
    expect(await names({ names: given, overdue: true })).toEqual([])
    expect(await names({ names: given, stage: 'approved' })).toEqual([])
    expect(await names({ overdue: true, sort: 'name' })).toEqual([])
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
  it('counts those of one name in the order in which they wait, and without a number before all who have one', async () => {
    const namesakes: Student[] = []
    for (const n of [1, 2, 3, 4]) {
      const student = await aStudent(cloud, { name: '同名' })
      await student.started({ branchId })
      namesakes.push(student)
      cloud.clock.pass(60_000)
      const { name, idNumber } = student.person
      const row = { name, idNumber, studentNumber: n === 2 ? '9002' : '9001' }
      if (n === 2 || n === 3)
        valueOf(await desk.desk('roster.import', { branchId, importId: `name ${String(n)}`, rows: [row] }))
    }
    const ids = async (filters: DeskFilters & { names?: string[] }, limit: number): Promise<string[]> => {
      const all: string[] = []
      let cursor: string | undefined
      do {
        const page = valueOf(
          await desk.desk('desk.list', { branchId, limit, ...filters, ...(cursor === undefined ? {} : { cursor }) }),
        )
        if (cursor !== undefined) expect(page.items).not.toEqual([])
        all.push(...page.items.map(({ id }) => id))
        expect(new Set(all).size).toBe(all.length)
        cursor = page.next
      } while (cursor !== undefined)
      return all
    }
    // Whoever asks anew waits from then on, and stands behind the others of the name.
    const [again] = namesakes
    if (again !== undefined) valueOf(await again.act(await again.transfer(), { action: 'amend' }))
    const [one, two, three, four] = await Promise.all(namesakes.map(async (who) => (await who.transfer()).id))
    for (const limit of [1, 2, 100])
      for (const asked of [{ text: '同名' }, { names: ['同名'] }]) {
        expect(await ids({ ...asked, sort: 'name' }, limit)).toEqual([two, three, four, one])
        expect(await ids({ ...asked, sort: 'studentNumber' }, limit)).toEqual([four, one, three, two])
        expect(await ids(asked, limit)).toEqual([two, three, four, one])
      }
  })
})
