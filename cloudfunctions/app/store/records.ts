import type { AuditWhat, BranchView, Identity, PartyIdentity, Role, RosterMatch, SettingChange } from '../../contract'
import { EVERY_BRANCH } from '../../../miniprogram/limits'
import type { Instant } from '../../domain/beijing'
import type { DayFigures, Standing } from '../../domain/figures'
import type { Kept } from '../../domain/retention'
import type { Reminder } from '../../domain/reminders'
import type { Transfer, TransferEvent } from '../../domain/transfer'

/** A number that is stored encrypted; only the place that it was sealed for opens it. */
export type Sealed = string
/** A keyed hash by which equal numbers are found without being readable. */
export type Token = string

/**
 * The number of the form in which records are written, which each of them bears as `schema`; one without it is of form 1.
 * It moves when a version before could not read what this one writes.
 */
export const SCHEMA = 1

/** A right at the desk. `branchId` is `ALL_BRANCHES` for an administrator. */
export interface StaffRecord {
  id: string
  branchId: string
  role: Role
  name: string
  /** The account that it was granted to: it ends with the binding; one that was accepted by a code stays with its WeChat. */
  grantedTo?: string
}
export const ALL_BRANCHES = EVERY_BRANCH

/** The right by which the commands of the deployment act: it is held by no WeChat, and is there before anybody. */
export const DEPLOYMENT: StaffRecord = { id: 'deployment', branchId: ALL_BRANCHES, role: 'administrator', name: '部署' }

/** One WeChat: the account it is bound to and the rights it holds. `_id` is the openid. */
export interface WechatRecord {
  _id: string
  accountId: string | null
  staff: StaffRecord[]
}

export interface AccountRecord {
  _id: string
  version: number
  identity: Identity
  name: string
  /** It was typed in another spelling, which the official system may have. */
  nameTidied?: boolean
  idNumber: Sealed
  idToken: Token
  phone: Sealed
  phoneToken: Token
  joinedOn: string | null
  memberNumber: Sealed | null
  /** The account's own id where no number is given, so that the index never groups the many without one. */
  numberToken: Token
  party: PartyIdentity | null
  username: string | null
  password: string | null
  /** Openids bound to it. */
  wechats: string[]
  /** The number was taken off it by a secretary: a new one is needed. */
  idReleased: boolean
  /** Somebody else has tried to register its number. */
  contested: boolean
  consent: { version: string; at: Instant }
  createdAt: Instant
}

/** Who holds an ID number (`_id` is its token), or who signs in by a name or phone. */
export interface HolderRecord {
  _id: Token
  accountId: string
}

/** The one-time link that the member shares with the outside organisation's secretary. */
export interface LinkRecord {
  token: Token
  state: 'open' | 'used' | 'ended'
  expiresAt: Instant
  mismatches: number
}

/** A transfer: its state, its log, and the sealed copy that the secretary approves and that is verified. */
export interface TransferRecord {
  _id: string
  /** Moves with every event; a conditional write names it. The same as `state.version`. */
  version: number
  reference: string
  accountId: string
  /** Account and kind while open, its own id once closed: a unique index keeps one open transfer per person and kind. */
  slot: string
  kind: Transfer['kind']
  branchId: string
  stage: Transfer['stage']
  since: Instant
  /** Its place in the queue, longest waiting first; see `positionOf`. */
  position: string
  /** The lists of the desk that it stands in; see `listsOf`. */
  lists: string[]
  /** Of a probation that somebody still has to look after; else null. */
  probationEndsOn: string | null
  /** When the branch last said yes, and how long after it was asked, in milliseconds. */
  answeredAt: Instant | null
  answeredAfter: number | null
  lastEventAt: Instant
  /** From when on its retention counts; null once its sealed copy is gone. */
  keptAs: Kept['keptAs']
  keptSince: Kept['keptSince']
  state: Transfer
  events: TransferEvent[]
  name: string
  /** It was typed in another spelling, which the official system may have. */
  nameTidied?: boolean
  copy: { idNumber: Sealed; joinedOn: string | null; memberNumber: Sealed | null }
  idToken: Token
  identity: Identity
  party: PartyIdentity | null
  studentNumber: string | null
  /** What it is found by at the desk: beginnings of name and reference, and those and ends of the student number. */
  searchKeys: string[]
  studentKeys: string[]
  rosterMatch: RosterMatch
  flags: { unusualJoiningAge: boolean; numberElsewhere: boolean; idConflict: boolean }
  link: LinkRecord | null
  /** Every link there ever was, so that a replaced one is told from an unknown one. */
  linkTokens: Token[]
  /** The messages still to be sent, and those that wait for what they are about; each one was allowed by its WeChat. */
  reminders: Reminder[]
  /** What was to be said before the desk's newest step, for it may be taken back. */
  remindersBefore?: Reminder[]
  /** Moves with every change that moves no version: of `reminders`, a check, a declaration; every write names both. */
  remindersVersion: number
  /** From when on the clock has something to send; null while it has nothing. */
  messageDueAt: Instant | null
  /** When the branch last reminded the person. */
  nudgedAt: Instant | null
}

