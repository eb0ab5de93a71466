import { beforeEach, describe, expect, it, vi } from 'vitest'
import {
  addBranch,
  addStaff,
  administrator,
  APPROVE,
  aStudent,
  type Caller,
  codeOf,
  leagueSecretary,
  LEAGUE,
  PARTY,
  valueOf,
} from '../../support/client'
import { createSealing, readKeys } from '../../../cloudfunctions/adapters/sealing'
import { KNOWN_KEYS } from '../../support/cohort'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { Elsewhere } from '../../support/meanwhile'

const WHY = '电话核对材料'

const cloud = localCloud()
let n = 0
let branchId: string
let desk: Caller
beforeEach(() => {
  n += 1
  branchId = addBranch(cloud, `branch-${String(n)}`)
  desk = addStaff(cloud, `desk-${String(n)}`, branchId, 'secretary')
})

const audit = async (caller = desk, at = branchId, cursor?: string) =>
  valueOf(await caller.desk('audit.list', { branchId: at, ...(cursor === undefined ? {} : { cursor }) }))

describe('a reveal', () => {
  it('shows one number, and who looked at whose and why stands in the log', async () => {
    const student = await aStudent(cloud)
    const { id, reference } = await student.started({ branchId })
    const fields = ['idNumber', 'phone', 'memberNumber'] as const
    for (const field of fields)
      expect(valueOf(await desk.desk('desk.reveal', { id, field, why: ` ${WHY} ` }))).toEqual({
        value: student.person[field],
      })
    const { items } = await audit()
    expect(items.map(({ what, who, whom, why }) => ({ what, who, whom, why }))).toEqual(
      fields
        .toReversed()
        .map((field) => ({ what: 'reveal', who: desk.openid, whom: `${reference} ${field}`, why: WHY })),
    )
    const written = JSON.stringify(documentsOf(cloud, 'audit'))
    for (const field of fields) expect(written).not.toContain(student.person[field])
  })

  it('of a member number that is not there is empty', async () => {
    const student = await aStudent(cloud, { joinedOn: '2015-05', memberNumber: '' })
    const { id } = await student.started({ branchId })
    expect(valueOf(await desk.desk('desk.reveal', { id, field: 'memberNumber', why: WHY }))).toEqual({ value: '' })
  })

  it('needs a reason of 1 to 200 characters without a number in it', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started({ branchId })
    for (const why of ['', ' ', '长'.repeat(201), student.person.idNumber])
      expect(codeOf(await desk.desk('desk.reveal', { id, field: 'phone', why }))).toBe('BAD_INPUT')
    expect(codeOf(await desk.desk('desk.reveal', { id, field: 'phone', why: '长'.repeat(200) }))).toBe('ok')
    expect((await audit()).items).toHaveLength(1)
  })

  it('is NOT_NOW once the person has been erased, and nothing is written', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started({ branchId })
    valueOf(await student.member('account.erase', { confirm: true }))
    for (const field of ['idNumber', 'phone'] as const)
      expect(codeOf(await desk.desk('desk.reveal', { id, field, why: WHY }))).toBe('NOT_NOW')
    expect((await audit()).items).toEqual([])
  })

  it('shows nothing where the entry cannot be written', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started({ branchId })
    cloud.fault({ kind: 'errorBefore', action: 'database.insertDocument', collection: 'audit' })
    expect(codeOf(await desk.desk('desk.reveal', { id, field: 'phone', why: WHY }))).toBe('INTERNAL')
    cloud.clearFaults()
  })
})

