import { beforeEach, describe, expect, test } from 'vitest'
import { addStaff, administrator, leagueSecretary, person, Student, valueOf, LEAGUE } from '../../support/client'
import { Stage } from './stage'
import { localCloud } from '../../support/file-cloud'

const cloud = localCloud()
beforeEach(() => cloud.reset())

async function ask(n: number): Promise<Student> {
  const student = new Student(cloud, `student ${String(n)}`, person(n))
  valueOf(await student.register(person(n)))
  await student.started()
  return student
}

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
