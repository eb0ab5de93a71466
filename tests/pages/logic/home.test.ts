import { beforeEach, describe, expect, test } from 'vitest'
import { Student, valueOf } from '../../support/client'
import { zhangMei } from '../../support/people'
import { Stage } from './stage'
import { localCloud } from '../../support/file-cloud'

const cloud = localCloud()
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

  test('pulled without a connection keeps what stands there and says how old it is', async () => {
    await registered()
    const stage = new Stage(cloud, 'zhang')
    const home = await stage.open('pages/home/home')
    stage.offline = true
    await home.does('onPullDownRefresh')
    expect([home.shows('state'), home.shows('home.mains.0.kind')]).toEqual(['ready', '团组织关系 · 京外转入'])
    expect(home.shows('stale')).toBe(
      '没有更新：没有收到回复。请检查网络后重试；已登记的内容不受影响。现在显示的是刚刚的内容。',
    )
    expect(stage.last('stopPullDownRefresh')).toBeDefined()
    stage.offline = false
    await home.does('onPullDownRefresh')
    expect(home.shows('stale')).toBe('')
  })

  test('can be shared without anything of the person; the card leads to the first question', async () => {
    await registered()
    const home = await new Stage(cloud, 'zhang').open('pages/home/home')
    expect(await home.does('onShareAppMessage')).toEqual({
      title: '党团组织关系转接：三个问题找到你的路线',
      path: '/pages/home/home',
      imageUrl: '/cards/way.png',
    })
    const notice = await new Stage(cloud, 'zhang').open('pages/notice/notice')
    expect(await notice.does('onShareAppMessage')).toMatchObject({
      path: '/pages/notice/notice',
      imageUrl: '/cards/way.png',
    })
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
