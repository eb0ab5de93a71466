/** The pages of the registration: their order, what each asks of the server, and what is sent in the end. Pure. */
import type { FieldFault, Kind, RegistrationFields } from '../../../cloudfunctions/contract'
import { CHECK_BAR, CONSENT_MISSING, fieldText, registerBar, type RegisterStep } from '../../texts'
import type { Form, Start } from './form'

/** The transfer of this kind, where one is to be started. */
export function startOf(form: Form, kind: Kind): Start | undefined {
  return form.starts.find((start) => start.kind === kind)
}

/** The reason for leaving, where it is not one of the branch's list. */
export function ownReason(listed: readonly string[] = [], reason = ''): string {
  return listed.includes(reason.trim()) ? '' : reason
}

/** The pages in order; who is registered already is asked only for what is missing. */
export function stepsFor(form: Form): readonly RegisterStep[] {
  return [
    ...(form.account === null ? (['consent', 'person', 'phone'] as const) : []),
    ...(asksMembership(form) ? (['membership'] as const) : []),
    ...form.starts.flatMap(stepsOfStart),
    'check',
  ]
}

function stepsOfStart({ kind, origin }: Start): RegisterStep[] {
  if (kind === 'party') return ['partyBranch']
  return origin === 'beijing' ? ['branch', 'reason'] : ['branch']
}

/** Whether the month of joining is needed and not known. */
export function asksMembership(form: Form): boolean {
  const known = form.account?.identity !== 'nonmember' && form.account?.joinedOn !== undefined
  return startOf(form, 'league') !== undefined && !known
}

/** The page after this one. */
export function nextStep(form: Form, step: RegisterStep): RegisterStep {
  const steps = stepsFor(form)
  return steps[steps.indexOf(step) + 1] ?? 'check'
}

/** 「登记信息 2 / 6」; 核对信息 is not counted. */
export function barTitle(form: Form, step: RegisterStep): string {
  if (step === 'check') return CHECK_BAR
  const steps = stepsFor(form)
  return registerBar(steps.indexOf(step) + 1, steps.length - 1)
}

/** The first page whose answer is missing: where a page that was opened out of order leads to. */
export function firstMissing(form: Form): RegisterStep {
  return stepsFor(form).find((step) => isMissing(form, step)) ?? 'check'
}

/** Whether a page lacks what it asks for. */
export function isMissing(form: Form, step: RegisterStep): boolean {
  switch (step) {
    case 'consent':
      return !form.terms || !form.sensitive
    case 'identity':
      return form.identity === ''
    case 'party':
      return form.party === ''
    case 'person':
      return form.name === '' || form.idNumber === ''
    case 'phone':
      return form.phone === ''
    case 'membership':
      return form.joinedOn === ''
    case 'branch':
      return startOf(form, 'league')?.branch === null
    case 'reason':
      return startOf(form, 'league')?.reason.trim() === ''
    case 'partyBranch':
      return startOf(form, 'party')?.branch === null
    case 'check':
      return false
  }
}

/** What is said beside each consent that is not given. */
export function missingConsents({ terms, sensitive }: Pick<Form, 'terms' | 'sensitive'>): Errors {
  return { ...(terms ? {} : { terms: CONSENT_MISSING }), ...(sensitive ? {} : { sensitive: CONSENT_MISSING }) }
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
    case 'party':
    case 'branch':
    case 'reason':
    case 'partyBranch':
    case 'check':
      return {}
  }
}

/** Everything that is registered; who has no League membership to move registers without one. */
export function registration(form: Form): RegistrationFields {
  const { identity, party, name, idNumber, phone } = form
  return {
    identity: identity === '' ? 'nonmember' : identity,
    name,
    idNumber,
    phone,
    ...(startOf(form, 'league') === undefined ? {} : membershipOf(form)),
    ...(party === '' ? {} : { party }),
  }
}

/** What an account that exists lacks for the transfers to start; empty where it lacks nothing. */
export function amendment(form: Form): Partial<RegistrationFields> {
  const { account, identity, party } = form
  if (account === null) return {}
  const lacksParty = startOf(form, 'party') !== undefined && account.party === undefined && party !== ''
  return {
    ...(asksMembership(form) && identity !== '' ? { identity, ...membershipOf(form) } : {}),
    ...(lacksParty ? { party } : {}),
  }
}

function membershipOf({ joinedOn, memberNumber }: Form): Pick<RegistrationFields, 'joinedOn' | 'memberNumber'> {
  return { joinedOn, ...(memberNumber.trim() === '' ? {} : { memberNumber }) }
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
