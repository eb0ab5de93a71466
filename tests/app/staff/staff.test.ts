import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Role, Stage } from '../../../cloudfunctions/contract'
import {
  addBranch,
  addStaff,
  administrator,
  aStudent,
  Caller,
  codeOf,
  LEAGUE,
  leagueSecretary,
  valueOf,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { Elsewhere } from '../../support/meanwhile'

const cloud = localCloud()
let n = 0
let branchId: string
let first: Caller
beforeEach(() => {
  n += 1
  branchId = addBranch(cloud, `branch-${String(n)}`)
  first = addStaff(cloud, `first-${String(n)}`, branchId, 'secretary')
})

const wechat = (name: string) => new Caller(cloud, `${name}-${String(n)}`)
const codeFor = async (role: Role, inviter = first, at = branchId) =>
  valueOf(await inviter.desk('staff.invite', { branchId: at, role })).code
const accept = (caller: Caller, code: string, name?: string) =>
  caller.desk('staff.accept', { code, ...(name === undefined ? {} : { name }) })
const joined = async (name: string, role: Role, inviter = first): Promise<Caller> => {
  const caller = wechat(name)
  valueOf(await accept(caller, await codeFor(role, inviter)))
  return caller
}
const listed = async (caller: Caller, at = branchId) => valueOf(await caller.desk('staff.list', { branchId: at })).items
const rightOf = async (caller: Caller, at = branchId) => {
  const { staffOf } = await caller.me()
  const right = staffOf.find((one) => one.branchId === at)
  if (right === undefined) throw new Error('no right there')
  return right
}
const remove = async (by: Caller, whom: Caller) => by.desk('staff.remove', { branchId, id: (await rightOf(whom)).id })
const audited = async () => valueOf(await first.desk('audit.list', { branchId })).items

describe('an invitation', () => {
  it('gives the right it names to the WeChat that brings the code', async () => {
    const { code, expiresAt } = valueOf(await first.desk('staff.invite', { branchId, role: 'counsellor' }))
    expect(Date.parse(expiresAt) - cloud.clock.now()).toBeGreaterThan(47.9 * 3_600_000)
    const guest = wechat('guest')
    expect(codeOf(await guest.desk('desk.list', { branchId }))).toBe('NOT_STAFF')
    const right = valueOf(await accept(guest, code, ' 王老师 '))
    expect(right).toMatchObject({ branchId, role: 'counsellor', branchKind: 'league' })
    expect(await rightOf(guest)).toEqual(right)
    expect(codeOf(await guest.desk('desk.list', { branchId }))).toBe('ok')
    expect(await listed(first)).toContainEqual({ ...right, name: '王老师', wechats: 1 })
  })

  it('serves once, whoever comes second', async () => {
    const code = await codeFor('cadre')
    const replies = await Promise.all(['a', 'b', 'c'].map((name) => accept(wechat(name), code)))
    expect(replies.map(codeOf).sort()).toEqual(['CODE_INVALID', 'CODE_INVALID', 'ok'])
    expect(codeOf(await accept(wechat('d'), code))).toBe('CODE_INVALID')
  })

  it('is read as people type it: lower case, without or with other groups, letters for digits', async () => {
    const code = await codeFor('cadre')
    const typed = ` ${code.replaceAll('-', ' ').toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `
    expect(codeOf(await accept(wechat('guest'), typed))).toBe('ok')
  })

  it('has at least 50 bits and lies in no document', async () => {
    const code = await codeFor('cadre')
    const letters = code.replaceAll('-', '')
    expect(letters).toMatch(/^[0-9A-HJKMNP-TV-Z]{10,}$/u)
    const everything = JSON.stringify(['staffCodes', 'audit'].flatMap((name) => documentsOf(cloud, name)))
    expect(everything).not.toContain(code)
    expect(everything).not.toContain(letters)
  })

  it('ends after 48 hours', async () => {
    const code = await codeFor('cadre')
    await cloud.clock.advance('PT47H59M')
    const other = await codeFor('cadre')
    await cloud.clock.advance('PT1M')
    expect(codeOf(await accept(wechat('late'), code))).toBe('CODE_INVALID')
    expect(codeOf(await accept(wechat('late'), other))).toBe('ok')
  })

  it('is worth nothing once whoever invited has been removed', async () => {
    const second = await joined('second', 'secretary')
    const code = await codeFor('secretary', second)
    expect(codeOf(await remove(first, second))).toBe('ok')
    expect(codeOf(await accept(second, code))).toBe('CODE_INVALID')
  })

  it('is worth nothing once whoever invited decides no longer', async () => {
    const second = await joined('second', 'secretary')
    const code = await codeFor('secretary', second)
    expect(valueOf(await accept(second, await codeFor('cadre'))).role).toBe('cadre')
    expect(codeOf(await accept(wechat('guest'), code))).toBe('CODE_INVALID')
    expect(valueOf(await first.desk('staff.invitations', { branchId })).items).toEqual([])
  })

  it('to another role makes nobody another person, nor takes the name that was given before', async () => {
    const guest = wechat('guest')
    const cadre = valueOf(await accept(guest, await codeFor('cadre'), '王老师'))
    const counsellor = valueOf(await accept(guest, await codeFor('counsellor')))
    expect(counsellor).toEqual({ ...cadre, role: 'counsellor' })
    expect(await listed(first)).toContainEqual({ ...counsellor, name: '王老师', wechats: 1 })
    expect((await guest.me()).staffOf).toEqual([counsellor])
  })

  it('cannot be guessed: twenty wrong codes an hour and WeChat, then not even a right one', async () => {
    const guest = wechat('guest')
    // What succeeds is no wrong code.
    valueOf(await accept(guest, await codeFor('cadre')))
    const tries = await Promise.all(
      Array.from({ length: 22 }, (_, i) => accept(guest, `ZZZZ-ZZZZ-${String(1000 + i)}`)),
    )
    expect(tries.map(codeOf).filter((code) => code === 'CODE_INVALID')).toHaveLength(20)
    expect(codeOf(await accept(guest, await codeFor('cadre')))).toBe('TOO_MANY')
    await cloud.clock.advance('PT1H')
    expect(codeOf(await accept(guest, await codeFor('cadre')))).toBe('ok')
  })

  it('names the account of whoever gives no name, and a WeChat without one by its role', async () => {
    const student = await aStudent(cloud)
    valueOf(await accept(student, await codeFor('cadre')))
    await joined('nameless', 'counsellor')
    const names = (await listed(first)).map(({ name }) => name)
    expect(names).toContain(student.person.name)
    expect(names).toContainEqual(expect.stringMatching(/^辅导员 [^ ]{4}$/u))
  })

  it('refuses a name that is none before the code is looked at', async () => {
    expect(await accept(wechat('guest'), 'x', '110101200206150015')).toEqual({
      ok: false,
      error: { code: 'BAD_INPUT', detail: { fields: [{ path: 'name', rule: 'name.characters' }] } },
    })
  })

  it('to administer comes from an administrator alone, and is for every branch', async () => {
    expect(codeOf(await first.desk('staff.invite', { branchId, role: 'administrator' }))).toBe('READ_ONLY')
    const guest = wechat('guest')
    valueOf(await accept(guest, await codeFor('administrator', administrator(cloud))))
    expect((await rightOf(guest, '*')).role).toBe('administrator')
    expect(codeOf(await guest.desk('desk.list', { branchId: LEAGUE }))).toBe('ok')
    expect(codeOf(await administrator(cloud).desk('staff.invite', { branchId: '*', role: 'cadre' }))).toBe('BAD_INPUT')
    expect(codeOf(await first.desk('staff.list', { branchId: '*' }))).toBe('NOT_YOURS')
    const own = await rightOf(guest, '*')
    valueOf(await administrator(cloud).desk('staff.remove', { branchId: '*', id: own.id }))
    expect(await listed(administrator(cloud), '*')).toHaveLength(1)
  })
})

/** The refusal where nobody is there whom a right could be given to. */
const nobodyThere = (stage: Stage) => ({ ok: false, error: { code: 'NOT_NOW', detail: { stage } } })

describe('a grant', () => {
  it('gives a right to the WeChats of the person of a transfer, and an approval gives none', async () => {
    const student = await aStudent(cloud)
    const transfer = await student.started({ branchId })
    await first.approved(transfer)
    expect((await student.me()).staffOf).toEqual([])
    const right = valueOf(await first.desk('staff.grant', { transferId: transfer.id, role: 'cadre' }))
    expect(right).toMatchObject({ branchId, role: 'cadre' })
    expect((await student.me()).staffOf).toEqual([right])
    expect(await listed(first)).toContainEqual({ ...right, name: student.person.name, wechats: 1 })
  })

  it('changes the role of whoever has a right there, who stays the same person', async () => {
    const student = await aStudent(cloud)
    const { id: transferId } = await student.started({ branchId })
    const cadre = valueOf(await first.desk('staff.grant', { transferId, role: 'cadre' }))
    const secretary = valueOf(await first.desk('staff.grant', { transferId, role: 'secretary' }))
    expect(secretary).toEqual({ ...cadre, role: 'secretary' })
    expect(await listed(first)).toHaveLength(2)
  })

  it('is refused for somebody who has been erased', async () => {
    const student = await aStudent(cloud)
    const { id: transferId } = await student.started({ branchId })
    valueOf(await student.member('account.erase', { confirm: true }))
    expect(await first.desk('staff.grant', { transferId, role: 'cadre' })).toEqual(nobodyThere('withdrawn'))
  })

  it('is refused where the transfer keeps nothing of its person any longer, who is still there', async () => {
    const student = await aStudent(cloud)
    const { id: transferId } = await student.started({ branchId })
    // As its retention leaves it, in the end.
    new Elsewhere(cloud).set('transfers', transferId, { 'state.erased': true, name: '' })
    expect(await first.desk('staff.grant', { transferId, role: 'cadre' })).toEqual(nobodyThere('registered'))
    expect((await student.me()).staffOf).toEqual([])
  })
})

describe('a removal', () => {
  it('takes effect at the next call of whoever is in the middle of work', async () => {
    const second = await joined('second', 'secretary')
    const student = await aStudent(cloud)
    const transfer = await student.started({ branchId })
    expect(codeOf(await second.desk('desk.list', { branchId }))).toBe('ok')
    expect(codeOf(await remove(first, second))).toBe('ok')
    expect(codeOf(await second.desk('desk.list', { branchId }))).toBe('NOT_STAFF')
    expect(codeOf(await second.decideAll([{ ...transfer, verdict: 'approve' }]))).toBe('NOT_STAFF')
    expect((await second.me()).staffOf).toEqual([])
  })

  it('is of the right at that branch alone', async () => {
    const elsewhere = addBranch(cloud, `elsewhere-too-${String(n)}`)
    const both = await joined('both', 'counsellor')
    valueOf(await accept(both, await codeFor('cadre', administrator(cloud), elsewhere)))
    const kept = await rightOf(both, elsewhere)
    valueOf(await remove(first, both))
    expect((await both.me()).staffOf).toEqual([kept])
  })

  it('cannot be that of the last secretary by himself, nor a change of his role', async () => {
    // A secretary of another branch is none of this one.
    const elsewhere = addStaff(cloud, `elsewhere-${String(n)}`, addBranch(cloud, `other-${String(n)}`), 'secretary')
    const counsellor = valueOf(await accept(elsewhere, await codeFor('counsellor'), '两边的人'))
    const items = await listed(first)
    expect(items).toHaveLength(2)
    expect(items).toContainEqual({ ...counsellor, name: '两边的人', wechats: 1 })
    expect(codeOf(await remove(first, first))).toBe('LAST_SECRETARY')
    expect(codeOf(await accept(first, await codeFor('cadre')))).toBe('LAST_SECRETARY')
    expect(codeOf(await accept(first, await codeFor('secretary')))).toBe('ok')
    const second = await joined('second', 'secretary')
    expect(codeOf(await remove(first, first))).toBe('ok')
    expect(codeOf(await remove(second, second))).toBe('LAST_SECRETARY')
  })

  it('of the last secretary is for the administrator, who goes on seeing the branch; but not of the last administrator', async () => {
    expect(codeOf(await remove(administrator(cloud), first))).toBe('ok')
    expect(codeOf(await first.desk('desk.list', { branchId }))).toBe('NOT_STAFF')
    const own = await rightOf(administrator(cloud), '*')
    const reply = await administrator(cloud).desk('staff.remove', { branchId: '*', id: own.id })
    expect(codeOf(reply)).toBe('LAST_SECRETARY')
  })

  it('leaves one secretary when two remove each other at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const at = addBranch(cloud, `duel-${String(n)}-${String(round)}`)
      const two = ['x', 'y'].map((name) => addStaff(cloud, `${at}-${name}`, at, 'secretary'))
      const replies = await Promise.all(
        two.map((by, i) => by.desk('staff.remove', { branchId: at, id: `staff-${at}-${i === 0 ? 'y' : 'x'}` })),
      )
      expect(replies.map(codeOf).filter((code) => code === 'ok')).toHaveLength(1)
      const left = await listed(administrator(cloud), at)
      expect(left.map(({ role }) => role)).toEqual(['secretary'])
    }
  })

  it('leaves one secretary when all of many leave at once', async () => {
    const at = addBranch(cloud, `exodus-${String(n)}`)
    const all = Array.from({ length: 6 }, (_, i) => addStaff(cloud, `${at}-${String(i)}`, at, 'secretary'))
    const replies = await Promise.all(
      all.map((by) => by.desk('staff.remove', { branchId: at, id: `staff-${by.openid ?? ''}` })),
    )
    expect(replies.map(codeOf).every((code) => ['ok', 'LAST_SECRETARY', 'TRY_AGAIN'].includes(code))).toBe(true)
    expect((await listed(administrator(cloud), at)).length).toBeGreaterThanOrEqual(1)
  })

  it('of somebody who is not there is NOT_FOUND', async () => {
    expect(codeOf(await first.desk('staff.remove', { branchId, id: 'nobody' }))).toBe('NOT_FOUND')
    expect(codeOf(await first.desk('staff.remove', { branchId: '../odd', id: 'nobody' }))).toBe('NOT_FOUND')
    const stranger = await rightOf(leagueSecretary(cloud), LEAGUE)
    expect(codeOf(await first.desk('staff.remove', { branchId, id: stranger.id }))).toBe('NOT_FOUND')
  })
})

