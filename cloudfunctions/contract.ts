/**
 * What every client relies on: operations, views and failures, as types only.
 * Instants are ISO 8601 UTC strings, days `YYYY-MM-DD` in Beijing, months `YYYY-MM`, ids opaque strings.
 */

/**
 * The version of this contract that the pages are built for, and send with every call; it moves with a change that
 * pages of before cannot live with. Additions move nothing.
 */
export type ContractVersion = 1

// ---------------------------------------------------------------- words of the domain

/** 团组织关系 / 党组织关系 */
export type Kind = 'league' | 'party'
/** Where the membership is now: 京内 / 京外 (外省市). */
export type Origin = 'beijing' | 'province'
/** 团员 / 团干部 / 不是团员 */
export type Identity = 'member' | 'cadre' | 'nonmember'
/** 正式党员 / 预备党员 */
export type PartyIdentity = 'full' | 'probationary'

export type LeagueStage = 'registered' | 'approved' | 'returned' | 'failed' | 'transferred' | 'withdrawn'
export type PartyStage = 'preparing' | 'announced' | 'returned' | 'received' | 'withdrawn'
export type Stage = LeagueStage | PartyStage

/** Who took a step. */
export type Actor = 'member' | 'secretary' | 'province' | 'link' | 'system'
/** Who holds the result to be true. */
export type ConfirmedBy = 'member' | 'link' | 'province' | 'secretary'
/** Rights at the desk: 书记 / 辅导员 / 支委 / 管理员 */
export type Role = 'secretary' | 'counsellor' | 'cadre' | 'administrator'

export type MemberAction = 'amend' | 'request' | 'withdraw' | 'announce'
export type DeskAction = 'approve' | 'return' | 'confirm' | 'receive' | 'undo'
/** What a view offers to do now. */
export type AllowedAction = MemberAction | DeskAction
export type RosterMatch = 'full' | 'partial' | 'none'

/** The three things that verification (复核校验) compares. */
export type ClaimField = 'name' | 'idNumber' | 'memberNumber'
export interface Claimed {
  name: string
  idNumber: string
  memberNumber?: string
}

/** What must be at hand before a Party transfer is announced. */
export type PreparedKey = 'file' | 'letterToCounsellor' | 'probationPapers'
/** Dated facts that the receiving Party side keeps. */
export type ReceiveFact = 'online' | 'letter' | 'materials' | 'probationPapers' | 'receipt'
/**
 * What WeChat can tell a member who has allowed it, each once per permission: the wait is over (已满一天可提交), the branch
 * has answered (同意或退回), there is a result (转移成功、转移失败、接收完成), the branch reminds (催办, `desk.remind`).
 */
export type ReminderKind = 'waitOver' | 'answered' | 'result' | 'nudge'
/** What WeChat can tell the desk's people: once a day how many wait (待审核). */
export type DeskReminderKind = 'waiting'
/** The paper letter 介绍信. */
export interface Letter {
  issuedOn: string
  validDays: number
  duesPaidTo?: string
}

// ---------------------------------------------------------------- replies

/** What a field can be at fault with; the texts beside the fields have one sentence for each. */
export type Rule =
  | 'required'
  | 'type'
  | 'length'
  | 'choice'
  | 'range'
  | 'order'
  | 'date'
  | 'date.future'
  | 'month.format'
  | 'month.future'
  | 'name.characters'
  | 'id.length'
  | 'id.characters'
  | 'id.checkDigit'
  | 'id.date'
  | 'id.future'
  | 'phone.format'
  | 'number.certificate'
  | 'number.length'
  | 'number.characters'
  | 'number.year'
  | 'username.format'
  | 'username.phone'
  | 'password.length'
  | 'consent'
  | 'personal'
  | 'unknown'
  | 'duplicate'
  | 'depth'
  | 'cursor'
  | 'fixed'
  | 'opening'
  | 'taken'
  | 'closed'
  | 'key'
  | 'province.code'
  | 'json'
  | 'rounded'
  | 'studentNumber.format'
  | 'last4.format'
  | 'last4.differs'
  | 'last6.format'
  | 'last6.differs'
  | 'nothing'
export interface FieldFault {
  path: string
  rule: Rule
}