/** An attempt out of order: it stands in the log and moves no version. */
export interface RefusedAttemptRecord {
  _id: string
  transferId: string
  /** The first of those that it counts. */
  at: Instant
  by: TransferEvent['by']
  code: 'NOT_APPROVED' | 'WAIT_NOT_OVER' | 'NOT_NOW'
  count: number
}

export interface BranchRecord extends Omit<
  BranchView,
  'id' | 'closed' | 'rosterOf' | 'handIn' | 'opensOn' | 'closesOn'
> {
  _id: string
  /** Since when it takes nobody in any more; null while it is not closed. */
  closedAt: Instant | null
  /** The League branch whose roster a Party branch reads. */
  rosterOf: string | null
  handIn: NonNullable<BranchView['handIn']> | null
  opensOn: string | null
  closesOn: string | null
  /** Printed forms of its names and ID that are not the confirmed ones. */
  alsoKnownAs: string[]
  /** Forms in which it is searched: full name, short name, system ID, without layout spaces. */
  searchForms: string[]
  rosterSize: number
  version: number
}

/** How often the rights at a branch have changed. `_id` is the branch, or `ALL_BRANCHES`. */
export interface RightsRecord {
  _id: string
  version: number
}

/** A code that gives a right at the desk once. `_id` is its token; the code itself is not kept. */
export interface StaffCodeRecord {
  _id: Token
  /** By which it is taken back. */
  id: string
  /** The right that it gives. */
  branchId: string
  role: Role
  /** The right of whoever invited: the code is worth nothing once that is gone. That of the deployment never goes. */
  invitedBy: string
  expiresAt: Instant
}

/** An attempt on an ID number that another account holds. */
export interface ConflictRecord {
  _id: string
  holderAccountId: string
  /** Token of the WeChat that tried. */
  claimant: Token
  /** The number as the holder had it then. */
  idToken: Token
  /** Who sees it: the branches of the holder's transfers, or `ALL_BRANCHES` alone where there are none. */
  branchIds: string[]
  scope: 'all'
  /** Its place among the conflicts: instant and id, so that a page goes on after one. */
  position: string
  /** Plain: the desk has to tell the two apart. It goes with the attempt, and with its person. */
  claimantName: string
  firstAt: Instant
  at: Instant
  attempts: number
}

/** What staff did with people's data or rights; written once and never changed. */
export interface AuditRecord {
  _id: string
  at: Instant
  /** Its place in the log: instant and id, so that a page goes on after an entry. */
  position: string
  /** The administrator reads every entry in one order. */
  scope: 'all'
  /** `ALL_BRANCHES` for what concerns no single branch. */
  branchId: string
  /** The right by which it was done: the name is looked up on reading, so that it goes with its person. */
  by: string
  /** By which it is found: everything, what, who, and both; see `auditKey`. */
  keys: string[]
  what: AuditWhat
  /** A registration reference, a count or a staff name; never a number of a person. */
  whom: string
  /** The staff member whom it concerns, before `whom`; null where it is none. */
  whomStaff: string | null
  why: string
  /** How many it was done to; null where that is no question. */
  count: number | null
  /** Of settings what they were, and what they are. */
  changes: SettingChange[]
}

/** The name of somebody whose right ended. `_id` is that of the right; it goes with its person. */
export interface StaffNameRecord {
  _id: string
  name: string
  /** The WeChats that held the right, and the account that it was granted to: by whom it is forgotten. */
  openids: string[]
}

/** A public key of an outside system. `_id` is made of the province's code and the key id, which is the province's own. */
export interface ProvinceKeyRecord {
  _id: string
  code: string
  kid: string
  name: string
  jwk: Record<string, unknown>
  revokedAt: Instant | null
}

/** What the roster knows of a person. */
export interface RosterContent {
  name: string
  /** In which order names stand: the name, and the row's id after it. */
  byName: string
  /** By which a registered person or another list finds it: the name as it is compared, `idTokens`, the student number. */
  finders: string[]
  /** Whole ID numbers are not kept, only their tokens; empty where the roster has no whole one. */
  idTokens: Token[]
  /** Of the last six digits; empty where they are not known. */
  last6Tokens: Token[]
  last4: string | null
  studentNumber: string | null
  phone: Sealed | null
}

