import { beforeEach, describe, expect, it } from 'vitest'
import {
  addBranch,
  addStaff,
  administrator,
  aStudent,
  Caller,
  codeOf,
  LEAGUE,
  leagueSecretary,
  PARTY,
  person,
  partySecretary,
  valueOf,
  type Student,
} from '../../support/client'
import { KNOWN_KEYS } from '../../support/cohort'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { beforeTransaction, Elsewhere } from '../../support/meanwhile'

const WHY = '当面核对身份证，原登记人填错号码'

const cloud = localCloud()
let n = 0
let branchId: string
let desk: Caller
let holder: Student
beforeEach(async () => {
  n += 1
  branchId = addBranch(cloud, `branch-${String(n)}`)
  desk = addStaff(cloud, `desk-${String(n)}`, branchId, 'secretary')
  holder = await aStudent(cloud)
})

/** Somebody who tries to register the holder's number. */
const claim = async (name = '冒名者', wechat = `claimant-${String(n)}`) => {
  const claimant = new Caller(cloud, wechat)
  const fields = { ...person(900 + n), name, idNumber: holder.person.idNumber }
  return { claimant, reply: await claimant.register(fields), fields }
}
const conflicts = async (caller = desk, at = branchId) =>
  valueOf(await caller.desk('desk.conflicts', { branchId: at })).items
const warnings = async (id: string) => valueOf(await desk.desk('desk.open', { id })).warnings
const release = (conflictId: string, caller = desk) => caller.desk('desk.release', { conflictId, why: WHY })
const theAccount = () => {
  const openid = holder.openid ?? ''
  return documentsOf(cloud, 'accounts').find(({ wechats }) => (wechats as string[]).includes(openid))
}
const theConflict = async () => {
  const [conflict] = await conflicts()
  if (conflict === undefined) throw new Error('no conflict is seen')
  return conflict.id
}