/** Every code with the shape of its detail; `undefined` is a code that says it all. */
export interface FailureDetails {
  BAD_INPUT: { fields: FieldFault[] }
  NO_IDENTITY: undefined
  NOT_REGISTERED: undefined
  ALREADY_REGISTERED: undefined
  ID_TAKEN: undefined
  LOGIN_TAKEN: undefined
  LOGIN_FAILED: undefined
  LOCKED: { until: string }
  CODE_INVALID: undefined
  NOT_FOUND: undefined
  NOT_YOURS: undefined
  NOT_STAFF: undefined
  READ_ONLY: undefined
  LAST_SECRETARY: undefined
  NOT_NOW: { stage: Stage }
  WAIT_NOT_OVER: { readyAt: string }
  NOT_APPROVED: undefined
  MISMATCH: { differs: ClaimField[] }
  OFFICIAL_FIRST: undefined
  OFFICIAL_FAILURE: undefined
  ALREADY_OPEN: undefined
  NOTHING_TO_TRANSFER: undefined
  BRANCH_NOT_JOINABLE: undefined
  WINDOW_CLOSED: { opensOn?: string; closesOn?: string }
  LETTER_EXPIRED: { validUntil: string }
  NOT_PREPARED: { missing: PreparedKey[] }
  CHANGED_MEANWHILE: { version: number }
  /** A link that no longer serves still says which branch it was for. */
  LINK_USED: { branch: LinkBranch }
  LINK_EXPIRED: { branch: LinkBranch }
  TOO_MANY: { retryAt: string }
  TOO_LARGE: undefined
  TOO_OLD: undefined
  /** `until`: the service is being looked after until then; absent where others were in the way. */
  TRY_AGAIN: { until: string } | undefined
  REASON_REQUIRED: undefined
  /** `row` and `path` say where in the file, if the fault is in one place. */
  /** `sheets`: how far it was read, for columns to be chosen by hand. */
  BAD_FILE: { rule: string; row?: number; path?: string; sheet?: string; sheets?: RosterSheet[] }
  ID_RELEASED: undefined
  UNKNOWN_OP: undefined
  INTERNAL: { traceId: string }
}
export type Code = keyof FailureDetails
export type Failure = {
  [C in Code]: undefined extends FailureDetails[C]
    ? { code: C; detail?: FailureDetails[C] }
    : { code: C; detail: FailureDetails[C] }
}[Code]
export type Reply<T> = { ok: true; value: T } | { ok: false; error: Failure }

// ---------------------------------------------------------------- views

/** Another place where a branch takes papers in. */
export interface HandIn {
  who: string
  where: string
  from?: string
  to?: string
}

/** The receiving organisation: every field of the notice has its own name. */
export interface BranchView {
  id: string
  kind: Kind
  joinable: boolean
  fullName: string
  shortName: string
  systemId: string
  /** Until a secretary confirms it, the system ID is shown as to be confirmed. */
  systemIdConfirmed: boolean
  /** 抬头 */
  letterTitle: string
  /** 去处 */
  letterDestination: string
  contact: string
  phone: string
  address: string
  handIn?: HandIn
  reasons: string[]
  waitHours: number
  besideOfficial: boolean
  opensOn?: string
  closesOn?: string
  retentionDays: number
  /** After how many days without an answer something is overdue. */
  overdueAfterDays: number
  /**
   * How many hours its answers take, at the median, as the clock last counted it: whoever waits is told for how long.
   * Absent while it has given too few to say.
   */
  usualHours?: number
  /** It takes nobody in any more. */
  closed: boolean
  /** The League branch whose roster this Party branch reads. */
  rosterOf?: string
}

/** The steps of the three ways (procedure.md, Four journeys): League from outside Beijing, inside Beijing, Party. */
export type StepKey =
  | 'join'
  | 'approval'
  | 'wait'
  | 'request'
  | 'verification'
  | 'confirmation'
  | 'prepare'
  | 'announce'
  | 'accept'
  | 'materials'
  | 'probation'
  | 'receive'
export interface StepView {
  key: StepKey
  state: 'done' | 'current' | 'blocked' | 'todo'
  at?: string
}

