import { describe, expect, it } from 'vitest'
import {
  aCommandId,
  aStudent,
  Caller,
  codeOf,
  leagueSecretary,
  PARTY,
  partySecretary,
  person,
  valueOf,
} from '../../support/client'
import { localCloud } from '../../support/file-cloud'

const cloud = localCloud()

const undo = { verdict: 'undo' }

describe('what the desk takes back', () => {
  it('is an approval with its wait, the declaration staying; neither it nor the undo can be taken back twice', async () => {
    const student = await aStudent(cloud)
    const started = await student.started()
    const declared = valueOf(await student.member('transfer.declare', { id: started.id, officialRegistration: true }))
    expect(declared).toMatchObject({ version: 1, declared: { officialRegistration: expect.any(String) as string } })
    const approved = await leagueSecretary(cloud).approved(started)
    expect(approved.allowedActions).toContain('undo')
    const back = await leagueSecretary(cloud).decided(approved, undo)
    expect(back).toMatchObject({ stage: 'registered', since: started.since, declared: declared.declared, version: 3 })
    expect(back).not.toHaveProperty('readyAt')
    expect(back.log.at(-1)).toMatchObject({ what: 'undone', undone: 'approve' })
    expect(codeOf(await leagueSecretary(cloud).decide(back, undo))).toBe('NOT_NOW')
  })

  it('is a return to an approval only where the approval in the official system still stands', async () => {
    const student = await aStudent(cloud)
    const approved = await leagueSecretary(cloud).approved(await student.started())
    const returned = await leagueSecretary(cloud).returned(approved)
    expect(codeOf(await leagueSecretary(cloud).decide(returned, undo))).toBe('OFFICIAL_FIRST')
    const back = await leagueSecretary(cloud).decided(returned, { ...undo, officiallyApproved: true })
    expect(back).toMatchObject({ stage: 'approved', readyAt: approved.readyAt, since: approved.since })
  })

  it('opens what was closed with what its person has registered meanwhile', async () => {
    const student = await aStudent(cloud)
    const accepted = await leagueSecretary(cloud).approved(await student.started({ origin: 'beijing' }))
    expect(accepted.stage).toBe('transferred')
    const [name, { memberNumber = '' }] = ['改名者', person(4_321)]
    valueOf(await student.member('account.amend', { name, memberNumber }))
    expect((await student.transfer()).version).toBe(2)
    const back = await leagueSecretary(cloud).decided(accepted, undo)
    expect(back).toMatchObject({ stage: 'registered', version: 4 })
    expect(back.log.map(({ what }) => what)).toEqual(['started', 'approved', 'undone', 'copyAmended'])
    expect(valueOf(await leagueSecretary(cloud).desk('desk.open', { id: back.id }))).toMatchObject({ name })
  })

  it('needs the one place of an open transfer, and is too late after a day', async () => {
    const student = await aStudent(cloud)
    const accepted = await leagueSecretary(cloud).approved(await student.started({ origin: 'beijing' }))
    await student.started()
    expect(codeOf(await leagueSecretary(cloud).decide(accepted, undo))).toBe('ALREADY_OPEN')
    await cloud.clock.advance('PT25H')
    expect(codeOf(await leagueSecretary(cloud).decide(accepted, undo))).toBe('NOT_NOW')
  })

  it('are facts of the Party, each with its own day and a reason to take it back', async () => {
    const student = await aStudent(cloud, { party: 'full' })
    const started = await student.started({ kind: 'party', branchId: PARTY })
    const announced = await student.announced(started)
    const today = new Date(cloud.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const receive = { verdict: 'receive', checked: [{ fact: 'online', on: today }, 'materials'] }
    const tomorrow = new Date(cloud.clock.now() + 32 * 3_600_000).toISOString().slice(0, 10)
    const wrong = { verdict: 'receive', checked: [{ fact: 'online', on: tomorrow }] }
    expect(codeOf(await partySecretary(cloud).decide(announced, wrong))).toBe('BAD_INPUT')
    const received = await partySecretary(cloud).decided(announced, receive)
    expect(received).toMatchObject({ stage: 'received', facts: { online: today, materials: today } })
    const uncheck = { verdict: 'receive', unchecked: ['materials'] }
    expect(codeOf(await partySecretary(cloud).decide(received, uncheck))).toBe('REASON_REQUIRED')
    const open = await partySecretary(cloud).decided(received, { ...uncheck, reason: '登记错人' })
    expect(open).toMatchObject({ stage: 'announced', facts: { online: today } })
    expect((await partySecretary(cloud).decided(open, undo)).stage).toBe('received')
  })
})

describe('a check by link', () => {
  it('is no submission: it may come early, moves nothing, replays, and stands with the organisation', async () => {
    const student = await aStudent(cloud)
    const started = await student.started()
    const { token } = valueOf(await student.member('transfer.invite', { id: started.id }))
    const outside = new Caller(cloud, 'outside')
    const input = { token, claimed: student.claim, organisation: '某大学团委', commandId: aCommandId() }
    expect(valueOf(await outside.member('invite.check', input))).toEqual({ outcome: 'matches' })
    const other = { ...input, claimed: { ...student.claim, name: '另一个人' } }
    expect(valueOf(await outside.member('invite.check', other))).toEqual({ outcome: 'matches' })
    const now = await student.transfer()
    expect(now).toMatchObject({
      stage: 'registered',
      version: 1,
      checked: { organisation: '某大学团委', matches: true },
    })
    for (let i = 0; i < 5; i += 1)
      expect(valueOf(await outside.member('invite.check', { ...other, commandId: aCommandId() }))).toEqual({
        outcome: 'differs',
        differs: ['name'],
      })
    const reply = await outside.member('invite.open', { token })
    expect(reply).toMatchObject({
      error: { code: 'LINK_EXPIRED', detail: { branch: { fullName: started.branch.fullName } } },
    })
  })

  it('is followed by the word that it was submitted, unless that was too early', async () => {
    const student = await aStudent(cloud)
    const approved = await leagueSecretary(cloud).approved(await student.started())
    const { token } = valueOf(await student.member('transfer.invite', { id: approved.id }))
    const outside = new Caller(cloud, 'outside')
    const say = () => outside.member('invite.request', { token, organisation: '某大学团委', commandId: aCommandId() })
    expect(codeOf(await say())).toBe('WAIT_NOT_OVER')
    await cloud.clock.advance('PT24H')
    valueOf(await student.member('transfer.declare', { id: approved.id, submittedEarly: true }))
    expect(codeOf(await say())).toBe('NOT_NOW')
    valueOf(await student.member('transfer.declare', { id: approved.id, submittedEarly: false }))
    expect(valueOf(await say())).toEqual({ outcome: 'submitted' })
    const now = await student.transfer()
    expect(now).toMatchObject({ stage: 'approved', version: 3, submittedAt: expect.any(String) as string })
    expect(valueOf(await student.act(now, { action: 'request' })).version).toBe(3)
  })
})
