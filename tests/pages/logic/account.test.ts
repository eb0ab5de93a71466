import { beforeEach, describe, expect, test } from 'vitest'
import { Student, valueOf } from '../../support/client'
import { zhangMei } from '../../support/people'
import { Stage } from './stage'
import { localCloud } from '../../support/file-cloud'

const cloud = localCloud()
let student: Student
beforeEach(async () => {
  await cloud.reset()
  student = new Student(cloud, 'zhang', zhangMei)
  valueOf(await student.register({ ...zhangMei, username: 'zhangmei', password: 'a long enough one' }))
})

describe('signing in', () => {
  const type = async (stage: Stage, login: string, password: string) => {
    const page = await stage.open('pages/account/sign-in/sign-in')
    await page.hears('onInput', { value: login }, { field: 'login' })
    await page.hears('onInput', { value: password }, { field: 'password' })
    return page
  }

  test('asks beside each field for what is missing, and calls nobody', async () => {
    const stage = new Stage(cloud, 'new phone')
    const page = await stage.open('pages/account/sign-in/sign-in')
    await page.does('onSend')
    expect(page.shows('errors.login')).not.toBe('')
    expect(page.shows('errors.password')).not.toBe('')
    expect(stage.moves).toEqual([])
  })

  test('leads home, and this phone is bound from then on', async () => {
    const stage = new Stage(cloud, 'new phone')
    const page = await type(stage, 'zhangmei', 'a long enough one')
    await page.does('onSend')
    expect(stage.moves).toEqual(['/pages/home/home?welcome=1'])
    expect((await new Student(cloud, 'new phone', zhangMei).me()).account).not.toBeNull()
  })

  test('a wrong password says so; the sixth shows the other way first', async () => {
    const stage = new Stage(cloud, 'new phone')
    const page = await type(stage, 'zhangmei', 'something else')
    for (let tries = 0; tries < 5; tries += 1) await page.does('onSend')
    expect(page.shows('locked')).toBe(false)
    expect(stage.moves).toEqual([])
    await page.does('onSend')
    expect(page.shows('locked')).toBe(true)
    await page.does('onTurn')
    expect(page.shows('by')).toBe('recover')
    expect(page.shows('typed.password')).toBe('')
  })
})

describe('the account', () => {
  test('is unbound only once it was asked', async () => {
    const page = await new Stage(cloud, 'zhang').open('pages/account/account')
    expect(page.shows('page')).not.toBeNull()
    await page.does('onAsk')
    expect((await student.me()).account).not.toBeNull()
    await page.does('onUnbind')
    expect((await student.me()).account).toBeNull()
    expect(page.shows('page')).toBeNull()
  })

  test('unbinding whose reply was lost is done where it was done', async () => {
    const stage = new Stage(cloud, 'zhang')
    const page = await stage.open('pages/account/account')
    await page.does('onAsk')
    stage.losesReplies = true
    await page.does('onUnbind')
    expect(page.shows('note.tone')).toBe('bad')
    stage.losesReplies = false
    await page.does('onUnbind')
    expect(page.shows('note.tone')).toBe('done')
  })

  test('is erased with its transfers once it was asked', async () => {
    await student.started()
    const page = await new Stage(cloud, 'zhang').open('pages/account/erase/erase')
    expect(page.shows('open')).toHaveLength(1)
    await page.does('onAsk')
    await page.does('onErase')
    expect(page.shows('done')).toBe(true)
    expect(await student.me()).toMatchObject({ account: null, transfers: [] })
  })
})