/** What a line of 办理记录 can say; `refused` is an attempt out of order. */
export type LogWhat =
  | 'started'
  | 'amended'
  | 'copyAmended'
  | 'approved'
  | 'returned'
  | 'matched'
  | 'mismatched'
  | 'contradicted'
  | 'confirmed'
  | 'officiallyFailed'
  | 'announced'
  | 'factsAdded'
  | 'withdrawn'
  | 'released'
  | 'erased'
  | 'submitted'
  | 'checked'
  | 'declared'
  | 'factsCorrected'
  | 'undone'
  | 'refused'
export interface LogEntry {
  at: string
  by: Actor
  what: LogWhat
  code?: Code
  reason?: string
  count?: number
  /** Who checked, where the outside organisation's secretary did by link. */
  organisation?: string
  /** What a Party branch recorded. */
  facts?: ReceiveFact[]
  /** What it took back. */
  unchecked?: ReceiveFact[]
  /** Which step of the desk was taken back. */
  undone?: UndoneStep
  /** What a check by link found. */
  matches?: boolean
  /** What the member said of the official system; false takes it back. */
  declared?: Declaration
  /** At the desk alone: the name of the staff member who decided. */
  who?: string
}

/** A step of the desk that can be taken back. */
export type UndoneStep = 'approve' | 'return' | 'confirm' | 'receive'

/** What a member says of the official system: registered and asked to join there; submitted before the time there. */
export interface Declaration {
  officialRegistration?: boolean
  submittedEarly?: boolean
}
/** When each of it was said, as far as it stands. */
export interface Declared {
  officialRegistration?: string
  submittedEarly?: string
}

/** The newest check by link: what the outside organisation's records say, which is no submission. */
export interface CheckedView {
  at: string
  organisation: string
  matches: boolean
}

/** What the holder of a link learns of the branch. */
export type LinkBranch = Pick<
  BranchView,
  'fullName' | 'shortName' | 'systemId' | 'systemIdConfirmed' | 'letterTitle' | 'contact' | 'phone'
>

export interface FailureView {
  code: 'MISMATCH' | 'OFFICIAL_FAILURE'
  differs?: ClaimField[]
}

/** `allowed`: it will be said once, and need not be asked for again. */
export interface ReminderView {
  kind: ReminderKind
  allowed: boolean
}

export interface TransferView {
  id: string
  /** 登记编号: 8 to 12 digits, the last a check digit. */
  reference: string
  kind: Kind
  origin: Origin
  stage: Stage
  version: number
  branch: BranchView
  since: string
  readyAt?: string
  /** When it was last known to be submitted in the outside system. */
  submittedAt?: string
  declared: Declared
  checked?: CheckedView
  attempts: number
  confirmedBy?: ConfirmedBy
  /** The sealed copy is deleted: what is left is the bare fact. */
  erased: boolean
  /** The next step is the member's own: only then does a reminder reach anybody. */
  membersTurn: boolean
  allowedActions: AllowedAction[]
  steps: StepView[]
  /** The newest 50. */
  log: LogEntry[]
  /** How many older entries there are. */
  logMore?: number
  failure?: FailureView
  /** Why the branch returned it. */
  returnReason?: string
  /** Reason for leaving, as the member gave it. */
  reason?: string
  /** The Party side's facts, each with the day on which it happened. */
  facts?: Partial<Record<ReceiveFact, string>>
  channel?: 'online' | 'paper'
  letter?: Letter
  probationEndsOn?: string
  /** The number was taken off this account: a new one is needed before going on. */
  idReleased?: boolean
  /** What its member can be reminded of from here, in the order to ask for, at most three; to the member alone. */
  reminders?: ReminderView[]
}

export interface AccountView {
  id: string
  name: string
  idNumber: string
  phone: string
  identity: Identity
  joinedOn?: string
  memberNumber?: string
  party?: PartyIdentity
  hasPassword: boolean
  username?: string
  wechats: number
  idReleased?: boolean
}

export interface StaffView {
  id: string
  branchId: string
  branchName: string
  branchKind: Kind
  role: Role
}