describe('an attempt on a number that another account holds', () => {
  it('is seen by the branch of the holder, counted for each WeChat, and warns on the desk', async () => {
    const transfer = await holder.started({ branchId })
    expect(codeOf((await claim()).reply)).toBe('ID_TAKEN')
    await claim()
    await claim('又一人', `another-${String(n)}`)
    const items = await conflicts()
    const { idNumber, name } = holder.person
    expect(items.map(({ claimantName, attempts }) => [claimantName, attempts])).toEqual([
      ['又一人', 1],
      ['冒名者', 2],
    ])
    expect(items[0]).toMatchObject({
      idNumber: `${'*'.repeat(14)}${idNumber.slice(-4)}`,
      holderName: name,
      holderTransferId: transfer.id,
    })
    expect((await conflicts(administrator(cloud), '*'))[0]).toMatchObject({ holderTransferId: transfer.id })
    expect(await warnings(transfer.id)).toContain('ID_CONFLICT')
    const queue = valueOf(await desk.desk('desk.list', { branchId })).items
    expect(queue[0]?.warnings).toContain('ID_CONFLICT')
    expect((await holder.transfer()).version).toBe(transfer.version)
    const stored = documentsOf(cloud, 'conflicts').filter(({ branchIds }) => (branchIds as string[]).includes(branchId))
    expect(JSON.stringify(stored)).not.toContain(idNumber.slice(4))
  })

  it('on somebody without a transfer is seen by the administrator alone, until there is one', async () => {
    await claim()
    expect(await conflicts()).toEqual([])
    const [seen] = await conflicts(administrator(cloud), '*')
    expect(seen).toEqual({
      id: expect.any(String) as string,
      at: expect.any(String) as string,
      holderName: `${holder.person.name.slice(0, 1)}**`,
      claimantName: '冒**',
      idNumber: `${'*'.repeat(14)}${holder.person.idNumber.slice(-4)}`,
      attempts: 1,
    })
    expect(await conflicts(administrator(cloud), '*')).toHaveLength(1 + (await others()))
    expect((await conflicts(administrator(cloud))).length).toBeGreaterThan(0)
    const transfer = await holder.started({ branchId })
    expect(await conflicts()).toHaveLength(1)
    expect(await warnings(transfer.id)).toContain('ID_CONFLICT')
  })

  it('leads to the transfer of the holder that the reader may open: an open one, and none of another branch', async () => {
    const withdrawn = await holder.started({ branchId })
    valueOf(await holder.act(withdrawn, { action: 'withdraw' }))
    const open = await holder.started({ branchId })
    await claim()
    expect((await conflicts())[0]?.holderTransferId).toBe(open.id)
    const next = addBranch(cloud, `else-${String(n)}`)
    const there = addStaff(cloud, `else-desk-${String(n)}`, next, 'secretary')
    valueOf(await holder.act(open, { action: 'amend', branchId: next }))
    expect((await conflicts(there, next))[0]?.holderTransferId).toBe(open.id)
    expect((await conflicts())[0]?.holderTransferId).toBe(withdrawn.id)
    // Each leads to its own holder, whoever else of the branch is one.
    const other = await aStudent(cloud)
    const ofOther = await other.started({ branchId })
    const fields = { ...person(800 + n), name: '冒名者', idNumber: other.person.idNumber }
    await new Caller(cloud, `claimant-of-other-${String(n)}`).register(fields)
    expect((await conflicts()).map(({ holderTransferId }) => holderTransferId).sort()).toEqual(
      [withdrawn.id, ofOther.id].sort(),
    )
  })

  it('leads the administrator to what is open, before what ended later', async () => {
    holder = await aStudent(cloud, { party: 'full' })
    const open = await holder.started({ kind: 'party' })
    valueOf(await holder.act(await holder.started({ branchId }), { action: 'withdraw' }))
    await claim()
    const [seen] = await conflicts(administrator(cloud), '*')
    expect(seen?.holderTransferId).toBe(open.id)
    valueOf(await release(seen?.id ?? '', administrator(cloud)))
  })

  it('moves with the holder to another branch', async () => {
    const transfer = await holder.started({ branchId })
    await claim()
    const next = addBranch(cloud, `next-${String(n)}`)
    const there = addStaff(cloud, `there-${String(n)}`, next, 'secretary')
    valueOf(await holder.act(transfer, { action: 'amend', branchId: next }))
    expect(await conflicts()).toEqual([])
    expect(await conflicts(there, next)).toHaveLength(1)
    const [conflict] = await conflicts(there, next)
    expect(codeOf(await release(conflict?.id ?? ''))).toBe('NOT_YOURS')
  })

  it('is no longer one when the holder gives another number', async () => {
    const transfer = await holder.started({ branchId })
    await claim()
    const conflict = await theConflict()
    valueOf(await holder.member('account.amend', { idNumber: person(800 + n).idNumber }))
    expect(await conflicts()).toEqual([])
    expect(await warnings(transfer.id)).not.toContain('ID_CONFLICT')
    expect(codeOf(await release(conflict))).toBe('NOT_FOUND')
    expect((await holder.transfer()).stage).toBe('registered')
  })

  it('comes in pages, the newest first', async () => {
    await holder.started({ branchId })
    const claims = async (from: number, to: number) => {
      for (let i = from; i < to; i += 1) await claim('冒名者', `claimant-${String(n)}-${String(i)}`)
    }
    await claims(0, 20)
    expect(valueOf(await desk.desk('desk.conflicts', { branchId })).next).toBeUndefined()
    await claims(20, 23)
    const first = valueOf(await desk.desk('desk.conflicts', { branchId }))
    const second = valueOf(await desk.desk('desk.conflicts', { branchId, cursor: first.next ?? '' }))
    expect([first.items.length, second.items.length, second.next]).toEqual([20, 3, undefined])
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(23)
    const times = [...first.items, ...second.items].map(({ at }) => at)
    expect(times).toEqual(times.toSorted().reverse())
  })
})

/** Conflicts of the other tests that still stand. */
const others = async () => (await conflicts(administrator(cloud), '*')).length - 1

