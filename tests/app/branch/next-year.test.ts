import { beforeEach, describe, expect, it } from 'vitest'
import { EVERY_BRANCH } from '../../../miniprogram/limits'
import {
  addBranch,
  addStaff,
  administrator,
  aStudent,
  Caller,
  codeOf,
  LEAGUE,
  PARTY,
  partySecretary,
  valueOf,
} from '../../support/client'
import { localCloud } from '../../support/file-cloud'

const cloud = localCloud()
beforeEach(() => cloud.reset())

const admin = () => administrator(cloud)
const NAMES = { fullName: '计通25级临时团支部', shortName: '计通25级' }

describe('a branch like last year’s', () => {
  it('takes kind, contacts, settings and reasons over, and nothing that is the other one’s alone', async () => {
    const last = valueOf(
      await admin().desk('branch.save', {
        id: LEAGUE,
        waitHours: 36,
        systemIdConfirmed: true,
        opensOn: '2024-08-01',
        handIn: { who: '辅导员', where: '机电楼', from: '2024-09-01' },
      }),
    )
    const made = valueOf(await admin().desk('branch.create', { like: LEAGUE, ...NAMES }))
    const { contact, phone, address, letterTitle, reasons, retentionDays } = last
    expect(made).toMatchObject({
      ...NAMES,
      kind: 'league',
      contact,
      phone,
      address,
      letterTitle,
      reasons,
      retentionDays,
    })
    expect(made).toMatchObject({ waitHours: 36, handIn: { who: '辅导员', where: '机电楼' } })
    expect(made).toMatchObject({ joinable: false, systemId: '', systemIdConfirmed: false, letterDestination: '' })
    expect([made.opensOn, made.handIn?.from]).toEqual([undefined, undefined])
    expect(codeOf(await admin().desk('branch.create', { like: 'unknown', ...NAMES }))).toBe('NOT_FOUND')
  })

  it('of a name that is taken is asked about', async () => {
    valueOf(await admin().desk('branch.create', { like: LEAGUE, ...NAMES }))
    const again = await admin().desk('branch.create', { like: LEAGUE, ...NAMES, fullName: '计通 25级临时团支部' })
    expect(again).toMatchObject({ error: { detail: { fields: [{ path: 'fullName', rule: 'taken' }] } } })
    expect(codeOf(await admin().desk('branch.create', { like: LEAGUE, ...NAMES, sameName: true }))).toBe('ok')
  })
})

describe('a closed branch', () => {
  it('takes nobody in, ends its invitations, and stands at the end of the list', async () => {
    const { code } = valueOf(await admin().desk('staff.invite', { branchId: LEAGUE, role: 'cadre' }))
    expect(valueOf(await admin().desk('branch.close', { branchId: LEAGUE }))).toMatchObject({
      closed: true,
      joinable: false,
    })
    expect(codeOf(await (await aStudent(cloud)).start())).toBe('BRANCH_NOT_JOINABLE')
    expect(codeOf(await new Caller(cloud, 'late').desk('staff.accept', { code }))).toBe('CODE_INVALID')
    const { items } = valueOf(await admin().desk('branch.list', {}))
    expect(items.map(({ id, closed }) => [id, closed])).toEqual([
      [PARTY, false],
      [LEAGUE, true],
    ])
    expect(await admin().desk('branch.save', { id: LEAGUE, joinable: true })).toMatchObject({
      error: { detail: { fields: [{ path: 'joinable', rule: 'closed' }] } },
    })
    expect(codeOf(await admin().desk('branch.close', { branchId: LEAGUE }))).toBe('ok')
  })

  it('stands there after every other one, whatever its id, and a page that holds all is the last', async () => {
    const closed = addBranch(cloud, '0-closed', { joinable: false, closedAt: 1 })
    const open = Array.from({ length: 97 }, (_, i) => addBranch(cloud, `more-${String(i).padStart(2, '0')}`))
    const listed = async (cursor?: string) => {
      const { items, next } = valueOf(await admin().desk('branch.list', cursor === undefined ? {} : { cursor }))
      return { ids: items.map(({ id }) => id), next }
    }
    expect(await listed()).toEqual({ ids: [...open, LEAGUE, PARTY, closed], next: undefined })
    addBranch(cloud, 'yet-another')
    const first = await listed()
    expect(first.ids).toEqual([...open, LEAGUE, PARTY, 'yet-another'])
    expect(await listed(first.next)).toEqual({ ids: [closed], next: undefined })
  })
})

