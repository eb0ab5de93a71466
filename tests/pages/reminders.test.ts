import { describe, expect, test } from 'vitest'
import type { ReminderView, Unreached } from '../../cloudfunctions/contract'
import { caseFile } from '../../miniprogram/desk/components/case-file/view'
import { namesById } from '../../miniprogram/desk/gaps/view'
import { remindedMany, remindedOne } from '../../miniprogram/desk/texts/reminding'
import { homePage } from '../../miniprogram/pages/home/view'
import { acceptedKinds, reminderPage, promiseOf } from '../../miniprogram/transfer/reminder'
import { transferPage } from '../../miniprogram/transfer/view'
import { aFile, NOW } from './desk-views'
import { accountView, approvedView, at, transferView } from './views'

const templates = { waitOver: 'W', answered: 'A', result: 'R', nudge: 'N' }
const asked = (...reminders: ReminderView[]) => transferView({ reminders })
const waiting = asked(
  { kind: 'answered', allowed: false },
  { kind: 'waitOver', allowed: false },
  { kind: 'nudge', allowed: false },
)

describe('the button that lets WeChat remind', () => {
  test('asks for all templates in one question and is named after the first', () => {
    expect(reminderPage(waiting, templates)).toEqual({
      id: 't1',
      label: '有结果时提醒我',
      asks: [
        { kind: 'answered', template: 'A' },
        { kind: 'waitOver', template: 'W' },
        { kind: 'nudge', template: 'N' },
      ],
      promise: '',
    })
  })

  test('is not there without templates, and leaves out those that are missing', () => {
    expect(reminderPage(waiting, undefined)).toBeNull()
    expect(reminderPage(waiting, {})).toBeNull()
    expect(reminderPage(transferView(), templates)).toBeNull()
    expect(reminderPage(waiting, { waitOver: 'W' })).toMatchObject({
      label: '到时提醒我',
      asks: [{ kind: 'waitOver' }],
    })
  })

  test('gives way to what will be said, once that is allowed', () => {
    const of = (kind: ReminderView['kind']) => reminderPage(asked({ kind, allowed: true }), templates)?.promise
    expect(of('waitOver')).toBe('到时会提醒你一次')
    expect(of('answered')).toBe('有结果时会提醒你一次')
    expect(of('result')).toBe('有结果时会提醒你一次')
    expect(of('nudge')).toBe('需要你办理时会提醒你一次')
  })

  test('takes what was accepted alone, and says what stands', () => {
    const asks = reminderPage(waiting, templates)?.asks ?? []
    const answer = { A: 'reject', W: 'accept', N: 'ban', errMsg: 'requestSubscribeMessage:ok' }
    expect(acceptedKinds(asks, answer)).toEqual(['waitOver'])
    expect(acceptedKinds(asks, { A: 'acceptWithAudio' })).toEqual(['answered'])
    expect(acceptedKinds(asks, {})).toEqual([])
    expect(promiseOf(asks, ['nudge', 'waitOver'])).toBe('到时会提醒你一次')
    expect(promiseOf(asks, ['result'])).toBe('')
  })

  test('stands on home and on the page of the transfer', () => {
    const now = at('2024-11-22 20:23:30')
    const transfer = approvedView({ reminders: [{ kind: 'waitOver', allowed: false }] })
    const me = { account: accountView, transfers: [transfer], staffOf: [], now: '', reminders: templates }
    expect(homePage(me, now).mains[0]?.reminder?.label).toBe('到时提醒我')
    expect(transferPage(transfer, now, templates).reminder?.label).toBe('到时提醒我')
    expect(transferPage(transfer, now).reminder).toBeNull()
  })
})

describe('at the desk', () => {
  test('whose own step is next may be reminded, by whoever decides', () => {
    const offered = (given: Parameters<typeof aFile>[0]) => caseFile(aFile(given), NOW).remind
    expect(offered({ stage: 'returned', membersTurn: true })).toBe(true)
    expect(offered({ stage: 'returned', membersTurn: true, right: 'counsellor' })).toBe(false)
    expect(offered({ stage: 'approved' })).toBe(false)
  })

  test('one person was reached, or the reason stands there with what to do instead', () => {
    expect(remindedOne({ reached: ['t1'], unreached: [] })).toEqual({
      text: '已交给微信提醒本人，几分钟内发出。',
      tone: 'done',
    })
    const missed = (why: Unreached) => remindedOne({ reached: [], unreached: [{ id: 't1', why }] }).text
    expect(missed('notAllowed')).toBe('没有提醒：没有允许微信提醒，或已用完。请打电话或用其他方式通知。')
    expect(missed('noWechat')).toBe('没有提醒：没有绑定微信。请打电话或用其他方式通知。')
    expect(missed('lately')).toBe('没有提醒：12 小时内已提醒过。')
  })

  test('many are told apart by reason, with their names', () => {
    const items = ['张美', '李想', '王芳'].map((name, n) => ({
      key: `k${String(n)}`,
      name,
      state: 'returned' as const,
      transferId: `t${String(n)}`,
    }))
    const names = namesById([...items, { key: 'k9', name: '未登记', state: 'notRegistered' }])
    expect([...names.values()]).toEqual(['张美', '李想', '王芳'])
    const unreached = [
      { id: 't1', why: 'lately' as const },
      { id: 't2', why: 'notAllowed' as const },
    ]
    expect(remindedMany({ reached: ['t0'], unreached }, names)).toEqual({
      text: '已交给微信提醒 1 人。没有允许微信提醒，或已用完：王芳。12 小时内已提醒过：李想。没有提醒到的，请用其他方式通知。',
      tone: 'wait',
    })
    expect(remindedMany({ reached: ['t0'], unreached: [] }, names)).toEqual({
      text: '已交给微信提醒 1 人。',
      tone: 'done',
    })
    expect(remindedMany({ reached: [], unreached: unreached.slice(0, 1) }, names).text).toBe(
      '没有可以提醒到的人。12 小时内已提醒过：李想。',
    )
  })
})
