import { afterEach, describe, expect, it } from 'vitest'
import type { TransferView } from '../../../cloudfunctions/contract'
import {
  aCommandId,
  APPROVE,
  aStudent,
  Caller,
  codeOf,
  leagueSecretary,
  partySecretary,
  valueOf,
  type Student,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { Elsewhere } from '../../support/meanwhile'

const cloud = localCloud()
afterEach(() => {
  cloud.clearFaults()
})

const recordOf = (id: string) => documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)
const linkOf = (id: string) => recordOf(id)?.['link'] as object
/** Somebody else writes what moves no version, right before each of the next writes. */
const disturb = (id: string, times: number): void => {
  const meanwhile = () => {
    const remindersVersion = Number(recordOf(id)?.['remindersVersion']) + 1
    new Elsewhere(cloud).set('transfers', id, { remindersVersion })
  }
  cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'transfers', times, meanwhile })
}
const invited = async (): Promise<{ student: Student; transfer: TransferView; token: string; expiresAt: string }> => {
  const student = await aStudent(cloud)
  const transfer = await student.started()
  return { student, transfer, ...valueOf(await student.member('transfer.invite', { id: transfer.id })) }
}
const check = (student: Student, token: string, given: object = {}) =>
  new Caller(cloud).call('member', 'invite.check', {
    ...{ token, claimed: student.claim, organisation: '某大学团委', commandId: aCommandId() },
    ...given,
  })

describe('what moves no version', () => {
  it('does not stand in the way of a step that is taken at the same moment', async () => {
    const { student, transfer } = await invited()
    disturb(transfer.id, 2)
    expect(valueOf(await student.act(transfer, { action: 'withdraw' })).stage).toBe('withdrawn')
    expect(recordOf(transfer.id)).toMatchObject({ stage: 'withdrawn', version: transfer.version + 1 })
  })

  it('stays where a step is taken: what is known of the roster, and a link', async () => {
    const { student, transfer } = await invited()
    const known = { studentNumber: 'G20248801', rosterMatch: 'full', linkTokens: ['one', 'another'] }
    const meanwhile = () => {
      new Elsewhere(cloud).set('transfers', transfer.id, known)
    }
    cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'transfers', meanwhile })
    valueOf(await student.act(transfer, { action: 'withdraw' }))
    expect(recordOf(transfer.id)).toMatchObject({ stage: 'withdrawn', ...known })
  })

  it('has a link look again, which counts once, and gives up after five times', async () => {
    const { student, transfer, token } = await invited()
    disturb(transfer.id, 4)
    const wrong = { claimed: { ...student.claim, name: '另一个人' } }
    expect(valueOf(await check(student, token, wrong))).toMatchObject({ outcome: 'differs', differs: ['name'] })
    expect(recordOf(transfer.id)?.['link']).toMatchObject({ state: 'open', mismatches: 1 })
    disturb(transfer.id, 5)
    expect(await check(student, token)).toEqual({ ok: false, error: { code: 'TRY_AGAIN' } })
    expect(recordOf(transfer.id)?.['link']).toMatchObject({ state: 'open', mismatches: 1 })
  })
})