/** What one import did to a row. */
export interface RosterChange {
  key: Token
  /** The row's number in its call. */
  row: number
  /** What it was before; null where the import made it. */
  before: RosterContent | null
}

/** Somebody whom a branch expects. `_id` is made of the branch and the row's key, so that a row is there once. */
export interface RosterRecord extends RosterContent {
  _id: string
  branchId: string
  /** Its place in the roster: when it came, and its row; see `positionOf`. */
  position: string
  /** The last imports that wrote it, so that one can be taken back, oldest first; `importKeys` finds them. */
  history: RosterChange[]
  importKeys: Token[]
  addedAt: Instant
  /** Whose transfer to this branch it is; null while nobody's. */
  accountId: string | null
  transferId: string | null
  match: Exclude<RosterMatch, 'none'> | null
}

/** One part of a file that is being sent; its bytes are sealed. `_id` is made of the caller, the upload and the part. */
export interface UploadPartRecord {
  _id: string
  /** The caller and the upload. */
  upload: string
  part: number
  bytes: number
  data: Sealed
  expiresAt: Instant
}

/** A counter that runs out: attempts in a span of time. `_id` names what is limited. */
export interface LimitRecord {
  _id: string
  count: number
  expiresAt: Instant
}

/** How often something happened in a span that ends at `until`. */
export interface Counted {
  count: number
  until: Instant
}

/** What one WeChat may do so often and no more: failed tries, numbers and names of others that it has learnt of. */
export const WECHAT_LIMITS = ['failed', 'idTaken', 'loginTaken'] as const
export type WechatLimit = (typeof WECHAT_LIMITS)[number]

/** The limits of one WeChat share a document. `_id` is made of the token of its openid. */
export type WechatLimitsRecord = { _id: string; expiresAt: Instant } & { [L in WechatLimit]: Counted }

/** What the clock counted of a branch and a day; no person is in it. `_id` is made of both. */
export interface FiguresRecord extends DayFigures {
  _id: string
  branchId: string
  day: string
  /** When it was counted. */
  at: Instant
  /** The branch, while it is among the days that are shown, and while it is the newest. */
  recentOf: string | null
  newestOf: string | null
  standing: Standing
}

/** What was filled in of a form so far. `_id` is the openid and the form. */
export interface DraftRecord {
  _id: string
  openid: string
  data: Sealed
  consent: { version: string; at: Instant }
  savedAt: Instant
  expiresAt: Instant
}

/** That a WeChat allowed to be told how many wait at a branch. `_id` is made of both. */
export interface DigestRecord {
  _id: string
  branchId: string
  openid: string
  /** How many messages it has allowed. */
  left: number
  dueAt: Instant
}

/** A file that was too large for a reply and lies in the environment's storage until it has run out. `_id` is its path. */
export interface SharedFileRecord {
  _id: string
  /** As the storage names it. */
  fileId: string
  expiresAt: Instant
}

/** What the timer's function leaves behind of its last run. `_id` is `clock`. */
export interface ClockRunRecord {
  _id: 'clock'
  /** By the function's clock, and by the database's. */
  at: Instant
  server: Date
}

/**
 * While it stands and has not run out, the functions take no writes, or nothing at all. The deployment's commands put it
 * there and take it away. `_id` is `maintenance`.
 */
export interface MaintenanceRecord {
  _id: 'maintenance'
  closed: 'writes' | 'everything'
  until: Instant
}

/**
 * That an account, or the sealed copy of a transfer, was erased, and nothing of whom: a restored backup is brought up to
 * it. `_id` is the account's or the transfer's.
 */
export interface ErasureRecord {
  _id: string
  what: 'account' | 'transfer'
  at: Instant
  expiresAt: Instant
}

/** A code by which one person comes back to a lost account, once. `_id` is the account's; the code itself is not kept. */
export interface RecoveryRecord {
  _id: string
  /** Tokens of the phone and username that may be named with it. */
  logins: Token[]
  code: Token
  tries: number
  expiresAt: Instant
}

/** A transfer with everything that its view needs, in one read. */
export interface JoinedTransfer {
  transfer: TransferRecord
  branch: BranchRecord
  refused: RefusedAttemptRecord[]
}

/** As it is read for its member: with the WeChats that are bound to the account now. */
export type OwnedTransfer = JoinedTransfer & { bound: WechatRecord[] }

/** As it is read for the desk: with the WeChats that have a right at its branch now. */
export type DeskedTransfer = JoinedTransfer & { staff: WechatRecord[] }

/** As a whole case: with the account, a code to come back to it, and the names of those who decided. */
export type TransferCase = DeskedTransfer & {
  account: AccountRecord | null
  recovery: RecoveryRecord | null
  names: ReadonlyMap<string, string>
}
