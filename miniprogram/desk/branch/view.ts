/** A branch as a form: what is in the fields, what has changed, what is wrong. Pure. */
import type { BranchFields, BranchView, FieldFault, HandIn, Kind } from '../../../cloudfunctions/contract'
import { branchFaultText, openingGapText, ROSTER_OF_OTHER, ROSTER_OF_OWN, USUAL_REASON } from '../texts/branch'
import { OPENING_NEEDS, OVERDUE_AFTER_DAYS, RETENTION_DAYS, WAIT_HOURS } from '../../limits'

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
  /** The League branch whose list a Party branch reads; empty where it has its own. */
  rosterOf: string
}
export type FormField = keyof Form
export type FormErrors = Partial<Record<FormField, string>>

/** A new branch: not open yet, and never ahead of the official system. `setData` by a path writes into it. */
export function newForm(): Form {
  return {
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
    reasons: USUAL_REASON,
    waitHours: String(WAIT_HOURS.least),
    besideOfficial: true,
    opensOn: '',
    closesOn: '',
    retentionDays: String(RETENTION_DAYS.usual),
    overdueAfterDays: String(OVERDUE_AFTER_DAYS.usual),
    rosterOf: '',
  }
}

/** The fields as the page opens. */
export function formOf(branch: BranchView): Form {
  const { handIn, opensOn, closesOn, reasons, waitHours, retentionDays, overdueAfterDays, ...named } = branch
  const { id: _id, closed: _closed, rosterOf = '', ...plain } = named
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
    rosterOf,
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
    rosterOf: form.kind === 'party' && form.rosterOf !== '' ? form.rosterOf : null,
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

/** Whether anything was filled in or ticked that is not saved. */
export function isChanged(form: Form, branch: BranchView | null, begun: Form): boolean {
  return branch === null
    ? JSON.stringify(form) !== JSON.stringify(begun)
    : Object.keys(changesOf(form, branch)).length > 0
}

/** A new branch like another: what is that one's alone is asked for anew. */
export function formLike(branch: BranchView): Form {
  return {
    ...formOf(branch),
    fullName: nextYear(branch.fullName),
    shortName: nextYear(branch.shortName),
    systemId: '',
    systemIdConfirmed: false,
    joinable: false,
    letterDestination: '',
    handInFrom: '',
    handInTo: '',
    opensOn: '',
    closesOn: '',
    rosterOf: '',
  }
}

/** A name a year on: 「计通24级临时团支部」 is 「计通25级临时团支部」, 「2024级」 is 「2025级」. */
export function nextYear(name: string): string {
  return name.replace(/(20)?(\d{2})(?=级|届)/gu, (_, century: string | undefined, year: string) => {
    const next = String((Number(year) + 1) % 100).padStart(2, '0')
    return `${century ?? ''}${next}`
  })
}

/** What is still missing before it can be opened; empty where nothing is, or where it is open. */
export function openingGap(form: Form): string {
  return form.joinable ? '' : openingGapText(OPENING_NEEDS.filter((field) => form[field].trim() === ''))
}

/** Whether nothing is at fault but that there is another branch of this name. */
export function isSameNameAlone(faults: readonly FieldFault[]): boolean {
  return faults.length > 0 && faults.every(({ path, rule }) => path === 'fullName' && rule === 'taken')
}

/** A League branch whose list can be read. */
export interface RosterChoice {
  value: string
  label: string
}

/** Whose list a Party branch may read: its own, or that of a League branch; each once. */
export function rosterChoices(leagues: readonly { id: string; name: string }[], chosen: string): RosterChoice[] {
  const named = new Map(leagues.map(({ id, name }) => [id, name]))
  if (chosen !== '' && !named.has(chosen)) named.set(chosen, ROSTER_OF_OTHER)
  return [{ value: '', label: ROSTER_OF_OWN }, ...[...named].map(([value, label]) => ({ value, label }))]
}
