/** The pages of the registration: their order, what each asks of the server, and the lines of 核对信息. Pure. */
import type { AccountView, FieldFault, RegistrationFields } from '../../../cloudfunctions/contract'
import { idText, inFours, monthText, phoneText } from '../../format'
import { fieldText, IDENTITIES, type RegisterStep } from '../../texts'
import type { Form } from './form'

const NEW: readonly RegisterStep[] = ['consent', 'identity', 'person', 'phone', 'membership', 'branch', 'check']
const KNOWN: readonly RegisterStep[] = ['branch', 'check']

/** Who is registered already only chooses the branch. */
export function stepsFor(form: Form): readonly RegisterStep[] {
  return form.account === null ? NEW : KNOWN
}

/** The page after this one. */
export function nextStep(form: Form, step: RegisterStep): RegisterStep {
  const steps = stepsFor(form)
  return steps[steps.indexOf(step) + 1] ?? 'check'
}

/** 「登记信息 2 / 6」; 核对信息 is not counted. */
export function barTitle(form: Form, step: RegisterStep): string {
  if (step === 'check') return '核对信息'
  const steps = stepsFor(form)
  return `登记信息 ${String(steps.indexOf(step) + 1)} / ${String(steps.length - 1)}`
}

/** The first page whose answer is missing: where a page that was opened out of order leads to. */
export function firstMissing(form: Form): RegisterStep {
  if (form.account === null) {
    if (!form.terms || !form.sensitive) return 'consent'
    if (form.identity === '') return 'identity'
    if (form.name === '' || form.idNumber === '') return 'person'
    if (form.phone === '') return 'phone'
    if (form.joinedOn === '') return 'membership'
  }
  return form.branch === null ? 'branch' : 'check'
}

/** What the server is asked about when this page is left; empty pages ask nothing. */
export function fieldsOf(form: Form, step: RegisterStep): Partial<RegistrationFields> {
  switch (step) {
    case 'person':
      return { name: form.name, idNumber: form.idNumber }
    case 'phone':
      return { phone: form.phone }
    case 'membership':
      // Sent empty too: whether the number may be left out follows the month.
      return { joinedOn: form.joinedOn, memberNumber: form.memberNumber }
    case 'consent':
    case 'identity':
    case 'branch':
    case 'check':
      return {}
  }
}

/** Everything that is registered. */
export function registration(form: Form): RegistrationFields {
  return {
    identity: form.identity === '' ? 'member' : form.identity,
    name: form.name,
    idNumber: form.idNumber,
    phone: form.phone,
    joinedOn: form.joinedOn,
    ...memberNumber(form),
  }
}

function memberNumber({ memberNumber: number }: Form): { memberNumber?: string } {
  return number.trim() === '' ? {} : { memberNumber: number }
}

/** Errors by field, each quoting what was typed. */
export type Errors = Partial<Record<string, string>>
export function errorsOf(faults: readonly FieldFault[], values: Readonly<Record<string, unknown>>): Errors {
  const errors: Errors = {}
  for (const { path, rule } of faults) {
    const value = values[path]
    errors[path] ??= fieldText(path, rule, typeof value === 'string' ? value : '')
  }
  return errors
}

/** One line of 核对信息. */
export interface AnswerLine {
  key: string
  label: string
  value: string
  step: RegisterStep
  act: string
}

/** The lines that are checked before sending; what is already registered is shown masked and changed elsewhere. */
export function answerLines(form: Form): AnswerLine[] {
  const branch = form.branch === null ? '' : form.branch.fullName
  return [
    ...(form.account === null ? ownLines(form) : accountLines(form.account)),
    { key: 'origin', label: '转入方式', value: '京外转入', step: 'branch', act: '' },
    { key: 'branch', label: '转入团支部', value: branch, step: 'branch', act: '修改' },
  ]
}

function ownLines(form: Form): AnswerLine[] {
  const number = form.memberNumber.trim() === '' ? '未填写' : inFours(form.memberNumber)
  const lines: [key: string, label: string, value: string, step: RegisterStep][] = [
    ['identity', '身份', form.identity === '' ? '' : IDENTITIES[form.identity], 'identity'],
    ['name', '姓名', form.name.trim(), 'person'],
    ['idNumber', '身份证号', idText(form.idNumber), 'person'],
    ['phone', '手机号', phoneText(form.phone), 'phone'],
    ['joinedOn', '入团年月', monthText(form.joinedOn), 'membership'],
    ['memberNumber', '团员编号', number, 'membership'],
  ]
  return lines.map(([key, label, value, step]) => ({ key, label, value, step, act: '修改' }))
}

function accountLines(account: AccountView): AnswerLine[] {
  const lines: [key: string, label: string, value: string][] = [
    ['identity', '身份', IDENTITIES[account.identity]],
    ['name', '姓名', account.name],
    ['idNumber', '身份证号', account.idNumber],
    ['joinedOn', '入团年月', account.joinedOn === undefined ? '未填写' : monthText(account.joinedOn)],
    ['memberNumber', '团员编号', account.memberNumber ?? '未填写'],
  ]
  return lines.map(([key, label, value]) => ({ key, label, value, step: 'branch', act: '' }))
}
