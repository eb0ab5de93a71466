import { describe, expect, test } from 'vitest'
import type { FieldFault, InviteView } from '../../cloudfunctions/contract'
import * as invite from '../../miniprogram/pages/invite/view'
import { canInvite, checkCard, timingText } from '../../miniprogram/pages/link/view'
import { approvedView, at, iso, leagueBranch, transferView } from './views'

const evening = at('2024-11-22 20:23:30')
const ready = at('2024-11-23 14:05:30')
const view = (changes: Partial<InviteView> = {}): InviteView => ({
  name: '阿***',
  branch: leagueBranch,
  fields: ['name', 'idNumber', 'memberNumber'],
  stage: 'approved',
  todo: 'wait',
  readyAt: iso('2024-11-23 14:05:30'),
  expiresAt: iso('2024-11-29 20:00'),
  now: iso('2024-11-22 20:23:30'),
  ...changes,
})
const unapproved = (stage: InviteView['stage']): InviteView => {
  const { readyAt: _readyAt, ...rest } = view({ stage })
  return rest
}

describe('the link as the outside organisation opens it', () => {
  test('says first and last that it does not replace their submission, and when that may happen', () => {
    const page = invite.invitePage(view(), evening)
    for (const sentence of [page.first, page.last]) {
      expect(sentence).toContain('不能代替')
      expect(sentence).toContain('11月23日 14:06 以后提交（建议 11月24日起）')
    }
  })
  test('can be checked at any time, and be said to be submitted once the wait is over', () => {
    const early = invite.invitePage(view(), ready - 1)
    expect(early.submit).toMatchObject({ open: false, until: iso('2024-11-23 14:05:30') })
    expect(early.submit.text).toContain('11月23日 14:06 以后提交')
    expect(early.submit.early).toContain('请撤回，或待退回后')
    expect(invite.invitePage(view({ todo: 'submit' }), ready).submit).toMatchObject({
      open: true,
      until: '',
      early: '',
    })
  })
  test.each(['registered', 'returned'] as const)('%s: nobody has approved, so there is no time to name', (stage) => {
    const { submit, first } = invite.invitePage({ ...unapproved(stage), todo: 'check' }, evening)
    expect([submit.open, submit.until, first.includes('还没有同意，请先不要提交')]).toEqual([false, '', true])
  })
  test('says who asks, and what the last check found', () => {
    const checked = { at: iso('2024-11-22 18:00'), organisation: '某大学团委', matches: false }
    const page = invite.invitePage(view({ checked }), evening)
    expect(page.whom).toContain('北京科技大学计算机与通信工程学院团委')
    expect(page.checked).toBe('某大学团委 已于 11月22日 18:00 核对：不一致。')
  })
  test('asks for the number only where it is compared', () => {
    expect(invite.invitePage(view({ fields: ['name', 'idNumber'] }), ready).number).toBe(false)
    const typed = { organisation: '团委', name: 'n', idNumber: 'i', memberNumber: '2018' }
    expect(invite.claimOf(typed, false)).toEqual({ name: 'n', idNumber: 'i' })
    expect(invite.claimOf(typed, true)).toEqual({ name: 'n', idNumber: 'i', memberNumber: '2018' })
  })
  test('shows the ID as unconfirmed until it is confirmed', () => {
    expect(invite.invitePage(view(), ready).branch.systemIdNote).toBe('待团支部确认')
  })
  test('errors stand beside their fields', () => {
    const typed = { organisation: ' ', name: '', idNumber: '1', memberNumber: '' }
    expect(Object.keys(invite.missing(typed, 'check'))).toEqual(['organisation', 'name'])
    // That it was submitted can be said without the three fields.
    expect(Object.keys(invite.missing(typed, 'submit'))).toEqual(['organisation'])
    const fields: FieldFault[] = [
      { path: 'organisation', rule: 'personal' },
      { path: 'claimed.idNumber', rule: 'length' },
    ]
    expect(Object.keys(invite.faultsOf({ code: 'BAD_INPUT', detail: { fields } }))).toEqual([
      'organisation',
      'idNumber',
    ])
  })
})