describe('a step that somebody else comes before', () => {
  const overtaken = (meanwhile: (elsewhere: Elsewhere) => void) => {
    const happens = () => {
      meanwhile(new Elsewhere(cloud))
    }
    cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'transfers', meanwhile: happens })
  }

  it('is refused with the version that is there now', async () => {
    const { student, transfer } = await invited()
    overtaken((elsewhere) => {
      elsewhere.set('transfers', transfer.id, { version: 2, remindersVersion: 5 })
    })
    expect(await student.act(transfer, { action: 'withdraw' })).toEqual({
      ok: false,
      error: { code: 'CHANGED_MEANWHILE', detail: { version: 2 } },
    })
    expect(recordOf(transfer.id)).toMatchObject({ stage: 'registered', version: 2 })
    // And where it came before the first look.
    expect(await student.act(transfer, { action: 'withdraw' })).toEqual({
      ok: false,
      error: { code: 'CHANGED_MEANWHILE', detail: { version: 2 } },
    })
  })

  it('is answered with what it did where it was this very command', async () => {
    const { student, transfer } = await invited()
    const command = { action: 'withdraw', commandId: aCommandId() } as const
    const { _id: _same, ...before } = recordOf(transfer.id) ?? {}
    const done = valueOf(await student.act(transfer, command))
    const { _id: _too, ...after } = recordOf(transfer.id) ?? {}
    new Elsewhere(cloud).set('transfers', transfer.id, before)
    overtaken((elsewhere) => {
      elsewhere.set('transfers', transfer.id, after)
    })
    expect(valueOf(await student.act(transfer, command))).toEqual(done)
  })

  it('is not found where the transfer is gone', async () => {
    const { student, transfer } = await invited()
    overtaken((elsewhere) => {
      elsewhere.drop('transfers', transfer.id)
    })
    expect(await student.act(transfer, { action: 'withdraw' })).toEqual({ ok: false, error: { code: 'NOT_FOUND' } })
  })

  it('by a link is refused where the link was called back at that moment', async () => {
    const { student, transfer, token } = await invited()
    overtaken((elsewhere) => {
      elsewhere.set('transfers', transfer.id, { link: { ...linkOf(transfer.id), state: 'ended' } })
    })
    expect(codeOf(await check(student, token))).toBe('LINK_EXPIRED')
    expect(await student.transfer()).not.toHaveProperty('checked')
  })
})

describe('a link', () => {
  it('is for a League transfer from a province that is open', async () => {
    const student = await aStudent(cloud, { party: 'full' })
    const linkFor = async ({ id }: { id: string }) => student.member('transfer.invite', { id })
    const party = await student.started({ kind: 'party' })
    const refused = (stage: string) => ({ ok: false, error: { code: 'NOT_NOW', detail: { stage } } })
    expect(await linkFor(party)).toEqual(refused('preparing'))
    const beijing = await student.started({ origin: 'beijing' })
    expect(await linkFor(beijing)).toEqual(refused('registered'))
    valueOf(await student.act(beijing, { action: 'withdraw' }))
    const province = await student.started()
    expect(codeOf(await linkFor(province))).toBe('ok')
    valueOf(await student.act(province, { action: 'withdraw' }))
    expect(await linkFor(province)).toEqual(refused('withdrawn'))
  })

  it('says at each stage what its holder is to do', async () => {
    const { student, transfer, token, expiresAt } = await invited()
    const desk = leagueSecretary(cloud)
    const opened = async () => valueOf(await new Caller(cloud).member('invite.open', { token }))
    const { branch, now, ...rest } = await opened()
    expect(branch.fullName).toBe(transfer.branch.fullName)
    expect(Date.parse(now)).toBeLessThan(Date.parse(expiresAt))
    // Nothing yet of an approval, a submission or a check.
    const fields = ['name', 'idNumber', 'memberNumber']
    expect(rest).toEqual({ name: '测**', fields, stage: 'registered', todo: 'check', expiresAt })
    const returned = await desk.returned(transfer)
    expect(await opened()).toMatchObject({ stage: 'returned', todo: 'check' })
    valueOf(await check(student, token))
    const checked = (await opened()).checked
    expect(checked).toMatchObject({ organisation: '某大学团委', matches: true })
    const again = valueOf(await student.act(returned, { action: 'amend' }))
    await desk.decided(again, APPROVE)
    expect(await opened()).toMatchObject({ stage: 'approved', todo: 'wait' })
    expect((await opened()).submittedAt).toBeUndefined()
    await cloud.clock.advance('PT24H')
    expect((await opened()).todo).toBe('submit')
    const use = (given: object) =>
      new Caller(cloud).call('member', 'invite.request', {
        ...{ token, organisation: '某大学团委', commandId: aCommandId() },
        ...given,
      })
    expect(valueOf(await use({ claimed: { ...student.claim, name: '另一个人' } }))).toMatchObject({ outcome: 'failed' })
    expect(await opened()).toMatchObject({ stage: 'failed', todo: 'submit' })
    expect(valueOf(await use({}))).toEqual({ outcome: 'submitted' })
    const submitted = await opened()
    expect(submitted).toMatchObject({ stage: 'approved', todo: 'nothing' })
    expect(submitted.submittedAt).toBeDefined()
  })

  it('names what is equal only once it is set right, whether the rest agrees or not', async () => {
    const { student, token } = await invited()
    const spaced = { ...student.claim, name: ` ${student.claim.name}` }
    expect(valueOf(await check(student, token, { claimed: spaced }))).toEqual({
      outcome: 'matches',
      variants: ['name'],
    })
    expect(valueOf(await check(student, token, { claimed: { ...spaced, idNumber: '不是号码' } }))).toEqual({
      outcome: 'differs',
      differs: ['idNumber'],
      variants: ['name'],
    })
    expect(valueOf(await check(student, token))).toEqual({ outcome: 'matches' })
  })

  it('that is not known counts as a guess of the WeChat that sends it, and of nobody where there is none', async () => {
    const codes = async (caller: Caller) => {
      const replies = await Promise.all(
        Array.from({ length: 21 }, (_, i) => caller.member('invite.open', { token: `guess-${String(i)}` })),
      )
      return replies.map(codeOf).filter((code) => code === 'TOO_MANY').length
    }
    expect(await codes(new Caller(cloud, 'guessing'))).toBe(1)
    expect(await codes(new Caller(cloud))).toBe(0)
  })
})

