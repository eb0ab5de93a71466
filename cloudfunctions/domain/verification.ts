import type { ClaimField, Claimed } from '../contract'
import { NUMBER_SINCE_YEAR } from '../../miniprogram/limits'
import { normaliseDigits, normaliseIdNumber, normaliseName } from './normalise'

/** What is registered and was approved: the transfer's own copy, in tidy form. */
export interface SealedCopy {
  name: string
  /** The name was typed in another spelling than its tidy one: the official system may have that other one. */
  nameTidied?: boolean
  idNumber: string
  /** `YYYY-MM`; League only. */
  joinedOn?: string
  memberNumber?: string
}

export interface Verification {
  matches: boolean
  /** Compared and other, absent or malformed. */
  differs: ClaimField[]
  /** Equal only after normalising: the official system may see them as different. */
  variants: ClaimField[]
  /** What the rule leaves open. */
  unsure: ClaimField[]
}

/** What becomes of the member number; undefined where the rule excludes it. */
type NumberRule = 'compare' | 'unsure'

const numberRule = (registered: SealedCopy, claimed: Claimed, cutoffYear: number): NumberRule | undefined => {
  if (registered.joinedOn === undefined) return undefined
  const year = Number(registered.joinedOn.slice(0, 4))
  if (year < cutoffYear) return undefined
  if (year > cutoffYear) return 'compare'
  return registered.memberNumber && normaliseDigits(claimed.memberNumber ?? '') ? 'compare' : 'unsure'
}

/**
 * Compares what is registered with what is claimed (复核校验), by the month of joining that is registered.
 * Claims are normalised and never refused for their content; a field that the rule excludes is never looked at.
 */
export const verify = (registered: SealedCopy, claimed: Claimed, cutoffYear = NUMBER_SINCE_YEAR): Verification => {
  const pairs: { field: ClaimField; ours: string; theirs: string; normalise: (text: string) => string }[] = [
    { field: 'name', ours: registered.name, theirs: claimed.name, normalise: normaliseName },
    { field: 'idNumber', ours: registered.idNumber, theirs: claimed.idNumber, normalise: normaliseIdNumber },
  ]
  const rule = numberRule(registered, claimed, cutoffYear)
  if (rule === 'compare')
    pairs.push({
      field: 'memberNumber',
      ours: registered.memberNumber ?? '',
      theirs: claimed.memberNumber ?? '',
      normalise: normaliseDigits,
    })

  const [differs, variants]: [ClaimField[], ClaimField[]] = [[], []]
  for (const { field, ours, theirs, normalise } of pairs) {
    const left = normalise(ours)
    if (left === '' || left !== normalise(theirs)) differs.push(field)
    else if (ours !== theirs || (field === 'name' && registered.nameTidied === true)) variants.push(field)
  }
  return { matches: differs.length === 0, differs, variants, unsure: rule === 'unsure' ? ['memberNumber'] : [] }
}

/** The fields that verification will look at for somebody who joined in this month. */
export const comparedFields = (joinedOn: string | undefined, cutoffYear = NUMBER_SINCE_YEAR): ClaimField[] =>
  joinedOn !== undefined && Number(joinedOn.slice(0, 4)) >= cutoffYear
    ? ['name', 'idNumber', 'memberNumber']
    : ['name', 'idNumber']
