/** The lines of 核对信息: what was answered, and the page that changes it. Pure. */
import type { AccountView } from '../../../cloudfunctions/contract'
import { idText, inFours, monthText, phoneText } from '../../format'
import {
  CHANGE,
  fieldLabel,
  IDENTITIES,
  intoText,
  journeyTitle,
  LEAVING,
  NOT_FILLED,
  PARTY_IDENTITIES,
  TRANSFER_LINE,
  type RegisterStep,
} from '../../texts'
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
    return { key, label, value, url: `/pages/register/register?step=${step}&changing=1`, act: CHANGE }
  })
}

function personLines(form: Form, member: boolean): Line[] {
  const { identity, party } = form
  return [
    ...(member && identity !== ''
      ? [['identity', fieldLabel('identity'), IDENTITIES[identity], 'identity'] as Line]
      : []),
    ...(party === '' ? [] : [['party', fieldLabel('party'), PARTY_IDENTITIES[party], 'party'] as Line]),
    ['name', fieldLabel('name'), form.name.trim(), 'person'],
    ['idNumber', fieldLabel('idNumber'), idText(form.idNumber), 'person'],
    ['phone', fieldLabel('phone'), phoneText(form.phone), 'person'],
  ]
}

function membershipLines(form: Form, member: boolean): Line[] {
  const number = form.memberNumber.trim() === '' ? NOT_FILLED : inFours(form.memberNumber)
  return member
    ? [
        ['joinedOn', fieldLabel('joinedOn'), monthText(form.joinedOn), 'membership'],
        ['memberNumber', fieldLabel('memberNumber'), number, 'membership'],
      ]
    : []
}

function accountLines(account: AccountView): AnswerLine[] {
  const { identity, party, joinedOn } = account
  const lines: [key: string, label: string, value: string | undefined][] = [
    ['identity', fieldLabel('identity'), identity === 'nonmember' ? undefined : IDENTITIES[identity]],
    ['party', fieldLabel('party'), party && PARTY_IDENTITIES[party]],
    ['name', fieldLabel('name'), account.name],
    ['idNumber', fieldLabel('idNumber'), account.idNumber],
    ['joinedOn', fieldLabel('joinedOn'), joinedOn && monthText(joinedOn)],
    [
      'memberNumber',
      fieldLabel('memberNumber'),
      joinedOn === undefined ? undefined : (account.memberNumber ?? NOT_FILLED),
    ],
  ]
  return lines.flatMap(([key, label, value]) => (value === undefined ? [] : [{ key, label, value, url: '', act: '' }]))
}

function transferLines({ kind, origin, branch, reason, transferId }: Start): AnswerLine[] {
  const leaving = kind === 'league' && origin === 'beijing'
  return [
    {
      key: `${kind}-origin`,
      label: TRANSFER_LINE,
      value: journeyTitle(kind, origin),
      url: `/pages/route/route?change=${kind}`,
      act: transferId === '' ? CHANGE : '',
    },
    ...own([
      [`${kind}-branch`, intoText(kind), branch?.fullName ?? '', 'membership'],
      ...(leaving ? [['reason', LEAVING, reason.trim(), 'membership'] as Line] : []),
    ]),
  ]
}