describe('a release', () => {
  it('takes the number off the holder, whose open transfers are returned until a new number is given', async () => {
    const withdrawn = await holder.started({ branchId })
    valueOf(await holder.act(withdrawn, { action: 'withdraw' }))
    const transfer = await desk.approved(await holder.started({ branchId }))
    const { claimant, fields } = await claim()
    await claim('又一人', `another-${String(n)}`)
    const version = theAccount()?.['version'] as number
    expect(theAccount()).toMatchObject({ contested: true, idReleased: false })
    expect(await warnings(withdrawn.id)).toContain('ID_CONFLICT')
    const flags = () => documentsOf(cloud, 'transfers').find(({ _id }) => _id === transfer.id)?.['flags']
    const warned = flags()
    expect(codeOf(await release(await theConflict()))).toBe('ok')
    expect(flags()).toEqual({ ...(warned as object), idConflict: false })
    expect(theAccount()).toMatchObject({ contested: false, idReleased: true, version: version + 1 })
    const { items } = valueOf(await desk.desk('audit.list', { branchId }))
    expect(items[0]).toMatchObject({ what: 'release', whom: transfer.reference, why: WHY })
    expect(documentsOf(cloud, 'conflicts').filter((one) => one['holderAccountId'] === theAccount()?.['_id'])).toEqual(
      [],
    )
    expect(await warnings(withdrawn.id)).not.toContain('ID_CONFLICT')
    expect(await holder.transfer(withdrawn.id)).toMatchObject({ stage: 'withdrawn', version: withdrawn.version + 1 })
    const returned = await holder.transfer(transfer.id)
    expect(returned.log.at(-1)).toMatchObject({ what: 'released', by: 'secretary', reason: WHY })
    expect(returned).toMatchObject({ stage: 'returned', idReleased: true, returnReason: WHY })
    expect(returned.version).toBe(transfer.version + 1)
    expect(returned.readyAt).toBeUndefined()
    expect((await holder.me()).account?.idReleased).toBe(true)
    expect(await conflicts()).toEqual([])
    expect(await warnings(returned.id)).not.toContain('ID_CONFLICT')
    expect(codeOf(await holder.act(returned, { action: 'amend' }))).toBe('ID_RELEASED')
    valueOf(await claimant.register(fields))

    valueOf(await holder.member('account.amend', { idNumber: person(700 + n).idNumber }))
    expect(codeOf(await holder.act(await holder.transfer(transfer.id), { action: 'amend' }))).toBe('ok')
  })

  it('leaves the number to whoever has it by now', async () => {
    await holder.started({ branchId })
    await claim()
    const conflict = await theConflict()
    const accountId = theAccount()?.['_id'] as string
    const held = documentsOf(cloud, 'holders').filter((one) => one['accountId'] === accountId)
    expect(held).toHaveLength(1)
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.set('holders', held[0]?.['_id'] as string, { accountId: 'somebody-else' })
    })
    expect(codeOf(await release(conflict))).toBe('ok')
    expect(documentsOf(cloud, 'holders')).toContainEqual({ ...held[0], accountId: 'somebody-else' })
  })

  it('finds nothing where the holder is erased meanwhile', async () => {
    await holder.started({ branchId })
    await claim()
    const conflict = await theConflict()
    const accountId = theAccount()?.['_id'] as string
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.drop('accounts', accountId)
    })
    expect(codeOf(await release(conflict))).toBe('NOT_FOUND')
    expect(documentsOf(cloud, 'conflicts').map(({ _id }) => _id)).toContain(conflict)
  })

  it('goes on without a transfer that was erased meanwhile', async () => {
    const { id } = await holder.started({ branchId })
    await claim()
    const conflict = await theConflict()
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.drop('transfers', id)
    })
    expect(codeOf(await release(conflict))).toBe('ok')
    expect(theAccount()).toMatchObject({ idReleased: true })
  })

  it('leaves a closed transfer that warns of nothing as it is', async () => {
    const withdrawn = valueOf(await holder.act(await holder.started({ branchId }), { action: 'withdraw' }))
    await holder.started({ branchId })
    await claim()
    // As its retention leaves it.
    new Elsewhere(cloud).set('transfers', withdrawn.id, { 'flags.idConflict': false })
    const conflict = await theConflict()
    const stored = () => documentsOf(cloud, 'transfers').find(({ _id }) => _id === withdrawn.id)
    const before = stored()
    expect(codeOf(await release(conflict))).toBe('ok')
    expect(stored()).toEqual(before)
  })

  it('is told before anything else of the stage: the next start of the same kind, and the same number again', async () => {
    await holder.started({ branchId })
    await claim()
    valueOf(await release(await theConflict()))
    // The returned transfer is still open, yet it is the number that stands in the way.
    expect(codeOf(await holder.start({ branchId }))).toBe('ID_RELEASED')
    expect(codeOf(await holder.start({ branchId: LEAGUE }))).toBe('ID_RELEASED')
    const { idNumber } = holder.person
    for (const same of [idNumber, ` ${idNumber.slice(0, 6)} ${idNumber.slice(6)} `])
      expect(codeOf(await holder.member('account.amend', { idNumber: same }))).toBe('ID_RELEASED')
    // What does not touch the number may be mended meanwhile.
    expect(codeOf(await holder.member('account.amend', { phone: '19955556666' }))).toBe('ok')
    expect((await holder.me()).account?.idReleased).toBe(true)
    valueOf(await holder.member('account.amend', { idNumber: person(740 + n).idNumber }))
    expect(codeOf(await holder.start({ branchId: LEAGUE }))).toBe('ALREADY_OPEN')
    expect(codeOf(await holder.act(await holder.transfer(), { action: 'amend' }))).toBe('ok')
  })

  it('returns both transfers of a holder who has two', async () => {
    holder = await aStudent(cloud, { party: 'full' })
    await holder.started({ branchId })
    await holder.started({ kind: 'party' })
    await claim()
    expect(await conflicts(partySecretary(cloud), PARTY)).toHaveLength(1)
    expect(codeOf(await release(await theConflict()))).toBe('ok')
    const { transfers } = await holder.me()
    expect(transfers.map(({ stage }) => stage)).toEqual(['returned', 'returned'])
    const seen = valueOf(await partySecretary(cloud).desk('audit.list', { branchId: PARTY })).items
    expect(seen[0]).toMatchObject({ what: 'release', why: WHY })
    expect(seen[0]?.whom?.split(' ').sort()).toEqual(transfers.map(({ reference }) => reference).sort())
  })

  it('is refused once a transfer of the holder is through', async () => {
    const approved = await desk.approved(await holder.started({ branchId }))
    await desk.decided(approved, { verdict: 'confirm', result: 'success' })
    await claim()
    const conflict = await theConflict()
    expect(await release(conflict)).toMatchObject({ error: { code: 'NOT_NOW', detail: { stage: 'transferred' } } })
    expect((await holder.me()).account?.idReleased).toBeUndefined()
  })

  it('is refused once the Party has received the holder', async () => {
    holder = await aStudent(cloud, { party: 'full' })
    await holder.started({ branchId })
    const announced = await holder.announced(await holder.started({ kind: 'party' }))
    await partySecretary(cloud).decided(announced, { verdict: 'receive', checked: ['online', 'materials'] })
    await claim()
    const refused = { error: { code: 'NOT_NOW', detail: { stage: 'received' } } }
    expect(await release(await theConflict())).toMatchObject(refused)
    expect((await holder.me()).transfers.map(({ stage }) => stage).sort()).toEqual(['received', 'registered'])
  })

  it('is of an attempt that there is', async () => {
    for (const odd of ['unknown', 'a/b', '../odd', ''])
      expect(codeOf(await release(odd))).toMatch(/^(NOT_FOUND|BAD_INPUT)$/u)
    expect(codeOf(await release('unknown', new Caller(cloud)))).toBe('NO_IDENTITY')
    expect(codeOf(await release('unknown', holder))).toBe('NOT_STAFF')
  })

  it('happens once: the second of two at the same time finds nothing', async () => {
    await holder.started({ branchId })
    await claim()
    const conflict = await theConflict()
    const replies = await Promise.all([release(conflict), release(conflict, administrator(cloud))])
    expect(replies.map(codeOf).sort()).toEqual(['NOT_FOUND', 'ok'])
    expect((await holder.transfer()).log.filter(({ what }) => what === 'released')).toHaveLength(1)
  })

  it('without a transfer is the administrator’s, and nothing starts before a new number', async () => {
    await claim()
    const [conflict] = await conflicts(administrator(cloud), branchId)
    expect(codeOf(await release(conflict?.id ?? ''))).toBe('NOT_YOURS')
    expect(codeOf(await release(conflict?.id ?? '', administrator(cloud)))).toBe('ok')
    expect(codeOf(await holder.start({ branchId: LEAGUE }))).toBe('ID_RELEASED')
  })

  it('needs a reason', async () => {
    await holder.started({ branchId })
    await claim()
    const conflictId = await theConflict()
    for (const why of ['', '  ', '长'.repeat(201), holder.person.idNumber])
      expect(codeOf(await desk.desk('desk.release', { conflictId, why }))).toBe('BAD_INPUT')
  })
})

describe('while keys rotate', () => {
  const earlier = `t0:${Buffer.alloc(32, 'e').toString('base64')}`
  const rotating = localCloud({ env: { ...KNOWN_KEYS, TOKEN_KEYS: `${KNOWN_KEYS.TOKEN_KEYS},${earlier}` } })

  it('a release takes the number off its holder under whichever key it is held', async () => {
    const held = await aStudent(rotating)
    await held.started()
    const claimant = new Caller(rotating, 'claimant-while-rotating')
    const fields = { ...person(990), idNumber: held.person.idNumber }
    expect(codeOf(await claimant.register(fields))).toBe('ID_TAKEN')
    const secretary = leagueSecretary(rotating)
    const { items } = valueOf(await secretary.desk('desk.conflicts', { branchId: LEAGUE }))
    valueOf(await secretary.desk('desk.release', { conflictId: items[0]?.id ?? '', why: WHY }))
    expect(codeOf(await claimant.register(fields))).toBe('ok')
  })
})