export interface DeskItem {
  id: string
  version: number
  reference: string
  name: string
  /** What was known of the person is deleted. */
  erased: boolean
  stage: Stage
  origin: Origin
  since: string
  overdue: boolean
  rosterMatch: RosterMatch
  studentNumber?: string
  /** The dated facts that a Party transfer lacks. */
  missing: ReceiveFact[]
  confirmedBy?: ConfirmedBy
  /** As in the whole transfer: with them a row says what the open file says. */
  readyAt?: string
  failure?: FailureView
  /** Known to be submitted, not what: the result is waited for. */
  submittedAt?: string
  declared: Declared
  warnings: Warning[]
  membersTurn: boolean
  allowedActions: AllowedAction[]
}

/** What a secretary should look at twice; never a refusal. */
export type Warning =
  | 'AGE_AT_JOINING'
  | 'NUMBER_ELSEWHERE'
  | 'ID_CONFLICT'
  | 'NOT_ON_ROSTER'
  | 'CADRE'
  | 'LATE_MISMATCH'
  | 'PROBATION_ENDS'
  /** The member has not said that he registered and asked to join in the official system. */
  | 'NOT_DECLARED'
  /** A paper letter that has not come is over within 14 days, or is over. */
  | 'LETTER_ENDS'

/** The whole transfer as the desk sees it; numbers masked. */
export interface DeskTransfer extends TransferView {
  /** The caller's role here: what numbers and acts are shown follows from it. */
  right: Role
  name: string
  idNumber: string
  phone: string
  memberNumber?: string
  joinedOn?: string
  identity: Identity
  party?: PartyIdentity
  studentNumber?: string
  missing: ReceiveFact[]
  rosterMatch: RosterMatch
  overdue: boolean
  warnings: Warning[]
  /**
   * To those who may give one out: the code for coming back that was given last and not used. `ended` where it was tried
   * too often by all WeChats together, so that a new one is needed.
   */
  recovery?: { state: 'open' | 'ended'; expiresAt: string }
}

// ---------------------------------------------------------------- function `member`

export interface Consent {
  /** Names the text that was shown; the first is '1'. */
  version: string
  terms: boolean
  sensitive: boolean
}

export interface RegistrationFields {
  identity: Identity
  name: string
  idNumber: string
  phone: string
  joinedOn?: string
  memberNumber?: string
  party?: PartyIdentity
  username?: string
  password?: string
}

export type TransferCommand =
  | { action: 'amend'; branchId?: string; reason?: string }
  /** Without `claimed` it is known that it was submitted, not what. */
  | { action: 'request'; claimed?: Claimed }
  | { action: 'withdraw' }
  | {
      action: 'announce'
      channel: 'online' | 'paper'
      letter?: Letter
      probationEndsOn?: string
      prepared: PreparedKey[]
    }

export interface PrecheckResult {
  matches: boolean
  differs: ClaimField[]
  /** Equal only after normalising: the official system may see them as different. */
  variants: ClaimField[]
  unsure: ClaimField[]
}

export interface InviteView {
  /** Masked name of the person it is about. */
  name: string
  branch: LinkBranch
  /**
   * What to do: check only, for the branch has not approved yet; check and wait until `readyAt`; submit in one's own
   * system and say so; nothing more.
   */
  todo: 'check' | 'wait' | 'submit' | 'nothing'
  /** When it was said to be submitted. */
  submittedAt?: string
  checked?: CheckedView
  /** What will be compared. */
  fields: ClaimField[]
  stage: Stage
  readyAt?: string
  expiresAt: string
  now: string
}
export type InviteOutcome =
  | { outcome: 'transferred' }
  | { outcome: 'failed'; code: 'MISMATCH'; differs: ClaimField[] }
  /** Known to be submitted, not what. */
  | { outcome: 'submitted' }
export type CheckOutcome =
  | { outcome: 'matches'; variants?: ClaimField[] }
  | { outcome: 'differs'; differs: ClaimField[]; variants?: ClaimField[] }

