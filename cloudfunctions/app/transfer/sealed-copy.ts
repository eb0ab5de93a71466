import type { RegistrationFields } from '../../contract'
import { given } from '../../domain/given'
import { nameKeys, referenceKeys } from '../../domain/person-search'
import { isUnusualJoiningAge } from '../../domain/registration'
import type { SealedCopy } from '../../domain/verification'
import type { AccountRecord, TransferRecord } from '../store/records'
import type { Context } from '../call/context'

/** A person's fields in their tidy form, and whether the name was typed in another. */
export type TidyFields = RegistrationFields & Pick<SealedCopy, 'nameTidied'>

/** A person's fields as they are stored: numbers sealed for their place, with the tokens that find them again. */
export const sealedFields = (context: Context, accountId: string, fields: TidyFields) => {
  const { sealing } = context
  const place = (field: string) => ({ collection: 'accounts' as const, id: accountId, field })
  const inLeague = fields.identity !== 'nonmember'
  const memberNumber = inLeague && fields.memberNumber ? fields.memberNumber : null
  return {
    identity: fields.identity,
    name: fields.name,
    nameTidied: fields.nameTidied === true,
    idNumber: sealing.seal(fields.idNumber, place('idNumber')),
    idToken: sealing.tokens('idNumber', fields.idNumber)[0],
    phone: sealing.seal(fields.phone, place('phone')),
    phoneToken: sealing.tokens('phone', fields.phone)[0],
    joinedOn: inLeague ? (fields.joinedOn ?? null) : null,
    memberNumber: memberNumber === null ? null : sealing.seal(memberNumber, place('memberNumber')),
    numberToken: memberNumber === null ? accountId : sealing.tokens('memberNumber', memberNumber)[0],
    party: fields.party ?? null,
  }
}

/** The account's present fields in plain, for an amendment to be checked as a whole. */
export const openFields = (context: Context, account: AccountRecord): TidyFields => {
  const open = (field: 'idNumber' | 'phone' | 'memberNumber', sealed: string) =>
    context.sealing.open(sealed, { collection: 'accounts', id: account._id, field })
  return {
    identity: account.identity,
    name: account.name,
    ...(account.nameTidied === true ? { nameTidied: true } : {}),
    idNumber: open('idNumber', account.idNumber),
    phone: open('phone', account.phone),
    ...given('joinedOn', account.joinedOn),
    ...(account.memberNumber === null ? {} : { memberNumber: open('memberNumber', account.memberNumber) }),
    ...given('party', account.party),
  }
}

/** Part of a transfer that follows the account: the sealed copy, the identity, and what is flagged of them. */
export const copyOf = (
  context: Context,
  { id, reference }: { id: string; reference: string },
  fields: TidyFields,
  known: { numberElsewhere: boolean; idConflict: boolean },
) => {
  const { sealing } = context
  const place = (field: string) => ({ collection: 'transfers' as const, id, field })
  const inLeague = fields.identity !== 'nonmember'
  return {
    name: fields.name,
    nameTidied: fields.nameTidied === true,
    searchKeys: [...nameKeys(fields.name), ...referenceKeys(reference)],
    copy: {
      idNumber: sealing.seal(fields.idNumber, place('idNumber')),
      joinedOn: inLeague ? (fields.joinedOn ?? null) : null,
      memberNumber: inLeague && fields.memberNumber ? sealing.seal(fields.memberNumber, place('memberNumber')) : null,
    },
    idToken: sealing.tokens('idNumber', fields.idNumber)[0],
    identity: fields.identity,
    party: fields.party ?? null,
    flags: {
      unusualJoiningAge: inLeague && fields.joinedOn !== undefined && isUnusualJoiningAge(fields),
      numberElsewhere: known.numberElsewhere,
      idConflict: known.idConflict,
    },
  }
}

/** Whether the member number is held by another account: a warning to the secretary, not an error (rule 4). */
export const isNumberElsewhere = async (context: Context, fields: RegistrationFields, accountId: string) =>
  fields.identity !== 'nonmember' && fields.memberNumber
    ? context.store.numberElsewhere(context.sealing.tokens('memberNumber', fields.memberNumber), accountId)
    : false

/** As `isNumberElsewhere`, where the accounts of the same number under the same key are known: asked while keys rotate alone. */
export const isNumberUnderOtherKeys = async (context: Context, fields: RegistrationFields, accountId: string) =>
  context.sealing.tokens('memberNumber', fields.memberNumber ?? '').length > 1 &&
  isNumberElsewhere(context, fields, accountId)

/** The sealed copy in plain, for verification. */
export const registeredCopy = (context: Context, transfer: TransferRecord): SealedCopy => {
  if (transfer.state.erased) return { name: '', idNumber: '' }
  const open = (field: 'idNumber' | 'memberNumber', sealed: string) =>
    context.sealing.open(sealed, { collection: 'transfers', id: transfer._id, field })
  const { idNumber, joinedOn, memberNumber } = transfer.copy
  return {
    name: transfer.name,
    ...(transfer.nameTidied === true ? { nameTidied: true } : {}),
    idNumber: open('idNumber', idNumber),
    ...given('joinedOn', joinedOn),
    ...(memberNumber === null ? {} : { memberNumber: open('memberNumber', memberNumber) }),
  }
}
