import { beforeEach, describe, expect, test } from 'vitest'
import { addStaff, administrator, leagueSecretary, person, Student, valueOf, LEAGUE } from '../../support/client'
import { Stage, type StagedPage } from './stage'
import { localCloud } from '../../support/file-cloud'

/** The list waits so long for more to be typed. */
const TYPING_PAUSE_MS = 300

const cloud = localCloud()
beforeEach(() => cloud.reset())

async function ask(n: number): Promise<Student> {
  const student = new Student(cloud, `student ${String(n)}`, person(n))
  valueOf(await student.register(person(n)))
  await student.started()
  return student
}

const names = (queue: StagedPage): string[] => (queue.shows('rows') as { name: string }[]).map(({ name }) => name)

describe('the list of the desk', () => {
  test('shows who waits', async () => {
    await ask(1)
    await ask(2)
    const queue = await new Stage(cloud, 'local-league-secretary').open('desk/queue/queue')
    expect(queue.shows('state')).toBe('ready')
    expect(queue.shows('rows')).toHaveLength(2)
  })

  test('nobody without a right sees anybody', async () => {
    await ask(1)
    const queue = await new Stage(cloud, 'student 1').open('desk/queue/queue')
    expect(queue.shows('state')).toBe('problem')
    expect(queue.shows('rows')).toEqual([])
  })

  test('without a connection it says so, and reads again', async () => {
    const stage = new Stage(cloud, 'local-league-secretary')
    stage.offline = true
    const queue = await stage.open('desk/queue/queue')
    expect(queue.shows('state')).toBe('problem')
    stage.offline = false
    await queue.does('onRetry')
    expect(queue.shows('state')).toBe('ready')
  })
})

describe('a search at the desk', () => {
  const typing = async (queue: StagedPage, value: string): Promise<void> => {
    await queue.hears('onText', { value })
  }
  const read = async (queue: StagedPage): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, TYPING_PAUSE_MS + 50))
    await queue.rests()
  }
  test('is what stands in the field when another list is tapped before the pause of typing is over', async () => {
    const [one, other] = [await ask(1), await ask(2)]
    const desk = leagueSecretary(cloud)
    await desk.approved(await other.transfer())
    await cloud.clock.advance('PT24H')
    valueOf(await other.act(await other.transfer(), { action: 'request' }))

    const queue = await new Stage(cloud, 'local-league-secretary').open('desk/queue/queue?filter=matched')
    await typing(queue, one.person.name)
    await read(queue)
    // The field is emptied, and the next list tapped at once: nobody is looked for any more.
    await typing(queue, '')
    await queue.taps('onFilter', { key: 'unconfirmed' })
    await read(queue)
    expect(names(queue)).toEqual([other.person.name])
    expect(queue.shows('text')).toBe('')

    // And the other way round: what was just typed holds in the list that is tapped.
    await typing(queue, one.person.name)
    await queue.taps('onFilter', { key: 'all' })
    await read(queue)
    expect(names(queue)).toEqual([one.person.name])
    expect(queue.shows('text')).toBe(one.person.name)
  })
})

describe('a page of the desk that is read anew', () => {
  test('keeps the list without a connection, and says so above it with its age', async () => {
    await ask(1)
    const stage = new Stage(cloud, 'local-league-secretary')
    const queue = await stage.open('desk/queue/queue')
    stage.offline = true
    await queue.does('onPullDownRefresh')
    expect(queue.shows('rows')).toHaveLength(1)
    expect([queue.shows('state'), queue.shows('list')]).toEqual(['ready', 'ready'])
    expect(queue.shows('stale')).toMatch(/^没有更新：.*现在显示的是刚刚的内容。$/u)
    stage.offline = false
    await queue.does('onPullDownRefresh')
    expect(queue.shows('stale')).toBe('')
  })

  test('shows nobody any more to somebody whose right has ended', async () => {
    const colleague = addStaff(cloud, 'colleague', LEAGUE, 'secretary')
    const summary = await new Stage(cloud, 'colleague').open(`desk/summary/summary?branch=${LEAGUE}`)
    expect(summary.shows('state')).toBe('ready')
    const { items } = valueOf(await colleague.desk('staff.list', { branchId: LEAGUE }))
    const own = items.find(({ name }) => name === 'colleague') ?? items.at(-1)
    if (own === undefined) throw new Error('nobody there')
    valueOf(await administrator(cloud).desk('staff.remove', { branchId: LEAGUE, id: own.id }))
    await summary.does('onPullDownRefresh')
    expect(summary.shows('state')).toBe('problem')
  })
})

