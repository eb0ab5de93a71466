import type { FieldFault } from '../../cloudfunctions/contract'
import { describe, expect, test } from 'vitest'
import { contactsOf } from '../../miniprogram/branches'
import { unbindText } from '../../miniprogram/texts'
import { accountPage } from '../../miniprogram/pages/account/view'
import * as password from '../../miniprogram/pages/account/password/view'
import * as signIn from '../../miniprogram/pages/account/sign-in/view'
import { accountView, approvedView, iso, leagueBranch, transferView } from './views'

describe('the account', () => {
  test('shows what is registered, numbers masked', () => {
    const { registered } = accountPage(accountView, [])
    expect(registered.map(({ label, value }) => `${label} ${value}`)).toEqual([
      '姓名 阿依古丽·买买提',
      '身份证号 **************002X',
      '手机号 *******8000',
      '身份 我是团员',
      '入团年月 2018年5月',
      '团员编号 **** **** 1234',
    ])
  })
  test('what is not registered has no line', () => {
    const { joinedOn: _joinedOn, memberNumber: _memberNumber, ...party } = accountView
    const page = accountPage({ ...party, identity: 'nonmember', party: 'probationary' }, [])
    expect(page.registered.map(({ key }) => key)).toEqual(['name', 'idNumber', 'phone', 'identity', 'party'])
  })
  test('mending is told what it costs by the League transfer under way, and by none that is over', () => {
    expect(accountPage(accountView, [approvedView()]).amendUrl).toBe('/pages/amend/amend?id=t1')
    expect(accountPage(accountView, [transferView({ stage: 'withdrawn' })]).amendUrl).toBe('/pages/amend/amend')
    expect(accountPage(accountView, [transferView({ kind: 'party', stage: 'preparing' })]).amendUrl).toBe(
      '/pages/amend/amend',
    )
  })
  test('leads to the half that is not there, and to none where both are', () => {
    const party = transferView({ id: 'p1', kind: 'party', stage: 'preparing', steps: [] })
    expect(accountPage(accountView, [transferView()]).other?.url).toBe('/pages/route/route?add=party')
    expect(accountPage({ ...accountView, identity: 'nonmember' }, [party]).other?.url).toBe(
      '/pages/route/route?add=league',
    )
    expect(accountPage(accountView, [party, transferView()]).other).toBeNull()
    expect(accountPage(accountView, []).other).toBeNull()
  })
  test('a number that was taken off must not be missed', () => {
    expect(accountPage({ ...accountView, idReleased: true }, []).released).toBe(true)
  })
  test('unbinding says by what one comes back', () => {
    expect(unbindText(true, 1)).toContain('本小程序密码可以重新登录')
    expect(unbindText(false, 2)).toContain('另一个已绑定的微信')
    expect(unbindText(false, 1)).toContain('只能凭团支部或党支部书记给的恢复码找回')
  })
})

describe('signing in', () => {
  const typed = { login: '13800138000', code: '', password: 'long enough' }
  test('asks for what is missing before the server is asked', () => {
    expect(signIn.missing(typed, 'login')).toEqual({})
    expect(Object.keys(signIn.missing(typed, 'recover'))).toEqual(['code'])
    expect(Object.keys(signIn.missing({ login: ' ', code: '', password: '' }, 'login'))).toEqual(['login', 'password'])
  })
  test('a lock says until when, to the minute', () => {
    const { message } = signIn.refusal({ code: 'LOCKED', detail: { until: iso('2024-11-22 14:05:30') } })
    expect(message).toContain('11月22日 14:06')
  })
  test('a WeChat that is bound to somebody else is told to let go first', () => {
    expect(signIn.refusal({ code: 'ALREADY_REGISTERED' }).message).toContain('解除这个微信的绑定')
  })
  test('what is wrong with the form of a password stands beside it', () => {
    const fields: FieldFault[] = [{ path: 'password', rule: 'password.length' }]
    const { errors, message } = signIn.refusal({ code: 'BAD_INPUT', detail: { fields } })
    expect([errors.password, message]).toEqual(['本小程序密码为 8 至 128 位（请勿使用北京共青团系统的密码）', ''])
  })
  test('nobody is called twice, and each card says which of the two it is', () => {
    const again = { ...leagueBranch, id: 'other' }
    const party = {
      ...leagueBranch,
      id: 'party',
      kind: 'party' as const,
      contact: '计通学院党委',
      phone: '01062332873',
    }
    const contacts = contactsOf([leagueBranch, again, party])
    expect(contacts.map(({ title, name }) => [title, name])).toEqual([
      ['联系团支部', '计通学院团委'],
      ['联系党支部', '计通学院党委'],
    ])
  })
})

describe('setting the password', () => {
  test('a username that is empty or as before is not sent', () => {
    const known = { ...accountView, username: 'ayi' }
    expect(password.inputOf({ username: ' ayi ', password: 'p' }, known)).toEqual({ password: 'p' })
    expect(password.inputOf({ username: '', password: 'p' }, known)).toEqual({ password: 'p' })
    expect(password.inputOf({ username: 'guli', password: 'p' }, known)).toEqual({ password: 'p', username: 'guli' })
  })
  test('faults stand beside their fields', () => {
    const fields: FieldFault[] = [
      { path: 'username', rule: 'username.phone' },
      { path: 'password', rule: 'password.length' },
    ]
    expect(Object.keys(password.refusal({ code: 'BAD_INPUT', detail: { fields } }).errors)).toEqual([
      'username',
      'password',
    ])
  })
  test('says by what one signs in from now on', () => {
    expect(password.doneText(accountView)).toContain('手机号（后四位 8000）')
    expect(password.doneText({ ...accountView, username: 'ayi' })).toContain('用户名 ayi')
  })
})