export interface MemberOps {
  'account.me': {
    input: Record<string, never>
    value: {
      account: AccountView | null
      transfers: TransferView[]
      staffOf: StaffView[]
      now: string
      /** The message templates of this deployment, for `wx.requestSubscribeMessage`; absent where there are none. */
      reminders?: { [K in ReminderKind | DeskReminderKind]?: string }
    }
  }
  /** `tidied`: the fields that are kept in another spelling than they were given, as they are kept; absent where none is. */
  'account.check': {
    input: Partial<RegistrationFields>
    value: { fields: FieldFault[]; tidied?: Partial<RegistrationFields> }
  }
  'account.register': { input: RegistrationFields & { consent: Consent }; value: AccountView }
  'account.amend': { input: Partial<RegistrationFields>; value: AccountView }
  'account.login': { input: { login: string; password: string }; value: AccountView }
  'account.password': { input: { username?: string; password: string }; value: AccountView }
  'account.recover': { input: { login: string; code: string; password: string }; value: AccountView }
  'account.unbind': { input: Record<string, never>; value: Record<string, never> }
  'account.erase': { input: { confirm: boolean }; value: Record<string, never> }
  'draft.save': {
    input: { form: string; data: Record<string, unknown>; consent: Consent }
    value: { savedAt: string }
  }
  'draft.load': { input: { form: string }; value: { data: Record<string, unknown> | null; savedAt?: string } }
  'branch.find': { input: { kind: Kind; text: string }; value: BranchView[] }
  'transfer.start': {
    input: { kind: Kind; origin: Origin; branchId: string; reason?: string; commandId: string }
    value: TransferView
  }
  'transfer.act': { input: { id: string; version: number; commandId: string } & TransferCommand; value: TransferView }
  /** Moves no version. `NOT_NOW` where it is closed, or of the Party. */
  'transfer.declare': { input: { id: string } & Declaration; value: TransferView }
  'transfer.precheck': { input: { id: string; claimed: Claimed }; value: PrecheckResult }
  'transfer.invite': { input: { id: string }; value: { token: string; expiresAt: string } }
  'invite.revoke': { input: { id: string }; value: Record<string, never> }
  /**
   * Keeps what this WeChat has just allowed for one's own transfer, one message of each kind; it moves no version. What
   * can no longer come is left out: `allowed` is what stands now. It ends with the transfer, the binding or the account.
   * Errors: `NOT_NOW` where nothing more comes of this transfer.
   */
  'reminder.allow': { input: { id: string; kinds: ReminderKind[] }; value: { allowed: ReminderKind[] } }
  'invite.open': { input: { token: string }; value: InviteView }
  'invite.check': {
    input: { token: string; claimed: Claimed; organisation: string; commandId: string }
    value: CheckOutcome
  }
  'invite.request': {
    input: { token: string; claimed?: Claimed; organisation: string; commandId: string }
    value: InviteOutcome
  }
}

// ---------------------------------------------------------------- function `secretary`

export type Verdict =
  | { verdict: 'approve'; officiallyApproved?: boolean }
  | { verdict: 'return'; reason?: string }
  | { verdict: 'confirm'; result: 'success' | 'failure'; reason?: string }
  | {
      verdict: 'receive'
      /** A fact alone has the day of the call. */
      checked?: (ReceiveFact | { fact: ReceiveFact; on: string })[]
      /** Taken back, with a reason. */
      unchecked?: ReceiveFact[]
      reason?: string
    }
  /** Takes back the desk's newest step. */
  | { verdict: 'undo'; officiallyApproved?: boolean }
export type DecideItem = { id: string; version: number } & Verdict
export type DecideOutcome = { id: string; ok: true; transfer: TransferView } | { id: string; ok: false; error: Failure }

export interface RosterRow {
  name: string
  idNumber?: string
  last4?: string
  last6?: string
  studentNumber?: string
  phone?: string
}

/** What a column of a list of names may be read as. */
export type RosterColumn = keyof RosterRow

/** What was read of a sheet; its rows stand in the order of the sheets. */
export interface RosterSheet {
  name: string
  rows: number
  /** Its headings; those without `as` stay unread. */
  columns: { heading: string; as?: RosterColumn }[]
  /** Rows that are hidden, by hand or by a filter: they are left out. */
  hiddenRows: number
  /** Why nothing was read of it: a rule of `BAD_FILE`, or `hidden`. */
  unread?: string
}

/** Why two rows may be one person's: one key agrees, and this is another; or the keys lead to several rows. */
export type SimilarWhy = 'name' | 'studentNumber' | 'last4' | 'several'

/** A column chosen by hand, by its heading; without `as` it stays unread. */
export interface ChosenColumn {
  /** The sheet that it is meant for; all of them where none is named. */
  sheet?: string
  heading: string
  as?: RosterColumn
}

