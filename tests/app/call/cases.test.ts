import { describe, expect, it } from 'vitest'
import type { RegistrationFields, TransferView } from '../../../cloudfunctions/contract'
import { aStudent, Caller, codeOf, leagueSecretary, LEAGUE, person, valueOf, type Student } from '../../support/client'
import { anIdNumber } from '../../support/people'
import { localCloud } from '../../support/file-cloud'

/**
 * Inputs from the field, through the front door, each by the name of its case. What else is named there is looked at
 * where it belongs: limits of one WeChat in `limits-of-one-wechat`, an account's day and long logs in `transfer/limits`,
 * released numbers in `conflicts`, reminders in `messages`, outside systems in `province/request`, rights in
 * `staff/grant`, files in `roster/roster-file`, the local cloud's start, disk and reset in `tests/cloud`, the order of a
 * log in `transfer/log-order`.
 */
const cloud = localCloud()
let n = 800

const secretary = () => leagueSecretary(cloud)
const stranger = () => new Caller(cloud, `case-${String(++n)}`)
/** The same registration with some of it typed in another way. */
const typed = (given: (as: RegistrationFields) => Partial<RegistrationFields>) => {
  const made = person(++n)
  return { made, given: { ...made, ...given(made) } }
}
const numbered = (name: string): Partial<RegistrationFields> => ({
  name,
  idNumber: anIdNumber({ region: '110101', birth: '2001-05-05', sequence: String(++n).padStart(3, '0') }),
})
const registered = async (
  given: Partial<RegistrationFields> = {},
): Promise<{ student: Student; transfer: TransferView }> => {
  const student = await aStudent(cloud, given)
  return { student, transfer: await student.started() }
}
const prechecked = async (name: string, claimedName: string) => {
  const { student, transfer } = await registered(numbered(name))
  const claimed = { ...student.claim, name: claimedName }
  return valueOf(await student.member('transfer.precheck', { id: transfer.id, claimed }))
}
const found = async (text: string) =>
  valueOf(await secretary().desk('desk.list', { branchId: LEAGUE, text })).items.map(({ name }) => name)
const searched = async (text: string) => valueOf(await stranger().member('branch.find', { kind: 'league', text }))

/** Marks that come along with what is copied from a chat, a PDF or a spreadsheet, around a good value. */
const MARKED: readonly [string, (text: string) => string][] = [
  ['U+202D before and U+202C after', (text) => `\u202D${text}\u202C`],
  ['U+2068 before and U+2069 after', (text) => `\u2068${text}\u2069`],
  ['U+200E', (text) => `\u200E${text}\u200E`],
  ['full width', (text) => text.replace(/[!-~]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))],
]

