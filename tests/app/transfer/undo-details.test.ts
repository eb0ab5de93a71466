import { beforeEach, describe, expect, it } from 'vitest'
import type { ReminderKind, TransferView } from '../../../cloudfunctions/contract'
import { reminderTemplates } from '../../../preview/seed/wechat'
import {
  addStaff,
  aStudent,
  codeOf,
  leagueSecretary,
  PARTY,
  partySecretary,
  setBranch,
  LEAGUE,
  valueOf,
  type Caller,
  type Student,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'

const DAY = 24 * 3_600_000
const UNDO = { verdict: 'undo', officiallyApproved: true }

const cloud = localCloud()
beforeEach(async () => {
  await cloud.reset()
})

const secretary = () => leagueSecretary(cloud)
const asked = async (...kinds: ReminderKind[]): Promise<{ student: Student; transfer: TransferView }> => {
  const student = await aStudent(cloud)
  const transfer = await student.started()
  cloud.wechat.allow(
    student.openid ?? '',
    kinds.map((kind) => reminderTemplates[kind].id),
  )
  if (kinds.length > 0) valueOf(await student.member('reminder.allow', { id: transfer.id, kinds }))
  return { student, transfer }
}
const notes = () => cloud.wechat.messages.map(({ text }) => text.split('\n').at(-1)?.replace(/^.*：/u, ''))
const waitingFor = (id: string) =>
  (documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)?.['reminders'] ?? []) as {
    kind: string
    dueAt: number | null
  }[]
const dueOf = (id: string, kind: ReminderKind) => waitingFor(id).find((one) => one.kind === kind)?.dueAt

describe('messages of a step that is taken back', () => {
  it('of an approval are not sent: the end of its wait is nothing to tell, and the answer waits for the next one', async () => {
    const { transfer } = await asked('answered', 'waitOver')
    const approved = await secretary().approved(transfer)
    expect(dueOf(transfer.id, 'waitOver')).toBe(Date.parse(approved.readyAt ?? ''))
    expect(dueOf(transfer.id, 'answered')).not.toBeNull()
    await secretary().decided(approved, UNDO)
    expect([dueOf(transfer.id, 'waitOver'), dueOf(transfer.id, 'answered')]).toEqual([null, null])
    await cloud.clock.advance('PT25H')
    expect(cloud.wechat.messages).toEqual([])
  })

  it('of a return stand again as they stood: the wait that was running is told at its end', async () => {
    const { student, transfer } = await asked('waitOver')
    const approved = await secretary().approved(transfer)
    const returned = await secretary().returned(approved)
    expect(waitingFor(transfer.id).filter(({ dueAt }) => dueAt !== null)).toEqual([])
    // What moves no version is no step that would stand between.
    valueOf(await student.member('transfer.declare', { id: transfer.id, officialRegistration: true }))
    await secretary().decided(returned, UNDO)
    expect(dueOf(transfer.id, 'waitOver')).toBe(Date.parse(approved.readyAt ?? ''))
    await cloud.clock.advance('PT24H')
    expect(notes()).toEqual(['现在可以请原团组织提交转入北京申请'])
  })

  it('stand as the next step has them where none is taken back', async () => {
    const { transfer } = await asked('answered')
    const returned = await secretary().returned(await secretary().approved(transfer))
    expect(dueOf(transfer.id, 'answered')).toBe(Date.parse(returned.since))
  })

  it('are followed by one that says it was an oversight, where the branch may remind', async () => {
    const { transfer } = await asked('nudge', 'answered')
    const returned = await secretary().returned(transfer)
    await cloud.clock.tick()
    await secretary().decided(returned, UNDO)
    await cloud.clock.tick()
    expect(notes()).toEqual(['打开小程序查看原因，修改后重新申请', '上一步是误操作，已恢复，请打开查看'])
  })

  it('are remembered only as long as the step may be taken back', async () => {
    const { student, transfer } = await asked('answered', 'waitOver')
    const remembered = () =>
      documentsOf(cloud, 'transfers').find(({ _id }) => _id === transfer.id)?.['remindersBefore'] as object[]
    await secretary().approved(transfer)
    expect(remembered()).toHaveLength(2)
    valueOf(await student.act(await student.transfer(), { action: 'withdraw' }))
    expect(remembered()).toEqual([])
  })

  it('that was sent meanwhile is not sent again', async () => {
    const { transfer } = await asked('answered')
    const approved = await secretary().approved(transfer)
    await cloud.clock.tick()
    expect(notes()).toHaveLength(1)
    await secretary().decided(approved, UNDO)
    await secretary().approved({ ...approved, version: approved.version + 1 })
    await cloud.clock.tick()
    expect(notes()).toHaveLength(1)
  })
})

