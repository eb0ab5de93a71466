import { describe, expect, it } from 'vitest'
import { questionAbout } from '../../miniprogram/desk/case/view'
import { buttonsOf, caseFile } from '../../miniprogram/desk/components/case-file/view'
import { aBranch, aFile, NOW } from './desk-views'

const READY = '2024-11-23T06:05:30.000Z'
const line = (file: ReturnType<typeof caseFile>, key: string) => file.lines.find((one) => one.key === key)?.value

describe('the file of one person', () => {
  it('shows reference, origin and when it was asked', () => {
    expect(caseFile(aFile(), NOW).sub).toBe('登记编号 2411 0382 70 · 京外 · 提交于 11月22日 09:31')
  })

  it('shows numbers masked and the month of joining plain', () => {
    const file = caseFile(aFile(), NOW)
    expect(line(file, 'idNumber')).toBe('****315X')
    expect(line(file, 'memberNumber')).toBe('****1234')
    expect(line(file, 'joinedOn')).toBe('2018年5月')
    expect(line(file, 'identity')).toBe('我是团员')
  })

  it('tells whoever is shown no number who may see it, and gives no orders', () => {
    const hidden = { idNumber: '*'.repeat(18), phone: '*'.repeat(11), memberNumber: '*'.repeat(12) }
    const file = caseFile(aFile({ ...hidden, right: 'counsellor', warnings: ['ID_CONFLICT'] }), NOW)
    expect(file.lines.filter(({ value }) => value === '仅书记可查看').map(({ hidden: asked }) => asked)).toEqual([
      false,
      false,
      false,
    ])
    expect(file.warnings[0]?.text).toBe('身份证号已由其他账号登记。')
  })

  it('says of the last recovery code whether it still serves, to whoever may give one', () => {
    const expiresAt = '2024-11-24T06:05:30.000Z'
    const said = (state?: 'open' | 'ended', right: 'secretary' | 'counsellor' = 'secretary') =>
      caseFile(aFile({ right, ...(state === undefined ? {} : { recovery: { state, expiresAt } }) }), NOW).recovery
    expect(said()).toBe('本人登录不了原来的账号时')
    expect(said('open')).toBe('已发出的 11月24日 14:06 前有效；重新发，原来的作废')
    expect(said('ended')).toBe('发出的恢复码试错太多次，已失效，请重新发一个')
    expect(said('ended', 'counsellor')).toBe('')
    expect(caseFile(aFile({ erased: true }), NOW).recovery).toBe('')
  })

  it('promises nothing more once it is withdrawn', () => {
    const file = caseFile(aFile({ stage: 'withdrawn' }), NOW)
    expect(file.steps.every(({ state }) => state === 'done')).toBe(true)
    expect(file.situation.text).toBe('本人已撤回，不用再办理。')
  })

  it('says what the roster says, and that there is none where there is none', () => {
    expect(line(caseFile(aFile({ rosterMatch: 'full' }), NOW), 'roster')).toBe('与新生名单一致')
    expect(line(caseFile(aFile({ warnings: ['NOT_ON_ROSTER'] }), NOW), 'roster')).toBe('不在新生名单')
    expect(line(caseFile(aFile(), NOW), 'roster')).toBe('没有可比对的名单')
  })

  it('says of a number that was released that another one must come first', () => {
    const returned = aFile({ stage: 'returned', returnReason: '号码属于他人' })
    expect(caseFile(returned, NOW).situation.text).toBe('已退回，原因：号码属于他人')
    expect(caseFile({ ...returned, idReleased: true }, NOW).situation.text).toContain('改填自己的号码后才能重新申请')
  })

  it('leaves out what is not there', () => {
    expect(line(caseFile(aFile(), NOW), 'studentNumber')).toBeUndefined()
    expect(line(caseFile(aFile({ erased: true, name: '', idNumber: '' }), NOW), 'idNumber')).toBeUndefined()
    expect(caseFile(aFile({ erased: true, name: '' }), NOW).name).toContain('已删除')
  })

  it('speaks of the member as the person, not as the reader', () => {
    expect(caseFile(aFile(), NOW).steps[0]?.sub).toBe('本人 · 11月22日 09:31')
  })

  it('of somebody erased says who deleted the data, and nothing as if it had never been filled in', () => {
    const { memberNumber: _number, ...numberless } = aFile({
      erased: true,
      name: '',
      idNumber: '',
      phone: '',
      stage: 'withdrawn',
    })
    const erased = (by: 'member' | 'system') =>
      caseFile({ ...numberless, log: [{ at: READY, by, what: 'erased' }] }, NOW)
    expect(erased('member').situation.text).toBe('本人已删除个人信息：姓名和号码不再保存，只留办理记录。')
    expect(erased('system').situation.text).toContain('保存期已满')
    expect(erased('member').lines.map(({ key }) => key)).toEqual(['joinedOn', 'identity'])
  })

  it('leads to the conflict while another account claims the number, whoever may settle it', () => {
    const contested = aFile({ warnings: ['ID_CONFLICT'] })
    expect(caseFile(contested, NOW).conflict).toBe('branch')
    expect(caseFile({ ...contested, right: 'counsellor' }, NOW).conflict).toBe('')
    expect(caseFile(aFile(), NOW).conflict).toBe('')
  })

  it('says of every warning what to do', () => {
    expect(caseFile(aFile({ warnings: ['ID_CONFLICT'] }), NOW).warnings).toEqual([
      { key: 'ID_CONFLICT', tone: 'bad', text: '身份证号已由其他账号登记。请核实哪一个账号是本人，再处理冲突。' },
    ])
  })

  it('shows the official way while the approval is due, where the branch works beside it', () => {
    expect(caseFile(aFile(), NOW).guide).toBe(true)
    expect(caseFile(aFile({ branch: aBranch({ besideOfficial: false }) }), NOW).guide).toBe(false)
    expect(caseFile(aFile({ stage: 'approved', allowedActions: ['confirm'] }), NOW).guide).toBe(false)
  })

  it('rounds the earliest minute up while the wait runs', () => {
    const { situation, tag } = caseFile(aFile({ stage: 'approved', readyAt: READY }), NOW)
    expect(tag.text).toBe('同意未满一天')
    expect(situation.text).toContain('11月23日 14:06')
  })

  it('names the fields that differ after a mismatch and the reason after an official failure', () => {
    const mismatch = aFile({ stage: 'failed', failure: { code: 'MISMATCH', differs: ['name', 'memberNumber'] } })
    expect(caseFile(mismatch, NOW).situation.text).toContain('姓名、团员编号与注册信息不一致')
    const official = aFile({
      stage: 'failed',
      failure: { code: 'OFFICIAL_FAILURE' },
      log: [{ at: READY, by: 'secretary', what: 'officiallyFailed', reason: '照片不清' }],
    })
    expect(caseFile(official, NOW).situation.text).toBe('北京系统返回转移失败，原因：照片不清')
  })

  it('asks for the official result while a match is not confirmed', () => {
    const matched = aFile({ stage: 'transferred', confirmedBy: 'member', allowedActions: ['confirm'] })
    expect(caseFile(matched, NOW).situation.text).toContain('等待北京系统确认')
    expect(caseFile({ ...matched, confirmedBy: 'secretary' }, NOW).situation.text).toBe('')
  })
})

