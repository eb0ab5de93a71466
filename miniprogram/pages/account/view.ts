/** What the account page shows of an account. Pure. */
import type { AccountView, TransferView } from '../../../cloudfunctions/contract'
import { inFours, monthText, phoneText } from '../../format'
import {
  ACCOUNT_LINES,
  fieldLabel,
  hasPasswordText,
  IDENTITIES,
  OTHER_HALF,
  PARTY_IDENTITIES,
  passwordLabel,
  unbindText,
  wechatsText,
} from '../../texts'
import { otherHalf } from '../../me'
import { isOpen } from '../../transfer/view'

export interface AccountLine {
  key: string
  label: string
  value: string
}

export interface AccountPage {
  /** What is registered, numbers masked. */
  registered: AccountLine[]
  signIn: AccountLine[]
  passwordLabel: string
  unbindText: string
  /** Must not be missed: the number was taken off this account. */
  released: boolean
  amendUrl: string
  /** The half that is not there; null where both are. */
  other: { label: string; url: string } | null
}

/** Page data of an account. */
export function accountPage(account: AccountView, transfers: readonly TransferView[]): AccountPage {
  const { hasPassword, wechats } = account
  const other = otherHalf({ account, transfers: [...transfers] })
  return {
    registered: lines(account),
    signIn: [
      { key: 'wechats', label: ACCOUNT_LINES.wechats, value: wechatsText(wechats) },
      ...(account.username === undefined
        ? []
        : [{ key: 'username', label: ACCOUNT_LINES.username, value: account.username }]),
      { key: 'password', label: ACCOUNT_LINES.password, value: hasPasswordText(hasPassword) },
    ],
    passwordLabel: passwordLabel(hasPassword),
    unbindText: unbindText(hasPassword, wechats),
    released: account.idReleased === true,
    amendUrl: amendUrl(transfers),
    other: other === null ? null : { label: OTHER_HALF[other], url: `/pages/route/route?add=${other}` },
  }
}

function lines(account: AccountView): AccountLine[] {
  const { identity, joinedOn, memberNumber, party } = account
  const shown: [key: string, value: string | undefined][] = [
    ['name', account.name],
    ['idNumber', account.idNumber],
    ['phone', phoneText(account.phone)],
    ['identity', IDENTITIES[identity]],
    ['joinedOn', joinedOn === undefined ? undefined : monthText(joinedOn)],
    ['memberNumber', memberNumber === undefined ? undefined : inFours(memberNumber)],
    ['party', party === undefined ? undefined : PARTY_IDENTITIES[party]],
  ]
  return shown.flatMap(([key, value]) => (value === undefined ? [] : [{ key, label: fieldLabel(key), value }]))
}

/** Mending is told what it costs by the League transfer that is under way. */
function amendUrl(transfers: readonly TransferView[]): string {
  const open = transfers.find((transfer) => transfer.kind === 'league' && isOpen(transfer))
  return `/pages/amend/amend${open === undefined ? '' : `?id=${encodeURIComponent(open.id)}`}`
}
