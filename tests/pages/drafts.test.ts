import { describe, expect, test } from 'vitest'
import { hasLeft, keptOf, mayKeep, planOf, readKept, restore } from '../../miniprogram/pages/register/draft'
import type { Form } from '../../miniprogram/pages/register/form'
import { firstMissing } from '../../miniprogram/pages/register/view'
import { changed, changesOf, keptAmendment, openFields, readAmendment } from '../../miniprogram/pages/amend/view'
import { keptRequest, readRequest } from '../../miniprogram/pages/request/view'
import { accountView, approvedView, iso, leagueBranch, transferView } from './views'

const form = (changes: Partial<Form> = {}): Form => ({
  terms: true,
  sensitive: true,
  identity: 'member',
  party: '',
  name: '阿依古丽·买买提',
  idNumber: '11010520010228002X',
  phone: '13800138000',
  joinedOn: '2018-05',
  memberNumber: '201837001234',
  starts: [{ kind: 'league', origin: 'province', branch: leagueBranch, reason: '', commandId: 'one', transferId: '' }],
  submittedEarly: false,
  tidied: [],
  account: null,
  ...changes,
})
const blank = (): Form =>
  form({
    terms: false,
    sensitive: false,
    name: '',
    idNumber: '',
    phone: '',
    joinedOn: '',
    memberNumber: '',
    starts: [{ kind: 'league', origin: 'province', branch: null, reason: '', commandId: 'two', transferId: '' }],
  })
/** As it comes back from the server. */
const back = (kept: object | null) => JSON.parse(JSON.stringify(kept)) as Record<string, unknown>
const roundTrip = (kept: object) => readKept(back(kept))

describe('the draft of a registration', () => {
  test('is kept after both consents while something is to be started, never with a password', () => {
    expect(mayKeep(form())).toBe(true)
    expect(mayKeep(form({ sensitive: false }))).toBe(false)
    expect(mayKeep(form({ terms: false, sensitive: false, account: accountView }))).toBe(true)
    expect(mayKeep(form({ starts: [] }))).toBe(false)
    expect(JSON.stringify(keptOf(form()))).not.toMatch(/password/iu)
  })
  test('is gone on with where it was left, with the same intention', () => {
    const kept = roundTrip(keptOf(form()))
    if (kept === null) throw new Error('nothing was kept')
    const other = blank()
    restore(other, kept, [leagueBranch])
    expect(firstMissing(other)).toBe('check')
    expect(other.starts[0]?.commandId).toBe('one')
    expect(planOf(kept)).toEqual({
      identity: 'member',
      party: '',
      submittedEarly: false,
      starts: [expect.objectContaining({ kind: 'league' })],
    })
  })
  test('has nothing left once a transfer of its kind is under way', () => {
    const kept = keptOf(form())
    expect(hasLeft(kept, [])).toBe(true)
    expect(hasLeft(kept, [transferView({ stage: 'withdrawn' })])).toBe(true)
    expect(hasLeft(kept, [transferView()])).toBe(false)
  })
  test('a branch that cannot be found any more is chosen anew', () => {
    const kept = roundTrip(keptOf(form()))
    const other = blank()
    if (kept) restore(other, kept, [])
    expect(firstMissing(other)).toBe('membership')
  })
  test('consents to an earlier text are asked anew', () => {
    const kept = roundTrip({ ...keptOf(form()), version: '0' })
    const other = blank()
    if (kept) restore(other, kept, [leagueBranch])
    expect(firstMissing(other)).toBe('person')
  })
  test('another way keeps what was typed about the person alone', () => {
    const kept = roundTrip(keptOf(form()))
    const other = form({
      ...blank(),
      starts: [{ kind: 'party', origin: 'beijing', branch: null, reason: '', commandId: 'x', transferId: '' }],
    })
    if (kept) restore(other, kept, [leagueBranch])
    expect([other.name, other.starts[0]?.branch, other.starts[0]?.commandId]).toEqual(['阿依古丽·买买提', null, 'x'])
  })
  test.each([{}, { starts: 'none' }, { starts: [null, { kind: 'league' }] }])('nothing is made of %j', (data) => {
    expect(readKept(data)).toBeNull()
  })
})

describe('the draft of an amendment', () => {
  const transfer = transferView()
  const other = { ...leagueBranch, id: 'another', fullName: '另一个团支部' }
  const fields = { ...openFields(accountView, []), phone: '19900000088', identity: 'cadre' as const }
  const changes = changesOf(fields, accountView)
  const kept = back(keptAmendment(changes, accountView, transfer, other, ''))

  test('holds what would change and nothing else, and is not there while nothing would', () => {
    expect(kept.changes).toEqual({ phone: '19900000088', identity: 'cadre' })
    expect([kept.branchId, kept.branchName]).toEqual(['another', '另一个团支部'])
    expect(keptAmendment({}, accountView, transfer, leagueBranch, '')).toBeNull()
  })
  test('fills the fields again', () => {
    const read = readAmendment(kept, accountView, transfer)
    expect(read && changed(openFields(accountView, []), read.changes)).toEqual(fields)
  })
  test.each([
    ['the account was amended elsewhere', { ...accountView, name: '阿依古丽' }, transfer],
    ['the account is another one', { ...accountView, id: 'a2' }, transfer],
    ['another branch was asked elsewhere', accountView, transferView({ branch: other })],
    ['it is about another transfer', accountView, transferView({ id: 't2' })],
    ['it was begun for a transfer', accountView, null],
  ])('is no longer meant once %s', (_, account, now) => {
    expect(readAmendment(kept, account, now)).toBeNull()
  })
  test('leaves a Party identity alone that has come to rest', () => {
    const resting = openFields({ ...accountView, party: 'full' }, [transferView({ kind: 'party', stage: 'announced' })])
    expect(changed(resting, { party: 'probationary' }).party).toBe('')
  })
})

describe('the draft of a request', () => {
  const transfer = approvedView({ allowedActions: ['request', 'withdraw'] })
  const typed = { name: '张美', idNumber: '', memberNumber: '' }
  test('is gone on with until there is another approval, or nothing to record', () => {
    const kept = back(keptRequest(transfer, typed, true))
    expect(readRequest(kept, transfer)).toMatchObject({ ...typed, submitted: true })
    expect(readRequest(kept, { ...transfer, readyAt: iso('2024-11-25 10:00') })).toBeNull()
    expect(readRequest(kept, { ...transfer, allowedActions: [] })).toBeNull()
    expect(readRequest(kept, { ...transfer, id: 't2' })).toBeNull()
    expect(keptRequest(transfer, { ...typed, name: ' ' }, false)).toBeNull()
  })
})