describe('the buttons of a file', () => {
  it('offer nothing that is not allowed', () => {
    expect(buttonsOf(aFile({ allowedActions: [] }), NOW)).toEqual({ primary: null, others: [] })
  })

  it('approve first, return as text', () => {
    expect(buttonsOf(aFile(), NOW)).toEqual({
      primary: { verdict: 'approve', label: '同意（已在北京共青团系统同意）' },
      others: [{ verdict: 'return', label: '退回…' }],
    })
  })

  it('do not press for an approval while another account claims the number', () => {
    expect(buttonsOf(aFile({ warnings: ['ID_CONFLICT'] }), NOW)).toEqual({
      primary: null,
      others: [
        { verdict: 'approve', label: '同意（已在北京共青团系统同意）' },
        { verdict: 'return', label: '退回…' },
      ],
    })
  })

  it('do not press for a result while the wait runs', () => {
    const approved = aFile({ stage: 'approved', readyAt: READY, allowedActions: ['return', 'confirm'] })
    expect(buttonsOf(approved, NOW).primary).toBeNull()
    expect(buttonsOf(approved, Date.parse(READY)).primary).toEqual({
      verdict: 'confirm',
      label: '登记北京系统结果…',
    })
  })

  it('let a confirmed result be corrected, quietly', () => {
    const done = aFile({ stage: 'transferred', confirmedBy: 'secretary', allowedActions: ['confirm'] })
    expect(buttonsOf(done, NOW)).toEqual({
      primary: null,
      others: [{ verdict: 'confirm', label: '更正北京系统结果…' }],
    })
  })

  it('ask about this person in the version that is shown', () => {
    expect(questionAbout({ verdict: 'return', transfer: aFile({ version: 4 }) })).toEqual({
      verdict: 'return',
      kind: 'league',
      besideOfficial: true,
      right: 'secretary',
      subjects: [{ id: 'one', version: 4, name: '王小明', origin: 'province', warnings: [] }],
    })
  })
})
