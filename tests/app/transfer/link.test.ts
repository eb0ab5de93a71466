import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Claimed } from '../../../cloudfunctions/contract'
import { BUNDLES } from '../../support/build-functions'
import { aCommandId, Caller, codeOf, person, valueOf } from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { Elsewhere } from '../../support/meanwhile'
import { claimOf } from '../../support/people'

const who = person(1)
const right = claimOf(who)
const wrong: Claimed = { ...right, name: '另一个人' }
const cloud = localCloud({ functions: BUNDLES })
let student: Caller
let secretary: Caller
/** The outside organisation's secretary: no account here, and none needed. */
let outside: Caller

beforeAll(() => {
  student = new Caller(cloud, 'student')
  secretary = new Caller(cloud, 'local-league-secretary')
  outside = new Caller(cloud, 'outside')
})
beforeEach(() => cloud.reset())

const open = (token: string) => outside.member('invite.open', { token })
const ask = (token: string, claimed: Claimed, commandId = aCommandId()) =>
  outside.member('invite.request', { token, claimed, organisation: '某大学团委', commandId })
const check = (token: string, claimed: Claimed, commandId: string) =>
  outside.member('invite.check', { token, claimed, organisation: '某大学团委', commandId })
/** That it was submitted, not what. */
const submit = (token: string, commandId = aCommandId()) =>
  outside.member('invite.request', { token, organisation: '某大学团委', commandId })
/** A registered member with a link; approved and past the wait where it is wanted. */
const linked = async ({ ready = true } = {}): Promise<string> => {
  valueOf(await student.register(who))
  const transfer = await student.started()
  const { token } = valueOf(await student.member('transfer.invite', { id: transfer.id }))
  if (ready) {
    await secretary.decided(transfer, { verdict: 'approve', officiallyApproved: true })
    await cloud.clock.advance('PT24H')
  }
  return token
}

