import type { FieldFault } from '../../cloudfunctions/contract'
import { describe, expect, test } from 'vitest'
import { changeLines, changesOf, checkOf, closedBranch, openFields } from '../../miniprogram/pages/amend/view'
import { answerLines } from '../../miniprogram/pages/register/answers'
import { clearForm, form, replan, type Form, type Start } from '../../miniprogram/pages/register/form'
import {
  amendment,
  barTitle,
  errorsOf,
  fieldsOf,
  firstMissing,
  nextStep,
  ownReason,
  registration,
  stepsFor,
} from '../../miniprogram/pages/register/view'
import { accountView, at, leagueBranch, transferView } from './views'

const league: Start = {
  kind: 'league',
  origin: 'province',
  branch: leagueBranch,
  reason: '',
  commandId: 'c1',
  done: false,
}
const party: Start = { ...league, kind: 'party', commandId: 'c2' }

const filled: Form = {
  terms: true,
  sensitive: true,
  identity: 'member',
  name: '阿依古丽·买买提',
  idNumber: '110105 2001 0228 0023',
  phone: '138 0013 8000',
  joinedOn: '2018-05',
  memberNumber: '',
  party: '',
  starts: [league],
  account: null,
}

describe('the pages of the registration', () => {
  test('come in a fixed order, and a page opened too early leads to the first that is missing', () => {
    expect(nextStep(filled, 'consent')).toBe('person')
    expect(nextStep(filled, 'branch')).toBe('check')
    expect(firstMissing(filled)).toBe('check')
    expect(firstMissing({ ...filled, sensitive: false })).toBe('consent')
    expect(firstMissing({ ...filled, idNumber: '' })).toBe('person')
    expect(firstMissing({ ...filled, starts: [{ ...league, branch: null }] })).toBe('branch')
  })
  test('are counted without 核对信息', () => {
    expect(barTitle(filled, 'person')).toBe('登记信息 2 / 5')
    expect(barTitle(filled, 'check')).toBe('核对信息')
  })
  test('inside Beijing asks for the reason for leaving', () => {
    const inside: Form = { ...filled, starts: [{ ...league, origin: 'beijing' }] }
    expect(nextStep(inside, 'branch')).toBe('reason')
    expect(firstMissing(inside)).toBe('reason')
    expect(firstMissing({ ...inside, starts: [{ ...league, origin: 'beijing', reason: '升学' }] })).toBe('check')
  })
  test('a reason is shown once: chosen from the list, or typed where it is not on it', () => {
    expect(ownReason(['升学'], '升学')).toBe('')
    expect(ownReason(['升学'], '随家人迁居')).toBe('随家人迁居')
  })
  test('for the Party alone ask nothing of the League', () => {
    const own: Form = { ...filled, identity: 'nonmember', party: 'full', joinedOn: '', starts: [party] }
    expect(stepsFor(own)).toEqual(['consent', 'person', 'phone', 'partyBranch', 'check'])
    expect(registration(own)).toEqual({
      identity: 'nonmember',
      name: filled.name,
      idNumber: filled.idNumber,
      phone: filled.phone,
      party: 'full',
    })
  })
  test('for both choose both branches, League first', () => {
    const both: Form = { ...filled, party: 'probationary', starts: [league, party] }
    expect(stepsFor(both).slice(-3)).toEqual(['branch', 'partyBranch', 'check'])
    expect(answerLines(both).transfers.map(([first]) => first?.value)).toEqual([
      '团组织关系 · 京外转入',
      '党组织关系 · 京外转入',
    ])
  })
  test('who is registered only chooses the branch', () => {
    const known = { ...filled, account: accountView }
    expect(firstMissing({ ...known, starts: [{ ...league, branch: null }] })).toBe('branch')
    expect(barTitle(known, 'branch')).toBe('登记信息 1 / 1')
    expect(answerLines(known).person.filter(({ act }) => act !== '')).toHaveLength(0)
    expect(amendment(known)).toEqual({})
  })
  test('who is registered for one half is asked for what the other needs', () => {
    const { joinedOn: _joinedOn, memberNumber: _memberNumber, ...rest } = accountView
    const account = { ...rest, identity: 'nonmember', party: 'full' } as const
    const addsLeague: Form = { ...filled, account, joinedOn: '2014-05' }
    expect(stepsFor(addsLeague)).toEqual(['membership', 'branch', 'check'])
    expect(amendment(addsLeague)).toEqual({ identity: 'member', joinedOn: '2014-05' })
    const addsParty: Form = { ...filled, account: accountView, party: 'full', starts: [party] }
    expect(amendment(addsParty)).toEqual({ party: 'full' })
  })
  test('the number is asked about empty too, but sent only when there is one', () => {
    expect(fieldsOf(filled, 'membership')).toEqual({ joinedOn: '2018-05', memberNumber: '' })
    expect(registration(filled)).not.toHaveProperty('memberNumber')
    expect(registration({ ...filled, memberNumber: '201837001234' }).memberNumber).toBe('201837001234')
  })
  test('every line of 核对信息 that was typed leads back to its page', () => {
    const lines = answerLines(filled).person
    expect(lines.find(({ key }) => key === 'idNumber')).toEqual({
      key: 'idNumber',
      label: '身份证号',
      value: '110105 20010228 0023',
      url: '/pages/register/register?step=person&changing=1',
      act: '修改',
    })
    expect(lines.find(({ key }) => key === 'memberNumber')?.value).toBe('未填写')
  })
  test('the first fault of a field stands beside it', () => {
    const faults: FieldFault[] = [
      { path: 'name', rule: 'required' },
      { path: 'name', rule: 'length' },
    ]
    expect(errorsOf(faults, {})).toEqual({ name: '请填写姓名' })
  })
})

