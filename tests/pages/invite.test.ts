import { describe, expect, test } from 'vitest'
import type { FieldFault, InviteView } from '../../cloudfunctions/contract'
import * as invite from '../../miniprogram/pages/invite/view'
import { canInvite, CARD_TITLE, linkPath, timingText } from '../../miniprogram/pages/link/view'
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
  test('too early is too early until the very millisecond, and says when to come back', () => {
    const early = invite.invitePage(view(), ready - 1).early
    expect(early?.until).toBe(iso('2024-11-23 14:05:30'))
    expect(early?.text).toContain('11月23日 14:06 以后再打开')
    expect(invite.invitePage(view(), ready).early).toBeNull()
  })
  test.each(['registered', 'returned'] as const)('%s: nobody has approved, so there is no time to name', (stage) => {
    const { early, first } = invite.invitePage(unapproved(stage), evening)
    expect([early?.until, first.includes('还没有同意')]).toEqual(['', true])
  })
  test('asks for the number only where it is compared', () => {
    expect(invite.invitePage(view({ fields: ['name', 'idNumber'] }), ready).number).toBe(false)
    const typed = { organisation: '团委', name: 'n', idNumber: 'i', memberNumber: '2018' }
    expect(invite.claimOf(typed, false)).toEqual({ name: 'n', idNumber: 'i' })
    expect(invite.claimOf(typed, true)).toEqual({ name: 'n', idNumber: 'i', memberNumber: '2018' })
  })
  test('copies the ID as unconfirmed until it is confirmed', () => {
    expect(invite.branchText(invite.invitePage(view(), ready).branch)).toContain('5324992（待团支部确认）')
  })
  test('errors stand beside their fields', () => {
    expect(Object.keys(invite.missing({ organisation: ' ', name: '', idNumber: '1', memberNumber: '' }))).toEqual([
      'organisation',
      'name',
    ])
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
  test('a mismatch names what differs and what is the same, and can be tried again', () => {
    const page = invite.outcomePage({ outcome: 'failed', code: 'MISMATCH', differs: ['name'] }, view().fields)
    expect(page.title).toBe('姓名与本人注册的信息不一致')
    expect(page.same).toContain('身份证号、团员编号一致。')
    expect(page.again).toBe(true)
  })
  test('a match still asks for the submission in their own system', () => {
    const page = invite.outcomePage({ outcome: 'transferred' }, view().fields)
    expect([page.tone, page.again, page.steps[0]?.includes('请现在提交')]).toEqual(['done', false, true])
  })
  test.each(['LINK_USED', 'LINK_EXPIRED', 'NOT_FOUND', 'OVER'] as const)('%s leads to no home of others', (code) => {
    const branch = { branch: leagueBranch }
    const trouble = invite.inviteTrouble(
      code === 'LINK_USED' || code === 'LINK_EXPIRED' ? { code, detail: branch } : { code },
    )
    expect([trouble.kind, trouble.retry]).toEqual(['failed', ''])
    expect(trouble.text).not.toBe('')
  })
  test('without a connection one can try again', () => {
    expect(invite.inviteTrouble({ code: 'OFFLINE' })).toMatchObject({ kind: 'offline', retry: '重试' })
  })
})

describe('the link as the member sends it', () => {
  test('its card and path name nobody', () => {
    expect(linkPath({ token: 'a b', expiresAt: '' })).toBe('/pages/invite/invite?token=a%20b')
    expect(CARD_TITLE).not.toContain('阿')
  })
  test('is there for open transfers from a province alone', () => {
    expect(canInvite(approvedView())).toBe(true)
    expect(canInvite(transferView({ origin: 'beijing' }))).toBe(false)
    expect(canInvite(transferView({ kind: 'party', stage: 'preparing' }))).toBe(false)
    expect(canInvite(transferView({ stage: 'transferred' }))).toBe(false)
  })
  test('says when it is best sent', () => {
    expect(timingText(transferView(), evening)).toContain('建议等团支部同意后再发')
    expect(timingText(approvedView(), evening)).toContain('11月23日 14:06')
    expect(timingText(approvedView(), ready)).toBe('')
  })
})
