import { describe, expect, it } from 'vitest'
import { createSealing, readKeys } from '../../../cloudfunctions/adapters/sealing'
import type {
  AccountRecord,
  BranchRecord,
  JoinedTransfer,
  RefusedAttemptRecord,
  TransferCase,
  TransferRecord,
} from '../../../cloudfunctions/app/store/records'
import {
  accountView,
  branchView,
  checkedIn,
  deskItem,
  deskTransfer,
  newestOf,
  staffView,
  transferView,
  warningsFor,
} from '../../../cloudfunctions/app/store/views'
import type { LogEntry, TransferView } from '../../../cloudfunctions/contract'
import { branches } from '../../../preview/seed/branches'
import { A_LETTER, aTransfer, DAY, HOUR, START, type TransferBuilder } from '../../support/builders'
import { KNOWN_KEYS } from '../../support/cohort'
import { zhangMei } from '../../support/people'

/* What leaves the functions, whole: a field that is missing, or there where it says nothing, is seen here. */

const sealing = createSealing(
  readKeys('SEAL_KEYS', KNOWN_KEYS.SEAL_KEYS),
  readKeys('TOKEN_KEYS', KNOWN_KEYS.TOKEN_KEYS),
)
const [league, party] = branches
if (league === undefined || party === undefined) throw new Error('no branches')
const iso = (instant: number) => new Date(instant).toISOString()

const record = (made: TransferBuilder, given: Partial<TransferRecord> = {}): TransferRecord => {
  const { state, events } = made
  const _id = 'transfer-1'
  const seal = (field: string, plain: string) => sealing.seal(plain, { collection: 'transfers', id: _id, field })
  return {
    _id,
    version: state.version,
    reference: '20240701',
    accountId: 'account-1',
    slot: _id,
    kind: state.kind,
    branchId: state.branchId,
    stage: state.stage,
    since: state.since,
    position: '',
    lists: [],
    probationEndsOn: null,
    answeredAt: null,
    answeredAfter: null,
    lastEventAt: state.since,
    keptAs: null,
    keptSince: null,
    state,
    events: [...events],
    name: zhangMei.name,
    copy: {
      idNumber: seal('idNumber', zhangMei.idNumber),
      joinedOn: '2018-05',
      memberNumber: seal('memberNumber', '201800000017'),
    },
    idToken: 't1.token',
    identity: 'member',
    party: null,
    studentNumber: null,
    searchKeys: [],
    studentKeys: [],
    rosterMatch: 'none',
    flags: { unusualJoiningAge: false, numberElsewhere: false, idConflict: false },
    link: null,
    linkTokens: [],
    reminders: [],
    remindersVersion: 0,
    messageDueAt: null,
    nudgedAt: null,
    ...given,
  }
}
const joined = (
  made: TransferBuilder,
  { branch = league, refused = [], ...given }: Partial<TransferRecord> & Partial<JoinedTransfer> = {},
): JoinedTransfer => ({ transfer: record(made, given), branch, refused })
const nameOf = (id: string) => (id === 'secretary-1' ? '王书记' : undefined)

/** When what follows an approval happened. */
const SECOND = iso(START + 2 * HOUR)
const registered = aTransfer().registered()
const approved = registered.approved()

describe('a branch', () => {
  const seen = {
    id: 'b',
    kind: 'league',
    joinable: true,
    fullName: league.fullName,
    shortName: league.shortName,
    systemId: '5324992',
    systemIdConfirmed: false,
    letterTitle: league.letterTitle,
    letterDestination: league.letterDestination,
    contact: '计通学院团委',
    phone: '01062334997',
    address: league.address,
    reasons: ['升学', '就业', '工作调动', '参军', '其他'],
    waitHours: 24,
    besideOfficial: true,
    retentionDays: 90,
    overdueAfterDays: 3,
    closed: false,
  }

  it('is seen with what it has, and nothing of how it is found or counted', () => {
    expect(branchView({ ...league, _id: 'b' })).toEqual(seen)
    const more = {
      handIn: { who: '辅导员', where: '一楼' },
      opensOn: '2024-09-01',
      closesOn: '2024-09-30',
      usualHours: 0,
    }
    const all: BranchRecord = { ...league, _id: 'b', ...more, closedAt: 0, rosterOf: 'other' }
    expect(branchView(all)).toEqual({ ...seen, ...more, closed: true, rosterOf: 'other' })
  })
})

