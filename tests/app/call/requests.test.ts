import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  addStaff,
  administrator,
  APPROVE,
  aStudent,
  codeOf,
  LEAGUE,
  leagueSecretary,
  valueOf,
  type Caller,
} from '../../support/client'
import { localCloud } from '../../support/file-cloud'

const cloud = localCloud()
let secretary: Caller
beforeAll(async () => {
  secretary = leagueSecretary(cloud)
  // The switch of the deployment is looked at once in a while, for all calls of an instance.
  await aStudent(cloud)
  valueOf(await secretary.desk('desk.list', { branchId: LEAGUE }))
})

let asked: Record<string, number> = {}
beforeEach(() => {
  asked = {}
})
/** Does something and counts the database's requests by it, the look at the switch apart. */
const counting = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  cloud.metrics.reset()
  const value = await work()
  asked[what] = cloud.metrics.requests.filter(({ collection }) => collection !== 'deployment').length
  return value
}
const sum = () => Object.values(asked).reduce((all, one) => all + one, 0)

describe('a whole journey', () => {
  it('asks the database 16 times: registering 6, starting 5, approving 3, requesting 2', async () => {
    const student = await counting('register', () => aStudent(cloud))
    const started = await counting('start', () => student.started())
    const approved = await counting('approve', () => secretary.decided(started, APPROVE))
    await cloud.clock.advance('PT24H')
    const request = () => student.request(approved, student.claim)
    expect(valueOf(await counting('request', request)).stage).toBe('transferred')
    expect(asked).toEqual({ register: 6, start: 5, approve: 3, request: 2 })
    expect(sum()).toBeLessThanOrEqual(16)
  })
})

describe('one request', () => {
  it('reads the case for its secretary, one more tells that it is an administrator', async () => {
    const student = await aStudent(cloud)
    const { id } = await student.started()
    valueOf(await counting('secretary', () => secretary.desk('desk.open', { id })))
    valueOf(await counting('administrator', () => administrator(cloud).desk('desk.open', { id })))
    expect(asked).toEqual({ secretary: 1, administrator: 2 })
  })

  it('says whose a transfer is as it stands at that moment: a right, or a binding, that has just ended is gone', async () => {
    const student = await aStudent(cloud)
    const transfer = await student.started()
    const leaving = addStaff(cloud, 'leaving-at-once', LEAGUE, 'secretary')
    valueOf(await leaving.desk('desk.open', { id: transfer.id }))
    valueOf(await secretary.desk('staff.remove', { branchId: LEAGUE, id: 'staff-leaving-at-once' }))
    expect(codeOf(await leaving.desk('desk.open', { id: transfer.id }))).toBe('NOT_STAFF')
    expect(codeOf(await leaving.decideAll([{ id: transfer.id, version: 1, ...APPROVE }]))).toBe('NOT_STAFF')
    valueOf(await student.member('account.unbind', {}))
    expect(codeOf(await student.act(transfer, { action: 'withdraw' }))).toBe('NOT_REGISTERED')
  })

  it('names who decided wherever their right is, and whoever has left since', async () => {
    const student = await aStudent(cloud)
    const transfer = await student.started()
    const gone = addStaff(cloud, 'gone-since', LEAGUE, 'secretary')
    const returned = await gone.returned(transfer)
    const again = valueOf(await student.act(returned, { action: 'amend' }))
    await administrator(cloud).returned(again)
    valueOf(await secretary.desk('staff.remove', { branchId: LEAGUE, id: 'staff-gone-since' }))
    const { log } = valueOf(await counting('open', () => secretary.desk('desk.open', { id: transfer.id })))
    const { name = '' } = valueOf(await administrator(cloud).desk('staff.list', { branchId: '*' })).items[0] ?? {}
    expect(log.flatMap(({ who }) => who ?? [])).toEqual(['gone-since', name])
    expect(asked).toEqual({ open: 1 })
  })
})

describe('amending', () => {
  it('asks nothing of a roster where the phone alone changes, and looks once at what is open where a name does', async () => {
    const student = await aStudent(cloud, { party: 'full' })
    for (const kind of ['league', 'party'] as const) await student.started({ kind })
    const amend = (fields: object) => student.call('member', 'account.amend', fields)
    valueOf(await counting('phone', () => amend({ phone: '13900000009' })))
    valueOf(await counting('name', () => amend({ name: '改了名字' })))
    expect(asked).toEqual({ phone: 12, name: 18 })
  })
})

describe('registering', () => {
  it('looks closely at whatever is there already, and tells as much of it as before', async () => {
    const student = await aStudent(cloud)
    const bound = () => student.register({ ...student.person, idNumber: '110101200301011234' })
    expect(['ALREADY_REGISTERED', 'BAD_INPUT']).toContain(codeOf(await bound()))
    expect(codeOf(await student.register(student.person))).toBe('ALREADY_REGISTERED')
    const right = addStaff(cloud, 'right-first', LEAGUE, 'counsellor')
    const other = await aStudent(cloud)
    expect(codeOf(await right.register({ ...other.person }))).toBe('ID_TAKEN')
    expect((await right.me()).staffOf).toHaveLength(1)
  })
})
