import type { Claimed, PartyIdentity, RegistrationFields } from '../../cloudfunctions/contract'
import type { SealedCopy } from '../../cloudfunctions/domain/verification'

/**
 * The check character of ISO 7064 MOD 11-2 by the standard's recursive method. The product sums weights instead, so the
 * two can disagree and a test would show it.
 */
export const checkCharacterOf = (first17: string): string => {
  let carried = 0
  for (const digit of first17) carried = ((carried + Number(digit)) * 2) % 11
  const check = (12 - carried) % 11
  return check === 10 ? 'X' : String(check)
}

export interface IdNumberParts {
  /** Six digits. */
  region?: string
  /** `YYYY-MM-DD`, written into the number whether it is a real day or not. */
  birth?: string
  /** Three digits; an odd last one is a man's. */
  sequence?: string
}

/** A well-formed made-up ID number with its check character. */
export const anIdNumber = ({
  region = '110101',
  birth = '2001-06-15',
  sequence = '001',
}: IdNumberParts = {}): string => {
  const first17 = region + birth.replaceAll('-', '') + sequence
  if (!/^\d{17}$/u.test(first17)) throw new Error(`no 17 digits: ${first17}`)
  return first17 + checkCharacterOf(first17)
}

/** A person as a member registers. Nobody here exists. */
export type MadeUpPerson = RegistrationFields & { joinedOn: string }

/** Joined in 2018: the member number is compared. */
export const zhangMei: MadeUpPerson = {
  identity: 'member',
  name: '张梅',
  idNumber: anIdNumber({ region: '370102', birth: '2002-03-08', sequence: '024' }),
  phone: '19900000001',
  joinedOn: '2018-05',
  memberNumber: '201800000017',
}

/** Joined before 2016, without a member number. */
export const liQiang: MadeUpPerson = {
  identity: 'member',
  name: '李强生',
  idNumber: anIdNumber({ region: '420106', birth: '2000-11-30', sequence: '315' }),
  phone: '19900000002',
  joinedOn: '2015-12',
}

/** A name with a middle dot, in the form it is kept. */
export const ayguli: MadeUpPerson = {
  identity: 'member',
  name: '阿依古丽·买买提',
  idNumber: anIdNumber({ region: '652901', birth: '2002-07-01', sequence: '128' }),
  phone: '19900000003',
  joinedOn: '2019-05',
  memberNumber: '201900000028',
}

/** U+20BB7 lies outside of the basic plane: one character, two UTF-16 units. */
export const chenRare: MadeUpPerson = {
  identity: 'cadre',
  name: '陈\u{20BB7}',
  idNumber: anIdNumber({ region: '440305', birth: '2001-01-31', sequence: '009' }),
  phone: '19900000004',
  joinedOn: '2016-05',
  memberNumber: '201600000039',
}

/** A name in another script. */
export const anna: MadeUpPerson = {
  identity: 'member',
  name: 'Anna Petrova',
  idNumber: anIdNumber({ region: '230103', birth: '2003-02-14', sequence: '046' }),
  phone: '19900000005',
  joinedOn: '2020-12',
  memberNumber: '202000000040',
}

/** Residents of Hong Kong have numbers of the region 810000. */
export const hoKaMing: MadeUpPerson = {
  identity: 'member',
  name: '何家明',
  idNumber: anIdNumber({ region: '810000', birth: '2002-09-09', sequence: '037' }),
  phone: '19900000006',
  joinedOn: '2018-09',
  memberNumber: '201800000068',
}

/** A probationary Party member who keeps League membership. */
export const wangFang: MadeUpPerson & { party: PartyIdentity } = {
  identity: 'member',
  name: '王芳',
  idNumber: anIdNumber({ region: '130203', birth: '2001-08-20', sequence: '562' }),
  phone: '19900000007',
  joinedOn: '2017-05',
  memberNumber: '201700000075',
  party: 'probationary',
}

/** A full Party member who is no longer in the League. */
export const zhaoLei: RegistrationFields = {
  identity: 'nonmember',
  name: '赵磊',
  idNumber: anIdNumber({ region: '310104', birth: '1995-04-02', sequence: '711' }),
  phone: '19900000008',
  party: 'full',
}

export const everybody: RegistrationFields[] = [zhangMei, liQiang, ayguli, chenRare, anna, hoKaMing, wangFang, zhaoLei]

/** What a transfer keeps of a person, as the secretary approves it. */
export const sealedCopyOf = ({ name, idNumber, joinedOn, memberNumber }: RegistrationFields): SealedCopy => ({
  name,
  idNumber,
  ...(joinedOn === undefined ? {} : { joinedOn }),
  ...(memberNumber === undefined ? {} : { memberNumber }),
})

/** What an outside organisation would claim of a person if its records agreed. */
export const claimOf = ({ name, idNumber, memberNumber }: RegistrationFields): Claimed => ({
  name,
  idNumber,
  ...(memberNumber === undefined ? {} : { memberNumber }),
})

let people = 0
/** The number of the next person who is somebody else than all before, in this file of tests. */
export const nextPerson = (): number => ++people
/** Each file begins with the first, whichever were made by the files before it. */
export const beginAnew = (): void => {
  people = 0
}