describe('an account', () => {
  const seal = (field: string, plain: string) => sealing.seal(plain, { collection: 'accounts', id: 'a', field })
  const account = {
    _id: 'a',
    version: 1,
    name: '张梅',
    idNumber: seal('idNumber', zhangMei.idNumber),
    phone: seal('phone', '19900000001'),
    identity: 'nonmember',
    joinedOn: null,
    memberNumber: null,
    party: null,
    username: null,
    password: null,
    wechats: ['one', 'other'],
    idReleased: false,
    contested: false,
  } as AccountRecord

  it('is seen with masked numbers, and with nothing that it has not', () => {
    const seen = {
      id: 'a',
      name: '张梅',
      idNumber: `${'*'.repeat(14)}${zhangMei.idNumber.slice(-4)}`,
      phone: '*******0001',
      identity: 'nonmember',
      hasPassword: false,
      wechats: 2,
    }
    expect(accountView(account, sealing)).toEqual(seen)
    const more = { joinedOn: '2018-05', party: 'full', username: 'zhang' } as const
    const all = { ...account, ...more, memberNumber: seal('memberNumber', '201800000017'), password: 'hash' }
    expect(accountView({ ...all, idReleased: true }, sealing)).toEqual({
      ...seen,
      ...more,
      memberNumber: '********0017',
      hasPassword: true,
      idReleased: true,
    })
  })
})

describe('a right', () => {
  const right = { id: 'r', branchId: league._id, role: 'cadre', name: '甲' } as const
  it('names its branch, or all of them', () => {
    expect(staffView({ ...right, branchId: party._id }, branches)).toEqual({
      id: 'r',
      branchId: party._id,
      branchName: party.shortName,
      branchKind: 'party',
      role: 'cadre',
    })
    expect(staffView({ ...right, branchId: '*' }, branches)).toMatchObject({
      branchName: '全部团支部、党支部',
      branchKind: 'league',
    })
    expect(staffView({ ...right, branchId: 'gone' }, branches)).toMatchObject({ branchName: '', branchKind: 'league' })
  })
})