export interface DeskSummary {
  branchId: string
  stages: Partial<Record<Stage, number>>
  /** Sum of `stages`. */
  total: number
  overdue: number
  /** Approved, wait not over. */
  waiting: number
  /** Approved, wait over. */
  ready: number
  rosterSize: number
  notRegistered: number
  /** Each person by the newest transfer, erased ones too: `rosterSize + offRoster = notRegistered + people`. */
  people: number
  offRoster: number
  /** Who will be erased within 14 days, and from which day on. */
  erasing: { count: number; firstOn?: string }
  /** What happened on each of the last 60 days, as the clock counted it; oldest first. */
  days: { day: string; registered: number; approved: number; confirmed: number; failed: number }[]
  medianHoursToApprove: number | null
  confirmedBy: Partial<Record<ConfirmedBy, number>>
  /** Known to match or to be submitted, and said by nobody who can know (`confirmed: false`). */
  unconfirmed: number
  /** Of the Party: how many lack which dated fact. */
  lacking: Partial<Record<ReceiveFact, number>>
  overdueAfterDays: number
  closesOn?: string
}

/** Somebody who was found at whatever branch, and where. */
export interface FoundPerson extends DeskItem {
  branchId: string
  branchName: string
  kind: Kind
}

/** One branch as the clock last counted it. */
export interface OverviewRow {
  branchId: string
  branchName: string
  kind: Kind
  closed: boolean
  /** Asked, and not answered yet. */
  registered: number
  /** On the way from there. */
  waiting: number
  overdue: number
  failed: number
  /** Confirmed, or received. */
  done: number
  people: number
  rosterSize: number
  /** Of everybody expected or come, from 0 to 1. */
  shareDone: number
  /** Since when these figures stand. */
  at: string
}

export type RevealField = 'idNumber' | 'phone' | 'memberNumber'
type Clearable = 'handIn' | 'opensOn' | 'closesOn' | 'rosterOf'
/** The fields of a branch as they are saved; `null` says that there is none. */
export type BranchFields = Omit<BranchView, 'id' | 'closed' | 'usualHours' | Clearable> & {
  [field in Clearable]?: BranchView[field] | null
}

/** A public key by which an outside system signs. */
export interface ProvinceKeyView {
  code: string
  name: string
  kid: string
  /** When it was revoked; absent while its requests are taken. */
  revokedAt?: string
}

/** What staff did with people's data or rights, or with the settings. */
export type AuditWhat =
  | 'reveal'
  | 'export'
  | 'release'
  | 'recoveryCode'
  | 'phones'
  | 'import'
  | 'rosterRemove'
  | 'rosterUndo'
  | 'branchSave'
  | 'branchCreate'
  | 'branchClose'
  | 'staffInvite'
  | 'staffUninvite'
  | 'staffAccept'
  | 'staffGrant'
  | 'staffRemove'
  | 'provinceRegister'
  | 'provinceRevoke'
  | 'archive'
  | 'decide'

/** A code that can still be used. */
export interface InvitationView {
  id: string
  branchId: string
  role: Role
  /** Name of whoever invited. */
  invitedBy: string
  expiresAt: string
}

/** A setting that was changed; what is no single value is written as JSON, and what is absent is null. */
export interface SettingChange {
  field: string
  from: string | number | boolean | null
  to: string | number | boolean | null
}

export interface AuditEntry {
  at: string
  /** Openid-free name of the staff member. */
  who: string
  /** The id of the right, as in the staff list: to ask for what the same person did. */
  whoId: string
  what: AuditWhat
  /** Registration reference, roster key count or staff name; never personal numbers. */
  whom?: string
  why?: string
  /** Where it was done; absent where it concerns every branch. */
  branchId?: string
  /** How many it was done to. */
  count?: number
  changes?: SettingChange[]
}

export interface GapItem {
  /** Roster key, for `roster.remove`. */
  key: string
  name: string
  studentNumber?: string
  phone?: string
  state: 'notRegistered' | Stage
  since?: string
  /** The person's transfer to this branch, for `desk.remind`. */
  transferId?: string
}