describe('changes at one branch', () => {
  /** Somebody else's change comes before the next transaction begins, so often. */
  const othersCome = (times: number) => {
    const meanwhile = () => {
      const version = Number(documentsOf(cloud, 'rights').find(({ _id }) => _id === branchId)?.['version'] ?? 0)
      new Elsewhere(cloud).set('rights', branchId, { version: version + 1 })
    }
    cloud.fault({ kind: 'delay', action: 'database.startTransaction', times, meanwhile })
  }
  const versionAt = (at: string) => documentsOf(cloud, 'rights').find(({ _id }) => _id === at)?.['version']
  afterEach(() => {
    cloud.clearFaults()
  })

  it('are counted, so that each sees those before it', async () => {
    const second = await joined('second', 'cadre')
    expect(versionAt(branchId)).toBe(1)
    const student = await aStudent(cloud)
    const { id: transferId } = await student.started({ branchId })
    valueOf(await first.desk('staff.grant', { transferId, role: 'cadre' }))
    valueOf(await remove(first, second))
    expect(versionAt(branchId)).toBe(3)
    valueOf(await student.member('account.password', { password: 'long enough', username: `counted${String(n)}` }))
    valueOf(await student.member('account.unbind', {}))
    expect(versionAt(branchId)).toBe(4)
  })

  it('look again where others came first, and give up in the end', async () => {
    const second = await joined('second', 'cadre')
    othersCome(2)
    valueOf(await remove(first, second))
    const code = await codeFor('cadre')
    othersCome(20)
    expect(await accept(second, code)).toEqual({ ok: false, error: { code: 'TRY_AGAIN' } })
    cloud.clearFaults()
    expect(codeOf(await accept(second, code))).toBe('ok')
  })

  it('find nobody to remove whom somebody else has removed meanwhile', async () => {
    const second = await joined('second', 'cadre')
    const id = (await rightOf(second)).id
    const meanwhile = () => {
      const elsewhere = new Elsewhere(cloud)
      elsewhere.set('rights', branchId, { version: 9 })
      elsewhere.set('wechats', second.openid ?? '', { staff: [] })
    }
    cloud.fault({ kind: 'delay', action: 'database.startTransaction', meanwhile })
    expect(codeOf(await first.desk('staff.remove', { branchId, id }))).toBe('NOT_FOUND')
    expect((await audited()).filter(({ what }) => what === 'staffRemove')).toEqual([])
  })
})