describe('typed and pasted values', () => {
  it.each(MARKED)('register and sign in: %s are as none', async (_title, mark) => {
    const { made, given } = typed(({ idNumber, phone, memberNumber = '', name }) => ({
      idNumber: mark(idNumber),
      phone: mark(phone),
      memberNumber: mark(memberNumber),
      name: mark(name),
    }))
    const caller = stranger()
    valueOf(await caller.register({ ...given, password: 'long enough' }))
    const { account } = await caller.me()
    expect(account).toMatchObject({ name: made.name })
    expect(account?.idNumber.slice(-4)).toBe(made.idNumber.slice(-4))
    const login = await stranger().member('account.login', { login: mark(made.phone), password: 'long enough' })
    expect(codeOf(login)).toBe('ok')
    expect(codeOf(await stranger().register(made))).toBe('ID_TAKEN')
  })

  it.each(MARKED)('roster and search: %s are as none', async (_title, mark) => {
    const { student } = await registered()
    const { name, idNumber } = student.person
    const studentNumber = `M2024${String(++n)}`
    const rows = [{ name: mark(name), idNumber: mark(idNumber), studentNumber: mark(studentNumber) }]
    valueOf(await secretary().desk('roster.import', { branchId: LEAGUE, importId: `marks-${String(n)}`, rows }))
    const transfer = await student.transfer()
    const open = valueOf(await secretary().desk('desk.open', { id: transfer.id }))
    expect(open).toMatchObject({ rosterMatch: 'full', studentNumber })
    for (const text of [name, studentNumber, transfer.reference]) expect(await found(mark(text))).toContain(name)
  })

  it.each([
    ['王⽂ for a registered 王文', '王文', '王⽂'],
    ['王文 for one who typed 王⽂', '王⽂', '王文'],
    ['a full stop for the dot', '阿依古丽·买买提', '阿依古丽.买买提'],
    ['an ideographic full stop for the dot', '阿依古丽·买买提', '阿依古丽。买买提'],
    ['a black circle for the dot', '阿依古丽·买买提', '阿依古丽●买买提'],
    ['a straight apostrophe for one who typed O’Neil', 'Conan O’Neil', "Conan O'Neil"],
    ['a curly apostrophe, which both typed', 'Conan O’Neil', 'Conan O’Neil'],
  ])('a claimed name, %s: a match', async (_title, name, claimedName) => {
    const outcome = await prechecked(name, claimedName)
    expect(outcome).toMatchObject({ matches: true, differs: [] })
    expect(outcome.variants).toEqual(['name'])
  })

  it('a roster row 王⽂ with the number of 王文: full', async () => {
    const { student, transfer } = await registered(numbered('王文'))
    const rows = [{ name: '王⽂', idNumber: student.person.idNumber }]
    valueOf(await secretary().desk('roster.import', { branchId: LEAGUE, importId: 'radicals', rows }))
    expect(valueOf(await secretary().desk('desk.open', { id: transfer.id })).rosterMatch).toBe('full')
  })

  it('the search finds 黄丽 by ⻩, and O’Neil by either apostrophe in any case', async () => {
    await registered(numbered('黄丽'))
    await registered(numbered('Conan O’Neil'))
    expect(await found('⻩')).toContain('黄丽')
    for (const text of ["conan o'n", 'CONAN O’N', 'Conan O’Neil']) expect(await found(text)).toContain("Conan O'Neil")
  })

  it.each([
    ['+86 138 0013 8000', '13800138000'],
    ['86-138-0013-8001', '13800138001'],
    ['(86)138 0013 8002', '13800138002'],
    ['0086 138 0013 8003', '13800138003'],
  ])('the phone %s is %s at registering and at signing in', async (given, phone) => {
    const caller = stranger()
    valueOf(await caller.register({ ...person(++n), phone: given, password: 'long enough' }))
    expect((await caller.me()).account?.phone.slice(-4)).toBe(phone.slice(-4))
    for (const login of [given, phone]) {
      const reply = await stranger().member('account.login', { login, password: 'long enough' })
      expect(codeOf(reply)).toBe('ok')
    }
  })

  it('a branch is found by what is copied with its label, marks and full stop', async () => {
    const all = await searched('5324992')
    expect(all).toHaveLength(1)
    const [{ fullName, shortName } = { fullName: '', shortName: '' }] = all
    for (const text of ['组织 ID: 5324992', `支部名称：${fullName}`, `“${shortName}”`, `${fullName}。`])
      expect((await searched(text)).map(({ id }) => id)).toContain(LEAGUE)
  })

  it.each([
    ['another case', 'Zhouzhou'],
    ['full width', 'ｚｈｏｕｚｈｏｕ'],
    ['zero-width marks', 'zhou\u200Bzhou\u200E'],
  ])('the username zhouzhou in %s is the same login', async (_title, again) => {
    const first = await stranger().register({ ...person(++n), username: 'zhouzhou', password: 'long enough' })
    expect(['ok', 'LOGIN_TAKEN']).toContain(codeOf(first))
    const second = await stranger().register({ ...person(++n), username: again, password: 'long enough' })
    expect(codeOf(second)).toBe('LOGIN_TAKEN')
    expect(codeOf(await stranger().member('account.login', { login: again, password: 'long enough' }))).toBe('ok')
  })

  it('a username of two scripts is refused', async () => {
    const reply = await stranger().register({ ...person(++n), username: 'zh\u043Euzhou', password: 'long enough' })
    expect(reply).toMatchObject({ error: { detail: { fields: [{ path: 'username', rule: 'username.format' }] } } })
  })

  it('the search finds by m2024, with a space, by the end of a number, by reference and given name', async () => {
    const { student, transfer } = await registered(numbered('欧阳海'))
    const rows = [{ name: '欧阳海', idNumber: student.person.idNumber, studentNumber: 'M202499887' }]
    valueOf(await secretary().desk('roster.import', { branchId: LEAGUE, importId: 'numbers', rows }))
    const { reference } = transfer
    const spaced = `${reference.slice(0, 4)} ${reference.slice(4)}`
    for (const text of ['m2024998', 'M 2024998', '9887', reference, spaced, '海', '欧阳'])
      expect([text, await found(text)]).toEqual([text, expect.arrayContaining(['欧阳海'])])
  })

  const UNSEEN = ['\u200B\u200D', '\u2800', '\u3164', '\u2062\uFE0F', ' \u00AD ']
  it.each([...UNSEEN, 'a\u0000b', 'half \uD83D'])(
    'free text %j is refused as empty, or for what it holds',
    async (text) => {
      const { student, transfer } = await registered()
      const { token } = valueOf(await student.member('transfer.invite', { id: transfer.id }))
      const isUnseen = UNSEEN.includes(text)
      const returned = await secretary().decide(transfer, { verdict: 'return', reason: text })
      expect(codeOf(returned)).toBe(isUnseen ? 'REASON_REQUIRED' : 'BAD_INPUT')
      const reveal = { id: transfer.id, field: 'phone' as const, why: text }
      expect(codeOf(await secretary().desk('desk.reveal', reveal))).toBe('BAD_INPUT')
      const use = { token, claimed: student.claim, organisation: text, commandId: 'unseen' }
      expect(codeOf(await stranger().member('invite.check', use))).toBe('BAD_INPUT')
    },
  )

  it.each(['440106.20000511.0551', '1-3-9-0-0-1-3-8-0-0-0', '①③⑨⓪⓪①③⑧⓪⓪⓪', '٤٤٠١٠٦٢٠٠٠٠٥١١٠٥٥١'])(
    'free text with a number in other clothes is refused as personal: %s',
    async (number) => {
      const { transfer } = await registered()
      const reply = await secretary().decide(transfer, { verdict: 'return', reason: `见 ${number}` })
      expect(reply).toMatchObject({ error: { code: 'BAD_INPUT', detail: { fields: [{ rule: 'personal' }] } } })
    },
  )
})

describe('calls', () => {
  it.each(['account.me', 'account.check', 'account.amend', 'account.unbind'])(
    '%s with a list is refused',
    async (op) => {
      const { student } = await registered()
      for (const input of [[], [{}]]) expect(codeOf(await student.call('member', op, input))).toBe('BAD_INPUT')
      expect((await student.me()).account).not.toBeNull()
    },
  )

  it.each(['branch.list', 'province.list'])('%s with a list is refused', async (op) => {
    const admin = new Caller(cloud, 'local-admin')
    for (const input of [[], [{}]]) expect(codeOf(await admin.call('secretary', op, input))).toBe('BAD_INPUT')
    expect(codeOf(await admin.call('secretary', op, {}))).toBe('ok')
  })
})
