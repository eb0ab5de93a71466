/** The first page: the transfer that is under way with its one next thing, or where to begin. */
import type { StaffView, TransferView } from '../../../cloudfunctions/contract'
import { otherHalf, type Me } from '../../me'
import { bodyLine, deskTitle, MISSING_HALF, PARTY_IDENTITIES, pieces, placeText, ROLES, sentText } from '../../texts'
import type { ActButton } from '../../transfer/stage-content'
import { isOpen, transferLine, transferPage, type TransferLine, type TransferPage } from '../../transfer/view'

export interface DeskEntry {
  branchId: string
  title: string
  sub: string
}

/** The half that somebody is known to have and has not begun. */
export interface MissingHalf {
  label: string
  sub: string
  url: string
}

/** A transfer that is shown large. */
export interface MainTransfer extends TransferPage {
  /** What to tell the old organisation, and to record what it did, is at hand here too, beside the next thing. */
  more: ActButton[]
  /** 「第 2 步，共 6 步」; empty where no step is under way. */
  place: string
  /** Who acts in it, and when. */
  turn: string
}

export interface HomePage {
  /** The open transfers (League and Party may both be), else the latest. */
  mains: MainTransfer[]
  /** The one next thing, where there is one transfer; two have theirs beside each. */
  primary: TransferPage['primary']
  others: TransferLine[]
  missing: MissingHalf | null
  /** Whether there is a half that may have been begun, and not sent. */
  half: boolean
  desks: DeskEntry[]
  /** What was just sent, while nobody has acted on it; empty otherwise. */
  sent: string
  /** Who is responsible for what is registered here. */
  body: string
  /** Whether a new transfer can be begun from here. */
  begin: boolean
  /** Whether this WeChat is bound to an account. */
  registered: boolean
}

/** Before anything is known. */
export const EMPTY_HOME: HomePage = {
  mains: [],
  primary: null,
  others: [],
  missing: null,
  half: false,
  desks: [],
  sent: '',
  body: '',
  begin: true,
  registered: false,
}

/** What home shows to this person now. */
export function homePage(me: Me, now: number): HomePage {
  const open = me.transfers.filter(isOpen).sort((a, b) => Number(a.kind === 'party') - Number(b.kind === 'party'))
  const shown = open.length > 0 ? open : me.transfers.slice(0, 1)
  const fresh = shown.filter(isFresh)
  const mains = shown.map((transfer) => onHome(transferPage(transfer, now, me.reminders)))
  return {
    mains,
    primary: mains.length === 1 ? (mains[0]?.primary ?? null) : null,
    others: me.transfers.filter((one) => !shown.includes(one)).map((transfer) => transferLine(transfer, now)),
    missing: missingHalf(me),
    half: otherHalf(me) !== null,
    desks: me.staffOf.map(deskEntry),
    sent: fresh.length === 0 ? '' : sentText(fresh.map(({ kind }) => kind)),
    body: bodyLine(shown[0]?.branch),
    begin: mains.length === 0,
    registered: me.account !== null,
  }
}

/** The log, the steps and the list of what to do stand on the transfer's own page; home says the one next thing. */
function onHome(page: TransferPage): MainTransfer {
  const next = page.next === '' ? [] : [pieces(page.next)]
  // Where the official way stands open that is the one next thing.
  const more = page.guideOpen ? [] : page.secondary.filter(({ act }) => act === 'copy' || act === 'request')
  const at = page.steps.findIndex(({ state }) => state === 'current')
  return {
    ...page,
    paragraphs: [...page.paragraphs, ...next],
    log: [],
    todo: [],
    steps: [],
    more,
    place: at === -1 ? '' : placeText(at + 1, page.steps.length),
    turn: page.steps[at]?.sub ?? '',
  }
}

/** What stands in the way most often is the half that is forgotten; whoever answered to have none is not asked again. */
function missingHalf(me: Me): MissingHalf | null {
  const kind = otherHalf(me)
  if (kind === null || me.account === null) return null
  const { party, identity } = me.account
  if (kind === 'party' ? party === undefined : identity === 'nonmember') return null
  return {
    ...MISSING_HALF[kind](party === undefined ? '' : PARTY_IDENTITIES[party]),
    url: `/pages/route/route?add=${kind}`,
  }
}

/** Sent, and nobody has acted on it. */
function isFresh({ stage, log }: TransferView): boolean {
  return (stage === 'registered' || stage === 'preparing') && log.length === 1
}

function deskEntry({ branchId, branchName, branchKind, role }: StaffView): DeskEntry {
  return {
    branchId,
    title: deskTitle(role, branchKind),
    sub: [branchName, ROLES[role]].filter((part) => part !== '').join(' · '),
  }
}