describe('a link for the outside organisation', () => {
  it('shows what is asked and of whom, masked, without any account', async () => {
    const token = await linked()
    const view = valueOf(await open(token))
    expect(view).toMatchObject({ stage: 'approved', fields: ['name', 'idNumber', 'memberNumber'] })
    expect(view.name).toMatch(/^.\*+$/u)
    const text = JSON.stringify(view)
    for (const secret of [who.name, who.idNumber, who.phone, who.memberNumber ?? '']) expect(text).not.toContain(secret)
  })

  it('opened too early says when to come back, and the attempt stands in the log without moving the version', async () => {
    const token = await linked({ ready: false })
    expect(codeOf(await ask(token, right))).toBe('NOT_APPROVED')
    const before = await student.transfer()
    await secretary.decided(before, { verdict: 'approve', officiallyApproved: true })
    const { readyAt, version } = await student.transfer()
    expect(valueOf(await open(token)).readyAt).toBe(readyAt)
    expect(await ask(token, right)).toMatchObject({ error: { code: 'WAIT_NOT_OVER', detail: { readyAt } } })
    const after = await student.transfer()
    expect(after.version).toBe(version)
    expect(after.log.filter(({ what, by }) => what === 'refused' && by === 'link')).toHaveLength(2)
  })

  it('stays usable after a mismatch, and a match uses it up and names who checked', async () => {
    const token = await linked()
    expect(valueOf(await ask(token, wrong))).toEqual({ outcome: 'failed', code: 'MISMATCH', differs: ['name'] })
    expect(valueOf(await ask(token, right))).toEqual({ outcome: 'transferred' })
    expect(codeOf(await ask(token, right))).toBe('LINK_USED')
    expect(codeOf(await open(token))).toBe('LINK_USED')
    const transfer = await student.transfer()
    expect(transfer).toMatchObject({ stage: 'transferred', confirmedBy: 'link', attempts: 2 })
    expect(transfer.log.at(-1)).toMatchObject({ what: 'matched', by: 'link', organisation: '某大学团委' })
  })

  it('replays the outcome first given for a repeated command, a mismatch and a match alike', async () => {
    const token = await linked()
    const [first, second] = [aCommandId(), aCommandId()]
    const mismatch = valueOf(await ask(token, wrong, first))
    valueOf(await ask(token, right, second))
    expect(valueOf(await ask(token, right, first))).toEqual(mismatch)
    expect(valueOf(await ask(token, wrong, second))).toEqual({ outcome: 'transferred' })
    expect((await student.transfer()).attempts).toBe(2)
  })

  it('replays what it said to its holder by the same way alone', async () => {
    const token = await linked()
    const commandId = aCommandId()
    // The member's own request under this command, and a check, are other things than the holder's request.
    valueOf(await student.request(await student.transfer(), wrong, commandId))
    const matches = { outcome: 'matches' }
    expect(valueOf(await check(token, right, commandId))).toEqual(matches)
    expect(valueOf(await ask(token, right, commandId))).toEqual({ outcome: 'transferred' })
    expect(valueOf(await ask(token, wrong, commandId))).toEqual({ outcome: 'transferred' })
    expect(valueOf(await check(token, wrong, commandId))).toEqual(matches)
  })

  it('checks anew under the command of a request, which is no check', async () => {
    const token = await linked()
    const commandId = aCommandId()
    expect(valueOf(await ask(token, wrong, commandId)).outcome).toBe('failed')
    expect(valueOf(await check(token, right, commandId))).toEqual({ outcome: 'matches' })
  })

  it('takes the word that it was submitted as often as it is given, which is no mismatch, and replays it', async () => {
    const token = await linked()
    const commandId = aCommandId()
    expect(valueOf(await submit(token, commandId))).toEqual({ outcome: 'submitted' })
    const { version } = await student.transfer()
    for (let i = 0; i < 5; i += 1) expect(valueOf(await submit(token))).toEqual({ outcome: 'submitted' })
    expect((await student.transfer()).version).toBe(version)
    expect(valueOf(await ask(token, right))).toEqual({ outcome: 'transferred' })
    expect(valueOf(await submit(token, commandId))).toEqual({ outcome: 'submitted' })
  })

  it('ends after five mismatches', async () => {
    const token = await linked()
    for (let i = 0; i < 5; i += 1) expect(valueOf(await ask(token, wrong)).outcome).toBe('failed')
    expect(codeOf(await ask(token, right))).toBe('LINK_EXPIRED')
  })

  it('ends when it is called back, replaced, seven days old, or its transfer withdrawn; one that never was is not found', async () => {
    const token = await linked()
    const { id } = await student.transfer()
    valueOf(await student.member('invite.revoke', { id }))
    expect(codeOf(await ask(token, right))).toBe('LINK_EXPIRED')
    const second = valueOf(await student.member('transfer.invite', { id })).token
    const third = valueOf(await student.member('transfer.invite', { id })).token
    expect(codeOf(await open(second))).toBe('LINK_EXPIRED')
    await cloud.clock.advance('P7D')
    expect(codeOf(await open(third))).toBe('LINK_EXPIRED')
    const fourth = valueOf(await student.member('transfer.invite', { id })).token
    valueOf(await student.act(await student.transfer(), { action: 'withdraw' }))
    expect(codeOf(await open(fourth))).toBe('LINK_EXPIRED')
    expect(codeOf(await open('0'.repeat(32)))).toBe('NOT_FOUND')
    expect(codeOf(await student.member('transfer.invite', { id }))).toBe('NOT_NOW')
  })

  it('of somebody who is erased has ended, though it was used before', async () => {
    const token = await linked()
    valueOf(await ask(token, right))
    expect(codeOf(await open(token))).toBe('LINK_USED')
    valueOf(await student.member('account.erase', { confirm: true }))
    expect(codeOf(await open(token))).toBe('LINK_EXPIRED')
  })

  it('is not made where its transfer is closed at that moment', async () => {
    await linked()
    const { id } = await student.transfer()
    const before = documentsOf(cloud, 'transfers')
    const meanwhile = () => {
      new Elsewhere(cloud).set('transfers', id, { slot: id })
    }
    cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'transfers', meanwhile })
    expect(codeOf(await student.member('transfer.invite', { id }))).toBe('NOT_NOW')
    expect(documentsOf(cloud, 'transfers')).toEqual(before.map((transfer) => ({ ...transfer, slot: id })))
  })

  it('is used once however many press at the same moment', async () => {
    const token = await linked()
    const replies = await Promise.all(Array.from({ length: 12 }, () => ask(token, right)))
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1)
    expect((await student.transfer()).attempts).toBe(1)
  })

  it('is made by the member alone, and an organisation that holds an ID number is refused', async () => {
    const token = await linked()
    const { id } = await student.transfer()
    const stranger = new Caller(cloud, 'stranger')
    valueOf(await stranger.register(person(2)))
    expect(codeOf(await stranger.member('transfer.invite', { id }))).toBe('NOT_YOURS')
    expect(codeOf(await stranger.member('invite.revoke', { id }))).toBe('NOT_YOURS')
    const input = { token, claimed: right, organisation: who.idNumber, commandId: aCommandId() }
    expect(await outside.member('invite.request', input)).toMatchObject({
      error: { code: 'BAD_INPUT', detail: { fields: [{ path: 'organisation', rule: 'personal' }] } },
    })
  })
})
