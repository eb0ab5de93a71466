/** The lines of 核对信息: what was answered, and the page that changes it. Pure. */
import type { AccountView } from '../../../cloudfunctions/contract'
import { idText, inFours, monthText, phoneText } from '../../format'
import { BRANCHES, IDENTITIES, journeyTitle, PARTY_IDENTITIES, type RegisterStep } from '../../texts'
import type { Form, Start } from './form'
import { asksMembership } from './view'

/** One line of 核对信息. */
export interface AnswerLine {
  key: string
  label: string
  value: string
  /** Where it is changed, and comes straight back. */
  url: string
  /** Label of the way back; empty for what is changed elsewhere. */
  act: string
}
type Line = [key: string, label: string, value: string, step: RegisterStep]

/** About the person first, then each transfer with its branch; what is already registered is shown masked. */
export function answerLines(form: Form): { person: AnswerLine[]; transfers: AnswerLine[][] } {
  const { account } = form
  const member = form.starts.some(({ kind }) => kind === 'league')
  const person =
    account === null ? own([...personLines(form, member), ...membershipLines(form, member)]) : accountLines(account)
  const added = account !== null && asksMembership(form) ? own(membershipLines(form, true)) : []
  // Not `[...person, ...added]`: WeChat's compiler stops at an element taken over from a choice between two types.
  return { person: person.concat(added), transfers: form.starts.map(transferLines) }
}

function own(lines: Line[]): AnswerLine[] {
  return lines.map(([key, label, value, step]) => {
    return { key, label, value, url: `/pages/register/register?step=${step}&changing=1`, act: '修改' }
  })
}

function personLines(form: Form, member: boolean): Line[] {
  const { identity, party } = form
  return [
    ...(member && identity !== '' ? [['identity', '身份', IDENTITIES[identity], 'identity'] as Line] : []),
    ...(party === '' ? [] : [['party', '党员身份', PARTY_IDENTITIES[party], 'party'] as Line]),
    ['name', '姓名', form.name.trim(), 'person'],
    ['idNumber', '身份证号', idText(form.idNumber), 'person'],
    ['phone', '手机号', phoneText(form.phone), 'phone'],
  ]
}

function membershipLines(form: Form, member: boolean): Line[] {
  const number = form.memberNumber.trim() === '' ? '未填写' : inFours(form.memberNumber)
  return member
    ? [
        ['joinedOn', '入团年月', monthText(form.joinedOn), 'membership'],
        ['memberNumber', '团员编号', number, 'membership'],
      ]
    : []
}

function accountLines(account: AccountView): AnswerLine[] {
  const { identity, party, joinedOn } = account
  const lines: [key: string, label: string, value: string | undefined][] = [
    ['identity', '身份', identity === 'nonmember' ? undefined : IDENTITIES[identity]],
    ['party', '党员身份', party && PARTY_IDENTITIES[party]],
    ['name', '姓名', account.name],
    ['idNumber', '身份证号', account.idNumber],
    ['joinedOn', '入团年月', joinedOn && monthText(joinedOn)],
    ['memberNumber', '团员编号', joinedOn === undefined ? undefined : (account.memberNumber ?? '未填写')],
  ]
  return lines.flatMap(([key, label, value]) => (value === undefined ? [] : [{ key, label, value, url: '', act: '' }]))
}

function transferLines({ kind, origin, branch, reason, done }: Start): AnswerLine[] {
  const step: RegisterStep = kind === 'party' ? 'partyBranch' : 'branch'
  const leaving = kind === 'league' && origin === 'beijing'
  return [
    {
      key: `${kind}-origin`,
      label: '转接',
      value: journeyTitle(kind, origin),
      url: `/pages/route/route?change=${kind}`,
      act: done ? '' : '修改',
    },
    ...own([
      [`${kind}-branch`, `转入${BRANCHES[kind]}`, branch?.fullName ?? '', step],
      ...(leaving ? [['reason', '转出原因', reason.trim(), 'reason'] as Line] : []),
    ]),
  ]
}
