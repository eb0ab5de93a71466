import type { CDPSession } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { TransferView } from '../../cloudfunctions/contract'
import { aStudent, leagueSecretary, type Student } from '../support/client'
import type { Phone } from '../support/phone'
import { useStage } from './stage'
import { begin, consent, findWay } from './way'

const stage = useStage()

/** As long as names may be: 25 Han, 50 letters. */
const LONG_HAN = '阿依古丽·买买提'.padEnd(25, '阿依古丽买买提江')
const LONG_LETTERS = 'Maximiliana Alexandrovna-Konstantinopolskaya Petro'

const CONTROLS = new Set(['button', 'radio', 'checkbox', 'link', 'switch', 'textbox', 'searchbox'])
interface Heard {
  controls: { role: string; name: string }[]
  headings: string[]
}

/** What a screen reader is told of the page in front, by Chromium's own accessibility tree. */
const hear = async (phone: Phone): Promise<Heard> => {
  const session: CDPSession = await phone.page.context().newCDPSession(phone.page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  await session.detach()
  const told = nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name }) => ({ role: String(role?.value), name: String(name?.value ?? '') }))
  return {
    controls: told.filter(({ role }) => CONTROLS.has(role)),
    headings: told.filter(({ role }) => role === 'heading').map(({ name }) => name),
  }
}

/** Runs in the page: what can be tapped and has no role, what is wider than the window or its own button, hanging dots. */
const faults = (): string[] => {
  const found: string[] = []
  const control = '[role=button],[role=radio],[role=checkbox],[role=link],[role=switch],input,textarea'
  for (const element of document.querySelectorAll('.page-viewport:not([hidden]) *')) {
    const box = element.getBoundingClientRect()
    if (!element.checkVisibility({ visibilityProperty: true }) || box.width * box.height === 0) continue
    const what = `${element.className} "${element.textContent.slice(0, 16)}"`
    const node = (element as { __wxElement?: { _$eventTarget?: { listeners?: object } } }).__wxElement
    // TDesign's own: an empty corner for a button to close with, and what stands on wheels, which is heard by its words.
    const vendor = element.matches('.t-popup__close:not(:has(.t-icon)), .t-picker-item__item')
    const taps = !vendor && 'tap' in (node?._$eventTarget?.listeners ?? {})
    const heard = element.closest(control) ?? element.querySelector(control) ?? element.closest('[aria-hidden=true]')
    if (taps && heard === null) found.push(`no role: ${what}`)
    if (box.right > innerWidth + 1 || box.left < -1) found.push(`too wide: ${what}`)
    if (element.matches('[role=button]') && element.scrollWidth > element.clientWidth + 1)
      found.push(`cut off: ${what}`)
    for (const text of element.childNodes) {
      if (!(text instanceof Text)) continue
      const words = document.createRange()
      const lines = (): number => new Set([...words.getClientRects()].map(({ top }) => top)).size
      words.selectNode(text)
      if (text.data.includes(' · ') && lines() > 1) found.push(`broken at a dot: ${what}`)
      for (const { index, 0: name } of text.data.matchAll(/“[^”]{1,12}”/gu)) {
        words.setStart(text, index)
        words.setEnd(text, index + name.length)
        if (lines() > 1) found.push(`${name} is broken: ${what}`)
      }
    }
  }
  return found
}

/** Everything on the page in front has a role and a name in Chinese, there is a heading, and nothing breaks in large text. */
const isFit = async (phone: Phone, where: string): Promise<void> => {
  await phone.front.getByRole('status', { name: '正在加载' }).first().waitFor({ state: 'hidden' })
  await phone.rests()
  const { controls, headings } = await hear(phone)
  expect(headings.length, `headings of ${where}`).toBeGreaterThan(0)
  expect(
    controls.filter(({ name }) => !/\p{Script=Han}/u.test(name)),
    `nameless on ${where}`,
  ).toEqual([])
  expect(await phone.page.evaluate(faults), where).toEqual([])
}
const walk = async (phone: Phone, paths: readonly string[]): Promise<void> => {
  for (const path of paths) {
    await phone.open(path)
    await isFit(phone, path)
  }
  await phone.close()
}
const large = (openid: string | undefined, path = '') => stage.phone(openid, path, LARGE)
const LARGE = { largeText: true, width: 320 }
const WIDE = { width: 1280, height: 800 }
const pagesOf = ({ id, kind }: TransferView): string[] => [
  `pages/transfer/transfer?id=${id}`,
  ...(kind === 'party'
    ? [`pages/announce/announce?id=${id}`]
    : [`pages/amend/amend?id=${id}`, `pages/request/request?id=${id}`, `pages/link/link?id=${id}`]),
]