describe('mending the registration', () => {
  const open = openFields(accountView, [])
  test('sends only what changed', () => {
    expect(changesOf(open, accountView)).toEqual({})
    expect(changesOf({ ...open, name: '阿依古丽买买提' }, accountView)).toEqual({ name: '阿依古丽买买提' })
  })
  test('the identity can be mended; that of the Party not while its branch is receiving the papers', () => {
    const account = { ...accountView, party: 'probationary' } as const
    const fields = openFields(account, [])
    expect([fields.identity, fields.party]).toEqual(['member', 'probationary'])
    const changes = changesOf({ ...fields, identity: 'cadre', party: 'full' }, account)
    expect(changeLines(changes, null).map(({ label, value }) => [label, value])).toEqual([
      ['身份', '我是团干部'],
      ['党员身份', '正式党员'],
    ])
    expect(openFields(account, [{ stage: 'announced' }]).party).toBe('')
    expect(openFields({ ...account, identity: 'nonmember' }, []).identity).toBe('')
  })
  test('a new number is judged with its month', () => {
    const fields = { ...open, memberNumber: '201837001234' }
    expect(checkOf(changesOf(fields, accountView), fields)).toEqual({
      joinedOn: '2018-05',
      memberNumber: '201837001234',
    })
  })
  test('the lines to check are those that change', () => {
    expect(changeLines({ joinedOn: '2017-05' }, null)).toEqual([
      { key: 'joinedOn', label: '入团年月', value: '2017年5月' },
    ])
  })
})

describe('another way, chosen from 核对信息', () => {
  test('keeps what was typed and the branch, and asks for what that way needs', () => {
    clearForm(null)
    Object.assign(form, { ...filled, starts: [{ ...league, commandId: 'first' }] })
    expect(answerLines(form).transfers[0]?.[0]).toMatchObject({ act: '修改', url: '/pages/route/route?change=league' })
    replan({
      identity: 'member',
      party: 'full',
      starts: [
        { kind: 'league', origin: 'beijing' },
        { kind: 'party', origin: 'province' },
      ],
    })
    expect(form).toMatchObject({ name: filled.name, phone: filled.phone, party: 'full' })
    expect(form.starts.map(({ branch }) => branch?.id)).toEqual([leagueBranch.id, undefined])
    expect(form.starts[0]?.commandId).not.toBe('first')
    expect(firstMissing(form)).toBe('reason')
  })
  test('changes one half of whoever is registered already, and leaves the other', () => {
    Object.assign(form, { ...filled, account: accountView, starts: [{ ...league, done: true }, party] })
    replan({ identity: 'member', party: 'full', starts: [{ kind: 'party', origin: 'beijing' }] })
    expect(form.starts.map(({ kind, origin, done }) => [kind, origin, done])).toEqual([
      ['league', 'province', true],
      ['party', 'beijing', false],
    ])
    expect(answerLines(form).transfers[0]?.[0]?.act).toBe('')
  })
})

test('whoever mends an application at a branch that has closed is told until when it took people in', () => {
  const branch = { ...leagueBranch, opensOn: '2024-08-20', closesOn: '2024-09-03' }
  const closed = (day: string) => closedBranch(transferView({ branch }), at(`${day} 10:00`))
  expect(closed('2024-09-03')).toBeNull()
  expect(closed('2024-09-04')?.text).toContain('接收时间：2024年8月20日至2024年9月3日')
})
