import { describe, expect, it } from 'vitest'
import type { DeskTransfer } from '../../cloudfunctions/contract'
import { questionAbout } from '../../miniprogram/desk/case/view'
import { buttonsOf, caseFile } from '../../miniprogram/desk/components/case-file/view'
import { NOTHING_CHECKED } from '../../miniprogram/desk/components/decision/receive'
import { faultOf, itemsOf, nothingFilled, reasonHint, sheetOf } from '../../miniprogram/desk/components/decision/view'
import { barOf, questionOf } from '../../miniprogram/desk/queue/view'
import { aFile, aTransfer, anItem, NOW } from './desk-views'
import { iso } from './views'

const announced = (given: Partial<DeskTransfer> = {}): DeskTransfer =>
  aFile({
    kind: 'party',
    stage: 'announced',
    party: 'full',
    channel: 'online',
    allowedActions: ['return', 'receive'],
    steps: [],
    ...given,
  })
const checked = (...facts: (keyof typeof NOTHING_CHECKED)[]) => ({
  ...NOTHING_CHECKED,
  ...Object.fromEntries(facts.map((fact) => [fact, true])),
})
const sheetFor = (transfer: DeskTransfer) => sheetOf(questionAbout({ verdict: 'receive', transfer }), NOW)

describe('what a Party branch has received', () => {
  it('is due while something is missing, and can be added to afterwards', () => {
    expect(buttonsOf(announced(), NOW).primary).toEqual({ verdict: 'receive', label: '登记接收情况…' })
    const received = announced({ stage: 'received', allowedActions: ['receive'] })
    expect(buttonsOf(received, NOW)).toEqual({
      primary: null,
      others: [{ verdict: 'receive', label: '补登记接收情况…' }],
    })
  })

  it('says what is missing, and dates what is there', () => {
    const file = caseFile(announced({ facts: { online: iso('2024-11-21 10:00') } }), NOW)
    expect(file.situation.text).toBe('还缺：党员材料。')
    expect(file.lines.find(({ key }) => key === 'facts')?.value).toBe('系统已接收（11月21日）')
  })

  it('asks for probation papers of those on probation alone', () => {
    const values = (transfer: DeskTransfer) => sheetFor(transfer).facts.map(({ value }) => value)
    expect(values(announced())).not.toContain('probationPapers')
    expect(values(announced({ party: 'probationary' }))).toContain('probationPapers')
  })

  it('shows what was recorded before and does not send it again', () => {
    const sheet = sheetFor(announced({ facts: { materials: iso('2024-11-21 10:00') } }))
    expect(sheet.facts.find(({ value }) => value === 'materials')).toMatchObject({
      done: true,
      content: '11月21日已登记',
    })
  })

  it('offers a counsellor papers alone', () => {
    const sheet = sheetFor(announced({ right: 'counsellor', allowedActions: ['receive'] }))
    expect(sheet.facts.map(({ value }) => value)).toEqual(['letter', 'materials'])
  })

  it('is sent as ticked; nothing ticked is not sent', () => {
    const question = questionAbout({ verdict: 'receive', transfer: announced() })
    const sheet = sheetOf(question, NOW)
    expect(faultOf(sheet, nothingFilled())).toMatchObject({ field: 'checked' })
    const filled = { ...nothingFilled(), checked: checked('online', 'materials') }
    expect(faultOf(sheet, filled)).toBeNull()
    expect(itemsOf(question, filled)).toEqual([
      { id: 'one', version: 1, verdict: 'receive', checked: ['online', 'materials'] },
    ])
  })

  it('takes a letter after its last day for a reason alone', () => {
    const late = announced({ channel: 'paper', letter: { issuedOn: '2024-08-01', validDays: 30 } })
    const question = questionAbout({ verdict: 'receive', transfer: late })
    const sheet = sheetOf(question, NOW)
    expect(caseFile(late, NOW).situation.text).toContain('过期')
    const filled = { ...nothingFilled(), checked: checked('letter') }
    expect(reasonHint(sheet, filled)).not.toBe('')
    expect(faultOf(sheet, filled)).toMatchObject({ field: 'reason' })
    expect(itemsOf(question, { ...filled, reason: '邮寄延误' })[0]).toMatchObject({ reason: '邮寄延误' })
  })

  it('is recorded for many at once, from the bar below the queue', () => {
    const items = [
      anItem({ stage: 'announced', allowedActions: ['receive', 'return'] }),
      anItem({ id: 'two', stage: 'announced', allowedActions: ['receive', 'return'] }),
    ]
    expect(barOf(items, { besideOfficial: false, reminds: false })?.primary).toMatchObject({
      verdict: 'receive',
      label: '登记接收情况…',
    })
    const sheet = sheetOf(
      questionOf('receive', items, { kind: 'party', besideOfficial: false, role: 'secretary' }),
      NOW,
    )
    expect(sheet.facts.map(({ value }) => value)).toHaveLength(5)
    expect(sheet.late).toBe('perhaps')
  })
})

describe('inside Beijing', () => {
  it('a return names the way that people take there', () => {
    const transfer = aFile({ ...aTransfer({ origin: 'beijing' }) })
    const sheet = sheetOf(questionAbout({ verdict: 'return', transfer }), NOW)
    expect(sheet.reasons[0]?.text).toContain('转移团组织')
  })
  it('an approval moves at once, and its tick names the official list', () => {
    const transfer = aFile({ ...aTransfer({ origin: 'beijing' }) })
    const sheet = sheetOf(questionAbout({ verdict: 'approve', transfer }), NOW)
    expect(sheet.hint).toContain('即为转移成功')
    expect(sheet.tickHint).toBe('电脑端的转入审核')
  })
})