describe('the log', () => {
  it('comes in pages, the newest first, that stay in place while entries are added', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started({ branchId })
    const look = (i: number) => desk.desk('desk.reveal', { id, field: 'phone', why: `第${String(i)}次` })
    for (let i = 1; i <= 53; i += 1) await look(i)
    const first = await audit()
    await look(54)
    const second = await audit(desk, branchId, first.next)
    const whys = [...first.items, ...second.items].map(({ why }) => why)
    expect(whys).toEqual(Array.from({ length: 53 }, (_, i) => `第${String(53 - i)}次`))
    expect([first.items.length, second.next]).toEqual([50, undefined])
    const places = documentsOf(cloud, 'audit').flatMap((entry) =>
      entry['branchId'] === branchId ? [entry['position'] as string] : [],
    )
    const full = await audit(desk, branchId, places.sort()[50])
    expect([full.items.length, full.next]).toEqual([50, undefined])
    expect(codeOf(await desk.desk('audit.list', { branchId, cursor: '1; drop' }))).toBe('BAD_INPUT')
  })

  it('of a branch is its own; the administrator reads all', async () => {
    valueOf(await desk.desk('staff.invite', { branchId, role: 'cadre' }))
    valueOf(await leagueSecretary(cloud).desk('staff.invite', { branchId: LEAGUE, role: 'counsellor' }))
    valueOf(await administrator(cloud).desk('staff.invite', { branchId: '*', role: 'administrator' }))
    expect((await audit()).items.map(({ whom }) => whom)).toEqual(['cadre'])
    const all = (await audit(administrator(cloud), '*')).items.slice(0, 3)
    expect(all.map(({ whom }) => whom)).toEqual(['administrator', 'counsellor', 'cadre'])
    expect(all.map((entry) => entry.branchId)).toEqual([undefined, LEAGUE, branchId])
    const [secretary] = valueOf(await leagueSecretary(cloud).desk('staff.list', { branchId: LEAGUE })).items
    expect(all.map(({ who }) => who)).toEqual(['管理员', secretary?.name, desk.openid])
    const own = valueOf(await administrator(cloud).desk('audit.list', { branchId: '*', who: '管理员' })).items
    expect(own.slice(0, 1).map(({ whom }) => whom)).toEqual(['administrator'])
    expect(new Set(own.map(({ who }) => who))).toEqual(new Set(['管理员']))
    const one = (await audit(administrator(cloud))).items.map(({ whom }) => whom)
    expect(one).toEqual(['administrator', 'cadre'])
    expect(codeOf(await desk.desk('audit.list', { branchId: '*' }))).toBe('NOT_YOURS')
  })

  it('without entries asks for nobody’s name', async () => {
    await audit()
    cloud.metrics.reset()
    expect(await audit()).toEqual({ items: [] })
    const asked = cloud.metrics.requests.map(({ collection }) => collection)
    expect(asked.filter((collection) => collection !== 'deployment').sort()).toEqual(['audit', 'branches', 'wechats'])
  })

  it('is asked for by what, by whom and by days, both included', async () => {
    const other = addStaff(cloud, `other-${String(n)}`, branchId, 'secretary')
    const invited = async (by: Caller, role: 'cadre' | 'counsellor' | 'secretary') =>
      valueOf(await by.desk('staff.invite', { branchId, role }))
    const today = () => new Date(cloud.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const student = await aStudent(cloud)
    const { id } = await student.started({ branchId })
    await invited(desk, 'cadre')
    cloud.clock.pass(86_400_000)
    const second = today()
    await invited(other, 'counsellor')
    valueOf(await desk.desk('desk.reveal', { id, field: 'phone', why: WHY }))
    cloud.clock.pass(86_400_000)
    await invited(desk, 'secretary')

    const asked = async (filters: object) => {
      const { items } = valueOf(await desk.desk('audit.list', { branchId, ...filters }))
      return items.map(({ what, whom }) => (what === 'reveal' ? 'reveal' : whom))
    }
    const all = ['secretary', 'reveal', 'counsellor', 'cadre']
    expect(await asked({})).toEqual(all)
    expect(await asked({ who: '' })).toEqual(all)
    expect(await asked({ what: 'staffInvite' })).toEqual(['secretary', 'counsellor', 'cadre'])
    expect(await asked({ who: desk.openid })).toEqual(['secretary', 'reveal', 'cadre'])
    expect(await asked({ who: `staff-${other.openid ?? ''}` })).toEqual(['counsellor'])
    expect(await asked({ who: desk.openid, what: 'reveal' })).toEqual(['reveal'])
    expect(await asked({ who: other.openid, what: 'reveal' })).toEqual([])
    expect(await asked({ who: '没有的人' })).toEqual([])
    expect(await asked({ from: second })).toEqual(['secretary', 'reveal', 'counsellor'])
    expect(await asked({ to: second })).toEqual(['reveal', 'counsellor', 'cadre'])
    expect(await asked({ from: second, to: second })).toEqual(['reveal', 'counsellor'])

    // Of a page's end and a last day the earlier one counts.
    const places = documentsOf(cloud, 'audit')
      .filter((entry) => entry['branchId'] === branchId)
      .map((entry) => entry['position'] as string)
      .sort()
    expect(await asked({ to: second, cursor: places[3] })).toEqual(['reveal', 'counsellor', 'cadre'])
    expect(await asked({ to: today(), cursor: places[1] })).toEqual(['cadre'])
  })

  it('names the deployment, and nobody for a right that is not known or where there is nobody', async () => {
    valueOf(await desk.desk('staff.invite', { branchId, role: 'cadre' }))
    const [written] = documentsOf(cloud, 'audit').filter((entry) => entry['branchId'] === branchId)
    const add = (by: string) => {
      new Elsewhere(cloud).add('audit', { ...written, _id: `${by}-${String(n)}`, by })
    }
    add('deployment')
    add('nobody-knows')
    new Elsewhere(cloud).add('audit', { ...written, _id: `of-nobody-${String(n)}`, whom: '' })
    const { items } = await audit()
    expect(items.map((entry) => 'whom' in entry).sort()).toEqual([false, true, true, true])
    const names = [...new Set(items.map(({ who }) => who))]
    expect(names.sort()).toEqual([desk.openid, '已注销的工作人员', '部署'].sort())
  })

  it('has of an entry what there is, and no empty fields', async () => {
    const { id, reference, version } = await (await aStudent(cloud)).started({ branchId })
    await desk.approved({ id, version })
    valueOf(await desk.desk('staff.invite', { branchId, role: 'cadre' }))
    const by = { who: desk.openid, whoId: `staff-${desk.openid ?? ''}`, branchId }
    const { items, ...more } = await audit()
    expect(more).toEqual({})
    expect(items).toEqual([
      { ...by, at: items[0]?.at, what: 'staffInvite', whom: 'cadre' },
      { ...by, at: items[1]?.at, what: 'decide', whom: `${reference} approve`, count: 1 },
    ])
    expect(Math.abs(Date.parse(items[0]?.at ?? '') - cloud.clock.now())).toBeLessThan(60_000)
  })

  it('names every verdict with the reference of the one it was given', async () => {
    const said = async (at: string, count: number) =>
      (await audit(desk, at)).items.slice(0, count).map(({ what, whom }) => [what, whom])
    const league = await (await aStudent(cloud)).started({ branchId })
    const confirmed = await desk.decided(await desk.approved(league), { verdict: 'confirm', result: 'success' })
    const undone = await desk.decided(confirmed, { verdict: 'undo' })
    await desk.decided(undone, { verdict: 'confirm', result: 'failure' })
    expect(await said(branchId, 4)).toEqual(
      ['confirm', 'undo', 'confirm', 'approve'].map((verdict) => ['decide', `${league.reference} ${verdict}`]),
    )
    const party = addBranch(cloud, `party-${String(n)}`, {}, PARTY)
    desk = addStaff(cloud, `party-desk-${String(n)}`, party, 'secretary')
    const student = await aStudent(cloud, { party: 'full' })
    const announced = await student.announced(await student.started({ kind: 'party', branchId: party }))
    const half = await desk.decided(announced, { verdict: 'receive', checked: ['materials', 'online'] })
    const wrong = { verdict: 'receive', checked: [], unchecked: ['materials'], reason: '登记错人' }
    await desk.returned(await desk.decided(half, wrong))
    expect(await said(party, 3)).toEqual(
      ['return', 'receive', 'receive'].map((verdict) => ['decide', `${announced.reference} ${verdict}`]),
    )
  })

  it('has one entry of a command for each branch, and a reason only where it is that of all', async () => {
    const elsewhere = addBranch(cloud, `elsewhere-${String(n)}`)
    const started = async (at: string) => (await aStudent(cloud)).started({ branchId: at })
    const transfers = [...(await Promise.all([1, 2, 3].map(() => started(branchId)))), await started(elsewhere)]
    const admin = administrator(cloud)
    const decided = async (verdicts: object[]) =>
      valueOf(await admin.decideAll(transfers.map(({ id, version }, i) => ({ id, version, ...verdicts[i] })))).outcomes
    const same = { verdict: 'return', reason: '请写全名' }
    const outcomes = await decided([same, same, same, same])
    outcomes.forEach((one, i) => {
      const transfer = transfers[i]
      if (one.ok && transfer !== undefined) transfer.version = one.transfer.version
    })
    const said = async (at: string) =>
      (await audit(desk, at)).items.map(({ what, whom, why, count }) => ({ what, whom, why, count }))
    expect(await said(branchId)).toEqual([{ what: 'decide', whom: 'return', why: '请写全名', count: 3 }])
    expect((await audit(admin, elsewhere)).items.slice(0, 1)).toMatchObject([
      { what: 'decide', whom: `${transfers[3]?.reference ?? ''} return`, count: 1 },
    ])
    await decided([{ verdict: 'undo' }, { verdict: 'undo' }, { verdict: 'undo' }, {}])
    expect((await said(branchId))[0]).toEqual({ what: 'decide', whom: 'undo', why: undefined, count: 3 })
    const others = await Promise.all([1, 2].map(() => started(branchId)))
    const items = others.map(({ id, version }, i) => ({ id, version, ...same, reason: `原因${String(i)}` }))
    valueOf(await admin.decideAll(items))
    expect((await said(branchId))[0]).toEqual({ what: 'decide', whom: 'return', why: undefined, count: 2 })
  })

  it('has one more entry of a command that comes again with somebody new, of those alone', async () => {
    const people = Array.from({ length: 3 }, async () => (await aStudent(cloud)).started({ branchId }))
    const items = (await Promise.all(people)).map(({ id, version }) => ({ id, version, ...APPROVE }))
    const commandId = `again-${String(n)}`
    valueOf(await desk.decideAll(items.slice(0, 1), commandId))
    valueOf(await desk.decideAll(items, commandId))
    expect((await audit()).items.map(({ count }) => count)).toEqual([2, 1])
  })

  it('of decisions may be missing where it cannot be written: they stand, and the same command makes up for it', async () => {
    // More than are decided at once.
    const people = Array.from({ length: 17 }, async () => (await aStudent(cloud)).started({ branchId }))
    const transfers = await Promise.all(people)
    const first = transfers.at(-1)
    if (first === undefined) throw new Error('nobody')
    cloud.fault({ kind: 'errorBefore', action: 'database.insertDocument', collection: 'audit' })
    const commandId = `outage-${String(n)}`
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    expect(await desk.decide(first, APPROVE, commandId)).toMatchObject({ transfer: { stage: 'approved' } })
    expect(printed.mock.calls.join('\n')).toContain('"fault":"desk.decide"')
    printed.mockRestore()
    cloud.clearFaults()
    expect((await audit()).items).toEqual([])
    const then = cloud.clock.now()
    cloud.clock.pass(3_600_000)
    const items = transfers.map(({ id, version }) => ({ id, version, ...APPROVE }))
    for (let times = 0; times < 2; times += 1) {
      const faults = vi.spyOn(console, 'error').mockImplementation(() => undefined)
      valueOf(await desk.decideAll(items, commandId))
      expect(faults.mock.calls.join('\n')).not.toContain('"fault"')
      faults.mockRestore()
      const written = (await audit()).items
      expect(written).toMatchObject([{ what: 'decide', whom: 'approve', count: 17 }])
      expect(Date.parse(written[0]?.at ?? '')).toBeLessThanOrEqual(then)
    }
  })
})

describe('another version, and whoever changes the keys', () => {
  const known = localCloud({ env: KNOWN_KEYS })
  const { TOKEN_KEYS, SEAL_KEYS } = KNOWN_KEYS
  const sealing = createSealing(readKeys('SEAL_KEYS', SEAL_KEYS), readKeys('TOKEN_KEYS', TOKEN_KEYS))

  it('finds the entry of a command that was written before, by its command and by what it says', async () => {
    const secretary = addStaff(known, 'known-desk', LEAGUE, 'secretary')
    await secretary.decide(await (await aStudent(known)).started(), APPROVE, 'known-command')
    const [id] = sealing.tokens('decision', `staff-known-desk ${LEAGUE} known-command`)
    const keys = ['* *', 'decide *', '* staff-known-desk', 'decide staff-known-desk']
    expect(documentsOf(known, 'audit')).toMatchObject([{ _id: id, scope: 'all', keys }])
  })
})