describe('a transfer', () => {
  const now = START + HOUR
  const base = (view: Partial<TransferView>) => ({
    id: 'transfer-1',
    reference: '20240701',
    kind: 'league',
    origin: 'province',
    branch: branchView(league),
    since: iso(START),
    attempts: 0,
    erased: false,
    membersTurn: false,
    declared: {},
    ...view,
  })
  const started: LogEntry = { at: iso(START), by: 'member', what: 'started' }

  it('that waits for its branch says no more than that', () => {
    expect(transferView(joined(registered), undefined, now)).toEqual(
      base({
        stage: 'registered',
        version: 1,
        allowedActions: [],
        steps: [
          { key: 'join', state: 'done', at: iso(START) },
          { key: 'approval', state: 'current' },
          { key: 'wait', state: 'blocked' },
          { key: 'request', state: 'blocked' },
          { key: 'verification', state: 'todo' },
          { key: 'confirmation', state: 'todo' },
        ],
        log: [started],
      }),
    )
  })

  it('says to its member what may be done and be reminded of, to the desk who decided', () => {
    const reminders = [{ kind: 'waitOver' }, { kind: 'nudge' }] as TransferRecord['reminders']
    const mine = transferView(joined(approved, { reminders }), 'member', now)
    expect(mine).toMatchObject({
      allowedActions: ['withdraw'],
      readyAt: iso(START + 25 * HOUR),
      membersTurn: false,
    })
    expect(mine.reminders).toEqual(
      ['waitOver', 'result', 'nudge'].map((kind) => ({ kind, allowed: kind !== 'result' })),
    )
    expect(mine.log.at(-1)).toEqual({ at: iso(START + HOUR), by: 'secretary', what: 'approved' })
    const theirs = transferView(joined(approved, { reminders }), 'secretary', now, nameOf)
    expect(theirs).not.toHaveProperty('reminders')
    expect(theirs.allowedActions).toEqual(['return', 'confirm', 'undo'])
    expect(theirs.log).toEqual([started, { at: iso(START + HOUR), by: 'secretary', what: 'approved', who: '王书记' }])
    // Whoever is known by a name, it is the desk alone that is named.
    const named = transferView(joined(approved), 'secretary', now, () => '王书记').log
    expect(named.map(({ who }) => who)).toEqual([undefined, '王书记'])
    expect(transferView(joined(registered.withdrawn()), 'member', now)).not.toHaveProperty('reminders')
    expect(transferView(joined(approved), 'member', START + 2 * DAY).membersTurn).toBe(true)
  })

  it.each<[string, TransferBuilder, Partial<TransferView>]>([
    ['returned', registered.returned('写全名'), { stage: 'returned', returnReason: '写全名' }],
    [
      'asked for with a reason',
      aTransfer('beijing').followedBy({
        ...{ type: 'started', kind: 'league', origin: 'beijing', branchId: league._id, reason: '升学' },
      }),
      { stage: 'registered', reason: '升学' },
    ],
    [
      'differing',
      approved.mismatched(['name']),
      { stage: 'failed', attempts: 1, failure: { code: 'MISMATCH', differs: ['name'] }, submittedAt: SECOND },
    ],
    ['refused elsewhere', approved.officiallyFailed('超时'), { failure: { code: 'OFFICIAL_FAILURE' } }],
    ['submitted', approved.submitted('link'), { stage: 'approved', submittedAt: SECOND }],
    [
      'declared',
      approved.declared({ officialRegistration: true, submittedEarly: true }),
      { declared: { officialRegistration: iso(START + 2 * HOUR), submittedEarly: iso(START + 2 * HOUR) } },
    ],
    ['declared of one', registered.declared(), { declared: { officialRegistration: iso(START + HOUR) } }],
    [
      'checked by link',
      registered.checked(),
      { checked: { at: iso(START + HOUR), organisation: '某大学团委', matches: true } },
    ],
    [
      'confirmed',
      approved.matched('link').confirmed(),
      { stage: 'transferred', confirmedBy: 'secretary', submittedAt: SECOND },
    ],
    ['released', registered.released(), { stage: 'returned', idReleased: true, returnReason: '证件号码登记有误' }],
  ])('says how it stands: %s', (_, made, stands) => {
    const view = transferView(joined(made), 'member', now)
    expect(view).toMatchObject(stands)
    const optional = [
      ...['returnReason', 'failure', 'submittedAt', 'checked', 'confirmedBy', 'idReleased', 'reason', 'logMore'],
      ...['facts', 'channel', 'letter', 'probationEndsOn'],
    ]
    expect(optional.filter((field) => field in view)).toEqual(optional.filter((field) => field in stands))
    if (!('declared' in stands)) expect(view.declared).toEqual({})
  })

  it.each<[string, TransferBuilder, Omit<LogEntry, 'at' | 'by'>]>([
    ['a difference', approved.mismatched(), { what: 'mismatched', code: 'MISMATCH' }],
    ['a late difference', approved.matched().contradicted(), { what: 'contradicted', code: 'MISMATCH' }],
    [
      'a failure elsewhere',
      approved.officiallyFailed('超时'),
      { what: 'officiallyFailed', code: 'OFFICIAL_FAILURE', reason: '超时', who: '王书记' },
    ],
    ['a return', registered.returned('写全名'), { what: 'returned', reason: '写全名', who: '王书记' }],
    ['a check', registered.checked(['name']), { what: 'checked', matches: false, organisation: '某大学团委' }],
    ['a match', approved.matched(), { what: 'matched' }],
    ['a declaration', registered.declared(), { what: 'declared', declared: { officialRegistration: true } }],
    ['a step back', approved.undone(), { what: 'undone', undone: 'approve', who: '王书记' }],
    [
      'facts',
      aTransfer('party').preparing().announced().facts('materials'),
      { what: 'factsAdded', facts: ['materials'], who: '王书记' },
    ],
    [
      'a fact taken back',
      aTransfer('party').preparing().announced().facts('materials').corrected(['materials']),
      { what: 'factsCorrected', facts: [], unchecked: ['materials'], reason: '登记错人', who: '王书记' },
    ],
  ])('tells of it in its log, whole: %s', (_, made, entry) => {
    const { log } = transferView(joined(made), 'secretary', now, nameOf)
    const { by } = made.events.at(-1) ?? {}
    expect(log.at(-1)).toEqual({ at: iso(made.now), by, ...entry })
  })

  it('has its refused attempts among its events, in the order of time, and none before what was written before it', () => {
    const attempt = (at: number, count: number): RefusedAttemptRecord => ({
      _id: String(at),
      transferId: 'transfer-1',
      at,
      by: 'link',
      code: 'NOT_APPROVED',
      count,
    })
    const refused = [attempt(START + 2 * HOUR, 3), attempt(START + 30 * 60_000, 1), attempt(START + HOUR, 2)]
    const { log } = transferView(joined(approved.mismatched(), { refused }), 'member', now)
    expect(log.map(({ at, what, count }) => [Date.parse(at) - START, what, count])).toEqual([
      [0, 'started', undefined],
      [HOUR / 2, 'refused', undefined],
      [HOUR, 'approved', undefined],
      [HOUR, 'refused', 2],
      [2 * HOUR, 'mismatched', undefined],
      [2 * HOUR, 'refused', 3],
    ])
    expect(log[1]).toEqual({ at: iso(START + HOUR / 2), by: 'link', what: 'refused', code: 'NOT_APPROVED' })
    // The clock of the second instance was behind.
    const behind = registered.approved().at(START - DAY)
    expect(transferView(joined(behind, { refused }), 'member', now).log.map(({ what }) => what)).toEqual([
      ...['started', 'approved', 'refused', 'refused', 'refused'],
    ])
  })

  it('begins where its member last asked', () => {
    const again = approved.returned().amended()
    const [join] = transferView(joined(again), 'member', now).steps
    expect(join?.at).toBe(iso(START + 3 * HOUR))
    const [first] = transferView(joined(approved), 'member', now).steps
    expect(first?.at).toBe(iso(START))
  })

  it('of the Party says its facts with their days', () => {
    const announced = aTransfer('party').preparing().announced('paper', A_LETTER)
    const made = announced.facts('letter', 'materials')
    const view = transferView(joined(made, { branch: party, party: 'probationary' }), 'member', made.now)
    expect(view).toMatchObject({
      kind: 'party',
      channel: 'paper',
      letter: A_LETTER,
      facts: { letter: '2024-07-01', materials: '2024-07-01' },
    })
    expect(view.steps.map(({ key }) => key)).toEqual([
      ...['prepare', 'announce', 'accept', 'materials', 'probation', 'receive'],
    ])
    expect(transferView(joined(announced), 'member', now)).not.toHaveProperty('facts')
    const ends = announced.state
    const state = { ...ends, probationEndsOn: '2025-01-01' }
    expect(transferView(joined(announced, { state }), 'member', now).probationEndsOn).toBe('2025-01-01')
    const steps = transferView(joined(announced, { party: null }), 'member', now).steps.map(({ key }) => key)
    expect(steps).not.toContain('probation')
  })

  it('of somebody erased has no turn and no check left', () => {
    const erased = registered.checked().erased()
    const view = transferView(joined(erased), 'member', now)
    expect(view).toMatchObject({ erased: true, membersTurn: false })
    expect(view).not.toHaveProperty('checked')
    expect(checkedIn(erased.state)).toBeUndefined()
    expect(checkedIn(registered.state)).toBeUndefined()
    const { state } = approved.erased()
    expect(transferView(joined(approved, { state }), 'member', START + 2 * DAY).membersTurn).toBe(false)
  })

  it('shows the newest of a long log, and how many there are besides', () => {
    const log = Array.from({ length: 52 }, (_, i): LogEntry => ({ ...started, at: String(i) }))
    expect(newestOf(log)).toEqual({ log: log.slice(2), logMore: 2 })
    expect(newestOf(log.slice(2))).toEqual({ log: log.slice(2) })
    expect(newestOf(log.slice(2), 5, 3)).toEqual({ log: log.slice(-3), logMore: 52 })
    expect(newestOf(log.slice(0, 2), 5)).toEqual({ log: log.slice(0, 2), logMore: 5 })
    expect(newestOf(log, 0, 0)).toEqual({ log: [], logMore: 52 })
  })
})

