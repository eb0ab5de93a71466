/** The first page: the transfer that is under way with its one next thing, or where to begin. */
import type { StaffView } from '../../../cloudfunctions/contract'
import type { Me } from '../../me'
import { ROLES } from '../../texts'
import { isOpen, transferLine, transferPage, type TransferLine, type TransferPage } from '../transfer/view'

export interface DeskEntry {
  branchId: string
  title: string
  sub: string
}

export interface HomePage {
  /** The transfer that is shown large: the open one, else the latest. */
  main: TransferPage | null
  others: TransferLine[]
  desks: DeskEntry[]
  /** Nobody has acted on the main transfer since it was sent. */
  fresh: boolean
  /** Whether a new transfer can be begun from here. */
  begin: boolean
  /** Whether this WeChat is bound to an account. */
  registered: boolean
}

/** What home shows to this person now. */
export function homePage(me: Me, now: number): HomePage {
  const [main, ...others] = [...me.transfers].sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)))
  return {
    main: main === undefined ? null : transferPage(main, now),
    others: others.map((transfer) => transferLine(transfer, now)),
    desks: me.staffOf.map(deskEntry),
    fresh: main?.stage === 'registered',
    begin: main === undefined,
    registered: me.account !== null,
  }
}

function deskEntry({ branchId, branchName, role }: StaffView): DeskEntry {
  return { branchId, title: '支部工作台', sub: [branchName, ROLES[role]].filter((part) => part !== '').join(' · ') }
}
