/** A branch as a form: what is in the fields, what has changed, what is wrong. Pure. */
import type { BranchFields, BranchView, FieldFault, HandIn, Kind } from '../../../cloudfunctions/contract'
import { branchFaultText, branchFieldLabel } from '../texts/branch'
import { OVERDUE_AFTER_DAYS, RETENTION_DAYS, WAIT_HOURS } from '../../limits'

/** What is in the fields. Numbers are text until they are sent; an empty day is none. */
export interface Form {
  kind: Kind
  fullName: string
  shortName: string
  systemId: string
  systemIdConfirmed: boolean
  joinable: boolean
  letterTitle: string
  letterDestination: string
  contact: string
  phone: string
  address: string
  handInWho: string
  handInWhere: string
  handInFrom: string
  handInTo: string
  /** One a line. */
  reasons: string
  waitHours: string
  besideOfficial: boolean
  opensOn: string
  closesOn: string
  retentionDays: string
  overdueAfterDays: string
}
export type FormField = keyof Form
export type FormErrors = Partial<Record<FormField, string>>

/** A new branch: not open yet, and never ahead of the official system. `setData` by a path writes into it. */
export const newForm = (): Form => ({
  kind: 'league',
  fullName: '',
  shortName: '',
  systemId: '',
  systemIdConfirmed: false,
  joinable: false,
  letterTitle: '',
  letterDestination: '',
  contact: '',
  phone: '',
  address: '',
  handInWho: '',
  handInWhere: '',
  handInFrom: '',
  handInTo: '',
  reasons: '升学',
  waitHours: String(WAIT_HOURS.least),
  besideOfficial: true,
  opensOn: '',
  closesOn: '',
  retentionDays: String(RETENTION_DAYS.usual),
  overdueAfterDays: String(OVERDUE_AFTER_DAYS.usual),
})

/** The fields as the page opens. */
export function formOf(branch: BranchView): Form {
  const { handIn, opensOn, closesOn, reasons, waitHours, retentionDays, overdueAfterDays, ...named } = branch
  const { id: _id, closed: _closed, rosterOf: _rosterOf, ...plain } = named
  return {
    ...plain,
    handInWho: handIn?.who ?? '',
    handInWhere: handIn?.where ?? '',
    handInFrom: handIn?.from ?? '',
    handInTo: handIn?.to ?? '',
    reasons: reasons.join('\n'),
    waitHours: String(waitHours),
    opensOn: opensOn ?? '',
    closesOn: closesOn ?? '',
    retentionDays: String(retentionDays),
    overdueAfterDays: String(overdueAfterDays),
  }
}

/** The whole branch as it would be saved. */
export function fieldsOf(form: Form): BranchFields {
  const {
    handInWho,
    handInWhere,
    handInFrom,
    handInTo,
    reasons,
    waitHours,
    retentionDays,
    overdueAfterDays,
    ...plain
  } = form
  return {
    ...plain,
    phone: form.phone.replace(/[\s-]/g, ''),
    handIn: handInOf(form),
    reasons: reasons
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    waitHours: numberOf(waitHours),
    retentionDays: numberOf(retentionDays),
    overdueAfterDays: numberOf(overdueAfterDays),
    opensOn: form.opensOn === '' ? null : form.opensOn,
    closesOn: form.closesOn === '' ? null : form.closesOn,
  }
}

function handInOf({ handInWho, handInWhere, handInFrom, handInTo }: Form): HandIn | null {
  const who = handInWho.trim()
  const where = handInWhere.trim()
  if (who === '' && where === '' && handInFrom === '' && handInTo === '') return null
  return {
    who,
    where,
    ...(handInFrom === '' ? {} : { from: handInFrom }),
    ...(handInTo === '' ? {} : { to: handInTo }),
  }
}

/** Full width digits are understood; what is no number is sent as one that is out of every range. */
function numberOf(text: string): number {
  const digits = text.trim().replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
  return /^\d{1,6}$/.test(digits) ? Number(digits) : -1
}

/** The fields that differ from the branch as it is. */
export function changesOf(form: Form, branch: BranchView): Partial<BranchFields> {
  const before = Object.entries(fieldsOf(formOf(branch)))
  const after = Object.entries(fieldsOf(form))
  const changed = after.filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before.find(([name]) => name === field)?.[1]),
  )
  return Object.fromEntries(changed)
}

const PATHS: Readonly<Record<string, FormField>> = {
  'handIn.who': 'handInWho',
  'handIn.where': 'handInWhere',
  'handIn.from': 'handInFrom',
  'handIn.to': 'handInTo',
  handIn: 'handInWho',
}

/** What the server found, each beside its field. */
export function errorsOf(faults: readonly FieldFault[]): FormErrors {
  const found = faults.map(({ path, rule }) => {
    const field = PATHS[path] ?? (path.split('.')[0] as FormField)
    return [field, branchFaultText(field, rule)] as const
  })
  return Object.fromEntries(found)
}

/** Who changes what is copied has to compare it again. */
export function typed(form: Form, field: FormField, value: string): Partial<Form> {
  const changed: Partial<Form> = { [field]: value }
  if (field !== 'systemId' && field !== 'fullName') return changed
  return value === form[field] ? changed : { ...changed, systemIdConfirmed: false }
}

/** 「有 2 处要改：组织全称、等待时间。」 */
export function faultsText(errors: FormErrors): string {
  const labels = Object.keys(errors).map(branchFieldLabel)
  return `有 ${String(labels.length)} 处要改：${labels.join('、')}。`
}
