/** What the account page shows of an account. Pure. */
import type { AccountView, TransferView } from '../../../cloudfunctions/contract'
import { inFours, monthText, phoneText } from '../../format'
import { fieldLabel, IDENTITIES, PARTY_IDENTITIES } from '../../texts'
import { isOpen } from '../../transfer/view'
import { unbindText } from './texts'

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
}

/** Page data of an account. */
export function accountPage(account: AccountView, transfers: readonly TransferView[]): AccountPage {
  const { hasPassword, wechats } = account
  return {
    registered: lines(account),
    signIn: [
      { key: 'wechats', label: '微信', value: wechats > 1 ? `已绑定 ${String(wechats)} 个微信` : '已绑定这个微信' },
      ...(account.username === undefined ? [] : [{ key: 'username', label: '用户名', value: account.username }]),
      { key: 'password', label: '密码', value: hasPassword ? '已设置' : '未设置，只能用这个微信打开' },
    ],
    passwordLabel: hasPassword ? '修改本小程序密码' : '设置本小程序密码',
    unbindText: unbindText(hasPassword, wechats),
    released: account.idReleased === true,
    amendUrl: amendUrl(transfers),
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
