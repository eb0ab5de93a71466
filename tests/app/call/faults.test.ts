import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { busyRefusals, type BusyRefusal } from '../../../preview/cloud/failures'
import type { DecideOutcome, Reply, TransferView } from '../../../cloudfunctions/contract'
import {
  aCommandId,
  addBranch,
  APPROVE,
  addStaff,
  aStudent,
  Caller,
  codeOf,
  LEAGUE,
  leagueSecretary,
  person,
  valueOf,
  type Student,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { AMPLE_MS } from '../../support/local-cloud'

describe('an outage of the database', () => {
  const cloud = localCloud()
  let student: Student
  let printed: string[]
  beforeEach(async () => {
    student = await aStudent(cloud)
    printed = []
    vi.spyOn(console, 'error').mockImplementation((...args) => void printed.push(args.join(' ')))
  })
  afterEach(() => {
    cloud.clearFaults()
    vi.restoreAllMocks()
  })
  const secretary = () => leagueSecretary(cloud)
  const modify = 'database.modifyDocument'
  const insert = 'database.insertDocument'
  /** `INTERNAL` with a trace id that stands in the log, where nothing of the person stands. */
  const expectTrace = (reply: Reply<unknown> | DecideOutcome) => {
    expect(reply).toMatchObject({ ok: false, error: { code: 'INTERNAL' } })
    const { traceId } = (reply as { error: { detail: { traceId: string } } }).error.detail
    expect(traceId.length).toBeGreaterThan(8)
    const log = printed.join('\n')
    expect(log).toContain(traceId)
    const { name, idNumber, phone, memberNumber = '' } = student.person
    for (const value of [name, idNumber, phone, memberNumber, student.openid ?? '']) expect(log).not.toContain(value)
  }

  describe('before the write', () => {
    it('leaves no account behind, and the same registration goes through afterwards', async () => {
      for (const [i, collection] of ['holders', 'wechats', 'accounts'].entries()) {
        const somebody = new Caller(cloud, `struck-at-${collection}`)
        const made = person(600 + i)
        cloud.fault({ kind: 'errorBefore', action: insert, collection })
        expectTrace(await somebody.register(made))
        expect((await somebody.me()).account, collection).toBeNull()
        expect(codeOf(await somebody.register(made)), collection).toBe('ok')
      }
    })

    it('leaves no account behind of a WeChat that is known, which is looked at closely', async () => {
      for (const [i, collection] of ['holders', 'accounts', 'wechats', 'limits'].entries()) {
        const somebody = addStaff(cloud, `known-at-${collection}`, LEAGUE, 'counsellor')
        const made = person(620 + i)
        cloud.fault({ kind: 'errorBefore', action: modify, collection })
        expectTrace(await somebody.register(made))
        expect((await somebody.me()).account, collection).toBeNull()
        expect(codeOf(await somebody.register(made)), collection).toBe('ok')
      }
    })

    it('leaves the transfer as it was, and the same command goes through afterwards', async () => {
      const commandId = aCommandId()
      cloud.fault({ kind: 'errorBefore', action: insert, collection: 'transfers' })
      expectTrace(await student.start({ commandId }))
      expect((await student.me()).transfers).toEqual([])
      const started = await student.started({ commandId })
      cloud.fault({ kind: 'errorBefore', action: modify, collection: 'transfers' })
      expectTrace(await student.act(started, { action: 'withdraw', commandId: 'w' }))
      expect(await student.transfer()).toEqual(started)
      expect(codeOf(await student.act(started, { action: 'withdraw', commandId: 'w' }))).toBe('ok')
    })

    it('strikes one of many at the desk, and the others go through', async () => {
      const all: TransferView[] = []
      for (let i = 0; i < 5; i++) all.push(await (await aStudent(cloud)).started())
      const items = all.map(({ id, version }) => ({ id, version, ...APPROVE }))
      const commandId = aCommandId()
      cloud.fault({ kind: 'errorBefore', action: modify, collection: 'transfers' })
      const { outcomes } = valueOf(await secretary().decideAll(items, commandId))
      const codes = outcomes.map(codeOf)
      expect(codes.filter((code) => code === 'ok')).toHaveLength(4)
      const struck = outcomes.find((outcome) => !outcome.ok)
      if (struck === undefined) throw new Error('nothing was struck')
      expectTrace(struck)
      const again = valueOf(await secretary().decideAll(items, commandId))
      expect(again.outcomes.map(codeOf)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok'])
    })

    it('of an amendment leaves account and transfers together as they were', async () => {
      await student.started()
      const approved = await secretary().approved(await student.transfer())
      for (const collection of ['accounts', 'transfers']) {
        cloud.fault({ kind: 'errorBefore', action: modify, collection })
        expectTrace(await student.member('account.amend', { name: '没改成' }))
        const { account, transfers } = await student.me()
        expect(account?.name).toBe(student.person.name)
        expect(transfers[0]).toMatchObject({ stage: 'approved', version: approved.version })
      }
      cloud.fault({ kind: 'errorBefore', action: 'database.commitTransaction' })
      expectTrace(await student.member('account.amend', { name: '没改成' }))
      expect((await student.me()).account?.name).toBe(student.person.name)
      expect(codeOf(await student.member('account.amend', { name: '改成了' }))).toBe('ok')
      expect(await student.transfer()).toMatchObject({ stage: 'registered' })
    })

    it('answers reads that fail with a trace id too', async () => {
      cloud.fault({ kind: 'errorBefore', action: 'database.getDocument', collection: 'wechats' })
      expectTrace(await student.member('account.me', {}))
      cloud.fault({ kind: 'errorBefore', action: 'database.aggregateDocuments' })
      expectTrace(await student.member('account.me', {}))
    })
  })

  describe('after the write', () => {
    it('is healed by repeating the command', async () => {
      const start = aCommandId()
      cloud.fault({ kind: 'errorAfter', action: insert, collection: 'transfers' })
      expectTrace(await student.start({ commandId: start }))
      const started = await student.started({ commandId: start })
      expect((await student.me()).transfers).toHaveLength(1)

      const decide = aCommandId()
      cloud.fault({ kind: 'errorAfter', action: modify, collection: 'transfers' })
      expectTrace(await secretary().decide(started, APPROVE, decide))
      expect(await secretary().decide(started, APPROVE, decide)).toMatchObject({ ok: true, transfer: { version: 2 } })

      await cloud.clock.advance('PT24H')
      const approved = await student.transfer()
      const request = aCommandId()
      cloud.fault({ kind: 'errorAfter', action: modify, collection: 'transfers' })
      expectTrace(await student.request(approved, { ...student.claim, name: '别人' }, request))
      const failed = valueOf(await student.request(approved, { ...student.claim, name: '别人' }, request))
      expect(failed).toMatchObject({ stage: 'failed', attempts: 1, version: 3 })
    })

    it('of a registration leaves a whole account', async () => {
      const somebody = new Caller(cloud, 'struck-afterwards')
      const made = person(650)
      cloud.fault({ kind: 'errorAfter', action: 'database.commitTransaction' })
      expectTrace(await somebody.register(made))
      expect((await somebody.me()).account?.name).toBe(made.name)
      expect(codeOf(await somebody.register(made))).toBe('ALREADY_REGISTERED')
      expect(codeOf(await somebody.start())).toBe('ok')
    })
  })

  describe('in the middle of what follows a write', () => {
    const rowOf = ({ name, idNumber }: { name: string; idNumber: string }) => ({ name, idNumber })
    const onRoster = async (...students: { person: { name: string; idNumber: string } }[]) => {
      const input = { branchId: LEAGUE, importId: aCommandId(), rows: students.map(({ person }) => rowOf(person)) }
      valueOf(await secretary().desk('roster.import', input))
      return input.importId
    }
    const matchOf = async (id: string) => {
      const { items } = valueOf(await secretary().desk('desk.list', { branchId: LEAGUE, limit: 100 }))
      return items.find((item) => item.id === id)?.rosterMatch
    }
    /** What the row says that is taken for a transfer. */
    const rowMatchOf = (id: string) =>
      documentsOf(cloud, 'roster').find((row) => row['transferId'] === id)?.['match'] ?? 'none'
    const rowsOf = (accountId: string) => documentsOf(cloud, 'roster').filter((row) => row['accountId'] === accountId)
    const struck = { kind: 'errorBefore', action: modify } as const

    it('a start that is repeated is found on the roster', async () => {
      for (const collection of ['roster', 'transfers']) {
        const somebody = await aStudent(cloud)
        await onRoster(somebody)
        const commandId = aCommandId()
        cloud.fault({ ...struck, collection })
        expectTrace(await somebody.start({ commandId }))
        const started = await somebody.started({ commandId })
        expect([await matchOf(started.id), rowMatchOf(started.id)], collection).toEqual(['full', 'full'])
      }
    })

    it('an amendment that is repeated is found on the roster', async () => {
      await onRoster({ person: { ...student.person, name: '后来的名字' } })
      const { id } = await student.started()
      expect(await matchOf(id)).toBe('partial')
      cloud.fault({ ...struck, collection: 'roster' })
      expectTrace(await student.member('account.amend', { name: '后来的名字' }))
      expect(codeOf(await student.member('account.amend', { name: '后来的名字' }))).toBe('ok')
      expect([await matchOf(id), rowMatchOf(id)]).toEqual(['full', 'full'])
    })

    it('a move to another branch that is repeated is found on its roster', async () => {
      const elsewhere = addBranch(cloud, 'where-one-moves')
      const started = await student.started({ branchId: elsewhere })
      await onRoster(student)
      const commandId = aCommandId()
      cloud.fault({ ...struck, collection: 'roster' })
      const amend = { action: 'amend', branchId: LEAGUE, commandId } as const
      expectTrace(await student.act(started, amend))
      expect(codeOf(await student.act(started, amend))).toBe('ok')
      expect([await matchOf(started.id), rowMatchOf(started.id)]).toEqual(['full', 'full'])
    })

    it('rows that are taken away, or an import that is taken back, leave nobody with a row that is gone', async () => {
      const importId = await onRoster(student)
      const { id } = await student.started()
      const [row] = documentsOf(cloud, 'roster').filter((one) => one['transferId'] === id)
      const keys = [row?.['_id'] as string]
      for (const collection of ['transfers', 'branches']) {
        cloud.fault({ ...struck, collection })
        expectTrace(await secretary().desk('roster.remove', { branchId: LEAGUE, keys }))
      }
      expect(codeOf(await secretary().desk('roster.remove', { branchId: LEAGUE, keys }))).toBe('ok')
      expect(await matchOf(id)).toBe('none')
      const again = await onRoster(student)
      expect(await matchOf(id)).toBe('full')
      cloud.fault({ ...struck, collection: 'branches' })
      expectTrace(await secretary().desk('roster.undo', { importId: again, why: '导错了' }))
      expect(codeOf(await secretary().desk('roster.undo', { importId, why: '导错了' }))).toBe('NOT_FOUND')
      expect(await matchOf(id)).toBe('none')
    })

    it('an erasure that cannot be finished has not taken the account yet, and is finished when it is asked for again', async () => {
      await onRoster(student)
      await student.started()
      const { account } = await student.me()
      cloud.fault({ ...struck, collection: 'roster' })
      expectTrace(await student.member('account.erase', { confirm: true }))
      expect((await student.me()).account?.name).toBe(student.person.name)
      expect(codeOf(await student.member('account.erase', { confirm: true }))).toBe('ok')
      expect(rowsOf(account?.id ?? '')).toEqual([])
    })
  })

  it('that is slow makes the desk stop in good time, and the rest goes through when it is asked for again', async () => {
    const all: TransferView[] = []
    for (let i = 0; i < 40; i++) all.push(await (await aStudent(cloud)).started())
    const items = all.map(({ id, version }) => ({ id, version, ...APPROVE }))
    const commandId = aCommandId()
    // Sixteen at a time: after twice as many more than seven tenths of the time are used up.
    const meanwhile = () => {
      cloud.clock.pass(AMPLE_MS * 0.025)
    }
    cloud.fault({ kind: 'delay', action: modify, collection: 'transfers', times: 32, meanwhile })
    const { outcomes } = valueOf(await secretary().decideAll(items, commandId))
    expect(outcomes.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
    const codes = outcomes.map(codeOf)
    expect(codes.slice(0, 32)).toEqual(Array.from({ length: 32 }, () => 'ok'))
    expect(codes.slice(32)).toEqual(Array.from({ length: 8 }, () => 'TRY_AGAIN'))
    const again = valueOf(await secretary().decideAll(items, commandId))
    expect(new Set(again.outcomes.map(codeOf))).toEqual(new Set(['ok']))
    for (const outcome of again.outcomes) expect(outcome).toMatchObject({ transfer: { stage: 'approved', version: 2 } })
  })

  it('where others always are in the way is TRY_AGAIN', async () => {
    cloud.fault({
      kind: 'errorBefore',
      action: 'database.commitTransaction',
      times: 20,
      code: 'DATABASE_TRANSACTION_CONFLICT',
    })
    expect(await student.member('account.amend', { name: '总有别人' })).toEqual({
      ok: false,
      error: { code: 'TRY_AGAIN' },
    })
    expect((await student.me()).account?.name).toBe(student.person.name)
  })

  it.each(Object.keys(busyRefusals) as BusyRefusal[])('that says %s to everything is TRY_AGAIN', async (busy) => {
    cloud.fault({ kind: 'errorBefore', action: 'database.commitTransaction', times: 20, busy })
    const refused = { ok: false, error: { code: 'TRY_AGAIN' } }
    expect(await student.member('account.amend', { name: '太多人了' })).toEqual(refused)
    cloud.clearFaults()
    cloud.fault({ kind: 'errorBefore', times: 20, busy })
    expect(await student.member('account.me', {})).toEqual(refused)
    cloud.clearFaults()
    expect((await student.me()).account?.name).toBe(student.person.name)
  })

  describe('none, and', () => {
    /** How many requests an operation makes, and in how many rounds: requests that overlap are of one round. */
    const asked = async (work: () => Promise<unknown>): Promise<[requests: number, rounds: number]> => {
      // An instance looks every ten seconds whether it is closed for maintenance: both have just done so.
      await Promise.all([student.me(), secretary().desk('desk.summary', { branchId: LEAGUE })])
      // Each takes its time, so that those that were asked at once are under way at once.
      cloud.fault({ kind: 'delay', times: 100, ms: 100 })
      cloud.metrics.reset()
      await work()
      cloud.clearFaults()
      const { requests, rounds } = cloud.metrics
      return [requests.length, rounds]
    }

    it('each operation makes no more requests than it needs', async () => {
      const [register] = await asked(() => aStudent(cloud))
      expect(register).toBeLessThanOrEqual(10)
      const [start] = await asked(() => student.started())
      expect(start).toBeLessThanOrEqual(6)
      const started = await student.transfer()
      const [me] = await asked(() => student.me())
      expect(me).toBeLessThanOrEqual(5)
      // Starts and amendments of an account are counted by the day: a request more.
      const [amend, amendRounds] = await asked(() => student.act(started, { action: 'amend', reason: '升学' }))
      expect(amend).toBeLessThanOrEqual(4)
      expect(amendRounds).toBeLessThanOrEqual(3)
      const [list, listRounds] = await asked(() =>
        secretary().desk('desk.list', { branchId: started.branch.id, stage: 'registered' }),
      )
      expect(list).toBeLessThanOrEqual(3)
      expect(listRounds).toBeLessThanOrEqual(2)
      const all: TransferView[] = []
      for (let i = 0; i < 10; i++) all.push(await (await aStudent(cloud)).started())
      const items = all.map(({ id, version }) => ({ id, version, ...APPROVE }))
      const [decide] = await asked(() => secretary().decideAll(items))
      expect(decide).toBeLessThanOrEqual(items.length + 3)
    })
  })
})
