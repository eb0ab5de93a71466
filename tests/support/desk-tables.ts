import type { OpOf } from '../../cloudfunctions/contract'

/**
 * Every operation of the desk stands in one of two tables of who may do it: on what belongs to one member
 * (`authorisation.test.ts`), or on what belongs to one branch (`desk-authority.test.ts`). One that is in neither does not
 * compile.
 */
export type OnOwnersThings =
  | 'desk.list'
  | 'desk.open'
  | 'desk.decide'
  | 'desk.recoveryCode'
  | 'staff.accept'
  | 'province.register'
  | 'province.revoke'
  | 'province.list'
export type OnBranchsThings = Exclude<OpOf<'secretary'>, OnOwnersThings>
