import { beforeEach, describe, expect, it } from 'vitest'
import type { TransferView } from '../../../cloudfunctions/contract'
import { isReference } from '../../../cloudfunctions/domain/reference'
import { aStudent, APPROVE, codeOf, leagueSecretary, valueOf, type Act, type Student } from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'

const HOUR = 3_600_000
const DAY = 24 * HOUR

describe('a League transfer from outside Beijing', () => {
  const cloud = localCloud()
  let student: Student
  beforeEach(async () => {
    student = await aStudent(cloud)
  })
  const secretary = () => leagueSecretary(cloud)
  const stepsOf = ({ steps }: TransferView) => Object.fromEntries(steps.map(({ key, state }) => [key, state]))
  const whats = ({ log }: TransferView) => log.map(({ by, what }) => `${by} ${what}`)
  /** Approved, and the wait is over. */
  const ready = async (): Promise<TransferView> => {
    const approved = await secretary().approved(await student.started())
    await cloud.clock.advance('PT24H')
    return approved
  }

  it('goes from the join request over approval, wait, a mismatch and a match to the official result', async () => {
    const started = await student.started({ reason: '升学' })
    expect(started).toMatchObject({ kind: 'league', origin: 'province', stage: 'registered', version: 1, attempts: 0 })
    expect(started).toMatchObject({ reason: '升学', allowedActions: ['amend', 'withdraw'] })
    expect(isReference(started.reference)).toBe(true)
    expect(started.branch).toMatchObject({ shortName: '计通24级临时团支部', besideOfficial: true, waitHours: 24 })
    expect(stepsOf(started)).toMatchObject({ join: 'done', approval: 'current', wait: 'blocked', request: 'blocked' })

    const approved = await secretary().approved(started)
    expect(approved).toMatchObject({ stage: 'approved', version: 2, allowedActions: ['return', 'confirm', 'undo'] })
    const waiting = await student.transfer()
    expect(waiting.allowedActions).toEqual(['withdraw'])
    expect(stepsOf(waiting)).toMatchObject({ approval: 'done', wait: 'current', request: 'blocked' })

    await cloud.clock.advance('P1D')
    const open = await student.transfer()
    expect(open.allowedActions).toEqual(['request', 'withdraw'])
    expect(stepsOf(open)).toMatchObject({ wait: 'done', request: 'current' })

    const failed = valueOf(await student.request(open, { ...student.claim, name: '别人' }))
    expect(failed).toMatchObject({ stage: 'failed', failure: { code: 'MISMATCH', differs: ['name'] }, attempts: 1 })
    expect(failed.allowedActions).toEqual(['request', 'withdraw'])

    const matched = valueOf(await student.request(failed, student.claim))
    expect(matched).toMatchObject({ stage: 'transferred', confirmedBy: 'member', attempts: 2, allowedActions: [] })
    expect(matched.failure).toBeUndefined()
    expect(stepsOf(matched)).toMatchObject({ verification: 'done', confirmation: 'current' })

    const confirmed = await secretary().decided(matched, { verdict: 'confirm', result: 'success' })
    expect(confirmed).toMatchObject({ stage: 'transferred', confirmedBy: 'secretary' })
    expect(stepsOf(confirmed)).toMatchObject({ confirmation: 'done' })
    expect(whats(await student.transfer())).toEqual([
      'member started',
      'secretary approved',
      'member mismatched',
      'member matched',
      'secretary confirmed',
    ])
  })

  it('is ready exactly the branch’s wait after the approval, to the millisecond', async () => {
    const before = cloud.clock.now()
    const { readyAt = '', log } = await secretary().approved(await student.started())
    const approvedAt = Date.parse(log.at(-1)?.at ?? '')
    expect(Date.parse(readyAt) - approvedAt).toBe(DAY)
    expect(approvedAt).toBeGreaterThanOrEqual(before)
    expect(approvedAt).toBeLessThanOrEqual(cloud.clock.now())
  })

  it('refuses the request until the wait is over, and takes it from then on', async () => {
    const { readyAt = '', ...approved } = await secretary().approved(await student.started())
    await cloud.clock.set(new Date(Date.parse(readyAt) - 2_000).toISOString())
    const early = await student.request(approved, student.claim)
    expect(early).toEqual({ ok: false, error: { code: 'WAIT_NOT_OVER', detail: { readyAt } } })
    await cloud.clock.set(readyAt)
    expect(valueOf(await student.request(approved, student.claim)).stage).toBe('transferred')
  })

  it('takes no clock but the server’s', async () => {
    const approved = await secretary().approved(await student.started())
    const input = {
      ...approved,
      action: 'request',
      claimed: student.claim,
      commandId: 'c',
      now: '2099-01-01T00:00:00Z',
    }
    const reply = await student.call('member', 'transfer.act', { ...input, at: '2099-01-01T00:00:00Z' })
    expect(codeOf(reply)).toBe('WAIT_NOT_OVER')
  })

  it('starts a new wait with a new approval', async () => {
    const failed = valueOf(await student.request(await ready(), { ...student.claim, name: '别人' }))
    valueOf(await student.member('account.amend', { name: '改名' }))
    const again = await secretary().approved(await student.transfer(failed.id))
    expect(Date.parse(again.readyAt ?? '') - cloud.clock.now()).toBeGreaterThan(DAY - 60_000)
    expect(codeOf(await student.request(again, { ...student.claim, name: '改名' }))).toBe('WAIT_NOT_OVER')
  })

  it('comes back with a reason, and is asked for again after it was amended', async () => {
    const returned = await secretary().returned(await student.started({ reason: '升学' }), '入团年月不对')
    expect(returned).toMatchObject({ stage: 'returned', returnReason: '入团年月不对', allowedActions: ['undo'] })
    const mine = await student.transfer()
    expect(mine.allowedActions).toEqual(['amend', 'withdraw'])
    expect(mine.log.at(-1)).toMatchObject({ by: 'secretary', what: 'returned', reason: '入团年月不对' })
    const again = valueOf(await student.act(mine, { action: 'amend', reason: '就业' }))
    expect(again).toMatchObject({ stage: 'registered', version: 3, reason: '就业' })
    expect(again).not.toHaveProperty('returnReason')
    expect((await secretary().approved(again)).stage).toBe('approved')
  })

  it('keeps the reason for leaving where an amendment names none', async () => {
    const started = await student.started({ reason: '升学' })
    expect(valueOf(await student.act(started, { action: 'amend' })).reason).toBe('升学')
  })

  it('can be taken back by the branch after the approval, and is approved anew', async () => {
    const approved = await secretary().approved(await student.started())
    const returned = await secretary().returned(approved, '误操作')
    expect(returned.stage).toBe('returned')
    expect(returned).not.toHaveProperty('readyAt')
    const again = valueOf(await student.act(returned, { action: 'amend' }))
    await cloud.clock.advance('PT30H')
    const second = await secretary().approved(again)
    expect(codeOf(await student.request(second, student.claim))).toBe('WAIT_NOT_OVER')
  })

  it('can be withdrawn while it is open, and another one started', async () => {
    for (const lead of [
      () => student.started(),
      async () => secretary().approved(await student.started()),
      async () => secretary().returned(await student.started()),
      async () => valueOf(await student.request(await ready(), { ...student.claim, name: '别人' })),
    ]) {
      const withdrawn = valueOf(await student.act(await lead(), { action: 'withdraw' }))
      expect(withdrawn).toMatchObject({ stage: 'withdrawn', allowedActions: [] })
      expect(withdrawn).not.toHaveProperty('readyAt')
    }
    const { transfers } = await student.me()
    expect(transfers).toHaveLength(4)
    const starts = transfers.map(({ log }) => log[0]?.at ?? '')
    expect(starts).toEqual([...starts].sort().reverse())
  })

  it('is shown however many came before it', async () => {
    const { id } = valueOf(await student.act(await student.started(), { action: 'withdraw' }))
    const earlier = documentsOf(cloud, 'transfers').filter(({ _id }) => _id === id)
    const copies = Array.from({ length: 60 }, (_, i) =>
      earlier.map((one) => {
        const copy = `0000-${id}-${String(i)}`
        return { ...one, _id: copy, slot: copy, reference: copy, position: `0000000000000${String(i % 10)}-${copy}` }
      }),
    )
    cloud.store.insert(null, cloud.store.collection('transfers'), copies.flat())
    const started = await student.started()
    expect((await student.me()).transfers.map((one) => one.id).slice(0, 2)).toEqual([started.id, id])
    valueOf(await student.member('account.amend', { name: '改了名' }))
    expect(valueOf(await secretary().desk('desk.open', { id: started.id })).name).toBe('改了名')
  })

  it('refuses what is not listed for its stage with the stage it is in', async () => {
    const approved = await secretary().approved(await student.started())
    const amended = await student.act(approved, { action: 'amend' })
    expect(amended).toEqual({ ok: false, error: { code: 'NOT_NOW', detail: { stage: 'approved' } } })
    expect(await secretary().decide(approved, APPROVE)).toMatchObject({
      error: { code: 'NOT_NOW', detail: { stage: 'approved' } },
    })
    const withdrawn = valueOf(await student.act(approved, { action: 'withdraw' }))
    const commands: Act[] = [
      { action: 'withdraw' },
      { action: 'amend' },
      { action: 'request', claimed: student.claim },
      { action: 'announce', channel: 'online', prepared: ['file', 'letterToCounsellor'] },
    ]
    for (const command of commands) expect(codeOf(await student.act(withdrawn, command))).toBe('NOT_NOW')
  })

  it('records what the official system said, from approved, failed and transferred', async () => {
    const confirm = (transfer: TransferView, result: string) =>
      secretary().decided(transfer, { verdict: 'confirm', result })
    const approved = await secretary().approved(await student.started())
    const failed = await confirm(approved, 'failure')
    expect(failed).toMatchObject({ stage: 'failed', failure: { code: 'OFFICIAL_FAILURE' } })
    const transferred = await confirm(failed, 'success')
    expect(transferred).toMatchObject({ stage: 'transferred', confirmedBy: 'secretary' })
    expect(transferred).not.toHaveProperty('failure')
    const undone = await confirm(transferred, 'failure')
    expect(undone).toMatchObject({ stage: 'failed', failure: { code: 'OFFICIAL_FAILURE' } })
    expect(undone).not.toHaveProperty('confirmedBy')
  })

  it('cannot come back to life beside another one that was started since', async () => {
    const first = await secretary().decided(await ready(), { verdict: 'confirm', result: 'success' })
    await student.started()
    const outcome = await secretary().decide(first, { verdict: 'confirm', result: 'failure' })
    expect(codeOf(outcome)).toBe('ALREADY_OPEN')
    expect((await student.transfer(first.id)).stage).toBe('transferred')
  })
})
