import { beforeAll, describe, expect, it } from 'vitest'
import type { TransferView } from '../../../cloudfunctions/contract'
import {
  aCommandId,
  addBranch,
  addStaff,
  APPROVE,
  aStudent,
  Caller,
  codeOf,
  LEAGUE,
  leagueSecretary,
  valueOf,
  type Student,
} from '../../support/client'
import { localCloud } from '../../support/file-cloud'

/**
 * Each input is wrong in every way from its row on, so that the answer shows which check came first: shape, identity,
 * staff, existence, branch or owner, role, replay, version, stage, rule.
 */
describe('the order of checks', () => {
  const cloud = localCloud()
  let nobody: Caller
  let stranger: Caller
  let other: Student
  let student: Student
  let transfer: TransferView
  let secretary: Caller
  beforeAll(async () => {
    nobody = new Caller(cloud)
    stranger = new Caller(cloud, 'a-stranger')
    other = await aStudent(cloud)
    student = await aStudent(cloud)
    transfer = await student.started({ commandId: 'accepted' })
    secretary = leagueSecretary(cloud)
  })

  it('refuses an operation that it does not know before anything else', async () => {
    for (const [fn, op] of [
      ['member', 'desk.list'],
      ['secretary', 'account.me'],
      ['member', '__proto__'],
      ['member', 'constructor'],
      ['member', ''],
      ['secretary', 'desk.open '],
    ] as const)
      expect(await nobody.call(fn, op, null), op).toEqual({ ok: false, error: { code: 'UNKNOWN_OP' } })
    const url = `${cloud.url}/functions/member`
    const post = async (body: unknown) =>
      (await (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).json()) as object
    for (const body of [{}, { op: 5 }, { op: null, input: {} }])
      expect(await post(body)).toMatchObject({ error: { code: 'BAD_INPUT' } })
    expect(await post({ op: 'account.me' })).toEqual({ ok: false, error: { code: 'NO_IDENTITY' } })
  })

  it('of account operations: shape, identity, account', async () => {
    const cases: [Caller, string, unknown, string][] = [
      [nobody, 'account.me', 5, 'BAD_INPUT'],
      [nobody, 'account.me', {}, 'NO_IDENTITY'],
      [nobody, 'account.check', { name: 5 }, 'BAD_INPUT'],
      [nobody, 'account.check', {}, 'NO_IDENTITY'],
      [nobody, 'account.register', {}, 'BAD_INPUT'],
      [nobody, 'account.amend', { phone: '1' }, 'BAD_INPUT'],
      [nobody, 'account.amend', {}, 'NO_IDENTITY'],
      [stranger, 'account.amend', {}, 'NOT_REGISTERED'],
      [nobody, 'branch.find', { kind: 'guild', text: '' }, 'BAD_INPUT'],
      [nobody, 'branch.find', { kind: 'league', text: '' }, 'NO_IDENTITY'],
    ]
    for (const [caller, op, input, code] of cases)
      expect(codeOf(await caller.call('member', op, input)), `${op} ${JSON.stringify(input)}`).toBe(code)
    const { person } = student
    const consent = { version: '1', terms: true, sensitive: true }
    expect(codeOf(await nobody.call('member', 'account.register', { ...person, consent }))).toBe('NO_IDENTITY')
    // Somebody registered learns nothing of whose an ID number is.
    expect(codeOf(await other.call('member', 'account.register', { ...person, consent }))).toBe('ALREADY_REGISTERED')
  })

  it('of transfer.start: shape, identity, account, branch, replay, open transfer, rule', async () => {
    const closed = addBranch(cloud, 'closed', { joinable: false })
    const nonmember = await aStudent(cloud, { identity: 'nonmember' })
    const input = { kind: 'league', origin: 'province', branchId: 'nothing', commandId: 'accepted' }
    const cases: [Caller, unknown, string][] = [
      [nobody, { ...input, origin: 'moon' }, 'BAD_INPUT'],
      [nobody, input, 'NO_IDENTITY'],
      [stranger, input, 'NOT_REGISTERED'],
      [student, input, 'NOT_FOUND'],
      [student, { ...input, branchId: closed }, 'ok'],
      [student, { ...input, branchId: closed, commandId: 'new' }, 'ALREADY_OPEN'],
      [nonmember, { ...input, branchId: closed }, 'NOTHING_TO_TRANSFER'],
      [other, { ...input, branchId: closed }, 'BRANCH_NOT_JOINABLE'],
    ]
    for (const [caller, given, code] of cases)
      expect(codeOf(await caller.call('member', 'transfer.start', given)), code).toBe(code)
  })

  it('of transfer.act: shape, identity, account, existence, owner, replay, version, stage, rule', async () => {
    const closed = addBranch(cloud, 'closed-too', { joinable: false })
    const input = { id: transfer.id, version: 99, commandId: 'accepted', action: 'amend', branchId: closed }
    const approved = await secretary.approved(await other.started())
    const early = { id: approved.id, commandId: 'never', action: 'request', claimed: { name: '', idNumber: '' } }
    const cases: [Caller, unknown, string][] = [
      [nobody, { ...input, id: 'nothing', reason: 5 }, 'BAD_INPUT'],
      [nobody, { ...input, id: 'nothing' }, 'NO_IDENTITY'],
      [stranger, { ...input, id: 'nothing' }, 'NOT_REGISTERED'],
      [student, { ...input, id: 'nothing' }, 'NOT_FOUND'],
      [student, { ...input, id: '../etc' }, 'NOT_FOUND'],
      [student, { ...input, id: 'x'.repeat(65) }, 'NOT_FOUND'],
      [student, { ...input, branchId: 'nothing' }, 'NOT_FOUND'],
      [other, input, 'NOT_YOURS'],
      [student, input, 'ok'],
      [student, { ...input, commandId: 'new' }, 'CHANGED_MEANWHILE'],
      [student, { ...input, commandId: 'new', version: 1 }, 'BRANCH_NOT_JOINABLE'],
      [
        student,
        { ...input, commandId: 'new', version: 1, action: 'announce', channel: 'online', prepared: [] },
        'NOT_NOW',
      ],
      [other, { ...early, version: 1 }, 'CHANGED_MEANWHILE'],
      [other, { ...early, version: 2 }, 'WAIT_NOT_OVER'],
      [other, { ...input, id: approved.id, version: 2, commandId: 'new' }, 'NOT_NOW'],
    ]
    for (const [caller, given, code] of cases)
      expect(codeOf(await caller.call('member', 'transfer.act', given)), JSON.stringify(given)).toBe(code)
  })

  it('of transfer.precheck: shape, identity, account, existence, owner, stage', async () => {
    const claimed = { name: '', idNumber: '' }
    const gone = await aStudent(cloud)
    const withdrawn = valueOf(await gone.act(await gone.started(), { action: 'withdraw' }))
    const cases: [Caller, unknown, string][] = [
      [nobody, { id: 'nothing' }, 'BAD_INPUT'],
      [nobody, { id: 'nothing', claimed }, 'NO_IDENTITY'],
      [stranger, { id: 'nothing', claimed }, 'NOT_REGISTERED'],
      [student, { id: 'nothing', claimed }, 'NOT_FOUND'],
      [student, { id: withdrawn.id, claimed }, 'NOT_YOURS'],
      [gone, { id: withdrawn.id, claimed }, 'NOT_NOW'],
      [student, { id: transfer.id, claimed }, 'ok'],
    ]
    for (const [caller, given, code] of cases)
      expect(codeOf(await caller.call('member', 'transfer.precheck', given)), code).toBe(code)
  })

  it('of reminder.allow: shape, identity, account, existence, owner, stage', async () => {
    const kinds = ['answered']
    const gone = await aStudent(cloud)
    const withdrawn = valueOf(await gone.act(await gone.started(), { action: 'withdraw' }))
    const cases: [Caller, unknown, string][] = [
      [nobody, { id: 'nothing', kinds: [] }, 'BAD_INPUT'],
      [nobody, { id: 'nothing', kinds }, 'NO_IDENTITY'],
      [stranger, { id: 'nothing', kinds }, 'NOT_REGISTERED'],
      [student, { id: 'nothing', kinds }, 'NOT_FOUND'],
      [student, { id: withdrawn.id, kinds }, 'NOT_YOURS'],
      [gone, { id: withdrawn.id, kinds }, 'NOT_NOW'],
      [student, { id: transfer.id, kinds }, 'ok'],
    ]
    for (const [caller, given, code] of cases)
      expect(codeOf(await caller.call('member', 'reminder.allow', given)), code).toBe(code)
  })

  it('of a link: shape, existence, and no token is too odd to be looked for', async () => {
    const claimed = { name: '', idNumber: '' }
    const asked = { claimed, organisation: '某大学团委', commandId: 'never' }
    for (const token of ['', 'nothing', '../etc', '\u0000', 'x'.repeat(1_000)]) {
      expect(codeOf(await nobody.call('member', 'invite.open', { token }))).toBe('NOT_FOUND')
      expect(codeOf(await nobody.call('member', 'invite.request', { ...asked, token }))).toBe('NOT_FOUND')
    }
    expect(codeOf(await nobody.call('member', 'invite.open', { token: 5 }))).toBe('BAD_INPUT')
    const blank = { ...asked, token: 'nothing', organisation: ' ' }
    expect(codeOf(await nobody.call('member', 'invite.request', blank))).toBe('BAD_INPUT')
  })

  it('of desk.list and desk.open: shape, identity, staff, existence, branch, role', async () => {
    const branchId = addBranch(cloud, 'elsewhere')
    const elsewhere = addStaff(cloud, 'elsewhere-secretary', branchId, 'secretary')
    const cadre = addStaff(cloud, 'a-cadre', LEAGUE, 'cadre')
    const cases: [Caller, string, unknown, string][] = [
      [nobody, 'desk.list', { branchId: 5 }, 'BAD_INPUT'],
      [nobody, 'desk.list', { branchId: LEAGUE, stage: 'odd' }, 'BAD_INPUT'],
      [nobody, 'desk.list', { branchId: 'nothing' }, 'NO_IDENTITY'],
      [student, 'desk.list', { branchId: 'nothing' }, 'NOT_STAFF'],
      [secretary, 'desk.list', { branchId: 'nothing' }, 'NOT_FOUND'],
      [secretary, 'desk.list', { branchId: '../../x' }, 'NOT_FOUND'],
      [elsewhere, 'desk.list', { branchId: LEAGUE }, 'NOT_YOURS'],
      [cadre, 'desk.list', { branchId: LEAGUE }, 'ok'],
      [nobody, 'desk.open', {}, 'BAD_INPUT'],
      [nobody, 'desk.open', { id: 'nothing' }, 'NO_IDENTITY'],
      [student, 'desk.open', { id: 'nothing' }, 'NOT_STAFF'],
      [student, 'desk.open', { id: transfer.id }, 'NOT_STAFF'],
      [elsewhere, 'desk.open', { id: 'nothing' }, 'NOT_FOUND'],
      [elsewhere, 'desk.open', { id: 'y'.repeat(65) }, 'NOT_FOUND'],
      [elsewhere, 'desk.open', { id: transfer.id }, 'NOT_YOURS'],
      [cadre, 'desk.open', { id: 'nothing' }, 'NOT_FOUND'],
      [cadre, 'desk.open', { id: transfer.id }, 'READ_ONLY'],
      [secretary, 'desk.open', { id: transfer.id }, 'ok'],
    ]
    for (const [caller, op, input, code] of cases)
      expect(codeOf(await caller.call('secretary', op, input)), `${op} ${JSON.stringify(input)}`).toBe(code)
  })

  it('of desk.decide: shape, identity, staff; then per item shape, existence, branch, role, replay, version, stage, rule', async () => {
    const branchId = addBranch(cloud, 'farther')
    const elsewhere = addStaff(cloud, 'farther-secretary', branchId, 'secretary')
    const cadre = addStaff(cloud, 'another-cadre', LEAGUE, 'cadre')
    const counsellor = addStaff(cloud, 'a-counsellor', LEAGUE, 'counsellor')
    expect(codeOf(await nobody.decideAll([], 5))).toBe('BAD_INPUT')
    expect(codeOf(await nobody.decideAll([{}]))).toBe('NO_IDENTITY')
    expect(codeOf(await student.decideAll([{}]))).toBe('NOT_STAFF')

    const asked = await (await aStudent(cloud)).started()
    const commandId = aCommandId()
    const approved = await secretary.decide(asked, APPROVE, commandId)
    expect(codeOf(approved)).toBe('ok')
    const wrong = { id: asked.id, version: 99, verdict: 'approve' }
    const cases: [Caller, object, string][] = [
      [elsewhere, { ...wrong, id: 'nothing', version: -1 }, 'BAD_INPUT'],
      [elsewhere, { ...wrong, id: 'nothing' }, 'NOT_FOUND'],
      [elsewhere, wrong, 'NOT_YOURS'],
      [cadre, wrong, 'READ_ONLY'],
      [counsellor, wrong, 'READ_ONLY'],
      [secretary, wrong, 'ok'],
    ]
    for (const [caller, item, code] of cases)
      expect(valueOf(await caller.decideAll([item], commandId)).outcomes.map(codeOf), code).toEqual([code])
    const fresh = async (item: object) => valueOf(await secretary.decideAll([item])).outcomes.map(codeOf)
    expect(await fresh(wrong)).toEqual(['CHANGED_MEANWHILE'])
    expect(await fresh({ ...wrong, version: 2 })).toEqual(['NOT_NOW'])
    expect(await fresh({ ...wrong, id: transfer.id, version: 1 })).toEqual(['OFFICIAL_FIRST'])
  })
})
