import { beforeEach, describe, expect, it } from 'vitest'
import { branches } from '../../../preview/seed/branches'
import {
  addBranch,
  addStaff,
  administrator,
  aStudent,
  type Caller,
  codeOf,
  LEAGUE,
  leagueSecretary,
  PARTY,
  valueOf,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { Elsewhere } from '../../support/meanwhile'

const cloud = localCloud()
let n = 0
let id: string
let desk: Caller
beforeEach(() => {
  n += 1
  id = addBranch(cloud, `branch-${String(n)}`, { alsoKnownAs: [] })
  desk = addStaff(cloud, `desk-${String(n)}`, id, 'secretary')
})

const save = (fields: Record<string, unknown>) => desk.call('secretary', 'branch.save', { id, ...fields })
const saved = async (fields: Record<string, unknown>) => {
  await save(fields)
  return valueOf(await desk.desk('branch.save', { id }))
}
const find = async (text: string) =>
  valueOf(await desk.member('branch.find', { kind: 'league', text })).map((branch) => branch.id)
const rulesOf = async (fields: Record<string, unknown>) => {
  const reply = await save(fields)
  return !reply.ok && reply.error.code === 'BAD_INPUT'
    ? reply.error.detail.fields.map(({ path, rule }) => `${path} ${rule}`)
    : []
}

describe('saving a branch', () => {
  it('changes the given fields and no others', async () => {
    const before = await saved({})
    const handIn = { who: '辅导员', where: '机电楼 302', from: '2024-09-01', to: '2024-09-20' }
    const change = { contact: '新联系人', waitHours: 48, handIn, opensOn: '2024-06-01', systemIdConfirmed: true }
    expect(await saved(change)).toEqual({ ...before, ...change })
    expect(await saved({ handIn: null, opensOn: null })).toEqual({
      ...before,
      contact: '新联系人',
      waitHours: 48,
      systemIdConfirmed: true,
    })
  })

  it('is found by its new names, and by the printed forms that it keeps', async () => {
    const league = leagueSecretary(cloud)
    const change = { id: LEAGUE, fullName: `改名后的 团支部${String(n)}`, systemId: '7654321' }
    valueOf(await league.desk('branch.save', change))
    expect(await find(`改名后的团支部${String(n)}`)).toEqual([LEAGUE])
    expect(await find('7654321')).toEqual([LEAGUE])
    expect(await find('53249921')).toContain(LEAGUE)
    const original = branches.find(({ _id }) => _id === LEAGUE)
    valueOf(
      await league.desk('branch.save', {
        id: LEAGUE,
        fullName: original?.fullName ?? '',
        sameName: true,
        systemId: '5324992',
      }),
    )
  })

  it('keeps both of two saves at the same time', async () => {
    const fields = ['contact', 'phone', 'address', 'letterTitle', 'letterDestination', 'systemId']
    const replies = await Promise.all(fields.map((field) => save({ [field]: `新${field}` })))
    expect(replies.map(codeOf)).toEqual(fields.map(() => 'ok'))
    expect(await saved({})).toMatchObject(Object.fromEntries(fields.map((field) => [field, `新${field}`])))
  })

  it.each([
    [{ waitHours: 23 }, ['waitHours range']],
    [{ waitHours: 721 }, ['waitHours range']],
    [{ waitHours: 24.5 }, ['waitHours type']],
    [{ retentionDays: 0 }, ['retentionDays range']],
    [{ overdueAfterDays: 0 }, ['overdueAfterDays range']],
    [{ overdueAfterDays: 31 }, ['overdueAfterDays range']],
    [{ opensOn: '2024-02-30' }, ['opensOn date']],
    [{ opensOn: '2024-09-02', closesOn: '2024-09-01' }, ['closesOn order']],
    [{ handIn: { who: 'a', where: 'b', from: '2024-09-02', to: '2024-09-01' } }, ['handIn.to order']],
    [{ handIn: { who: 'a', where: 'b', from: '1 September' } }, ['handIn.from date']],
    [{ fullName: '  ' }, ['fullName required']],
    [{ shortName: '长'.repeat(101) }, ['shortName length']],
    [{ contact: '联系 110101200206150015' }, ['contact personal']],
    [{ reasons: Array.from({ length: 21 }, (_, i) => `原因${String(i)}`) }, ['reasons length']],
    [{ reasons: [''] }, ['reasons.0 required']],
    [{ kind: 'party' }, ['kind fixed']],
    [{ besideOfficial: 'yes' }, ['besideOfficial type']],
  ])('refuses %j with %j and changes nothing', async (fields, rules) => {
    const before = await saved({})
    expect(await rulesOf(fields)).toEqual(rules)
    expect(await saved({})).toEqual(before)
  })

  it('judges a window with the half that is there already', async () => {
    valueOf(await desk.desk('branch.save', { id, closesOn: '2024-09-01' }))
    expect(await rulesOf({ opensOn: '2024-09-02' })).toEqual(['closesOn order'])
    expect(await rulesOf({ opensOn: '2024-09-01' })).toEqual([])
  })

  it.each([24, 720])('takes a wait of %i hours', async (waitHours) => {
    expect((await saved({ waitHours })).waitHours).toBe(waitHours)
  })

  it('never moves the wait of an approval that stands', async () => {
    const student = await aStudent(cloud)
    const { readyAt } = await desk.approved(await student.started({ branchId: id }))
    await saved({ waitHours: 720 })
    expect((await student.transfer()).readyAt).toBe(readyAt)
    const later = await aStudent(cloud)
    const approved = await desk.approved(await later.started({ branchId: id }))
    expect(Date.parse(approved.readyAt ?? '') - cloud.clock.now()).toBeGreaterThan(719 * 3_600_000)
  })

  it('stands in the audit log with what the fields that changed were and are', async () => {
    const { contact, phone } = await saved({})
    const handIn = { who: '辅导员', where: '机电楼' }
    await save({ contact: '新联系人', phone, handIn, waitHours: 48, besideOfficial: false, opensOn: '2024-06-01' })
    await save({ contact: '新联系人' })
    const { items } = valueOf(await desk.desk('audit.list', { branchId: id }))
    const changes = [
      { field: 'contact', from: contact, to: '新联系人' },
      { field: 'handIn', from: null, to: JSON.stringify(handIn) },
      { field: 'waitHours', from: 24, to: 48 },
      { field: 'besideOfficial', from: true, to: false },
      { field: 'opensOn', from: null, to: '2024-06-01' },
    ]
    const by = { who: desk.openid, whoId: `staff-${desk.openid ?? ''}`, branchId: id }
    const whom = changes.map(({ field }) => field).join(' ')
    expect(items).toEqual([{ ...by, at: items[0]?.at, what: 'branchSave', whom, changes }])
  })
})

describe('creating a branch', () => {
  const fields = { kind: 'league' as const, fullName: '材料24级 临时团支部', shortName: '材料24级团支部' }

  it('makes one that is careful until it says otherwise', async () => {
    const made = valueOf(await administrator(cloud).desk('branch.create', fields))
    const empty = { systemId: '', letterTitle: '', letterDestination: '', contact: '', phone: '', address: '' }
    const careful = { joinable: false, systemIdConfirmed: false, waitHours: 24, besideOfficial: true, closed: false }
    const usual = { reasons: [], retentionDays: 90, overdueAfterDays: 3 }
    expect(made).toEqual({ id: made.id, ...fields, ...empty, ...careful, ...usual })
    const { items } = valueOf(await administrator(cloud).desk('audit.list', { branchId: made.id }))
    const { at, whoId } = items[0] ?? {}
    const who = { who: '管理员', whoId }
    expect(items).toEqual([{ at, ...who, what: 'branchCreate', whom: fields.shortName, branchId: made.id }])
    expect(await find('材料24级临时团支部')).toEqual([])
    const stored = documentsOf(cloud, 'branches').find(({ _id }) => _id === made.id)
    expect(stored?.['searchForms']).toEqual(['材料24级临时团支部', '材料24级团支部'])
    const opening = { id: made.id, joinable: true, systemId: '1234567' }
    expect(await administrator(cloud).desk('branch.save', opening)).toMatchObject({
      error: {
        code: 'BAD_INPUT',
        detail: { fields: ['contact', 'phone', 'letterTitle'].map((path) => ({ path, rule: 'opening' })) },
      },
    })
    const copied = { contact: '材料学院团委', phone: '01062330000', letterTitle: '材料学院团委' }
    valueOf(await administrator(cloud).desk('branch.save', { ...opening, ...copied }))
    expect(await find('材料24级临时团支部')).toEqual([made.id])
    const student = await aStudent(cloud)
    expect(codeOf(await student.start({ branchId: made.id }))).toBe('ok')
  })

  it('takes every field at once, and refuses what saving would refuse', async () => {
    const whole = {
      ...valueOf(await desk.desk('branch.save', { id })),
      joinable: true,
      waitHours: 36,
      closesOn: '2030-01-01',
    }
    const { id: _id, closed: _closed, ...same } = whole
    const given = { ...same, sameName: true }
    const made = valueOf(await administrator(cloud).desk('branch.create', given))
    expect(made).toEqual({ ...whole, id: made.id })
    const short = await administrator(cloud).desk('branch.create', { ...given, waitHours: 12 })
    expect(codeOf(short)).toBe('BAD_INPUT')
    const turned = await administrator(cloud).desk('branch.create', { ...given, opensOn: '2031-01-01' })
    expect(codeOf(turned)).toBe('BAD_INPUT')
  })
})

describe('what only the whole branch or the others show', () => {
  const faultsOf = async (fields: Record<string, unknown>) => {
    const reply = await administrator(cloud).call('secretary', 'branch.create', {
      fullName: `新团支部${String(n)}`,
      shortName: '新支部',
      ...fields,
    })
    if (reply.ok) return []
    return reply.error.code === 'BAD_INPUT'
      ? reply.error.detail.fields.map(({ path, rule }) => `${path} ${rule}`)
      : [reply.error.code]
  }

  it('of a new one: its kind, or that of the branch that it is like', async () => {
    expect(await faultsOf({})).toEqual(['kind required'])
    expect(await faultsOf({ like: LEAGUE, kind: 'party' })).toEqual(['kind fixed'])
    expect(await faultsOf({ like: LEAGUE, kind: 'league', sameName: true })).toEqual([])
    expect(await faultsOf({ like: '../odd' })).toEqual(['NOT_FOUND'])
    expect(await faultsOf({ like: '' })).toEqual(['NOT_FOUND'])
    const lacking = ['systemId', 'contact', 'phone', 'letterTitle'].map((field) => `${field} opening`)
    expect(await faultsOf({ kind: 'league', sameName: true, joinable: true })).toEqual(lacking)
  })

  it('a roster is read by a Party branch, and is a League branch’s', async () => {
    const party = { kind: 'party', sameName: true }
    expect(await faultsOf({ ...party, rosterOf: PARTY })).toEqual(['rosterOf choice'])
    expect(await faultsOf({ ...party, rosterOf: 'unknown' })).toEqual(['rosterOf choice'])
    expect(await faultsOf({ ...party, rosterOf: '../odd' })).toEqual(['rosterOf choice'])
    expect(await faultsOf({ ...party, rosterOf: LEAGUE })).toEqual([])
    expect(await faultsOf({ ...party, rosterOf: null })).toEqual([])
    expect(await faultsOf({ kind: 'league', sameName: true, rosterOf: LEAGUE })).toEqual(['rosterOf choice'])
  })

  it('a branch whose id could not have been given out is looked for nowhere', async () => {
    const asked = async (fields: Record<string, unknown>) => {
      cloud.metrics.reset()
      const faults = await faultsOf(fields)
      const requests = cloud.metrics.requests.map(({ collection }) => collection)
      return [...faults, ...requests.filter((collection) => collection !== 'deployment')]
    }
    expect(await asked({ like: '../odd' })).toEqual(['NOT_FOUND', 'wechats'])
    const roster = { kind: 'party', sameName: true, rosterOf: '../odd' }
    expect(await asked(roster)).toEqual(['rosterOf choice', 'wechats'])
  })

  it('a window and hand-in days may be one day long, and have one end', async () => {
    const day = '2024-09-01'
    expect(await rulesOf({ opensOn: day, closesOn: day })).toEqual([])
    expect(await rulesOf({ handIn: { who: 'a', where: 'b', from: day, to: day } })).toEqual([])
    expect(await rulesOf({ opensOn: null, closesOn: '2024-08-01' })).toEqual([])
    expect(await rulesOf({ closesOn: null, opensOn: '2024-10-01' })).toEqual([])
    expect(await rulesOf({ handIn: { who: 'a', where: 'b', to: day } })).toEqual([])
  })

  it('what an open branch opened with it keeps; what it never had nobody asks of it', async () => {
    expect(await rulesOf({ contact: '' })).toEqual(['contact opening'])
    const bare = addBranch(cloud, `bare-${String(n)}`, { contact: '', joinable: true })
    const there = addStaff(cloud, `bare-desk-${String(n)}`, bare, 'secretary')
    expect(codeOf(await there.desk('branch.save', { id: bare, contact: '', address: '机电楼' }))).toBe('ok')
    expect(codeOf(await there.desk('branch.save', { id: bare, phone: '' }))).toBe('BAD_INPUT')
    valueOf(await there.desk('branch.save', { id: bare, joinable: false }))
    expect(codeOf(await there.desk('branch.save', { id: bare, joinable: true }))).toBe('BAD_INPUT')
  })

  it('its own name is never taken, and another’s is unless it is meant', async () => {
    const { fullName } = await saved({ fullName: `独一无二的团支部${String(n)}` })
    expect(await rulesOf({ fullName: `独一无二的 团支部${String(n)}` })).toEqual([])
    const other = addBranch(cloud, `namesake-${String(n)}`, { fullName: '另一个团支部' })
    const there = addStaff(cloud, `namesake-desk-${String(n)}`, other, 'secretary')
    const taken = await there.desk('branch.save', { id: other, fullName })
    expect(taken).toMatchObject({ error: { detail: { fields: [{ path: 'fullName', rule: 'taken' }] } } })
    expect(codeOf(await there.desk('branch.save', { id: other, fullName, sameName: true }))).toBe('ok')
    // It has the name now: to save it with everything else asks nothing again.
    expect(codeOf(await there.desk('branch.save', { id: other, fullName, contact: '新联系人' }))).toBe('ok')
  })

  it('what somebody else saves at the same moment is judged with it, and nothing is written that does not go together', async () => {
    const meanwhile = () => {
      new Elsewhere(cloud).set('branches', id, { closesOn: '2024-08-31', version: 100 })
    }
    cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'branches', meanwhile })
    expect(codeOf(await save({ opensOn: '2024-09-01' }))).toBe('TRY_AGAIN')
    expect(await saved({})).toMatchObject({ closesOn: '2024-08-31' })
    expect((await saved({})).opensOn).toBeUndefined()
  })

  it('is asked for again where others keep saving, and after a while given up', async () => {
    let version = 100
    const others = (times: number) => {
      const meanwhile = () => {
        new Elsewhere(cloud).set('branches', id, { version: (version += 10) })
      }
      cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'branches', times, meanwhile })
    }
    others(5)
    expect(codeOf(await save({ contact: '新联系人' }))).toBe('ok')
    others(6)
    expect(codeOf(await save({ contact: '没有存下' }))).toBe('TRY_AGAIN')
    others(6)
    expect(codeOf(await administrator(cloud).desk('branch.close', { branchId: id }))).toBe('TRY_AGAIN')
    expect(await saved({})).toMatchObject({ contact: '新联系人', closed: false })
    const meanwhile = () => {
      new Elsewhere(cloud).drop('branches', id)
    }
    cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'branches', meanwhile })
    expect(codeOf(await save({ contact: '没有支部了' }))).toBe('TRY_AGAIN')
  })

  it('is closed once: again changes and notes nothing; who is no administrator learns what is not there', async () => {
    const closing = (caller: Caller, branchId = id) => caller.desk('branch.close', { branchId })
    expect(codeOf(await closing(desk))).toBe('READ_ONLY')
    expect(codeOf(await closing(desk, 'unknown'))).toBe('NOT_FOUND')
    expect(codeOf(await closing(await aStudent(cloud), 'unknown'))).toBe('NOT_STAFF')
    expect(codeOf(await closing(administrator(cloud), '../odd'))).toBe('NOT_FOUND')
    const closed = valueOf(await closing(administrator(cloud)))
    expect(closed).toMatchObject({ id, closed: true, joinable: false })
    expect(valueOf(await closing(administrator(cloud)))).toEqual(closed)
    const { items } = valueOf(await desk.desk('audit.list', { branchId: id }))
    const { at, whoId } = items[0] ?? {}
    expect(items).toEqual([{ at, who: '管理员', whoId, what: 'branchClose', whom: closed.shortName, branchId: id }])
    expect(valueOf(await administrator(cloud).desk('audit.list', { branchId: id, what: 'branchSave' })).items).toEqual(
      [],
    )
  })
})