describe('the desk', () => {
  const now = START + 4 * DAY
  const branch = { ...league, rosterSize: 1 }

  it('warns of nothing where nothing is known any more', () => {
    const flags = { unusualJoiningAge: true, numberElsewhere: true, idConflict: true }
    const warned = record(registered, { flags, identity: 'cadre' })
    expect(warningsFor(warned, true, now)).toEqual([
      ...['AGE_AT_JOINING', 'NUMBER_ELSEWHERE', 'ID_CONFLICT', 'NOT_ON_ROSTER', 'CADRE', 'NOT_DECLARED'],
    ])
    expect(warningsFor(warned, false, now)).not.toContain('NOT_ON_ROSTER')
    expect(warningsFor(record(registered.erased(), { flags }), true, now)).toEqual([])
    const paper = aTransfer('party').preparing().announced('paper', { issuedOn: '2024-06-20', validDays: 20 })
    const state = { ...paper.state, probationEndsOn: '2024-07-10' }
    expect(warningsFor(record(paper, { state, rosterMatch: 'full' }), true, now)).toEqual([
      'PROBATION_ENDS',
      'LETTER_ENDS',
    ])
  })

  it('sees a row with what its stage has', () => {
    const row = deskItem(record(registered), branch, 'secretary', now)
    expect(row).toEqual({
      id: 'transfer-1',
      version: 1,
      reference: '20240701',
      name: '张梅',
      erased: false,
      stage: 'registered',
      origin: 'province',
      since: iso(START),
      overdue: true,
      rosterMatch: 'none',
      missing: [],
      declared: {},
      warnings: ['NOT_ON_ROSTER', 'NOT_DECLARED'],
      membersTurn: false,
      allowedActions: ['approve', 'return'],
    })
    expect(deskItem(record(registered), league, undefined, START + DAY)).toMatchObject({
      overdue: false,
      warnings: ['NOT_DECLARED'],
      allowedActions: [],
    })
    const failed = approved.submitted().mismatched()
    expect(deskItem(record(failed, { studentNumber: '7' }), branch, 'secretary', now)).toMatchObject({
      studentNumber: '7',
      submittedAt: iso(START + 3 * HOUR),
      failure: { code: 'MISMATCH', differs: ['name'] },
      membersTurn: true,
    })
    expect(deskItem(record(approved), branch, 'secretary', START + 2 * HOUR).readyAt).toBe(iso(START + 25 * HOUR))
    const announced = aTransfer('party').preparing().announced()
    expect(deskItem(record(announced, { party: 'probationary' }), party, 'secretary', now).missing).toEqual([
      ...['online', 'materials', 'probationPapers'],
    ])
  })

  const account = {
    _id: 'account-1',
    phone: sealing.seal('19900000001', { collection: 'accounts', id: 'account-1', field: 'phone' }),
  } as AccountRecord
  const open = (made: TransferBuilder, given: Partial<TransferRecord> = {}, one: AccountRecord | null = account) =>
    ({
      ...joined(made, given),
      branch,
      staff: [],
      account: one,
      recovery: null,
      names: new Map(),
    }) satisfies TransferCase
  const LAST4 = zhangMei.idNumber.slice(-4)

  it('opens the whole case, with masked numbers', () => {
    const given = { party: 'full', studentNumber: '7', rosterMatch: 'partial' } as const
    const view = deskTransfer(open(registered, given), sealing, 'secretary', now, nameOf)
    expect(view).toEqual({
      ...transferView({ ...joined(registered, given), branch }, 'secretary', now, nameOf),
      right: 'secretary',
      name: '张梅',
      idNumber: `${'*'.repeat(14)}${LAST4}`,
      phone: '*******0001',
      memberNumber: '********0017',
      joinedOn: '2018-05',
      identity: 'member',
      party: 'full',
      studentNumber: '7',
      missing: [],
      rosterMatch: 'partial',
      overdue: true,
      warnings: ['NOT_DECLARED'],
    })
    expect(deskTransfer(open(registered), sealing, 'secretary', now).warnings).toEqual([
      'NOT_ON_ROSTER',
      'NOT_DECLARED',
    ])
    const noRoster = { ...open(registered), branch: league }
    expect(deskTransfer(noRoster, sealing, 'secretary', now).warnings).toEqual(['NOT_DECLARED'])
    expect(deskTransfer(open(approved), sealing, 'secretary', now, nameOf).log.at(-1)?.who).toBe('王书记')
    expect(deskTransfer(open(approved), sealing, 'secretary', now).log.at(-1)).not.toHaveProperty('who')
    expect(deskTransfer(open(registered, {}, null), sealing, 'secretary', now).phone).toBe('')
    const few = { copy: { ...record(registered).copy, joinedOn: null, memberNumber: null } }
    const bare = deskTransfer(open(registered, few), sealing, 'secretary', now)
    expect(['memberNumber', 'joinedOn', 'party', 'studentNumber'].filter((field) => field in bare)).toEqual([])
  })

  it('shows a counsellor not even the ends of numbers, and nobody those of somebody erased', () => {
    const papers = aTransfer('party').preparing().announced()
    expect(deskTransfer(open(papers), sealing, 'counsellor', now)).toMatchObject({
      right: 'counsellor',
      idNumber: '*'.repeat(18),
      phone: '*'.repeat(11),
      memberNumber: '*'.repeat(12),
    })
    const erased = deskTransfer(open(registered.erased()), sealing, 'secretary', now)
    expect(erased).toMatchObject({ idNumber: '', phone: '', warnings: [] })
    expect(erased).not.toHaveProperty('memberNumber')
  })
})