describe('the figures of a closed branch', () => {
  test('outlive its people: everybody is erased, and summary and overview still say how many came and how far', async () => {
    const desk = leagueSecretary(cloud)
    const [waits, approved, confirmed] = [await ask(1), await ask(2), await ask(3)]
    await desk.approved(await approved.transfer())
    await desk.approved(await confirmed.transfer())
    await cloud.clock.advance('PT25H')
    const matched = valueOf(await confirmed.request(await confirmed.transfer(), confirmed.claim))
    await desk.decided(matched, { verdict: 'confirm', result: 'success' })
    valueOf(await administrator(cloud).desk('branch.close', { branchId: LEAGUE }))
    await cloud.clock.advance('P600D')
    // The next run of the timer counts what is left.
    await cloud.clock.tick()

    const queue = await new Stage(cloud, 'local-league-secretary').open(`desk/queue/queue?branch=${LEAGUE}&filter=all`)
    expect(names(queue)).toEqual(['（个人信息已删除）', '（个人信息已删除）', '（个人信息已删除）'])
    const summary = await new Stage(cloud, 'local-league-secretary').open(`desk/summary/summary?branch=${LEAGUE}`)
    // Whoever came to no end has withdrawn by being erased.
    const bars = summary.shows('page.bars') as { key: string; count: string }[]
    expect(Object.fromEntries(bars.map(({ key, count }) => [key, count]))).toMatchObject({
      transferred: '1',
      withdrawn: '2',
    })
    expect(summary.shows('page.sentence')).toMatch(/已登记 3 人；.*转移成功 1 人/u)
    expect([summary.shows('page.due.overdue'), summary.shows('page.erasing')]).toEqual(['', ''])
    const overview = await new Stage(cloud, 'local-admin').open('desk/overview/overview')
    expect(overview.shows('page.groups.1')).toMatchObject({
      heading: '已关闭（往年）',
      lines: [{ id: LEAGUE, late: false, done: '办完 1 / 3 人，33%' }],
    })
    for (const { person: gone } of [waits, approved, confirmed])
      for (const page of [queue, summary, overview])
        expect(JSON.stringify([page.shows('rows'), page.shows('page')])).not.toContain(gone.name)
  })
})

describe('an invitation to the desk', () => {
  test('asks for what is missing, tells a wrong code, and takes the right one', async () => {
    const { code } = valueOf(
      await leagueSecretary(cloud).desk('staff.invite', { branchId: LEAGUE, role: 'counsellor' }),
    )
    const page = await new Stage(cloud, 'colleague').open('desk/accept/accept')
    await page.does('onAccept')
    expect(page.shows('errors.code')).not.toBe('')
    expect(page.shows('errors.name')).not.toBe('')
    await page.hears('onName', { value: '王老师' })
    await page.hears('onCode', { value: 'AAAA-AAAA-AAAA' })
    await page.does('onAccept')
    expect(page.shows('errors.code')).not.toBe('')
    expect(page.shows('done')).toBe('')
    await page.hears('onCode', { value: ` ${code.toLowerCase()} ` })
    await page.does('onAccept')
    expect(page.shows('done')).not.toBe('')
    const staff = valueOf(await administrator(cloud).desk('staff.list', { branchId: LEAGUE }))
    expect(staff.items.map(({ name }) => name)).toContain('王老师')
  })
})