/**
 * Why a reminder does not reach somebody: the account is erased, no WeChat is bound, its person has not allowed it (or it
 * was used up), was reminded within twelve hours, has nothing left to do, or the call's time ended first.
 */
/** `notAllowed`: the person has allowed no message; `notTheirTurn`: the next step is not the member's own. */
export type Unreached =
  'notFound' | 'notTheirTurn' | 'erased' | 'noWechat' | 'notAllowed' | 'lately' | 'over' | 'tryAgain'

export interface ConflictItem {
  id: string
  at: string
  /** Masked name and ID number of both sides. */
  holderName: string
  claimantName: string
  idNumber: string
  attempts: number
  /** The holder's transfer at a branch that the caller sees, an open one before others. */
  holderTransferId?: string
}

/** The columns of a file; each kind of branch has its own of them. */
export type ExportColumn =
  | 'number'
  | 'reference'
  | 'studentNumber'
  | 'name'
  | 'idNumber'
  | 'branch'
  | 'joinedOn'
  | 'memberNumber'
  | 'party'
  | 'origin'
  | 'channel'
  | 'registeredAt'
  | 'approvedAt'
  | 'readyAt'
  | 'submittedAt'
  | 'letterIssuedOn'
  | 'letterValidUntil'
  | 'duesPaidTo'
  | 'online'
  | 'letter'
  | 'materials'
  | 'probationPapers'
  | 'receipt'
  | 'probationEndsOn'
  | 'result'
  | 'failure'
  | 'missing'
  | 'remarks'

/** What the desk can ask its transfers for; all of it together. */
export interface DeskFilters {
  stage?: Stage
  /** `false`: a result that rests on the member or a link, or a submission of which no result is known. */
  confirmed?: boolean
  lacks?: ReceiveFact
  text?: string
  overdue?: boolean
  rosterMatch?: RosterMatch
  /** Days: probations that end by then. */
  probationEndsWithin?: number
  sort?: 'waiting' | 'name' | 'studentNumber'
}

