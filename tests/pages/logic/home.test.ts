import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Student, valueOf } from '../../support/client'
import { startLocalCloud, type TestCloud } from '../../support/local-cloud'
import { zhangMei } from '../../support/people'
import { Stage } from './stage'

let cloud: TestCloud
beforeAll(async () => {
  cloud = await startLocalCloud()
})
afterAll(() => cloud.close())
beforeEach(() => cloud.reset())

async function registered(): Promise<{ student: Student; id: string }> {
  const student = new Student(cloud, 'zhang', zhangMei)
  valueOf(await student.register(zhangMei))
  return { student, id: (await student.started()).id }
}

describe('home', () => {
  test('offers the beginning to whoever has never been here', async () => {
    const stage = new Stage(cloud, 'newcomer')
    const home = await stage.open('pages/home/home')
    expect(home.shows('state')).toBe('ready')
    expect(home.shows('home.begin')).toBe(true)
    await home.hears('onChoose', { value: 'member' })
    expect(stage.moves).toEqual(['/pages/route/route?who=member'])
  })

  test('without a connection it says so, and asks again', async () => {
    const stage = new Stage(cloud, 'newcomer')
    stage.offline = true
    const home = await stage.open('pages/home/home')
    expect(home.shows('state')).toBe('problem')
    stage.offline = false
    await home.does('onRetry')
    expect(home.shows('state')).toBe('ready')
  })

  test('what the member says to have done is told to the server once, however often it is tapped', async () => {
    const { student, id } = await registered()
    const home = await new Stage(cloud, 'zhang').open('pages/home/home')
    await Promise.all([home.taps('onNext', { id }), home.taps('onNext', { id })])
    const { declared, log } = await student.transfer(id)
    expect(declared.officialRegistration).toBeDefined()
    expect(log.filter(({ what }) => what === 'declared')).toHaveLength(1)
  })

  test('what could not be told stays to be told', async () => {
    const { student, id } = await registered()
    const stage = new Stage(cloud, 'zhang')
    const home = await stage.open('pages/home/home')
    stage.offline = true
    await home.taps('onNext', { id })
    expect(home.shows('message')).not.toBe('')
    expect((await student.transfer(id)).declared).toEqual({})
    stage.offline = false
    await home.taps('onNext', { id })
    expect((await student.transfer(id)).declared.officialRegistration).toBeDefined()
  })
})
