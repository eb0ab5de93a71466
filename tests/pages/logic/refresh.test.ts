import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, test } from 'vitest'
import { pagesOf } from '../../../cloudfunctions/build/pack-npm'
import { administrator, LEAGUE, Student, valueOf } from '../../support/client'
import { localCloud } from '../../support/file-cloud'
import { zhangMei } from '../../support/people'
import { Stage } from './stage'

const MINI_PROGRAM = fileURLToPath(new URL('../../../miniprogram', import.meta.url))
const read = (page: string, end: string): string => readFileSync(path.join(MINI_PROGRAM, `${page}.${end}`), 'utf8')

const { main, subpackages } = pagesOf(MINI_PROGRAM)
/** All that can be pulled down. */
const PULLED = [...main.filter((page) => page !== 'app'), ...Object.values(subpackages).flat()].filter(
  (page) => (JSON.parse(read(page, 'json')) as { enablePullDownRefresh?: boolean }).enablePullDownRefresh === true,
)

interface Opened {
  id: string
  token: string
}
/** Who opens each, and with what. `desk/case/case` shows another file's data: a browser pulls it (desk-page.test.ts). */
const OPENED: Readonly<Record<string, [who: string, search: (opened: Opened) => string]>> = {
  'pages/home/home': ['zhang', () => ''],
  'pages/transfer/transfer': ['zhang', ({ id }) => `?id=${id}`],
  'pages/request/request': ['zhang', ({ id }) => `?id=${id}`],
  'pages/notice/notice': ['zhang', () => ''],
  'pages/letter/letter': ['zhang', () => '?kind=party'],
  'pages/link/link': ['zhang', ({ id }) => `?id=${id}`],
  'pages/invite/invite': ['outside', ({ token }) => `?token=${token}`],
  'pages/account/account': ['zhang', () => ''],
  'desk/queue/queue': ['local-league-secretary', () => `?branch=${LEAGUE}`],
  'desk/summary/summary': ['local-league-secretary', () => `?branch=${LEAGUE}`],
  'desk/overview/overview': ['local-admin', () => ''],
  'desk/gaps/gaps': ['local-league-secretary', () => `?branch=${LEAGUE}`],
  'desk/conflicts/conflicts': ['local-league-secretary', () => `?branch=${LEAGUE}`],
  'desk/staff/staff': ['local-league-secretary', () => `?branch=${LEAGUE}`],
  'desk/audit/audit': ['local-league-secretary', () => `?branch=${LEAGUE}`],
}
const BY_BROWSER = ['desk/case/case']

const cloud = localCloud()
const opened: Opened = { id: '', token: '' }
let student: Student
beforeEach(async () => {
  await cloud.reset()
  student = new Student(cloud, 'zhang', zhangMei)
  valueOf(await student.register(zhangMei))
  opened.id = (await student.started()).id
  opened.token = valueOf(await student.member('transfer.invite', { id: opened.id })).token
  valueOf(await administrator(cloud).desk('desk.overview', {}))
})

describe('a page that can be pulled down', () => {
  test('is one of these, and its frame has a place for what is said', () => {
    expect([...Object.keys(OPENED), ...BY_BROWSER].sort()).toEqual([...PULLED].sort())
    for (const page of PULLED.filter((one) => !BY_BROWSER.includes(one)))
      expect(read(page, 'wxml'), page).toContain('stale="{{stale}}"')
  })

  test.each(Object.entries(OPENED))(
    '%s keeps what it shows without a connection, with its age',
    async (page, given) => {
      const [who, search] = given
      const stage = new Stage(cloud, who)
      const shown = await stage.open(`${page}${search(opened)}`)
      expect(shown.shows('state')).toBe('ready')
      stage.offline = true
      await shown.does('onPullDownRefresh')
      expect(shown.shows('state')).toBe('ready')
      expect(shown.shows('stale')).toMatch(/^没有更新：没有收到回复。.*现在显示的是刚刚的内容。$/u)
      expect(stage.last('stopPullDownRefresh')).toBeDefined()
      stage.offline = false
      await shown.does('onPullDownRefresh')
      expect([shown.shows('state'), shown.shows('stale')]).toEqual(['ready', ''])
    },
  )

  test('shows what is refused in place of the rest: it may no longer be theirs', async () => {
    const stage = new Stage(cloud, 'zhang')
    const shown = await stage.open(`pages/request/request?id=${opened.id}`)
    valueOf(await student.member('account.unbind', {}))
    await shown.does('onPullDownRefresh')
    expect(shown.shows('state')).toBe('problem')
  })

  test('of the outside organisation keeps what was typed, and what was found', async () => {
    const stage = new Stage(cloud, 'outside')
    const shown = await stage.open(`pages/invite/invite?token=${opened.token}`)
    const typed = { organisation: '某某大学团委', ...student.claim }
    for (const [field, value] of Object.entries(typed)) await shown.hears('onInput', { value }, { field })
    await shown.does('onCheck')
    expect(shown.shows('outcome')).not.toBeNull()
    stage.offline = true
    await shown.does('onPullDownRefresh')
    expect([shown.shows('typed'), shown.shows('outcome') !== null]).toEqual([typed, true])
    stage.offline = false
    valueOf(await student.member('invite.revoke', { id: opened.id }))
    await shown.does('onPullDownRefresh')
    expect([shown.shows('ended') !== null, shown.shows('stale')]).toEqual([true, ''])
  })

  test('of the link keeps the link of this phone while the service is only busy', async () => {
    const stage = new Stage(cloud, 'zhang')
    const shown = await stage.open(`pages/link/link?id=${opened.id}`)
    await shown.does('onMake')
    const made = shown.shows('made')
    expect(made).not.toBe('')
    stage.busyWith = 'invite.open'
    await shown.does('onPullDownRefresh')
    expect(shown.shows('made')).toBe(made)
    stage.busyWith = ''
    valueOf(await student.member('invite.revoke', { id: opened.id }))
    await shown.does('onPullDownRefresh')
    expect(shown.shows('made')).toBe('')
  })
})