describe('the audit log', () => {
  it('holds every change of staff with who and whom', async () => {
    const second = await joined('second', 'secretary')
    const student = await aStudent(cloud)
    const { id: transferId, reference } = await student.started({ branchId })
    valueOf(await second.desk('staff.grant', { transferId, role: 'cadre' }))
    valueOf(await remove(first, second))
    const entries = (await audited()).filter(({ what }) => what.startsWith('staff'))
    expect(entries.map(({ what }) => what)).toEqual(['staffRemove', 'staffGrant', 'staffAccept', 'staffInvite'])
    expect(entries.map(({ why }) => why)).toEqual([undefined, undefined, undefined, undefined])
    expect(entries.slice(2).map(({ whom }) => whom)).toEqual(['secretary', 'secretary'])
    expect(entries[0]?.who).toBe(first.openid)
    expect(entries[0]?.whom).toContain('书记')
    // Alone on a page it names whoever was removed, who did nothing that stands there.
    const removals = valueOf(await first.desk('audit.list', { branchId, what: 'staffRemove' })).items
    expect(removals.map(({ whom }) => whom)).toEqual([entries[0]?.whom])
    expect(entries[1]?.whom).toContain(reference)
  })

  it('names whoever left as the log was written, and whoever was erased no longer', async () => {
    const second = await joined('leaving', 'secretary')
    valueOf(await second.desk('staff.invite', { branchId, role: 'cadre' }))
    valueOf(await remove(first, second))
    const whoInvited = async () =>
      (await audited()).find(({ what, whom }) => what === 'staffInvite' && whom === 'cadre')
    expect((await whoInvited())?.who).toMatch(/^书记 /u)
    const student = await aStudent(cloud)
    const { id: transferId } = await student.started({ branchId })
    valueOf(await first.desk('staff.grant', { transferId, role: 'secretary' }))
    valueOf(await student.desk('staff.invite', { branchId, role: 'counsellor' }))
    const [, granted] = await listed(first)
    valueOf(await first.desk('staff.remove', { branchId, id: granted?.id ?? '' }))
    const ofStudent = async () => (await audited()).find(({ whom }) => whom === 'counsellor')?.who
    expect(await ofStudent()).toBe(student.person.name)
    valueOf(await student.member('account.erase', { confirm: true }))
    expect(await ofStudent()).toBe('已注销的工作人员')
  })
})

