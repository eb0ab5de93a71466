import { describe, expect, it } from 'vitest'
import {
  addBranch,
  APPROVE,
  aStudent,
  Caller,
  codeOf,
  LEAGUE,
  leagueSecretary,
  PARTY,
  setBranch,
  valueOf,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'

const HOUR = 3_600_000

describe('asking to join a branch', () => {
  const cloud = localCloud()

  it('answers a repeated command with what it started, and any other with ALREADY_OPEN', async () => {
    const student = await aStudent(cloud)
    const started = await student.started({ commandId: 'start-once' })
    expect(await student.started({ commandId: 'start-once' })).toEqual(started)
    // Whatever else the repetition says.
    expect((await student.started({ commandId: 'start-once', kind: 'party' })).id).toBe(started.id)
    expect(await student.start()).toEqual({ ok: false, error: { code: 'ALREADY_OPEN' } })
    expect((await student.me()).transfers).toHaveLength(1)
  })

  it('begins with nothing known of a roster, a link, an answer or a message', async () => {
    const student = await aStudent(cloud)
    const { id, reference, log } = await student.started({ reason: '升学', commandId: 'first' })
    const account = documentsOf(cloud, 'accounts').find(({ name }) => name === student.person.name)
    expect(documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)).toMatchObject({
      ...{
        reference,
        kind: 'league',
        version: 1,
        branchId: LEAGUE,
        name: student.person.name,
        accountId: account?._id,
      },
      ...{ studentNumber: null, studentKeys: [], rosterMatch: 'none', link: null, linkTokens: [], nudgedAt: null },
      ...{ answeredAt: null, answeredAfter: null, reminders: [], remindersVersion: 0, messageDueAt: null },
      flags: { unusualJoiningAge: false, numberElsewhere: false, idConflict: false },
    })
    expect(reference).toMatch(/^\d{10}$/u)
    expect(log).toEqual([{ at: expect.any(String) as string, by: 'member', what: 'started', reason: '升学' }])
  })

  it('remembers a command per account: another person may use the same id', async () => {
    const [one, two] = [await aStudent(cloud), await aStudent(cloud)]
    const first = await one.started({ commandId: 'the same' })
    expect((await two.started({ commandId: 'the same' })).id).not.toBe(first.id)
  })

  it('remembers whose a command is: the branch’s is no repetition of the member’s', async () => {
    const student = await aStudent(cloud)
    const started = await student.started()
    expect(codeOf(await leagueSecretary(cloud).decide(started, APPROVE, 'of both'))).toBe('ok')
    const { id, version } = await student.transfer()
    const withdrawn = await student.act({ id, version }, { action: 'withdraw', commandId: 'of both' })
    expect(valueOf(withdrawn).stage).toBe('withdrawn')
  })

  it('remembers no refused command', async () => {
    const student = await aStudent(cloud, { party: 'full' })
    expect(codeOf(await student.start({ commandId: 'c-1', branchId: PARTY }))).toBe('BRANCH_NOT_JOINABLE')
    const started = await student.started({ commandId: 'c-1' })
    expect(started.kind).toBe('league')
    expect(codeOf(await student.start({ commandId: 'c-2' }))).toBe('ALREADY_OPEN')
    valueOf(await student.act(started, { action: 'withdraw' }))
    expect((await student.started({ commandId: 'c-2' })).id).not.toBe(started.id)
  })

  it('still answers the repeated command after the transfer went on', async () => {
    const student = await aStudent(cloud)
    const started = await student.started({ commandId: 'later' })
    await leagueSecretary(cloud).approved(started)
    expect(await student.started({ commandId: 'later' })).toMatchObject({
      id: started.id,
      stage: 'approved',
      version: 2,
    })
  })

  it('lets League and Party go side by side, one open transfer each', async () => {
    const student = await aStudent(cloud, { party: 'probationary' })
    await student.started()
    expect(await student.started({ kind: 'party' })).toMatchObject({ stage: 'preparing', kind: 'party' })
    // It is asked before the branch is looked at, and of all that are open.
    for (const branchId of [PARTY, LEAGUE])
      expect(codeOf(await student.start({ kind: 'party', branchId }))).toBe('ALREADY_OPEN')
  })

  it('has nothing to move for a nonmember, nor a Party transfer without Party identity', async () => {
    const nonmember = await aStudent(cloud, { identity: 'nonmember', party: 'full' })
    expect(codeOf(await nonmember.start())).toBe('NOTHING_TO_TRANSFER')
    expect(codeOf(await nonmember.start({ kind: 'party' }))).toBe('ok')
    expect(codeOf(await (await aStudent(cloud)).start({ kind: 'party' }))).toBe('NOTHING_TO_TRANSFER')
  })

  it('finds no branch under an id that is unknown, odd or too long', async () => {
    const student = await aStudent(cloud)
    for (const branchId of ['nothing', '', ' ', '../x', 'a'.repeat(65), '支部', '{"$ne":1}'])
      expect(await student.start({ branchId }), branchId).toEqual({ ok: false, error: { code: 'NOT_FOUND' } })
  })

  it('joins only what is marked joinable and of the right kind; the name never decides', async () => {
    const student = await aStudent(cloud)
    const closed = addBranch(cloud, 'not-joinable', { joinable: false })
    expect(codeOf(await student.start({ branchId: closed }))).toBe('BRANCH_NOT_JOINABLE')
    expect(codeOf(await student.start({ branchId: PARTY }))).toBe('BRANCH_NOT_JOINABLE')
    const committee = addBranch(cloud, 'a-committee', { fullName: '某某委员会', shortName: '某某委员会' })
    expect(codeOf(await student.start({ branchId: committee }))).toBe('ok')
  })

  it('keeps to the branch’s window by the Beijing day, and tells its dates', async () => {
    const student = await aStudent(cloud)
    const window = { opensOn: '2033-09-01', closesOn: '2033-09-30' }
    const branchId = addBranch(cloud, 'with-window', window)
    const at = async (instant: string) => {
      await cloud.clock.set(instant)
      return student.start({ branchId })
    }
    const closed = { ok: false, error: { code: 'WINDOW_CLOSED', detail: window } }
    expect(await at('2033-08-31T23:59:50+08:00')).toEqual(closed)
    expect(await at('2033-10-01T00:00:00+08:00')).toEqual(closed)
    await cloud.clock.set('2033-09-01T00:00:00+08:00')
    expect(codeOf(await (await aStudent(cloud)).start({ branchId }))).toBe('ok')
    const started = valueOf(await at('2033-09-30T23:59:50+08:00'))
    // What is under way goes on after the window closed.
    await cloud.clock.set('2033-10-05T00:00:00+08:00')
    const again = valueOf(await student.act(started, { action: 'amend', branchId, reason: '升学' }))
    expect((await new Caller(cloud, 'local-admin').approved(again)).stage).toBe('approved')
  })

  it('tells only the date that there is', async () => {
    const student = await aStudent(cloud)
    const branchId = addBranch(cloud, 'opens-late', { opensOn: '2090-01-01' })
    expect(await student.start({ branchId })).toEqual({
      ok: false,
      error: { code: 'WINDOW_CLOSED', detail: { opensOn: '2090-01-01' } },
    })
    const closed = addBranch(cloud, 'closed-early', { closesOn: '2020-01-01' })
    expect(await student.start({ branchId: closed })).toEqual({
      ok: false,
      error: { code: 'WINDOW_CLOSED', detail: { closesOn: '2020-01-01' } },
    })
  })

  it('takes a reason of two hundred characters, none that holds an ID number', async () => {
    const student = await aStudent(cloud)
    const personal = await student.start({ reason: `我的号码 ${student.person.idNumber}` })
    expect(personal).toMatchObject({
      error: { code: 'BAD_INPUT', detail: { fields: [{ path: 'reason', rule: 'personal' }] } },
    })
    expect(codeOf(await student.start({ reason: '字'.repeat(201) }))).toBe('BAD_INPUT')
    const reason = '\u{20BB7}'.repeat(200)
    expect((await student.started({ reason })).reason).toBe(reason)
  })

  it('moves to another branch by an amendment, which that branch then sees', async () => {
    const student = await aStudent(cloud)
    const other = addBranch(cloud, 'another-branch', { fullName: '另一个团支部' })
    const started = await student.started()
    const secretary = leagueSecretary(cloud)
    const closed = addBranch(cloud, 'closed-branch', { joinable: false })
    expect(codeOf(await student.act(started, { action: 'amend', branchId: closed }))).toBe('BRANCH_NOT_JOINABLE')
    expect(codeOf(await student.act(started, { action: 'amend', branchId: PARTY }))).toBe('BRANCH_NOT_JOINABLE')
    for (const branchId of ['nothing', '', 'x'.repeat(65), '一'])
      expect(codeOf(await student.act(started, { action: 'amend', branchId }))).toBe('NOT_FOUND')
    // The own branch takes nobody else in, but goes on with who has asked.
    const own = addBranch(cloud, 'own-branch')
    const asked = await aStudent(cloud)
    const there = await asked.started({ branchId: own })
    await setBranch(cloud, own, { joinable: false })
    expect(codeOf(await asked.act(there, { action: 'amend', branchId: own, reason: '升学' }))).toBe('ok')
    const moved = valueOf(await student.act(started, { action: 'amend', branchId: other }))
    expect(moved).toMatchObject({ stage: 'registered', branch: { id: other, fullName: '另一个团支部' } })
    expect(codeOf(await secretary.decide(moved, { verdict: 'approve', officiallyApproved: true }))).toBe('NOT_YOURS')
    expect(codeOf(await secretary.desk('desk.open', { id: started.id }))).toBe('NOT_YOURS')
  })

  describe('the wait', () => {
    it('is the branch’s, from 24 to 720 hours', async () => {
      for (const waitHours of [24, 48, 720]) {
        const branchId = addBranch(cloud, `waits-${String(waitHours)}`, { waitHours })
        const student = await aStudent(cloud)
        const approved = await new Caller(cloud, 'local-admin').approved(await student.started({ branchId }))
        const at = approved.log.at(-1)?.at ?? ''
        expect(Date.parse(approved.readyAt ?? '') - Date.parse(at)).toBe(waitHours * HOUR)
      }
    })

    it('is never shorter than 24 hours, whatever the branch says', async () => {
      const branchId = addBranch(cloud, 'in-a-hurry', { waitHours: 1 })
      const student = await aStudent(cloud)
      const approved = await new Caller(cloud, 'local-admin').approved(await student.started({ branchId }))
      expect(Date.parse(approved.readyAt ?? '') - Date.parse(approved.log.at(-1)?.at ?? '')).toBe(24 * HOUR)
    })

    it('is fixed at the approval: a later change of the branch’s wait moves nobody’s', async () => {
      const branchId = addBranch(cloud, 'changes-its-mind', { waitHours: 48 })
      const student = await aStudent(cloud)
      const approved = await new Caller(cloud, 'local-admin').approved(await student.started({ branchId }))
      await setBranch(cloud, branchId, { waitHours: 720 })
      expect((await student.transfer()).readyAt).toBe(approved.readyAt)
      await cloud.clock.advance('PT48H')
      expect(valueOf(await student.request(approved, student.claim)).stage).toBe('transferred')
    })
  })

  describe('finding it', () => {
    const find = async (text: string, kind: 'league' | 'party' = 'league') =>
      valueOf(await new Caller(cloud, 'anybody').member('branch.find', { kind, text })).map(({ id }) => id)

    it('goes by full name, short name and system ID, spaces ignored, also as the notice prints it', async () => {
      for (const text of ['中国共产主义青年团计通24级', '计通 24 级 临时', '　计通２４级', '5324992', '53249921'])
        expect(await find(text), text).toContain(LEAGUE)
      expect(await find('计通学院2024级研究生临时党支部', 'party')).toContain(PARTY)
      expect(await find('011100238152', 'party')).toContain(PARTY)
    })

    it('keeps kinds apart, and shows none that cannot be joined', async () => {
      expect(await find('011100238152')).toEqual([])
      addBranch(cloud, 'hidden', { joinable: false, searchForms: ['看不见的团支部'] })
      expect(await find('看不见')).toEqual([])
    })

    it('shows at most twenty', async () => {
      for (let i = 0; i < 25; i++) addBranch(cloud, `many-${String(i)}`, { searchForms: [`很多支部${String(i)}`] })
      expect(await find('很多支部')).toHaveLength(20)
    })
  })
})