describe('the audit', () => {
  it('has the old and the new value of a setting, and one entry for a command with its count', async () => {
    const desk = addStaff(cloud, 'desk', LEAGUE, 'secretary')
    valueOf(await desk.desk('branch.save', { id: LEAGUE, waitHours: 48 }))
    const started = await Promise.all([1, 2, 3].map(async () => (await aStudent(cloud)).started()))
    const items = started.map(({ id, version }) => ({ id, version, verdict: 'return', reason: '请写全名' }))
    valueOf(await desk.decideAll(items, 'one-command'))
    valueOf(await desk.decideAll(items, 'one-command'))
    const listed = async (more: object) =>
      valueOf(await desk.desk('audit.list', { branchId: LEAGUE, ...more })).items.map(({ what, count, changes }) => ({
        what,
        count,
        changes,
      }))
    const decided = { what: 'decide', count: 3, changes: undefined }
    const saved = { what: 'branchSave', count: undefined, changes: [{ field: 'waitHours', from: 24, to: 48 }] }
    expect(await listed({})).toEqual([decided, saved])
    expect(await listed({ what: 'decide' })).toEqual([decided])
    expect(await listed({ who: 'desk', what: 'branchSave' })).toEqual([saved])
    expect(await listed({ who: 'nobody' })).toEqual([])
    expect(await listed({ to: '2020-01-01' })).toEqual([])
    expect(await listed({ from: '2020-01-01' })).toEqual([decided, saved])
  })

  it('names one person whom a decision is about, and its reason where it is for many; one’s own stays in the log', async () => {
    const desk = addStaff(cloud, 'naming', LEAGUE, 'secretary')
    const [one, two, three] = await Promise.all([1, 2, 3].map(async () => (await aStudent(cloud)).started()))
    if (one === undefined || two === undefined || three === undefined) throw new Error('nobody')
    await desk.returned(one, '姓名有误')
    const both = [two, three].map(({ id, version }) => ({ id, version, verdict: 'return', reason: '请写全名' }))
    valueOf(await desk.decideAll(both))
    const { items } = valueOf(await desk.desk('audit.list', { branchId: LEAGUE, what: 'decide', who: 'naming' }))
    expect(items.map(({ who, whom, count, why }) => ({ who, whom, count, why }))).toEqual([
      { who: 'naming', whom: 'return', count: 2, why: '请写全名' },
      { who: 'naming', whom: `${one.reference} return`, count: 1, why: undefined },
    ])
    const { log } = valueOf(await desk.desk('desk.open', { id: one.id }))
    expect(log.at(-1)).toMatchObject({ what: 'returned', who: 'naming', reason: '姓名有误' })
  })

  it('of a roster that a Party branch reads stands at both branches', async () => {
    expect(valueOf(await partySecretary(cloud).desk('branch.save', { id: PARTY, rosterOf: LEAGUE })).rosterOf).toBe(
      LEAGUE,
    )
    const { shortName } = valueOf(await partySecretary(cloud).desk('branch.save', { id: PARTY }))
    for (const [branchId, whom] of [
      [LEAGUE, shortName],
      [PARTY, 'rosterOf'],
    ] as const) {
      const { items } = valueOf(await admin().desk('audit.list', { branchId, what: 'branchSave' }))
      const { at, who, whoId } = items[0] ?? {}
      const changes = [{ field: 'rosterOf', from: null, to: LEAGUE }]
      expect(items).toEqual([{ at, who, whoId, what: 'branchSave', whom, branchId, changes }])
    }
    // What leaves the roster as it was, and that it is read no longer, concerns one branch.
    for (const change of [{ rosterOf: LEAGUE, contact: '新联系人' }, { address: '机电楼' }, { rosterOf: null }])
      valueOf(await partySecretary(cloud).desk('branch.save', { id: PARTY, ...change }))
    const { items } = valueOf(await admin().desk('audit.list', { branchId: EVERY_BRANCH }))
    expect(items.map(({ branchId }) => branchId).sort()).toEqual([LEAGUE, PARTY, PARTY, PARTY, PARTY])
    expect(codeOf(await admin().desk('branch.save', { id: LEAGUE, rosterOf: PARTY }))).toBe('BAD_INPUT')
  })
})