describe('open invitations', () => {
  it('are listed without their codes, and taken back', async () => {
    const { code } = valueOf(await first.desk('staff.invite', { branchId, role: 'counsellor' }))
    const open = async () => valueOf(await first.desk('staff.invitations', { branchId })).items
    const [one] = await open()
    expect(one).toMatchObject({ branchId, role: 'counsellor', invitedBy: first.openid })
    expect(JSON.stringify(one)).not.toContain(code)
    expect(codeOf(await leagueSecretary(cloud).desk('staff.uninvite', { id: one?.id ?? '' }))).toBe('NOT_YOURS')
    valueOf(await first.desk('staff.uninvite', { id: one?.id ?? '' }))
    expect(await open()).toEqual([])
    expect(codeOf(await accept(wechat('late'), code))).toBe('CODE_INVALID')
  })

  it('are those that can still be used, the one that is over first at the top', async () => {
    const second = await joined('second', 'secretary')
    const early = valueOf(await first.desk('staff.invite', { branchId, role: 'cadre' }))
    await codeFor('counsellor', second)
    await cloud.clock.advance('PT1H')
    const late = valueOf(await administrator(cloud).desk('staff.invite', { branchId, role: 'secretary' }))
    const open = async () => valueOf(await first.desk('staff.invitations', { branchId })).items
    const inviter = await rightOf(second)
    const { name } = (await listed(first)).find(({ id }) => id === inviter.id) ?? { name: '' }
    expect((await open()).map(({ role, invitedBy }) => [role, invitedBy])).toEqual([
      ['cadre', first.openid],
      ['counsellor', name],
      ['secretary', '管理员'],
    ])
    expect((await open()).map(({ expiresAt }) => expiresAt)).toEqual([
      early.expiresAt,
      expect.anything(),
      late.expiresAt,
    ])
    valueOf(await remove(first, second))
    expect((await open()).map(({ role }) => role)).toEqual(['cadre', 'secretary'])
    const [over] = await open()
    // Whether or not the timer has been there since.
    cloud.clock.pass(47 * 3_600_000)
    expect((await open()).map(({ role }) => role)).toEqual(['secretary'])
    expect(codeOf(await first.desk('staff.uninvite', { id: over?.id ?? '' }))).toBe('NOT_FOUND')
    const [last] = await open()
    cloud.clock.pass(Date.parse(last?.expiresAt ?? '') - cloud.clock.now())
    expect(codeOf(await first.desk('staff.uninvite', { id: last?.id ?? '' }))).toBe('NOT_FOUND')
  })

  it('are taken back with an entry in the log, and one that is not there or odd is NOT_FOUND', async () => {
    await codeFor('counsellor')
    await codeFor('cadre')
    const [one] = valueOf(await first.desk('staff.invitations', { branchId })).items
    valueOf(await first.desk('staff.uninvite', { id: one?.id ?? '' }))
    const { items } = valueOf(await first.desk('staff.invitations', { branchId }))
    expect(items.map(({ role }) => role)).toEqual(['cadre'])
    const [entry] = await audited()
    expect(entry).toMatchObject({ what: 'staffUninvite', whom: 'counsellor', who: first.openid })
    expect(entry?.why).toBeUndefined()
    for (const id of [one?.id ?? '', 'unknown', '', '../odd', 'a b'])
      expect(codeOf(await first.desk('staff.uninvite', { id })), id).toBe('NOT_FOUND')
  })

  it('to administer are not those of a branch', async () => {
    await codeFor('administrator', administrator(cloud))
    expect(valueOf(await first.desk('staff.invitations', { branchId })).items).toEqual([])
    const everywhere = valueOf(await administrator(cloud).desk('staff.invitations', { branchId: '*' })).items
    expect(everywhere.map(({ role, branchId: at }) => [role, at])).toContainEqual(['administrator', '*'])
    const id = everywhere.at(-1)?.id ?? ''
    expect(codeOf(await first.desk('staff.uninvite', { id }))).toBe('NOT_YOURS')
    valueOf(await administrator(cloud).desk('staff.uninvite', { id }))
  })
})

