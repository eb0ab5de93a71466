import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { TransferView } from '../../../cloudfunctions/contract'
import {
  aCommandId,
  aStudent,
  Caller,
  codeOf,
  CONSENT,
  LEAGUE,
  leagueSecretary,
  partySecretary,
  person,
  setBranch,
  valueOf,
  type Student,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { beforeTransaction, Elsewhere } from '../../support/meanwhile'

const cloud = localCloud()
afterEach(() => {
  cloud.clearFaults()
})

const erase = (caller: Caller) => caller.member('account.erase', { confirm: true })

/** Which of these can be read anywhere in the data folder; its log may hold what was erased for a moment. */
const readable = async (texts: readonly string[]): Promise<string[]> => {
  const files = (await readdir(cloud.dataDir)).filter((name) => name.startsWith('data.db'))
  const contents = await Promise.all(files.map((file) => readFile(join(cloud.dataDir, file), 'utf8')))
  return texts.filter((text) => contents.some((content) => content.includes(text)))
}

describe('erasing', () => {
  it('needs a confirmation and an account', async () => {
    const student = await aStudent(cloud)
    for (const input of [{}, { confirm: false }, { confirm: 'true' }])
      expect(codeOf(await student.call('member', 'account.erase', input))).toBe('BAD_INPUT')
    expect((await student.me()).account).not.toBeNull()
    expect(codeOf(await erase(new Caller(cloud, 'stranger')))).toBe('NOT_REGISTERED')
    expect(codeOf(await erase(new Caller(cloud)))).toBe('NO_IDENTITY')
  })

  it('frees number, username and phone for a new account', async () => {
    const student = await aStudent(cloud, { username: 'again', password: 'correct horse 1' })
    expect(valueOf(await erase(student))).toEqual({})
    expect((await student.me()).account).toBeNull()
    expect(codeOf(await student.register({ ...student.person, username: 'again', password: 'correct horse 2' }))).toBe(
      'ok',
    )
    expect((await student.me()).transfers).toEqual([])
  })

  it('drops every bound WeChat', async () => {
    const student = await aStudent(cloud, { username: 'many', password: 'correct horse 1' })
    const second = new Caller(cloud, 'second-of-many')
    valueOf(await second.member('account.login', { login: 'many', password: 'correct horse 1' }))
    valueOf(await erase(second))
    expect((await student.me()).account).toBeNull()
    expect(codeOf(await student.member('account.amend', { phone: '13900000000' }))).toBe('NOT_REGISTERED')
    const login = { login: 'many', password: 'correct horse 1' }
    expect(codeOf(await second.member('account.login', login))).toBe('LOGIN_FAILED')
  })

  it('reaches a person with more transfers than one transaction takes, eight at a time', async () => {
    const student = await aStudent(cloud)
    for (let i = 0; i < 17; i += 1) await student.act(await student.started(), { action: 'withdraw' })
    cloud.metrics.reset()
    valueOf(await erase(student))
    expect(cloud.metrics.requests.filter(({ action }) => action === 'database.startTransaction')).toHaveLength(3)
    await expect.poll(() => readable([student.person.name])).toEqual([])
  })

  it('reaches a transfer that is started while it is under way, and leaves one that is nobody’s already', async () => {
    const student = await aStudent(cloud)
    const { id } = valueOf(await student.act(await student.started(), { action: 'withdraw' }))
    const transfer = () => documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)
    const late = `late-${id}`
    beforeTransaction(cloud, (elsewhere) => {
      elsewhere.add('transfers', { ...transfer(), _id: late, slot: late, reference: late })
      elsewhere.set('transfers', id, { accountId: 'nobody' })
    })
    valueOf(await erase(student))
    expect(transfer()).toMatchObject({ accountId: 'nobody', name: student.person.name })
    expect(documentsOf(cloud, 'transfers').find(({ _id }) => _id === late)).toMatchObject({ name: '' })
  })

  it('finds nobody where the account is gone before it begins, or goes while the transfers are looked for', async () => {
    const [gone, going] = [await aStudent(cloud), await aStudent(cloud)]
    const elsewhere = new Elsewhere(cloud)
    const idOf = async (student: Student) => (await student.me()).account?.id ?? ''
    elsewhere.drop('accounts', await idOf(gone))
    expect(codeOf(await erase(gone))).toBe('NOT_REGISTERED')
    const accountId = await idOf(going)
    const meanwhile = () => {
      elsewhere.drop('accounts', accountId)
    }
    cloud.fault({ kind: 'delay', action: 'database.aggregateDocuments', collection: 'transfers', meanwhile })
    expect(codeOf(await erase(going))).toBe('NOT_REGISTERED')
  })

  describe('takes the person off the roster', () => {
    const onRoster = async () => {
      const student = await aStudent(cloud)
      const { id } = await student.started()
      const { name, idNumber } = student.person
      const rows = [{ name, idNumber }]
      const input = { branchId: LEAGUE, importId: aCommandId(), rows }
      valueOf(await leagueSecretary(cloud).desk('roster.import', input))
      const row = () => documentsOf(cloud, 'roster').find((one) => one['name'] === name)
      expect(row()).toMatchObject({ transferId: id, match: 'full' })
      return { student, row }
    }
    const nobody = { accountId: null, transferId: null, match: null }

    it('before the account goes, for nobody can ask again where it ends there', async () => {
      const { student, row } = await onRoster()
      cloud.fault({ kind: 'errorAfter', action: 'database.commitTransaction' })
      expect(codeOf(await erase(student))).toBe('INTERNAL')
      expect((await student.me()).account).toBeNull()
      expect(row()).toMatchObject(nobody)
    })

    it('once more in the end, for a list may have been imported meanwhile', async () => {
      const { student, row } = await onRoster()
      const { _id, accountId, transferId, match } = row() ?? {}
      beforeTransaction(cloud, (elsewhere) => {
        expect(row()).toMatchObject(nobody)
        elsewhere.set('roster', _id as string, { accountId, transferId, match })
      })
      valueOf(await erase(student))
      expect(row()).toMatchObject(nobody)
    })
  })

  it('leaves a transfer whose time was over as it was erased then, but for whose it is', async () => {
    const student = await aStudent(cloud)
    const { id } = valueOf(await student.act(await student.started(), { action: 'withdraw' }))
    await cloud.clock.advance('P91D')
    const opened = async () => valueOf(await leagueSecretary(cloud).desk('desk.open', { id }))
    const before = await opened()
    expect(before).toMatchObject({ erased: true, version: 3 })
    valueOf(await erase(student))
    expect(await opened()).toEqual(before)
    expect(JSON.stringify(documentsOf(cloud, 'transfers'))).not.toContain((await student.me()).account?.id)
  })

  it('leaves a number that was released and is somebody else’s by now', async () => {
    const student = await aStudent(cloud)
    await student.started()
    const { idNumber } = student.person
    const heir = new Caller(cloud, 'heir-of-number')
    expect(codeOf(await heir.register(person(701, { idNumber })))).toBe('ID_TAKEN')
    const { items } = valueOf(await leagueSecretary(cloud).desk('desk.conflicts', { branchId: LEAGUE }))
    valueOf(await leagueSecretary(cloud).desk('desk.release', { conflictId: items[0]?.id ?? '', why: '当面核对' }))
    valueOf(await heir.register(person(701, { idNumber })))
    valueOf(await erase(student))
    expect(codeOf(await new Caller(cloud, 'third').register(person(702, { idNumber })))).toBe('ID_TAKEN')
    valueOf(await erase(heir))
  })

  it('beside a desk that approves leaves a withdrawn transfer', async () => {
    const student = await aStudent(cloud)
    const transfer = await student.started()
    const secretary = leagueSecretary(cloud)
    const verdict = { verdict: 'approve', officiallyApproved: true }
    const [erased, outcome] = await Promise.all([erase(student), secretary.decide(transfer, verdict)])
    expect(['ok', 'TRY_AGAIN']).toContain(codeOf(erased))
    expect(['ok', 'CHANGED_MEANWHILE']).toContain(codeOf(outcome))
    if (!erased.ok) valueOf(await erase(student))
    expect(valueOf(await secretary.desk('desk.open', { id: transfer.id })).stage).toBe('withdrawn')
  })
})

