import { describe, expect, test } from 'vitest'
import { changeLines, changesOf, checkOf, openFields } from '../../miniprogram/pages/amend/view'
import type { Form } from '../../miniprogram/pages/register/form'
import {
  answerLines,
  barTitle,
  errorsOf,
  fieldsOf,
  firstMissing,
  nextStep,
  registration,
} from '../../miniprogram/pages/register/view'
import { asksWhere, routeOf, routePage } from '../../miniprogram/pages/route/view'
import { accountView, at, leagueBranch } from './views'

const filled: Form = {
  terms: true,
  sensitive: true,
  identity: 'member',
  name: '阿依古丽·买买提',
  idNumber: '110105 2001 0228 0023',
  phone: '138 0013 8000',
  joinedOn: '2018-05',
  memberNumber: '',
  branch: leagueBranch,
  account: null,
  intent: 'c1',
}

describe('the pages of the registration', () => {
  test('come in a fixed order, and a page opened too early leads to the first that is missing', () => {
    expect(nextStep(filled, 'consent')).toBe('identity')
    expect(nextStep(filled, 'branch')).toBe('check')
    expect(firstMissing(filled)).toBe('check')
    expect(firstMissing({ ...filled, sensitive: false })).toBe('consent')
    expect(firstMissing({ ...filled, idNumber: '' })).toBe('person')
    expect(firstMissing({ ...filled, branch: null })).toBe('branch')
  })
  test('are counted without 核对信息', () => {
    expect(barTitle(filled, 'person')).toBe('登记信息 3 / 6')
    expect(barTitle(filled, 'check')).toBe('核对信息')
  })
  test('who is registered only chooses the branch', () => {
    const known = { ...filled, account: accountView }
    expect(firstMissing({ ...known, branch: null })).toBe('branch')
    expect(barTitle(known, 'branch')).toBe('登记信息 1 / 1')
    expect(answerLines(known).filter(({ act }) => act !== '')).toHaveLength(1)
  })
  test('the number is asked about empty too, but sent only when there is one', () => {
    expect(fieldsOf(filled, 'membership')).toEqual({ joinedOn: '2018-05', memberNumber: '' })
    expect(registration(filled)).not.toHaveProperty('memberNumber')
    expect(registration({ ...filled, memberNumber: '201837001234' }).memberNumber).toBe('201837001234')
  })
  test('every line of 核对信息 that was typed leads back to its page', () => {
    const lines = answerLines(filled)
    expect(lines.find(({ key }) => key === 'idNumber')).toEqual({
      key: 'idNumber',
      label: '身份证号',
      value: '110105 20010228 0023',
      step: 'person',
      act: '修改',
    })
    expect(lines.find(({ key }) => key === 'memberNumber')?.value).toBe('未填写')
  })
  test('the first fault of a field stands beside it', () => {
    const faults = [
      { path: 'name', rule: 'required' },
      { path: 'name', rule: 'length' },
    ]
    expect(errorsOf(faults, {})).toEqual({ name: '请填写姓名' })
  })
})

describe('the way', () => {
  test('depends on who and where', () => {
    expect(routeOf('member', 'province')).toBe('province')
    expect(routeOf('cadre', 'beijing')).toBe('beijing')
    expect(routeOf('party', '')).toBe('party')
    expect(routeOf('both', 'province')).toBe('both')
    expect(routeOf('neither', '')).toBe('nothing')
    expect([asksWhere('member'), asksWhere('party'), asksWhere('neither')]).toEqual([true, false, false])
  })
  test('from a province shows who acts and the earliest days, the last of November included', () => {
    const { steps, next } = routePage('province', at('2024-11-30 23:50'))
    expect(next).toBe('register')
    expect(steps.map(({ sub }) => sub)).toEqual([
      '你 · 11月30日就可以',
      '团支部书记 · 最早 11月30日',
      '最早到 12月1日，从团支部同意算起满一天',
      '原团组织 · 最早 12月1日，建议 12月2日起',
      '系统 · 提交后自动校核',
      '北京共青团系统',
    ])
  })
  test('what is not done here says so', () => {
    expect(routePage('beijing', at('2024-11-30 12:00'))).toMatchObject({ next: 'home', guide: 'inside' })
    expect(routePage('party', at('2024-11-30 12:00')).limit).not.toBe('')
  })
})

describe('mending the registration', () => {
  const open = openFields(accountView)
  test('sends only what changed', () => {
    expect(changesOf(open, accountView)).toEqual({})
    expect(changesOf({ ...open, name: '阿依古丽买买提' }, accountView)).toEqual({ name: '阿依古丽买买提' })
  })
  test('a new number is judged with its month', () => {
    const fields = { ...open, memberNumber: '201837001234' }
    expect(checkOf(changesOf(fields, accountView), fields)).toEqual({
      joinedOn: '2018-05',
      memberNumber: '201837001234',
    })
  })
  test('the lines to check are those that change', () => {
    expect(changeLines({ joinedOn: '2017-05' }, null)).toEqual([
      { key: 'joinedOn', label: '入团年月', value: '2017年5月' },
    ])
  })
})