describe('what came of it', () => {
  test('a difference names what differs and what is the same, is no failure, and can be tried again', () => {
    const page = invite.checkPage({ outcome: 'differs', differs: ['name'] }, view(), evening)
    expect([page.title, page.tag, page.tone]).toEqual(['姓名与本人注册的信息不一致', '核对不一致', 'wait'])
    expect(page.same).toContain('身份证号、团员编号一致。')
    expect(page.next).toBe('again')
    expect(JSON.stringify(page)).not.toContain('"转移失败"')
  })
  test('a match asks for the submission in their own system, from when it may happen', () => {
    const now = invite.checkPage({ outcome: 'matches' }, view({ todo: 'submit' }), ready)
    expect([now.tone, now.next, now.steps[0]?.includes('请现在在贵处系统中提交')]).toEqual(['done', 'submit', true])
    const early = invite.checkPage({ outcome: 'matches', variants: ['name'] }, view(), evening)
    expect([early.next, early.steps[0]?.includes('11月23日 14:06 以后提交')]).toEqual(['', true])
    expect(early.same).toContain('姓名的写法不完全相同')
    const unapprovedYet = invite.checkPage(
      { outcome: 'matches' },
      { ...unapproved('registered'), todo: 'check' },
      evening,
    )
    expect(unapprovedYet.steps[0]).toContain('请先不要提交')
  })
  test('what was submitted and differs is a difference too', () => {
    const page = invite.submittedPage({ outcome: 'failed', code: 'MISMATCH', differs: ['name'] }, view().fields)
    expect([page.tag, page.next]).toEqual(['核对不一致', 'again'])
    expect(invite.submittedPage({ outcome: 'submitted' }, view().fields).tag).toBe('已记录')
  })
  test.each(['LINK_USED', 'LINK_EXPIRED'] as const)('%s still names the branch, its ID and whom to call', (code) => {
    const ended = invite.endedPage({ code, detail: { branch: leagueBranch } })
    expect(ended?.branch).toMatchObject({ fullName: leagueBranch.fullName, systemId: '5324992', phone: '01062334997' })
  })
  test('so does one with nothing left to do', () => {
    const submittedAt = iso('2024-11-23 15:00')
    expect(invite.overPage(view({ todo: 'nothing', submittedAt }))?.title).toContain('已在本省系统提交')
    expect(invite.overPage(view({ todo: 'nothing', stage: 'transferred' }))?.title).toBe('不用再核对')
    expect(invite.overPage(view())).toBeNull()
  })
  test('an unknown one leads to no home of others', () => {
    const problem = invite.inviteProblem({ code: 'NOT_FOUND' })
    expect([problem.kind, problem.retry, invite.endedPage({ code: 'NOT_FOUND' })]).toEqual(['failed', '', null])
  })
  test('without a connection one can try again', () => {
    expect(invite.inviteProblem({ code: 'OFFLINE' })).toMatchObject({ kind: 'offline', retry: '重试' })
  })
})

describe('the link as the member sends it', () => {
  test('its card has a picture of its own and names nobody', () => {
    expect(checkCard('a b')).toEqual({
      title: '请核对转入北京的团员信息（不代替在贵处系统中提交）',
      path: '/pages/invite/invite?token=a%20b',
      imageUrl: '/cards/check.png',
    })
  })
  test('is there for open transfers from a province alone', () => {
    expect(canInvite(approvedView())).toBe(true)
    expect(canInvite(transferView({ origin: 'beijing' }))).toBe(false)
    expect(canInvite(transferView({ kind: 'party', stage: 'preparing' }))).toBe(false)
    expect(canInvite(transferView({ stage: 'transferred' }))).toBe(false)
  })
  test('says when it is best sent', () => {
    expect(timingText(transferView(), evening)).toContain('请先不要提交')
    expect(timingText(approvedView(), evening)).toContain('11月23日 14:06')
    expect(timingText(approvedView(), ready)).toBe('')
  })
})