describe('the branch’s yes', () => {
  const answerOf = (id: string) => {
    const { answeredAt, answeredAfter } = recordOf(id) ?? {}
    return { answeredAt, answeredAfter }
  }
  const none = { answeredAt: null, answeredAfter: null }

  it('of the Party is the call that makes a transfer complete, whether facts were added or set right', async () => {
    const desk = partySecretary(cloud)
    for (const verdict of [
      { checked: ['materials'] },
      { checked: ['materials'], unchecked: ['letter'], reason: '登记错人' },
    ]) {
      const student = await aStudent(cloud, { party: 'full' })
      const announced = await student.announced(await student.started({ kind: 'party' }))
      const half = await desk.decided(announced, { verdict: 'receive', checked: ['online', 'letter'] })
      expect(answerOf(announced.id)).toEqual(none)
      cloud.clock.pass(3_600_000)
      const done = await desk.decided(half, { verdict: 'receive', ...verdict })
      expect(done.stage).toBe('received')
      const answer = answerOf(announced.id)
      expect(Number(answer.answeredAfter)).toBeGreaterThanOrEqual(3_600_000)
      expect(Number(answer.answeredAfter)).toBeLessThan(3_660_000)
      // What comes later is no other answer.
      await desk.decided(done, { verdict: 'receive', checked: ['receipt'] })
      expect(answerOf(announced.id)).toEqual(answer)
    }
  })

  it('of the League that is taken back is the one before it again', async () => {
    const { student, transfer } = await invited()
    const desk = leagueSecretary(cloud)
    const approved = await desk.decided(transfer, APPROVE)
    const first = answerOf(transfer.id)
    const returned = await desk.returned(approved)
    cloud.clock.pass(3_600_000)
    const again = await desk.decided(valueOf(await student.act(returned, { action: 'amend' })), APPROVE)
    expect(answerOf(transfer.id)).not.toEqual(first)
    await desk.decided(again, { verdict: 'undo' })
    expect(answerOf(transfer.id)).toEqual(first)
  })

  it('of the League is the approval; one that is taken back is none', async () => {
    const { student, transfer } = await invited()
    const desk = leagueSecretary(cloud)
    const approved = await desk.decided(transfer, APPROVE)
    expect(answerOf(transfer.id)).not.toEqual(none)
    const undone = await desk.decided(approved, { verdict: 'undo' })
    expect(answerOf(transfer.id)).toEqual(none)
    await desk.decided(undone, APPROVE)
    const answer = answerOf(transfer.id)
    const returned = await desk.returned(await student.transfer())
    expect(answerOf(transfer.id)).toEqual(answer)
    await desk.decided(returned, { verdict: 'undo', officiallyApproved: true })
    expect(answerOf(transfer.id)).toEqual(answer)
  })
})