describe('how long the newest step may be taken back', () => {
  it.each([
    ['is taken back until a day after it', -5_000, 'ok'],
    ['is not taken back one millisecond after that day', 1, 'NOT_NOW'],
  ] as const)('%s', async (_title, after, code) => {
    const { transfer } = await asked()
    const approved = await secretary().approved(transfer)
    cloud.clock.pass(Date.parse(approved.since) + DAY + after - cloud.clock.now())
    expect(codeOf(await secretary().decide(approved, UNDO))).toBe(code)
  })

  it('is the newest step’s alone: what came before it, or by the member after it, is not the desk’s to take back', async () => {
    const { student, transfer } = await asked('answered')
    const returned = await secretary().returned(transfer)
    const heldBefore = () => documentsOf(cloud, 'transfers').find(({ _id }) => _id === transfer.id)?.['remindersBefore']
    expect(heldBefore()).toMatchObject([{ kind: 'answered', dueAt: null }])
    const again = valueOf(await student.act(returned, { action: 'amend' }))
    // What could have been put back is kept no longer.
    expect(heldBefore()).toEqual([])
    expect(again.allowedActions).not.toContain('undo')
    expect(codeOf(await secretary().decide(again, UNDO))).toBe('NOT_NOW')
    const approved = await secretary().approved(again)
    const back = await secretary().decided(approved, UNDO)
    expect(back.stage).toBe('registered')
    expect(codeOf(await secretary().decide(back, UNDO))).toBe('NOT_NOW')
  })

  it('does not end by what moves no version: a check, a declaration, a refused attempt', async () => {
    const { student, transfer } = await asked()
    const { token } = valueOf(await student.member('transfer.invite', { id: transfer.id }))
    const approved = await secretary().approved(transfer)
    valueOf(await student.member('transfer.declare', { id: transfer.id, officialRegistration: true }))
    const use = { token, claimed: student.claim, organisation: '某大学团委', commandId: 'check-1' }
    valueOf(await student.member('invite.check', use))
    expect(codeOf(await student.request(approved, student.claim))).toBe('WAIT_NOT_OVER')
    const back = await secretary().decided(approved, UNDO)
    expect(back).toMatchObject({
      stage: 'registered',
      declared: { officialRegistration: expect.any(String) as string },
    })
    expect(back).not.toHaveProperty('checked')
  })

  it('ends with the sealed copy: nothing is reopened of whom nothing is known any more', async () => {
    await setBranch(cloud, LEAGUE, { retentionDays: 1 })
    const student = await aStudent(cloud)
    const accepted = await secretary().approved(await student.started({ origin: 'beijing' }))
    await cloud.clock.advance('P2D')
    expect(await student.transfer()).toMatchObject({ stage: 'transferred', erased: true })
    const { version } = await student.transfer()
    expect(codeOf(await secretary().decide({ id: accepted.id, version }, UNDO))).toBe('NOT_NOW')
    expect(codeOf(await student.request({ id: accepted.id, version }, student.claim))).toBe('NOT_NOW')
  })
})

describe('what a counsellor takes back', () => {
  const announced = async (): Promise<TransferView> => {
    const student = await aStudent(cloud, { party: 'full' })
    const started = await student.started({ kind: 'party', branchId: PARTY })
    return student.announced(started)
  }
  const counsellor = (): Caller => addStaff(cloud, 'undoing-counsellor', PARTY, 'counsellor')

  it('is what passes through a counsellor’s hands, also where the secretary ticked it', async () => {
    const transfer = await announced()
    const ticked = await partySecretary(cloud).decided(transfer, { verdict: 'receive', checked: ['materials'] })
    const back = await counsellor().decided(ticked, UNDO)
    expect(back).toMatchObject({ stage: 'announced' })
    expect(back).not.toHaveProperty('facts')
  })

  it('is neither the reception online nor a return, and not offered', async () => {
    const transfer = await announced()
    const online = await partySecretary(cloud).decided(transfer, {
      verdict: 'receive',
      checked: ['online', 'materials'],
    })
    const desk = counsellor()
    expect(codeOf(await desk.decide(online, UNDO))).toBe('READ_ONLY')
    const open = valueOf(await desk.desk('desk.open', { id: transfer.id }))
    expect(open.allowedActions).not.toContain('undo')
    const returned = await partySecretary(cloud).returned(await partySecretary(cloud).decided(online, UNDO))
    expect(codeOf(await desk.decide(returned, UNDO))).toBe('READ_ONLY')
  })
})
