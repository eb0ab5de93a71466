import type { FieldFault } from '../../cloudfunctions/contract'
import { describe, expect, test } from 'vitest'
import {
  changeLines,
  changesOf,
  checkOf,
  closedBranch,
  mayEmptyNumber,
  openFields,
} from '../../miniprogram/pages/amend/view'
import { answerLines } from '../../miniprogram/pages/register/answers'
import { clearForm, form, replan, takeTidied, type Form, type Start } from '../../miniprogram/pages/register/form'
import {
  amendment,
  barTitle,
  errorsOf,
  fieldsOf,
  firstMissing,
  missingChoice,
  nextStep,
  ownReason,
  registration,
  stepsFor,
} from '../../miniprogram/pages/register/view'
import { ENVIRONMENT } from '../../miniprogram/environment'
import { RETENTION_DAYS } from '../../miniprogram/limits'
import { CONSENTS, tidiedText } from '../../miniprogram/texts'
import { accountView, at, leagueBranch, transferView } from './views'

const league: Start = {
  kind: 'league',
  origin: 'province',
  branch: leagueBranch,
  reason: '',
  commandId: 'c1',
  transferId: '',
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
  submittedEarly: false,
  tidied: [],
  account: null,
}

describe('the pages of the registration', () => {
  test('are two and the check, and a page opened too early leads to the first that is missing', () => {
    expect(stepsFor(filled)).toEqual(['person', 'membership', 'check'])
    expect(nextStep(filled, 'membership')).toBe('check')
    expect(firstMissing(filled)).toBe('check')
    for (const lacking of [{ sensitive: false }, { terms: false }, { idNumber: '' }, { phone: '' }])
      expect(firstMissing({ ...filled, ...lacking })).toBe('person')
    expect(firstMissing({ ...filled, joinedOn: '' })).toBe('membership')
    expect(firstMissing({ ...filled, starts: [{ ...league, branch: null }] })).toBe('membership')
  })
  test('are numbered, the check too', () => {
    expect(barTitle(filled, 'person')).toBe('登记：第 1 步，共 3 步')
    expect(barTitle(filled, 'check')).toBe('登记：第 3 步，共 3 步')
  })
  test('inside Beijing asks for the reason for leaving', () => {
    const inside: Form = { ...filled, starts: [{ ...league, origin: 'beijing' }] }
    expect(missingChoice(inside, 'membership')).toBe('请选择转出原因，或自己填写。')
    expect(firstMissing(inside)).toBe('membership')
    expect(firstMissing({ ...inside, starts: [{ ...league, origin: 'beijing', reason: '升学' }] })).toBe('check')
    expect(missingChoice({ ...filled, starts: [{ ...league, branch: null }] }, 'membership')).toBe(
      '请选择转入的团支部。',
    )
  })
  test('a reason is shown once: chosen from the list, or typed where it is not on it', () => {
    expect(ownReason(['升学'], '升学')).toBe('')
    expect(ownReason(['升学'], '随家人迁居')).toBe('随家人迁居')
  })
  test('for the Party alone ask nothing of the League', () => {
    const own: Form = { ...filled, identity: 'nonmember', party: 'full', joinedOn: '', starts: [party] }
    expect(fieldsOf(own, 'membership')).toEqual({})
    expect(missingChoice({ ...own, starts: [{ ...party, branch: null }] }, 'membership')).toBe('请选择接收的党支部。')
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
    expect(answerLines(both).transfers.map(([first]) => first?.value)).toEqual([
      '团组织关系 · 京外转入',
      '党组织关系 · 京外转入',
    ])
  })
  test('who is registered only chooses the branch', () => {
    const known = { ...filled, account: accountView }
    expect(firstMissing({ ...known, starts: [{ ...league, branch: null }] })).toBe('membership')
    expect(barTitle(known, 'membership')).toBe('登记：第 1 步，共 2 步')
    expect(fieldsOf(known, 'membership')).toEqual({})
    expect(answerLines(known).person.filter(({ act }) => act !== '')).toHaveLength(0)
    expect(amendment(known)).toEqual({})
  })
  test('who is registered for one half is asked for what the other needs', () => {
    const { joinedOn: _joinedOn, memberNumber: _memberNumber, ...rest } = accountView
    const account = { ...rest, identity: 'nonmember', party: 'full' } as const
    const addsLeague: Form = { ...filled, account, joinedOn: '2014-05' }
    expect(fieldsOf(addsLeague, 'membership')).toEqual({ joinedOn: '2014-05', memberNumber: '' })
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

describe('what the server keeps in another spelling', () => {
  test('is taken over and named on 核对信息; that spaces fell away is not', () => {
    const typed: Form = { ...filled, name: '阿依古丽•买买提', phone: '138 0013 8000', tidied: [] }
    const given = fieldsOf(typed, 'person')
    takeTidied(typed, given, { name: '阿依古丽·买买提', idNumber: '110105200102280023', phone: '13800138000' })
    expect([typed.name, typed.phone, typed.tidied]).toEqual(['阿依古丽·买买提', '13800138000', ['name']])
    expect(tidiedText(typed.tidied)).toBe('姓名已整理成规范写法（全角、符号、大小写），请再核对一遍。')
  })
  test('stays named while it stands', () => {
    const typed: Form = { ...filled, tidied: ['name'] }
    takeTidied(typed, fieldsOf(typed, 'person'), {})
    expect(typed.tidied).toEqual(['name'])
    expect(tidiedText([])).toBe('')
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
  test('a registered number can be taken out where it may be left out, and nowhere else', () => {
    const joined = (joinedOn: string) => ({ ...open, joinedOn })
    expect(mayEmptyNumber(accountView, joined('2015-05'))).toBe(true)
    expect(mayEmptyNumber(accountView, joined('2018-05'))).toBe(false)
    expect(mayEmptyNumber({ ...accountView, memberNumber: '' }, joined('2015-05'))).toBe(false)
    const changes = changesOf({ ...joined('2015-05'), withoutNumber: true }, accountView)
    expect(changes).toEqual({ joinedOn: '2015-05', memberNumber: '' })
    expect(changeLines(changes, null).at(-1)).toMatchObject({ label: '团员编号', value: '未填写' })
  })
  test('an error beside a number that may be left out says so', () => {
    const fault: FieldFault[] = [{ path: 'memberNumber', rule: 'number.length' }]
    expect(errorsOf(fault, { joinedOn: '2015-05' }).memberNumber).toMatch(/也可留空$/u)
    expect(errorsOf(fault, { joinedOn: '2018-05' }).memberNumber).not.toContain('留空')
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
      submittedEarly: false,
      starts: [
        { kind: 'league', origin: 'beijing' },
        { kind: 'party', origin: 'province' },
      ],
    })
    expect(form).toMatchObject({ name: filled.name, phone: filled.phone, party: 'full' })
    expect(form.starts.map(({ branch }) => branch?.id)).toEqual([leagueBranch.id, undefined])
    expect(form.starts[0]?.commandId).not.toBe('first')
    expect(missingChoice(form, 'membership')).toBe('请选择转出原因，或自己填写。')
  })
  test('changes one half of whoever is registered already, and leaves the other', () => {
    Object.assign(form, { ...filled, account: accountView, starts: [{ ...league, transferId: 't1' }, party] })
    replan({
      identity: 'member',
      party: 'full',
      starts: [{ kind: 'party', origin: 'beijing' }],
      submittedEarly: false,
    })
    expect(form.starts.map(({ kind, origin, transferId }) => [kind, origin, transferId])).toEqual([
      ['league', 'province', 't1'],
      ['party', 'beijing', ''],
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

describe('the two consents (procedure.md, rule 15)', () => {
  const [terms, sensitive] = CONSENTS.map(({ lines, label }) => [...lines, label].join(''))

  test('the first names who is responsible, what is kept, to whom it goes, what for, and how long', () => {
    for (const fact of [
      `${ENVIRONMENT.university}${ENVIRONMENT.body}`,
      '姓名、手机号和办理情况',
      '交给你申请加入的团支部、党支部',
      '审核和联系你',
      '修改、撤回或删除',
      `一般 ${String(RETENTION_DAYS.usual)} 天自动删除`,
      '我已阅读并同意',
    ])
      expect(terms).toContain(fact)
  })

  test('the second is asked by itself, for ID number and membership: what for, who sees it, what refusing means', () => {
    for (const fact of [
      '身份证号、团员编号和组织身份',
      '只供团支部、党支部核对',
      '加密保存',
      '不同意的不能在这里登记，请直接在官方系统办理',
      '单独同意处理敏感个人信息',
    ])
      expect(sensitive).toContain(fact)
    expect(CONSENTS.map(({ key }) => key)).toEqual(['terms', 'sensitive'])
  })
})
