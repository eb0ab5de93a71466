import { describe, expect, it } from 'vitest'
import type { RegistrationFields } from '../../../cloudfunctions/contract'
import {
  aCommandId,
  administrator,
  aStudent,
  Caller,
  codeOf,
  CONSENT,
  LEAGUE,
  leagueSecretary,
  person,
  valueOf,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { askedAt } from '../../support/instants'
import { beforeTransaction, Elsewhere } from '../../support/meanwhile'
import { anIdNumber, anna, ayguli, chenRare, hoKaMing, liQiang, zhaoLei } from '../../support/people'

describe('the account', () => {
  const cloud = localCloud()
  let strangers = 0
  let numbers = 500
  const stranger = () => new Caller(cloud, `stranger-${String(++strangers)}`)
  const somebody = (given: Partial<RegistrationFields> = {}) => person(++numbers, given)
  const rulesOf = (reply: { ok: boolean; error?: { detail?: unknown } }) => {
    const { fields } = reply.error?.detail as { fields: { path: string; rule: string }[] }
    return Object.fromEntries(fields.map(({ path, rule }) => [path, rule]))
  }

  describe('when it is registered', () => {
    it('shows the last four characters of the numbers alone', async () => {
      const made = somebody()
      const student = stranger()
      const account = valueOf(await student.register(made))
      expect(account).toEqual({
        id: account.id,
        name: made.name,
        identity: 'member',
        joinedOn: '2018-05',
        wechats: 1,
        hasPassword: false,
        idNumber: '*'.repeat(14) + made.idNumber.slice(-4),
        phone: '*'.repeat(7) + made.phone.slice(-4),
        memberNumber: '*'.repeat(8) + (made.memberNumber ?? '').slice(-4),
      })
      const { now: _now, reminders: _reminders, ...shown } = await student.me()
      expect(shown).toEqual({ account, transfers: [], staffOf: [] })
      const stored = documentsOf(cloud, 'accounts').find(({ _id }) => _id === account.id)
      expect(stored?.['consent']).toEqual({ version: CONSENT.version, at: stored?.['createdAt'] })
      const { id } = await student.started()
      expect(valueOf(await leagueSecretary(cloud).desk('desk.open', { id })).warnings).toEqual(['NOT_DECLARED'])
    })

    it('of a WeChat that has met a taken number is like any other', async () => {
      const { person: taken } = await aStudent(cloud)
      const known = stranger()
      const form = { form: 'register', data: { name: '张' }, consent: CONSENT }
      valueOf(await known.member('draft.save', form))
      expect(codeOf(await known.register(somebody({ idNumber: taken.idNumber })))).toBe('ID_TAKEN')
      expect(await known.me()).toMatchObject({ account: null, transfers: [], staffOf: [] })
      const username = `known-${String(numbers)}`
      const made = somebody({ username, password: 'correct horse 1' })
      const account = valueOf(await known.register(made))
      expect(account).toMatchObject({ name: made.name, username, wechats: 1, hasPassword: true })
      expect((await known.me()).account).toEqual(account)
      expect(valueOf(await known.member('draft.load', { form: 'register' })).data).toBeNull()
      for (const login of [made.phone, username]) {
        const signedIn = await stranger().member('account.login', { login, password: 'correct horse 1' })
        expect(valueOf(signedIn).id).toBe(account.id)
      }
      const again = stranger()
      await again.register(somebody({ idNumber: taken.idNumber }))
      expect(codeOf(await again.register(somebody({ username, password: 'x 1 y 2 z 3' })))).toBe('LOGIN_TAKEN')
      // Who has no password signs in by nothing, and leaves the phone to others.
      const { phone } = somebody()
      valueOf(await again.register(somebody({ phone })))
      valueOf(await stranger().register(somebody({ phone, password: 'correct horse 1' })))
    })

    it('is nobody’s before, and the desk is only of those who hold it', async () => {
      const nobody = await stranger().me()
      expect(nobody).toMatchObject({ account: null, transfers: [], staffOf: [] })
      expect(Math.abs(Date.parse(nobody.now) - cloud.clock.now())).toBeLessThan(2_000)
      const secretary = await leagueSecretary(cloud).me()
      const branch = documentsOf(cloud, 'branches').find(({ _id }) => _id === LEAGUE)
      expect(secretary.staffOf).toMatchObject([
        { branchId: LEAGUE, branchName: branch?.['shortName'], branchKind: 'league', role: 'secretary' },
      ])
      expect((await new Caller(cloud, 'local-admin').me()).staffOf).toMatchObject([{ role: 'administrator' }])
    })

    it('is shown by asking for nothing that nobody has', async () => {
      const asked = async (who: Caller) => {
        cloud.metrics.reset()
        await who.me()
        return cloud.metrics.requests.map(({ collection }) => collection).filter((one) => one !== 'deployment')
      }
      expect(await asked(stranger())).toEqual(['wechats'])
      expect(await asked(administrator(cloud))).toEqual(['wechats'])
      expect(await asked(leagueSecretary(cloud))).toEqual(['wechats', 'branches'])
      expect((await asked(await aStudent(cloud))).sort()).toEqual(['accounts', 'transfers', 'wechats'])
    })

    it('without a password takes no login', async () => {
      const before = documentsOf(cloud, 'logins').length
      await aStudent(cloud)
      expect(documentsOf(cloud, 'logins')).toHaveLength(before)
    })

    it('keeps fields in tidy form: width, spaces, x and middle dots', async () => {
      const made = somebody({
        name: '迪力 木拉提•買買提',
        idNumber: anIdNumber({ sequence: '044', birth: '2002-03-03' }),
      })
      const wide = {
        ...made,
        idNumber: ` ${made.idNumber.slice(0, 6)} ${made.idNumber.slice(6)}`,
        phone: '１９９ ００ ０１ ９ ９９９',
      }
      const student = stranger()
      expect(valueOf(await student.register(wide))).toMatchObject({ name: '迪力木拉提·買買提' })
      const { account } = await student.me()
      expect(account?.phone.slice(-4)).toBe('9999')
    })

    it('takes everybody that the rules allow', async () => {
      for (const made of [liQiang, ayguli, chenRare, anna, hoKaMing, zhaoLei])
        expect(codeOf(await stranger().register(made)), made.name).toBe('ok')
    })

    it('accepts a lower-case x', async () => {
      const sequence = ['001', '002', '003', '004', '005', '006', '007', '008', '009', '010', '011', '012'].find(
        (one) => anIdNumber({ sequence: one, birth: '2003-04-05' }).endsWith('X'),
      )
      const idNumber = anIdNumber({ sequence: sequence ?? '', birth: '2003-04-05' })
      expect(idNumber.endsWith('X')).toBe(true)
      const account = valueOf(await stranger().register(somebody({ idNumber: idNumber.toLowerCase() })))
      expect(account.idNumber.slice(-4)).toBe(idNumber.slice(-4))
    })

    it('names every field that breaks a rule of form', async () => {
      const reply = await stranger().register({
        identity: 'member',
        name: '张3',
        idNumber: '110101200102290011',
        phone: '12345678901',
        joinedOn: '2018-13',
        username: '13800000000',
      })
      expect(rulesOf(reply)).toEqual({
        name: 'name.characters',
        idNumber: 'id.date',
        phone: 'phone.format',
        joinedOn: 'month.format',
        username: 'username.phone',
        password: 'required',
      })
    })

    it('asks for the member number that the month of joining calls for', async () => {
      const wrong: [string, string | undefined, string][] = [
        ['2017-05', undefined, 'required'],
        ['2018-05', '20180001', 'number.certificate'],
        ['2018-05', '201900000001', 'number.year'],
        ['2019-05', '201800000001', 'number.year'],
        ['2018-05', '2018000000012', 'number.length'],
        ['2018-05', '2015160000000001', 'number.length'],
      ]
      for (const [joinedOn, memberNumber, rule] of wrong) {
        const { memberNumber: _none, ...made } = somebody({ joinedOn })
        const reply = await stranger().register({ ...made, ...(memberNumber === undefined ? {} : { memberNumber }) })
        expect(rulesOf(reply), `${joinedOn} ${String(memberNumber)}`).toEqual({ memberNumber: rule })
      }
      for (const [joinedOn, memberNumber] of [
        ['2017-05', '201800000001'],
        ['2018-05', '201700000001'],
        ['2016-05', '2015160000000001'],
        ['2017-05', '2016170000000001'],
      ] as const)
        expect(codeOf(await stranger().register(somebody({ joinedOn, memberNumber }))), joinedOn).toBe('ok')
    })

    it('needs both consents and the version of the text that was shown', async () => {
      const made = somebody()
      const wrong: [object | undefined, string][] = [
        [undefined, 'consent'],
        [{ ...CONSENT, terms: false }, 'consent.terms'],
        [{ version: '1', terms: true }, 'consent.sensitive'],
        [{ ...CONSENT, version: '' }, 'consent.version'],
        [{ ...CONSENT, version: 'v'.repeat(33) }, 'consent.version'],
      ]
      for (const [consent, path] of wrong) {
        const reply = await stranger().call('member', 'account.register', { ...made, consent })
        expect(Object.keys(rulesOf(reply)), path).toEqual([path])
      }
      const consent = { ...CONSENT, version: 'v'.repeat(31) + '\u{20BB7}' }
      expect(codeOf(await stranger().call('member', 'account.register', { ...made, consent }))).toBe('ok')
    })

    it('exists once for a WeChat', async () => {
      const student = await aStudent(cloud)
      expect(codeOf(await student.register(somebody()))).toBe('ALREADY_REGISTERED')
    })

    it('exists once for an ID number, in whatever form it is written', async () => {
      const { person: made } = await aStudent(cloud)
      const spaced = somebody({ idNumber: made.idNumber.replace(/(.{6})/u, '$1 ') })
      expect(await stranger().register(spaced)).toEqual({ ok: false, error: { code: 'ID_TAKEN' } })
    })

    it('tells three times a day that an ID number is taken, then nothing more until the next Beijing day', async () => {
      const { person: taken } = await aStudent(cloud)
      await cloud.clock.set('2031-03-04T10:00:00+08:00')
      const asking = stranger()
      for (let i = 0; i < 3; i++)
        expect(codeOf(await asking.register(somebody({ idNumber: taken.idNumber })))).toBe('ID_TAKEN')
      const tooMany = { ok: false, error: { code: 'TOO_MANY', detail: { retryAt: '2031-03-04T16:00:00.000Z' } } }
      expect(await asking.register(somebody({ idNumber: taken.idNumber }))).toEqual(tooMany)
      // A free number is not told from a taken one either.
      expect(await asking.register(somebody())).toEqual(tooMany)
      expect(codeOf(await stranger().register(somebody({ idNumber: taken.idNumber })))).toBe('ID_TAKEN')
      const ask = async () => codeOf(await asking.register(somebody({ idNumber: taken.idNumber })))
      expect(await askedAt(cloud, '2031-03-05T00:00:00+08:00', [-1, 0], ask)).toEqual(['TOO_MANY', 'ID_TAKEN'])
      expect(codeOf(await asking.register(somebody()))).toBe('ok')
    })

    it('counts beside what else is counted of a WeChat, which runs on as it was', async () => {
      const { person: taken } = await aStudent(cloud, { username: 'counted-name', password: 'correct horse 1' })
      await cloud.clock.set('2031-03-06T23:30:00+08:00')
      const asking = stranger()
      const named = async () =>
        codeOf(await asking.register(somebody({ username: 'counted-name', password: 'correct horse 1' })))
      const coded = async () => codeOf(await asking.desk('staff.accept', { code: 'ABCD-EFGH-JKMN' }))
      for (let i = 0; i < 3; i++) expect(await named()).toBe('LOGIN_TAKEN')
      for (let i = 0; i < 20; i++) expect(await coded()).toBe('CODE_INVALID')
      expect(codeOf(await asking.register(somebody({ idNumber: taken.idNumber })))).toBe('ID_TAKEN')
      expect([await named(), await coded()]).toEqual(['TOO_MANY', 'TOO_MANY'])
      await cloud.clock.set('2031-03-07T00:15:00+08:00')
      expect(await coded()).toBe('TOO_MANY')
      cloud.clock.pass(20 * 60_000)
      expect(await coded()).toBe('CODE_INVALID')
    })

    it('never counts what did not meet a taken number', async () => {
      const asking = stranger()
      for (let i = 0; i < 5; i++) expect(codeOf(await asking.register(somebody({ phone: '1' })))).toBe('BAD_INPUT')
      expect(codeOf(await asking.register(somebody()))).toBe('ok')
      for (let i = 0; i < 5; i++) expect(codeOf(await asking.register(somebody()))).toBe('ALREADY_REGISTERED')
      for (let i = 0; i < 5; i++)
        expect(codeOf(await asking.member('account.amend', { name: `改名${'甲'.repeat(i)}` }))).toBe('ok')
    })
  })

  describe('when fields are checked', () => {
    it('answers the rules of form for what is given, stores nothing, and says nothing of what is taken', async () => {
      const { person: taken } = await aStudent(cloud)
      const asking = stranger()
      expect(valueOf(await asking.member('account.check', { name: '阿依古丽•买买提', phone: '13800138000' }))).toEqual({
        fields: [],
        tidied: { name: '阿依古丽·买买提' },
      })
      expect(valueOf(await asking.member('account.check', {}))).toEqual({ fields: [] })
      const same = { idNumber: taken.idNumber, phone: taken.phone, name: taken.name }
      expect(valueOf(await asking.member('account.check', same))).toEqual({ fields: [] })
      expect(valueOf(await asking.member('account.check', { joinedOn: '2018-05', memberNumber: '20180001' }))).toEqual({
        fields: [{ path: 'memberNumber', rule: 'number.certificate' }],
      })
      expect(valueOf(await asking.member('account.check', { idNumber: '110101200101010000' }))).toEqual({
        fields: [{ path: 'idNumber', rule: 'id.checkDigit' }],
      })
      const long = { name: '字'.repeat(500), idNumber: '1'.repeat(500), memberNumber: '1'.repeat(500) }
      expect(valueOf(await asking.member('account.check', long))).toEqual({
        fields: [
          { path: 'name', rule: 'length' },
          { path: 'idNumber', rule: 'id.length' },
          { path: 'memberNumber', rule: 'number.length' },
        ],
      })
      expect((await asking.me()).account).toBeNull()
    })
  })

  describe('when it is amended', () => {
    const secretary = () => leagueSecretary(cloud)

    it('moves account and open transfer together, and sends an approved one back to the branch', async () => {
      const student = await aStudent(cloud)
      const approved = await secretary().approved(await student.started())
      expect(valueOf(await student.member('account.amend', { name: '新名' }))).toMatchObject({ name: '新名' })
      const again = await student.transfer()
      expect(again).toMatchObject({ stage: 'registered', version: 3, allowedActions: ['amend', 'withdraw'] })
      expect(again).not.toHaveProperty('readyAt')
      expect(codeOf(await student.request(again, student.claim))).toBe('NOT_APPROVED')
      expect(await secretary().decide(approved, { verdict: 'return', reason: '旧的' })).toMatchObject({
        error: { code: 'CHANGED_MEANWHILE', detail: { version: 3 } },
      })
      expect((await secretary().approved(again)).stage).toBe('approved')
    })

    it('takes a number out that may be left out', async () => {
      const student = await aStudent(cloud, { joinedOn: '2015-09', memberNumber: '201500000012' })
      expect(valueOf(await student.member('account.amend', { memberNumber: '' }))).not.toHaveProperty('memberNumber')
    })

    it('verifies what was approved, which is what was amended', async () => {
      const student = await aStudent(cloud)
      const started = await student.started()
      valueOf(await student.member('account.amend', { memberNumber: '201700009999', joinedOn: '2017-09' }))
      const approved = await secretary().approved(await student.transfer(started.id))
      await cloud.clock.advance('PT24H')
      const failed = valueOf(await student.request(approved, student.claim))
      expect(failed.failure).toEqual({ code: 'MISMATCH', differs: ['memberNumber'] })
      const matched = valueOf(await student.request(failed, { ...student.claim, memberNumber: '201700009999' }))
      expect(matched.stage).toBe('transferred')
    })

    it('sends a failed one back too, and leaves the stage of one that nobody has approved', async () => {
      const student = await aStudent(cloud)
      const started = await student.started()
      valueOf(await student.member('account.amend', { name: '甲' }))
      expect(await student.transfer()).toMatchObject({ stage: 'registered', version: 2, since: started.since })
      const approved = await secretary().approved(await student.transfer())
      await cloud.clock.advance('PT24H')
      valueOf(await student.request(approved, student.claim))
      valueOf(await student.member('account.amend', { name: '乙' }))
      const again = await student.transfer()
      expect(again.stage).toBe('registered')
      expect(again).not.toHaveProperty('failure')
      await secretary().returned(again)
      valueOf(await student.member('account.amend', { name: '丙' }))
      expect(await student.transfer()).toMatchObject({ stage: 'returned', returnReason: '请写全名' })
    })

    it('leaves closed transfers, and what the branch approved where the phone alone changes', async () => {
      const student = await aStudent(cloud)
      const withdrawn = valueOf(await student.act(await student.started(), { action: 'withdraw' }))
      const approved = await secretary().approved(await student.started())
      valueOf(await student.member('account.amend', { phone: '13900000001' }))
      expect(await student.transfer(approved.id)).toMatchObject({ stage: 'approved', version: approved.version })
      valueOf(await student.member('account.amend', { name: '丁' }))
      expect(await student.transfer(withdrawn.id)).toMatchObject({ version: withdrawn.version })
      const open = valueOf(await secretary().desk('desk.open', { id: withdrawn.id }))
      expect(open.name).toBe(student.person.name)
      const shown = valueOf(await secretary().desk('desk.open', { id: approved.id }))
      expect(shown).toMatchObject({ name: '丁', phone: '*******0001' })
    })

    it('changes nothing where nothing is new, a member number written with spaces included', async () => {
      const student = await aStudent(cloud)
      const approved = await secretary().approved(await student.started())
      const { name, memberNumber = '' } = student.person
      valueOf(await student.member('account.amend', { name, memberNumber: memberNumber.replace(/(.{4})/gu, '$1 ') }))
      expect(await student.transfer()).toMatchObject({ stage: 'approved', version: approved.version })
    })

    it('checks the fields together with those that stay', async () => {
      const student = await aStudent(cloud)
      expect(rulesOf(await student.member('account.amend', { joinedOn: '2019-05' }))).toEqual({
        memberNumber: 'number.year',
      })
      expect(rulesOf(await student.member('account.amend', { name: '' }))).toEqual({ name: 'required' })
      const credentials = { username: '13800000000', password: 'short' }
      expect(rulesOf(await student.member('account.amend', credentials))).toEqual({
        username: 'username.phone',
        password: 'password.length',
      })
      expect(codeOf(await student.member('account.amend', { joinedOn: '2014-05', memberNumber: '' }))).toBe('ok')
      expect((await student.me()).account).not.toHaveProperty('memberNumber')
    })

    it('frees the old ID number, and meets the number of another account as registering does', async () => {
      const [first, second] = [await aStudent(cloud), await aStudent(cloud)]
      const started = await second.started()
      const taken = { idNumber: first.person.idNumber }
      for (let i = 0; i < 2; i++) expect(codeOf(await second.member('account.amend', taken))).toBe('ID_TAKEN')
      // What is free is not counted, and takes nothing back of what was.
      valueOf(await second.member('account.amend', { idNumber: somebody().idNumber }))
      const transfer = await second.transfer(started.id)
      expect(codeOf(await second.member('account.amend', taken))).toBe('ID_TAKEN')
      expect(codeOf(await second.member('account.amend', taken))).toBe('TOO_MANY')
      expect(await second.transfer()).toMatchObject({ version: transfer.version })
      expect(codeOf(await second.member('account.amend', { name: '仍可' }))).toBe('ok')
      valueOf(await first.member('account.amend', { idNumber: somebody().idNumber }))
      expect(codeOf(await stranger().register(somebody(taken)))).toBe('ok')
    })

    it('leaves the number that was released to whoever holds it by now', async () => {
      const student = await aStudent(cloud)
      await student.started()
      const { idNumber } = student.person
      const heir = stranger()
      expect(codeOf(await heir.register(somebody({ idNumber })))).toBe('ID_TAKEN')
      const { items } = valueOf(await secretary().desk('desk.conflicts', { branchId: LEAGUE }))
      valueOf(await secretary().desk('desk.release', { conflictId: items[0]?.id ?? '', why: '当面核对' }))
      valueOf(await heir.register(somebody({ idNumber })))
      valueOf(await student.member('account.amend', { idNumber: somebody().idNumber }))
      expect(codeOf(await stranger().register(somebody({ idNumber })))).toBe('ID_TAKEN')
    })

    it('is one version further each time', async () => {
      const student = await aStudent(cloud)
      const id = (await student.me()).account?.id
      const version = () => documentsOf(cloud, 'accounts').find(({ _id }) => _id === id)?.['version']
      for (const expected of [1, 2, 3]) {
        expect(version()).toBe(expected)
        valueOf(await student.member('account.amend', { name: `版本${'甲'.repeat(expected)}` }))
      }
    })

    it('stays contested until the number is another one', async () => {
      const student = await aStudent(cloud)
      expect(codeOf(await stranger().register(somebody({ idNumber: student.person.idNumber })))).toBe('ID_TAKEN')
      const warned = async () => {
        const started = await student.started()
        const { warnings } = valueOf(await secretary().desk('desk.open', { id: started.id }))
        valueOf(await student.act(started, { action: 'withdraw' }))
        return warnings
      }
      valueOf(await student.member('account.amend', { name: '仍在' }))
      expect(await warned()).toEqual(['ID_CONFLICT', 'NOT_DECLARED'])
      valueOf(await student.member('account.amend', { idNumber: somebody().idNumber }))
      expect(await warned()).toEqual(['NOT_DECLARED'])
    })

    it('is compared as it was typed, a name that was tidied with a note', async () => {
      const student = await aStudent(cloud, { name: '王\u2F42' })
      const { id } = await student.started()
      const noted = async () => {
        const claimed = { ...student.claim, name: '王文' }
        return valueOf(await student.member('transfer.precheck', { id, claimed })).variants
      }
      valueOf(await student.member('account.amend', { phone: '13900000002' }))
      expect(await noted()).toEqual(['name'])
      valueOf(await student.member('account.amend', { name: '王文' }))
      expect(await noted()).toEqual([])
    })

    it('asks a branch again twenty times a day at most, and without a branch as often as wanted', async () => {
      const student = await aStudent(cloud)
      const { id } = await student.started()
      const renamed = async (i: number) =>
        codeOf(await student.member('account.amend', { name: `改名${'甲'.repeat(i)}` }))
      for (let i = 1; i < 20; i++) expect(await renamed(i)).toBe('ok')
      expect(await renamed(20)).toBe('TOO_MANY')
      expect(codeOf(await student.member('account.amend', { phone: '13900000003' }))).toBe('ok')
      valueOf(await student.act(await student.transfer(id), { action: 'withdraw' }))
      expect(await renamed(20)).toBe('ok')
    })

    it('finds nobody where the account is gone', async () => {
      const student = await aStudent(cloud)
      new Elsewhere(cloud).drop('accounts', (await student.me()).account?.id ?? '')
      expect(codeOf(await student.member('account.amend', { name: '没有了' }))).toBe('NOT_REGISTERED')
    })

    it('keeps a member in the League as long as a League transfer is open', async () => {
      const student = await aStudent(cloud)
      const started = await student.started()
      expect(codeOf(await student.member('account.amend', { identity: 'nonmember' }))).toBe('ALREADY_OPEN')
      valueOf(await student.act(started, { action: 'withdraw' }))
      expect(codeOf(await student.member('account.amend', { identity: 'nonmember' }))).toBe('ok')
      expect(codeOf(await student.start())).toBe('NOTHING_TO_TRANSFER')
      const both = await aStudent(cloud, { party: 'full' })
      await both.started({ kind: 'party' })
      const league = await both.started()
      expect(codeOf(await both.member('account.amend', { identity: 'nonmember' }))).toBe('ALREADY_OPEN')
      valueOf(await both.act(league, { action: 'withdraw' }))
      expect(codeOf(await both.member('account.amend', { identity: 'nonmember' }))).toBe('ok')
    })

    it('moves League and Party transfer of the same person together', async () => {
      const student = await aStudent(cloud, { party: 'full' })
      const [league, party] = [await student.started(), await student.started({ kind: 'party' })]
      valueOf(await student.member('account.amend', { name: '两个' }))
      expect(await student.transfer(league.id)).toMatchObject({ stage: 'registered', version: 2 })
      expect(await student.transfer(party.id)).toMatchObject({ stage: 'preparing', version: 2 })
    })

    describe('beside a roster', () => {
      const import_ = async (...people: { name: string; idNumber: string }[]) => {
        const rows = people.map(({ name, idNumber }) => ({ name, idNumber }))
        valueOf(await secretary().desk('roster.import', { branchId: LEAGUE, importId: aCommandId(), rows }))
      }
      const transferOf = (id: string) => documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)
      const rowOf = (name: string) => documentsOf(cloud, 'roster').find((row) => row['name'] === name)

      it('is found there under what is new, all of it at once', async () => {
        const student = await aStudent(cloud)
        const { id } = await student.started()
        const { name, idNumber, joinedOn, memberNumber = '' } = somebody({ joinedOn: '2017-09' })
        await import_({ name, idNumber })
        valueOf(await student.member('account.amend', { name, idNumber, joinedOn, memberNumber }))
        expect(transferOf(id)).toMatchObject({ name, rosterMatch: 'full' })
        expect(rowOf(name)).toMatchObject({ transferId: id, match: 'full' })
      })

      it('leaves the row with the transfer that counts, not with an earlier one', async () => {
        const student = await aStudent(cloud)
        await student.act(await student.started(), { action: 'withdraw' })
        const { id } = await student.started()
        await import_(student.person)
        expect(rowOf(student.person.name)).toMatchObject({ transferId: id })
        valueOf(await student.member('account.amend', { memberNumber: '201800099999' }))
        expect(rowOf(student.person.name)).toMatchObject({ transferId: id })
      })

      it.each([
        ['the only one', false],
        ['beside one that was there before', true],
      ])('brings a transfer along that is started meanwhile, and finds it there: %s', async (_, inParty) => {
        const student = await aStudent(cloud, inParty ? { party: 'full' } : {})
        if (inParty) await student.started({ kind: 'party' })
        const { id } = await student.started()
        const started = transferOf(id)
        const { name, idNumber } = somebody()
        await import_({ name, idNumber })
        new Elsewhere(cloud).drop('transfers', id)
        beforeTransaction(cloud, (elsewhere) => {
          elsewhere.add('transfers', started ?? {})
        })
        valueOf(await student.member('account.amend', { name, idNumber }))
        expect(transferOf(id)).toMatchObject({ name, version: 2, rosterMatch: 'full' })
        expect(rowOf(name)).toMatchObject({ transferId: id, match: 'full' })
        expect((await student.transfer(id)).log.map(({ what }) => what)).toEqual(['started', 'copyAmended'])
      })
    })
  })
})
