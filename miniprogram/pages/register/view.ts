/** The pages of the registration: their order, what each asks of the server, and what is sent in the end. Pure. */
import type { FieldFault, Kind, RegistrationFields } from '../../../cloudfunctions/contract'
import {
  CONSENT_MISSING,
  fieldText,
  numberOptional,
  OR_EMPTY,
  REGISTER_MISSING,
  registerBar,
  type RegisterStep,
} from '../../texts'
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
  return [...(form.account === null ? (['person'] as const) : []), 'membership', 'check']
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

/** 「登记：第 1 步，共 3 步」 */
export function barTitle(form: Form, step: RegisterStep): string {
  const steps = stepsFor(form)
  return registerBar(steps.indexOf(step) + 1, steps.length)
}

/** The first page whose answer is missing: where a page that was opened out of order leads to. */
export function firstMissing(form: Form): RegisterStep {
  return stepsFor(form).find((step) => isMissing(form, step)) ?? 'check'
}

/** Whether a page lacks what it asks for. */
export function isMissing(form: Form, step: RegisterStep): boolean {
  switch (step) {
    case 'person':
      return !form.terms || !form.sensitive || form.name === '' || form.idNumber === '' || form.phone === ''
    case 'membership':
      return (asksMembership(form) && form.joinedOn === '') || missingChoice(form, step) !== ''
    case 'identity':
    case 'party':
      return missingChoice(form, step) !== ''
    case 'check':
      return false
  }
}

/** What is said where something has not been chosen, without asking the server; empty where all is. */
export function missingChoice(form: Form, step: RegisterStep): string {
  const league = startOf(form, 'league')
  if (step === 'identity') return form.identity === '' ? REGISTER_MISSING.identity : ''
  if (step === 'party') return form.party === '' ? REGISTER_MISSING.party : ''
  if (step !== 'membership') return ''
  if (league?.branch === null) return REGISTER_MISSING.branch
  if (asksReason(league) && league?.reason.trim() === '') return REGISTER_MISSING.reason
  return startOf(form, 'party')?.branch === null ? REGISTER_MISSING.partyBranch : ''
}

/** Why the old branch is left is asked inside Beijing, where the official system asks it too. */
export function asksReason(start: Start | undefined): boolean {
  return start?.kind === 'league' && start.origin === 'beijing'
}

/** What is said beside each consent that is not given. */
export function missingConsents({ terms, sensitive }: Pick<Form, 'terms' | 'sensitive'>): Errors {
  return { ...(terms ? {} : { terms: CONSENT_MISSING }), ...(sensitive ? {} : { sensitive: CONSENT_MISSING }) }
}

/** What the server is asked about when this page is left; empty pages ask nothing. */
export function fieldsOf(form: Form, step: RegisterStep): Partial<RegistrationFields> {
  switch (step) {
    case 'person':
      return { name: form.name, idNumber: form.idNumber, phone: form.phone }
    case 'membership':
      // Sent empty too: whether the number may be left out follows the month.
      return asksMembership(form) ? { joinedOn: form.joinedOn, memberNumber: form.memberNumber } : {}
    case 'identity':
    case 'party':
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
    const text = fieldText(path, rule, typeof value === 'string' ? value : '')
    const joinedOn = values.joinedOn
    const optional = path === 'memberNumber' && typeof joinedOn === 'string' && numberOptional(joinedOn)
    errors[path] ??= optional ? `${text}${OR_EMPTY}` : text
  }
  return errors
}