describe.each([
  ['in large text on 320 px', LARGE],
  ['in a wide window', WIDE],
])('Every page of a member, %s and with the longest names', (_how, look) => {
  it('before anything is registered', async () => {
    await walk(await stage.phone('nobody', '', look), [
      'pages/home/home',
      'pages/route/route',
      'pages/notice/notice',
      'pages/letter/letter',
      'pages/account/account',
      'pages/account/sign-in/sign-in?why=taken',
      'pages/account/sign-in/sign-in?by=recover',
      'pages/account/privacy/privacy',
      'pages/invite/invite?token=unknown',
      'pages/transfer/transfer?id=unknown',
    ])
  })

  it('of somebody with a League and a Party transfer, and of the outside organisation', async () => {
    const student: Student = await aStudent(stage.cloud, { name: LONG_HAN, party: 'probationary' })
    const league = await leagueSecretary(stage.cloud).approved(await student.started())
    const party = await student.started({ kind: 'party' })
    const link = await student.member('transfer.invite', { id: league.id })
    const token = link.ok ? link.value.token : ''
    await walk(await stage.phone(student.openid, '', look), [
      'pages/home/home',
      ...pagesOf(league),
      ...pagesOf(party),
      `pages/invite/invite?token=${token}`,
      'pages/account/account',
      'pages/account/password/password',
      'pages/account/erase/erase',
    ])
  })
})

describe('Pages of a member in large text, with the longest names', () => {
  it('after a failure and while papers are missing, the question before withdrawing and the open wheels too', async () => {
    const student = await aStudent(stage.cloud, { name: LONG_LETTERS, party: 'full' })
    const approved = await leagueSecretary(stage.cloud).approved(await student.started())
    await student.act(await student.started({ kind: 'party' }), {
      action: 'announce',
      channel: 'online',
      prepared: ['file', 'letterToCounsellor'],
    })
    await stage.cloud.clock.advance('PT24H')
    await student.request(approved, { ...student.claim, name: '另一个人' })
    const phone = await large(student.openid)
    await isFit(phone, 'home')
    await phone.open(`pages/transfer/transfer?id=${approved.id}`)
    await phone.tap('撤回申请')
    await phone.sees('撤回这项申请？')
    await isFit(phone, 'the question before withdrawing')
    await phone.tap('不撤回')
    await phone.open(`pages/amend/amend?id=${approved.id}`)
    await phone.tap(/^入团年月/u)
    await phone.button('确定').waitFor()
    await isFit(phone, 'the wheels')
    // What stands on the wheels is heard while they turn, and left as it was when they are closed without taking it.
    await phone.front.getByText('2016年', { exact: true }).filter({ visible: true }).click()
    await phone.front.getByRole('heading', { name: '入团年月，2016年5月' }).waitFor()
    await phone.tap('取消')
    await phone.misses('取消')
    await phone.button('入团年月，2018年5月').waitFor()
    await walk(phone, [`pages/request/request?id=${approved.id}`])
  })

  it('while registering, where each error is tied to its field', async () => {
    const phone = await large('registering')
    await phone.front.getByRole('group', { name: '你现在是团员吗？' }).waitFor()
    await isFit(phone, 'the first question')
    await findWay(phone, { who: '我是团员' })
    await phone.front.getByRole('group', { name: '你是中共党员吗？' }).waitFor()
    await isFit(phone, 'a question')
    await findWay(phone, { party: '不是党员', where: '北京以外' })
    await isFit(phone, 'the way')
    await begin(phone)
    await isFit(phone, 'the consents')
    await consent(phone)
    await phone.fill('姓名', LONG_HAN)
    await phone.fill('身份证号', '11010120020101')
    await phone.tap('继续')
    const field = phone.front.getByRole('group', { name: /^身份证号，身份证号应为 18 位/u })
    await field.getByRole('alert').waitFor()
    await field.getByRole('textbox', { name: '身份证号' }).first().waitFor()
    await isFit(phone, 'a field with an error')
    await phone.close()
  })
})