describe('after an erasure', () => {
  const secret = {
    name: '欧阳无痕',
    phone: '19987654321',
    memberNumber: '201800987654',
    username: 'without-trace',
    password: 'correct horse 1',
    identity: 'cadre' as const,
    party: 'full' as const,
  }
  const reason = '升学到很远的地方'
  const returned = '欧阳同学请改写去向'
  let student: Student
  let league: TransferView
  let party: TransferView
  let token: string
  let code: string
  let accountId: string
  let countedBefore: Set<unknown>

  beforeAll(async () => {
    countedBefore = new Set(documentsOf(cloud, 'limits').map(({ _id }) => _id))
    student = await aStudent(cloud, secret)
    accountId = (await student.me()).account?.id ?? ''
    const secretary = leagueSecretary(cloud)
    const started = await student.started({ reason })
    await secretary.returned(started, returned)
    const command = { action: 'amend', reason: '又一个理由', commandId: 'command-of-ouyang' } as const
    league = valueOf(await student.act(await student.transfer(started.id), command))
    token = valueOf(await student.member('transfer.invite', { id: league.id })).token
    valueOf(await student.member('reminder.allow', { id: league.id, kinds: ['answered', 'nudge'] }))
    party = await student.started({ kind: 'party' })
    const letter = { issuedOn: '2021-03-04', validDays: 366 * 20 }
    await student.act(party, { action: 'announce', channel: 'paper', letter, prepared: ['file', 'letterToCounsellor'] })
    valueOf(await student.member('draft.save', { form: 'amend', data: { name: secret.name }, consent: CONSENT }))
    code = valueOf(await secretary.desk('desk.recoveryCode', { id: league.id, why: '备用' })).code
    await new Caller(cloud, 'guessing').member('account.login', { login: secret.username, password: 'x' })
    const claimant = new Caller(cloud, 'claimant')
    await claimant.register({ ...person(700), idNumber: student.person.idNumber })
    const { person: holder } = await aStudent(cloud)
    const claimed = await student.member('account.amend', { idNumber: holder.idNumber })
    expect([codeOf(claimed), documentsOf(cloud, 'conflicts').length]).toEqual(['ID_TAKEN', 2])
    const plain = [secret.name, reason, student.openid ?? '']
    expect(await readable(plain)).toEqual(plain)
    valueOf(await erase(student))
    await setBranch(cloud, LEAGUE, { rosterSize: 1 })
  })

  it('nothing personal can be read in the data files', async () => {
    const { idNumber } = student.person
    const { name, phone, memberNumber, username } = secret
    const plain = [
      name,
      phone,
      memberNumber,
      username,
      secret.password,
      idNumber,
      reason,
      returned,
      '又一个理由',
      '2021-03-04',
    ]
    await expect.poll(() => readable([...plain, 'command-of-ouyang', student.openid ?? ''])).toEqual([])
  })

  it('neither sealed values nor tokens of the person remain', () => {
    const of = (name: string) => documentsOf(cloud, name)
    const transfers = JSON.stringify(of('transfers').filter(({ _id }) => _id === league.id || _id === party.id))
    expect(transfers).toContain('"idNumber":""')
    expect(transfers).not.toContain(student.openid)
    const kept = JSON.stringify(['wechats', 'drafts', 'recoveries', 'conflicts', 'accounts'].flatMap(of))
    expect(kept).not.toContain(student.openid)
    expect(kept).not.toContain(secret.name)
    expect(of('recoveries').concat(of('drafts'), of('conflicts'))).toEqual([])
    const logins = JSON.stringify(of('logins'))
    expect(logins).not.toContain(accountId)
    // What was counted of its logins is gone, but for what a stranger's WeChat has tried.
    const counted = of('limits').filter(({ _id }) => !countedBefore.has(_id))
    expect(counted.filter(({ _id }) => /^"login:[^:]*"$/u.test(JSON.stringify(_id)))).toEqual([])
  })

  it('the journal of a restored backup knows it for longer than any backup is kept', () => {
    const noted = documentsOf(cloud, 'erasures').find(({ _id }) => _id === accountId)
    const at = Number(noted?.['at'])
    expect(noted).toMatchObject({ _id: accountId, what: 'account', at, expiresAt: at + 90 * 86_400_000 })
  })

  it('the desk sees the bare fact of the transfers', async () => {
    const opened = valueOf(await leagueSecretary(cloud).desk('desk.open', { id: league.id }))
    expect(opened).toMatchObject({
      reference: league.reference,
      stage: 'withdrawn',
      version: league.version + 1,
      name: '',
      idNumber: '',
      phone: '',
      allowedActions: [],
      warnings: [],
    })
    expect(opened.branch.id).toBe(LEAGUE)
    expect(opened.log.map(({ what }) => what)).toEqual(['started', 'returned', 'amended', 'erased'])
    expect(opened.log.at(-1)).toMatchObject({ by: 'member' })
    expect(opened).not.toHaveProperty('reason')
    expect(opened).not.toHaveProperty('memberNumber')
    expect(opened).not.toHaveProperty('joinedOn')
    expect(valueOf(await partySecretary(cloud).desk('desk.open', { id: party.id }))).not.toHaveProperty('letter')
    const { items } = valueOf(await leagueSecretary(cloud).desk('desk.list', { branchId: LEAGUE, limit: 100 }))
    expect(items.find(({ id }) => id === league.id)).toMatchObject({ name: '', reference: league.reference })
  })

  it('the desk can decide nothing and make no code', async () => {
    const secretary = leagueSecretary(cloud)
    const now = valueOf(await secretary.desk('desk.open', { id: league.id }))
    const outcome = await secretary.decide(now, { verdict: 'approve', officiallyApproved: true })
    expect(codeOf(outcome)).toBe('NOT_NOW')
    const made = await secretary.desk('desk.recoveryCode', { id: league.id, why: '备用' })
    expect(made).toMatchObject({ error: { code: 'NOT_NOW', detail: { stage: 'withdrawn' } } })
  })

  it('link, code and login serve no longer', async () => {
    const stranger = new Caller(cloud, 'stranger')
    expect(codeOf(await stranger.member('invite.open', { token }))).toBe('LINK_EXPIRED')
    const { phone, username, password } = secret
    for (const login of [phone, username]) {
      expect(codeOf(await stranger.member('account.recover', { login, code, password }))).toBe('CODE_INVALID')
      expect(codeOf(await stranger.member('account.login', { login, password }))).toBe('LOGIN_FAILED')
    }
  })

  it('the member is nobody, and may begin anew', async () => {
    expect(await student.me()).toMatchObject({ account: null, transfers: [], staffOf: [] })
    expect(codeOf(await student.act(league, { action: 'withdraw' }))).toBe('NOT_REGISTERED')
    valueOf(await student.register(student.person))
    expect((await student.me()).transfers).toEqual([])
    expect(codeOf(await student.act(league, { action: 'withdraw' }))).toBe('NOT_YOURS')
  })
})