export interface SecretaryOps {
  'desk.list': {
    /** `names`, 1 to 100: people who bear exactly one of these. */
    input: { branchId: string; names?: string[]; cursor?: string; limit?: number } & DeskFilters
    /** `truncated`: a search stopped before it had looked at everybody who was meant. */
    value: { items: DeskItem[]; next?: string; truncated?: true }
  }
  'desk.open': { input: { id: string }; value: DeskTransfer }
  'desk.reveal': { input: { id: string; field: RevealField; why: string }; value: { value: string } }
  'desk.decide': { input: { items: DecideItem[]; commandId: string }; value: { outcomes: DecideOutcome[] } }
  'desk.summary': { input: { branchId: string }; value: DeskSummary }
  /** The administrator's: what is overdue first. */
  'desk.overview': { input: { cursor?: string }; value: { items: OverviewRow[]; next?: string } }
  /** The administrator's: people at whatever branch, by the texts of `desk.list`; `truncated`: there are more. */
  'desk.find': { input: { text: string; limit?: number }; value: { items: FoundPerson[]; truncated?: true } }
  'desk.export': {
    /** `archive`: everything of the branch, a sheet for each kind of it. */
    input: { branchId: string; ids?: string[]; columns?: ExportColumn[]; archive?: boolean; why: string } & DeskFilters
    value: { fileName: string; base64: string } | { fileName: string; url: string }
  }
  /** `reached`: a message is handed to WeChat within minutes; each person at most once in twelve hours. */
  'desk.remind': {
    input: { ids: string[] }
    value: { reached: string[]; unreached: { id: string; why: Unreached }[] }
  }
  /** Keeps what this WeChat has just allowed; `templates` are kinds, or ids as WeChat was asked with. */
  'desk.subscribe': { input: { branchId: string; templates: string[] }; value: { allowed: DeskReminderKind[] } }
  'desk.recoveryCode': { input: { id: string; why: string }; value: { code: string; expiresAt: string } }
  'desk.conflicts': {
    input: { branchId: string; cursor?: string }
    value: { items: ConflictItem[]; next?: string }
  }
  'desk.release': { input: { conflictId: string; why: string }; value: Record<string, never> }
  'roster.read': {
    /** Parts count from 1. `.tsv` is what is copied from a spreadsheet; `columns` are chosen by hand. */
    input: {
      fileName: string
      base64: string
      upload?: { id: string; part: number; parts: number }
      columns?: ChosenColumn[]
    }
    /** `lines`: the line of its sheet that each row is from. */
    value: { rows: RosterRow[]; lines: number[]; sheets: RosterSheet[] } | { received: number }
  }
  'roster.import': {
    input: { branchId: string; importId: string; rows: RosterRow[]; dryRun?: boolean }
    value: {
      added: number
      changed: number
      unchanged: number
      /** Rows from 1, each with its first fault. */
      refused: { row: number; path: string; rule: Rule }[]
      /** 疑似同一人: the name is that of the row on the roster; nothing is changed. */
      similar: { row: number; name: string; why: SimilarWhy }[]
      /** Fields that were left out, of people who were kept. */
      notes: { row: number; path: string; rule: Rule }[]
      /** Only of a rehearsal that would change rows: which, and what of them. */
      changes?: { row: number; paths: string[] }[]
    }
  }
  /** `kept`: rows that something has changed since, by their numbers in the call. */
  'roster.undo': {
    input: { importId: string; why: string }
    value: { undone: number; kept: { row: number; name: string }[] }
  }
  'roster.gaps': {
    input: {
      branchId: string
      group?: 'notRegistered' | Stage
      sort?: 'since' | 'name'
      cursor?: string
      limit?: number
      why?: string
    }
    value: { items: GapItem[]; next?: string }
  }
  'roster.remove': { input: { branchId: string; keys: string[] }; value: { removed: number } }
  'branch.save': { input: { id: string; sameName?: boolean } & Partial<BranchFields>; value: BranchView }
  'branch.create': {
    /** `like`: a branch that it takes kind, contacts, settings and reasons over from. */
    input: Pick<BranchFields, 'fullName' | 'shortName'> & Partial<BranchFields> & { like?: string; sameName?: boolean }
    value: BranchView
  }
  /** The administrator's: it takes nobody in any more. */
  'branch.close': { input: { branchId: string }; value: BranchView }
  /** The branches whose desk the caller may open, those that nobody can join yet too; of an administrator all. */
  'branch.list': { input: { cursor?: string }; value: { items: BranchView[]; next?: string } }
  'staff.invite': { input: { branchId: string; role: Role }; value: { code: string; expiresAt: string } }
  'staff.accept': { input: { code: string; name?: string }; value: StaffView }
  'staff.grant': { input: { transferId: string; role: Role }; value: StaffView }
  'staff.remove': { input: { branchId: string; id: string }; value: Record<string, never> }
  'staff.list': { input: { branchId: string }; value: { items: (StaffView & { name: string; wechats: number })[] } }
  'staff.invitations': { input: { branchId: string }; value: { items: InvitationView[] } }
  'staff.uninvite': { input: { id: string }; value: Record<string, never> }
  'province.register': {
    input: { code: string; name: string; publicKey: Record<string, unknown> }
    value: { code: string; kid: string }
  }
  'province.revoke': { input: { code: string; kid: string }; value: Record<string, never> }
  /** The administrator's: every key, revoked ones too, by the code of its system. */
  'province.list': { input: Record<string, never>; value: { items: ProvinceKeyView[] } }
  'audit.list': {
    /** `who`: the id of a right, or a name; `from` and `to`: days. */
    input: { branchId: string; what?: AuditWhat; who?: string; from?: string; to?: string; cursor?: string }
    value: { items: AuditEntry[]; next?: string }
  }
}

// ---------------------------------------------------------------- outside systems

/** What a signed province request is answered with, inside a JWS of ours. */
export interface ProvinceReply {
  outcome: 'transferred' | 'failed'
  code?: Code
  differs?: ClaimField[]
  reference?: string
  readyAt?: string
}

// ---------------------------------------------------------------- calling

export interface Functions {
  member: MemberOps
  secretary: SecretaryOps
}
export type OpOf<F extends keyof Functions> = keyof Functions[F] & string
export type InputOf<F extends keyof Functions, O extends OpOf<F>> = Functions[F][O] extends { input: infer I }
  ? I
  : never
export type ValueOf<F extends keyof Functions, O extends OpOf<F>> = Functions[F][O] extends { value: infer V }
  ? V
  : never