describe('the list of branches', () => {
  const idsOf = async (caller: Caller, cursor?: string) => {
    const { items, next } = valueOf(await caller.desk('branch.list', cursor === undefined ? {} : { cursor }))
    return { ids: items.map((branch) => branch.id), next }
  }

  it('gives staff the branches of their rights, joinable or not', async () => {
    addBranch(cloud, `closed-${String(n)}`, { joinable: false })
    const both = addStaff(cloud, `both-${String(n)}`, id, 'cadre')
    const { code } = valueOf(
      await administrator(cloud).desk('staff.invite', { branchId: `closed-${String(n)}`, role: 'counsellor' }),
    )
    expect((await idsOf(both)).ids).toEqual([id])
    valueOf(await both.desk('staff.accept', { code, name: '两处' }))
    expect(await idsOf(both)).toEqual({ ids: [id, `closed-${String(n)}`], next: undefined })
  })

  it('leads an administrator back to a branch that nobody can join yet', async () => {
    const made = valueOf(
      await administrator(cloud).desk('branch.create', { kind: 'league', fullName: '还没开放', shortName: '还没开放' }),
    )
    expect((await idsOf(administrator(cloud))).ids).toContain(made.id)
  })

  it('goes on page after page where there are more than a reply holds', async () => {
    const many = Array.from({ length: 120 }, (_, i) =>
      addBranch(cloud, `many-${String(n)}-${String(i).padStart(3, '0')}`),
    )
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await idsOf(administrator(cloud), cursor)
      expect(page.ids.length).toBeLessThanOrEqual(100)
      seen.push(...page.ids)
      cursor = page.next
    } while (cursor !== undefined)
    expect(seen.filter((one) => many.includes(one))).toEqual(many)
    // Of those that are looked for only as many as anybody reads.
    expect(await find('')).toHaveLength(20)
    expect(new Set(seen).size).toBe(seen.length)
  })
})