describe('a right to administer', () => {
  it('is granted by an administrator alone, for every branch', async () => {
    const student = await aStudent(cloud)
    const { id: transferId, reference } = await student.started({ branchId })
    expect(codeOf(await first.desk('staff.grant', { transferId, role: 'administrator' }))).toBe('READ_ONLY')
    const right = valueOf(await administrator(cloud).desk('staff.grant', { transferId, role: 'administrator' }))
    expect(right).toMatchObject({ branchId: '*', role: 'administrator' })
    const entries = valueOf(await administrator(cloud).desk('audit.list', { branchId: '*' })).items
    expect(entries[0]).toMatchObject({ what: 'staffGrant', whom: `${reference} administrator`, who: '管理员' })
    expect(entries[0]?.branchId).toBeUndefined()
    valueOf(await administrator(cloud).desk('staff.remove', { branchId: '*', id: right.id }))
    expect((await student.me()).staffOf).toEqual([])
  })

  it('is for nobody without a WeChat', async () => {
    const student = await aStudent(cloud)
    const { id: transferId } = await student.started({ branchId })
    valueOf(await student.member('account.password', { password: 'correct horse battery' }))
    valueOf(await student.member('account.unbind', {}))
    expect(await first.desk('staff.grant', { transferId, role: 'cadre' })).toEqual(nobodyThere('registered'))
  })
})
