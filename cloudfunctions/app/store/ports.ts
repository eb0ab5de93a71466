import type { ChosenColumn, ConfirmedBy, DeskReminderKind, ReminderKind, RosterMatch, Stage } from '../../contract'
import type { Instant } from '../../domain/beijing'
import type { Message } from '../../domain/messages'
import type { Reply } from '../../domain/reply'
import type { RosterTable } from '../../domain/roster-table'
import type { TransferEvent } from '../../domain/transfer'
import type {
  AccountRecord,
  RefusedAttemptRecord,
  AuditRecord,
  BranchRecord,
  ConflictRecord,
  DigestRecord,
  DraftRecord,
  ErasureRecord,
  FiguresRecord,
  HolderRecord,
  LinkRecord,
  ProvinceKeyRecord,
  RecoveryRecord,
  RightsRecord,
  RosterRecord,
  Sealed,
  SharedFileRecord,
  StaffCodeRecord,
  StaffNameRecord,
  Token,
  TransferRecord,
  JoinedTransfer,
  OwnedTransfer,
  DeskedTransfer,
  TransferCase,
  UploadPartRecord,
  WechatLimit,
  WechatLimitsRecord,
  WechatRecord,
} from './records'

/** Where a sealed value lies: moved anywhere else it cannot be opened. */
export interface Place {
  collection: 'accounts' | 'transfers' | 'drafts' | 'roster' | 'uploads'
  id: string
  field: string
}

export interface Sealing {
  seal(plain: string, place: Place): Sealed
  /** Throws where the value was not sealed for this place, or the key is gone. */
  open(sealed: Sealed, place: Place): string
  /** Tokens of a value under the current key first, then under those that are being rotated out. */
  tokens(
    kind:
      'idNumber' | 'phone' | 'memberNumber' | 'login' | 'link' | 'staffCode' | 'recoveryCode' | 'roster' | 'decision',
    value: string,
  ): readonly [Token, ...Token[]]
}

export interface Randomness {
  /** An unguessable id of at most 64 characters. */
  id(): string
  digits(count: number): string
  /** A one-time code of 60 bits to be read and typed: twelve letters and digits that are not mistaken for each other. */
  code(): string
}

export interface PublicKeys {
  /** The public key with its id, its own if it has one; undefined where it is none that we take, or holds a private part. */
  read(given: Record<string, unknown>): Promise<{ kid: string; jwk: Record<string, unknown> } | undefined>
}

/** Signed messages between us and outside systems. */
export interface Signatures {
  /**
   * The payload, where it is signed by the key of this id that `keyOf` knows of the issuer whom the payload names;
   * undefined where anything is wrong with it.
   */
  verify(
    jws: string,
    keyOf: (issuer: string, kid: string) => Promise<Record<string, unknown> | undefined>,
  ): Promise<unknown>
  sign(payload: object): Promise<string>
  /** Our public keys, as JWKs. */
  ownKeys(): Record<string, unknown>[]
}

export interface Passwords {
  hash(password: string): Promise<string>
  /** Costs the same whether `hash` is there or not. */
  matches(password: string, hash: string | null): Promise<boolean>
}

/** One conditional write of a transfer. */
export interface TransferWrite {
  id: string
  /** Nobody has written since, neither an event nor what is to be said; of a link's use, while that link is open. */
  expected: Pick<TransferRecord, 'version' | 'remindersVersion'> & { openLink?: Token }
  /** Fields as they are to be, each as a whole. */
  patch: Partial<Omit<TransferRecord, '_id' | 'events'>>
  /** Put behind the log. */
  appended: readonly TransferEvent[]
}

/** A list of a branch's transfers; `list` is what `listOf` names it. */
export interface ListQuery {
  branchId: string
  list: string
  rosterMatch?: RosterMatch
  /** Only positions before this one. */
  before?: string
  limit: number
}
export interface QueueQuery extends ListQuery {
  /** Only positions after this one. */
  after?: string
}

/** What the counting of a branch's transfers depends on beside them. */
export interface TallyQuery {
  branchId: string
  stages: readonly Stage[]
  confirmers: readonly ConfirmedBy[]
  /** Lists of `listsOf` in which it is counted who stands there. */
  lists: readonly string[]
  now: Instant
  /** What is unanswered and stands before this position is overdue. */
  overduePosition: string
  /** What will be erased soon: what ended, or was last heard of, before these instants. */
  erasing: { ended: Instant; open: Instant }
}
export interface Tally {
  people: number
  stages: Partial<Record<Stage, number>>
  confirmedBy: Partial<Record<ConfirmedBy, number>>
  /** How many stand in each of the lists, in their order. */
  inLists: number[]
  /** Of the approved those whose wait is over. */
  ready: number
  overdue: number
  erasing: number
  /** The earliest of those that will be erased: of what ended, and of what was last heard of; null where there is none. */
  firstEnded: Instant | null
  firstOpen: Instant | null
  /** How long the branch took for each of its answers, in milliseconds. */
  answers: number[]
}

/** Writes that move together or not at all. The work may run more than once. */
export interface Transaction {
  wechat(openid: string): Promise<WechatRecord | null>
  putWechat(record: WechatRecord): Promise<void>
  dropWechat(openid: string): Promise<void>
  account(id: string): Promise<AccountRecord | null>
  putAccount(record: AccountRecord): Promise<void>
  dropAccount(id: string): Promise<void>
  holder(kind: 'holders' | 'logins', token: Token): Promise<HolderRecord | null>
  putHolder(kind: 'holders' | 'logins', record: HolderRecord): Promise<void>
  dropHolder(kind: 'holders' | 'logins', token: Token): Promise<void>
  wechatLimits(key: string): Promise<WechatLimitsRecord | null>
  putWechatLimits(record: WechatLimitsRecord): Promise<void>
  transfer(id: string): Promise<TransferRecord | null>
  putTransfer(record: TransferRecord): Promise<void>
  dropConflict(id: string): Promise<void>
  dropDraft(id: string): Promise<void>
  recovery(accountId: string): Promise<RecoveryRecord | null>
  dropRecovery(accountId: string): Promise<void>
  /** Every change of the rights at a branch writes this, so that two at once meet here. */
  rights(branchId: string): Promise<RightsRecord | null>
  putRights(record: RightsRecord): Promise<void>
  staffCode(token: Token): Promise<StaffCodeRecord | null>
  dropStaffCode(token: Token): Promise<void>
  noteAudit(entry: AuditRecord): Promise<void>
  putStaffName(record: StaffNameRecord): Promise<void>
  noteErasure(erasure: ErasureRecord): Promise<void>
}

/** A new account, what signs in by, and the WeChat that is bound to it. */
export interface NewMember {
  account: AccountRecord
  wechat: WechatRecord
  holder: HolderRecord
  logins: readonly HolderRecord[]
  drafts: readonly string[]
}

/** Who somebody is: WeChats, accounts, and what moves together with them. */
export interface PeopleStore {
  wechat(openid: string): Promise<WechatRecord | null>
  account(id: string): Promise<AccountRecord | null>
  /**
   * The account that this WeChat is bound to, with its transfers; null where it is bound to none. `numberElsewhere`: its
   * member number is another account's too, under the same key.
   */
  memberWithTransfers(
    openid: string,
  ): Promise<{ account: AccountRecord; transfers: TransferRecord[]; numberElsewhere: boolean } | null>
  /**
   * A new account with all that belongs to it, nothing of which is read before: false, and nothing written, where any of
   * it is there already. Ids of drafts go with it.
   */
  addMember(member: NewMember): Promise<boolean>
  /** The account that signs in by this. */
  loginHolder(tokens: readonly Token[]): Promise<string | undefined>
  /** Whether another account has registered this member number. */
  numberElsewhere(tokens: readonly Token[], accountId: string): Promise<boolean>
  /** At most 1,000. */
  accounts(ids: readonly string[]): Promise<AccountRecord[]>
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
}

/** Attempts on ID numbers that others hold. */
export interface ConflictStore {
  /** Writes it down, or counts one more where its id is there; at most two requests. */
  noteConflict(conflict: Omit<ConflictRecord, 'attempts' | 'firstAt'>): Promise<void>
  /** Marks the account, unless its number was released, and its transfers, so that the desk is warned; two requests. It moves no version. */
  markContested(accountId: string): Promise<void>
  /** Changes who sees the attempts on the number of this account. */
  showConflicts(accountId: string, branchIds: readonly string[]): Promise<void>
  conflict(id: string): Promise<ConflictRecord | null>
  conflictsOf(accountId: string): Promise<ConflictRecord[]>
  /** Ids of the attempts on this account's number, and of those that these WeChats made; two requests. */
  conflictsAbout(accountId: string, claimants: readonly Token[]): Promise<string[]>
  /** Newest first; all where no branches are named. */
  conflicts(
    branchIds: readonly string[] | undefined,
    before: string | undefined,
    limit: number,
  ): Promise<ConflictRecord[]>
}

/** Rights at the desk: they lie with the WeChats that hold them. */
export interface StaffStore {
  /** The WeChats with a right at one of these branches, at most 1,000. */
  staffAt(branchIds: readonly string[]): Promise<WechatRecord[]>
  /** How often the rights at this branch have been changed. */
  rightsVersion(branchId: string): Promise<number>
  addStaffCode(code: StaffCodeRecord): Promise<void>
  staffCode(tokens: readonly Token[]): Promise<StaffCodeRecord | null>
  staffCodeById(id: string): Promise<StaffCodeRecord | null>
  /** Codes for these branches that are not over yet. */
  staffCodesAt(branchIds: readonly string[], now: Instant): Promise<StaffCodeRecord[]>
  /** Of one branch the one of this id, or all. */
  dropStaffCodes(branchId: string, id?: string): Promise<void>
  /** The names of those whose rights ended. */
  staffNames(ids: readonly string[]): Promise<StaffNameRecord[]>
  /** Forgets the names of those who held their rights with one of these WeChats. */
  forgetStaffNames(openids: readonly string[]): Promise<void>
}

export interface BranchStore {
  branch(id: string): Promise<BranchRecord | null>
  branches(ids: readonly string[]): Promise<BranchRecord[]>
  /** Joinable branches of a kind, at most 500, for search. */
  joinableBranches(kind: BranchRecord['kind']): Promise<BranchRecord[]>
  /** Those that read the roster of this one. */
  branchesReading(id: string): Promise<BranchRecord[]>
  addBranch(branch: BranchRecord): Promise<void>
  /** One conditional write; false where the version has moved on. */
  changeBranch(branch: BranchRecord, change: Partial<Omit<BranchRecord, '_id' | 'version'>>): Promise<boolean>
}

export type HeldTransfer = Pick<TransferRecord, '_id' | 'accountId' | 'branchId' | 'stage'>

/** As far as a line of a list or of a file tells of it: much more is stored, and each element read costs time. */
export type ListedTransfer = Pick<
  TransferRecord,
  | '_id'
  | 'version'
  | 'reference'
  | 'stage'
  | 'since'
  | 'position'
  | 'state'
  | 'name'
  | 'copy'
  | 'identity'
  | 'party'
  | 'studentNumber'
  | 'rosterMatch'
  | 'flags'
> & { events: readonly (Pick<TransferEvent, 'at' | 'type'> & { reason?: string })[] }

/** One that was found otherwise than in its list, with what the filters look at. */
export type FoundTransfer = ListedTransfer & Pick<TransferRecord, 'branchId' | 'lists' | 'probationEndsOn'>

export type TouchedTransfer = Pick<TransferRecord, '_id' | 'events'>

export interface TransferStore {
  /** One transfer with branch and refused attempts. */
  transfer(id: string): Promise<JoinedTransfer | null>
  /** As `transfer`, with what decides on who asks and what the whole case shows; one request each. */
  ownedTransfer(id: string): Promise<OwnedTransfer | null>
  deskedTransfer(id: string): Promise<DeskedTransfer | null>
  transferCase(id: string): Promise<TransferCase | null>
  /** Newest first; of more than 50 those of which something was said last. */
  transfersOf(accountId: string): Promise<JoinedTransfer[]>
  transfers(ids: readonly string[]): Promise<TransferRecord[]>
  /** Where and how far the transfers of these accounts are, at most 1,000. */
  transfersHeldBy(accountIds: readonly string[]): Promise<HeldTransfer[]>
  /** At most 100, each with branch and refused attempts, in no order. */
  joinedTransfers(ids: readonly string[]): Promise<JoinedTransfer[]>
  /** False where a slot, an id or a reference is taken. */
  addTransfer(record: TransferRecord): Promise<boolean>
  /** `slotTaken` where it would be open again beside another open transfer of the same person and kind. */
  writeTransfer(write: TransferWrite): Promise<'written' | 'overtaken' | 'slotTaken'>
  /** Transfers of which something is to be said by now, longest due first. */
  dueMessages(now: Instant, limit: number): Promise<TransferRecord[]>
  /** The transfer that this link belongs, or ever belonged, to. */
  transferByLink(tokens: readonly Token[]): Promise<JoinedTransfer | null>
  /** Puts a new link in place of the old one while the transfer is open; no version moves. */
  putLink(transfer: TransferRecord, link: LinkRecord): Promise<boolean>
  endLink(id: string): Promise<void>
  /** Longest waiting first. */
  queue(query: QueueQuery): Promise<ListedTransfer[]>
  /** The same with everything that is stored. */
  wholeQueue(query: QueueQuery): Promise<TransferRecord[]>
  /** By name or student number, from so many on. */
  queueBy(sort: 'name' | 'studentNumber', query: ListQuery & { skip: number }): Promise<ListedTransfer[]>
  /** Those with a probation that ends by this day and that the desk still has to look after. */
  queueByProbation(branchId: string, until: string, limit: number): Promise<FoundTransfer[]>
  /** How many stand in a list, and since when the longest waiting one; two requests. */
  queueLength(branchId: string, list: string): Promise<{ count: number; oldest?: Instant }>
  /** Everything that is counted of a branch's transfers, in one request. */
  tally(query: TallyQuery): Promise<Tally>
  /** The logs of those to which something happened at this instant or later, in that order; from so many on. */
  touchedSince(branchId: string, since: Instant, skip: number, limit: number): Promise<TouchedTransfer[]>
  /** Those that a search key finds, longest waiting first; two requests. */
  queueByKey(query: { branchId: string; key: string; after?: string; limit: number }): Promise<FoundTransfer[]>
  /** Those who bear exactly one of these names, in no order; one request, more where it finds more than 1,000. */
  transfersNamed(branchId: string, names: readonly string[]): Promise<FoundTransfer[]>
  /** Those whom a search key finds at any branch, branch by branch, longest waiting first in each; two requests. */
  transfersByKey(key: string, limit: number): Promise<FoundTransfer[]>
  /** One more refused attempt; at most two requests. `known` bounds how many are kept. */
  noteRefused(attempt: Omit<RefusedAttemptRecord, 'count'>, known: readonly RefusedAttemptRecord[]): Promise<void>
}

/** One attempt of a few in a span: `until` is when a span that begins now ends. */
export interface TryOf {
  key: string
  max: number
  now: Instant
  until: Instant
  /** Whether each further attempt begins the span anew; else it runs from the first. */
  renews: boolean
}

export interface LimitStore {
  /** Takes one of `max` until `expiresAt`; false where none is left. */
  takeLimit(key: string, max: number, expiresAt: Instant): Promise<boolean>
  giveBackLimit(key: string): Promise<void>
  /** Takes one of `max` in a span; where none is left, until when. A few requests. */
  takeTry(attempt: TryOf): Promise<Instant | undefined>
  dropLimits(keys: readonly string[]): Promise<void>
  /** As `takeTry`, of one of the limits of a WeChat; its span runs from the first. */
  takeOfWechat(limit: WechatLimit, attempt: Omit<TryOf, 'renews'>): Promise<Instant | undefined>
  giveBackOfWechat(limit: WechatLimit, key: string): Promise<void>
}

/** What a row of the roster is taken for. */
export type RosterLink = Pick<RosterRecord, 'accountId' | 'transferId' | 'match'>

/** What is told of somebody who is expected, and where somebody stands. */
export type GapRow = Pick<
  RosterRecord,
  '_id' | 'branchId' | 'position' | 'name' | 'byName' | 'studentNumber' | 'phone' | 'addedAt' | 'transferId'
>
export type GapTransfer = Pick<TransferRecord, '_id' | 'stage' | 'since' | 'studentNumber'>
/** The same in the queue. */
export type QueuedGap = GapTransfer & Pick<TransferRecord, 'position'>

/** A transfer as far as it is matched with a roster. */
export type MatchedTransfer = Pick<
  TransferRecord,
  '_id' | 'branchId' | 'kind' | 'stage' | 'name' | 'accountId' | 'rosterMatch' | 'studentNumber'
> & {
  copy: Pick<TransferRecord['copy'], 'idNumber'>
  state: Pick<TransferRecord['state'], 'erased'>
  events: readonly Pick<TransferEvent, 'at'>[]
}

/** The branch's own list of who is expected. */
export interface RosterPage {
  sort: 'position' | 'byName'
  /** The place after which it goes on, in that order. */
  after: string | undefined
  limit: number
  notRegistered?: boolean
}

export interface RosterStore {
  /** How many the roster names, and how many of them have not registered. */
  countRoster(branchId: string): Promise<{ size: number; notRegistered: number }>
  /** How many the roster names; one request. */
  countRosterRows(branchId: string): Promise<number>
  /** Those that are there of these ids; a request for each 500. */
  rosterRows(ids: readonly string[]): Promise<RosterRecord[]>
  /** Those that one of these leads to; a request for each 500, more where it finds more than 1,000. */
  rosterFound(branchId: string, finders: readonly string[]): Promise<RosterRecord[]>
  /** Those that are taken for one of these transfers. */
  rosterLinkedTo(transferIds: readonly string[]): Promise<RosterRecord[]>
  /** In the order of the roster, or of names; those alone whom nobody has registered for. */
  rosterPage(branchId: string, page: RosterPage): Promise<RosterRecord[]>
  /** The same, as much of them as is told of a gap. */
  gapRows(branchId: string, page: RosterPage): Promise<GapRow[]>
  /** Where these transfers stand, and no more of them. */
  gapTransfers(ids: readonly string[]): Promise<GapTransfer[]>
  /** Those of a list, longest waiting first. */
  gapQueue(query: QueueQuery): Promise<QueuedGap[]>
  /** The rows that are taken for these transfers, as much of them as is told of a gap. */
  gapRowsOf(transferIds: readonly string[]): Promise<GapRow[]>
  /** Those that this import wrote, in the order of their ids, at most 500. */
  rosterImported(importKey: Token, after: string): Promise<RosterRecord[]>
  /** One request for each 100, and one for each row where somebody else adds the same ones. */
  addRosterRows(rows: readonly RosterRecord[]): Promise<void>
  changeRosterRow(id: string, change: Partial<Omit<RosterRecord, '_id'>>): Promise<void>
  /** How many were there. */
  removeRosterRows(branchId: string, ids: readonly string[]): Promise<number>
  /** The branch's transfers of people with one of these names or numbers; a request for each 500 of either. */
  transfersLike(branchId: string, names: readonly string[], idTokens: readonly Token[]): Promise<MatchedTransfer[]>
  /** Those of these ids. */
  matchedTransfers(ids: readonly string[]): Promise<MatchedTransfer[]>
  /** The ids of the same. */
  idsOfTransfersLike(branchId: string, names: readonly string[], idTokens: readonly Token[]): Promise<string[]>
  /** The branch's transfers of people with one of these student numbers. */
  transfersNumbered(branchId: string, studentNumbers: readonly string[]): Promise<GapTransfer[]>
  /** Of transfers of one branch of which the same is known. Moves no version: a secretary's decision never fails by it. */
  noteRosterMatch(
    branchId: string,
    transferIds: readonly string[],
    known: Pick<TransferRecord, 'rosterMatch' | 'studentNumber' | 'studentKeys'>,
  ): Promise<void>
  noteRosterSize(branchId: string, size: number): Promise<void>
}

/** Files on their way to us in parts. */
export interface UploadStore {
  /** Puts a part in place of the same one sent before. */
  putPart(part: UploadPartRecord): Promise<void>
  /** What has come of an upload, without the bytes. */
  partsOf(upload: string): Promise<Pick<UploadPartRecord, '_id' | 'part' | 'bytes' | 'expiresAt'>[]>
  part(id: string): Promise<UploadPartRecord | null>
  dropUpload(upload: string): Promise<void>
}

/** What is written as a spreadsheet: texts alone. */
export interface Sheet {
  name: string
  heading: readonly string[]
  /** Of the columns, in characters. */
  widths: readonly number[]
  /** Columns of words, which no program takes for a number or a day when somebody types in them; none where it is absent. */
  worded?: readonly boolean[]
  rows: readonly (readonly string[])[]
}

/** A file with a list of names. */
export interface RosterFile {
  bytes: Uint8Array
  /** It is text that was copied from a spreadsheet and pasted, with tabs between its cells. */
  pasted: boolean
  columns: readonly ChosenColumn[]
}

/** A file as it is sent: whole, and as base64 for a reply. */
export interface WrittenFile {
  bytes: Uint8Array
  base64: string
}

export interface Spreadsheets {
  /** The list of names in a file of any kind that is taken; or `BAD_FILE`. */
  readRoster(file: RosterFile): Promise<Reply<RosterTable>>
  write(sheets: readonly Sheet[]): Promise<WrittenFile>
}

/** The environment's storage, for files that are too large for a reply. */
export interface Files {
  /** Under which id a file at this path lies, or would lie. */
  idOf(path: string): Promise<string>
  put(path: string, file: Uint8Array): Promise<void>
  /** An address that gives the file to whoever has it, for so many seconds. Throws where there is no such file. */
  addressOf(id: string, seconds: number): Promise<string>
  /** At most 50; those that are gone already are passed over. */
  drop(ids: readonly string[]): Promise<void>
}

/** What lies in the storage, and until when. */
export interface SharedFileStore {
  noteSharedFile(file: SharedFileRecord): Promise<void>
  sharedFilesUntil(instant: Instant, limit: number): Promise<SharedFileRecord[]>
  forgetSharedFiles(ids: readonly string[]): Promise<void>
}

/** What was filled in of a form so far, of one WeChat. */
export interface DraftStore {
  draft(id: string): Promise<DraftRecord | null>
  /** Ids of all drafts of a WeChat. */
  draftsOf(openid: string): Promise<string[]>
  /**
   * One request where it is there already. A new one beside `atMost` others is not kept: it answers when the first of
   * those runs out.
   */
  putDraft(draft: DraftRecord, atMost: number): Promise<Instant | undefined>
}

/** Codes by which somebody comes back to an account. */
export interface RecoveryStore {
  /** Puts a code in place of the account's last one. */
  putRecovery(recovery: RecoveryRecord): Promise<void>
  /** The codes that serve for this login. */
  recoveriesFor(logins: readonly Token[]): Promise<RecoveryRecord[]>
  /** Uses up one of the tries that all WeChats have at a code together; false where none is left or its time is over. */
  takeRecoveryTry(recovery: RecoveryRecord, atMost: number, now: Instant): Promise<boolean>
}

export interface AuditQuery {
  /** All branches where none is named. */
  branchIds?: readonly string[]
  /** See `auditKey`: entries of any of these. */
  keys: readonly string[]
  /** Only positions after, or before, this one. */
  after?: string
  before?: string
  limit: number
}

export interface AuditStore {
  /** Writes an entry, false where there is one of its id; there is no way to change or remove one. */
  noteAudit(entry: AuditRecord): Promise<boolean>
  /** Newest first. */
  audit(query: AuditQuery): Promise<AuditRecord[]>
}

/** What the timer looks after. */
export interface RetentionStore {
  /** Removes what has run out: limits, drafts, uploads, codes, request ids; a request for each kind. */
  dropExpired(now: Instant): Promise<void>
  allBranches(): Promise<BranchRecord[]>
  /** Transfers of a branch that still hold a sealed copy and have ended, or were last heard of, before this instant. */
  keptBefore(branchId: string, keptAs: 'ended' | 'open', instant: Instant, limit: number): Promise<TransferRecord[]>
  /** Takes a whole roster away. */
  dropRoster(branchId: string): Promise<void>
  /** Attempts on numbers of which the newest was before this instant. */
  conflictsBefore(instant: Instant, limit: number): Promise<Pick<ConflictRecord, '_id' | 'holderAccountId'>[]>
  /** Removes attempts, and warns no longer of accounts that nobody else has tried since; a few requests. */
  dropConflicts(conflicts: readonly Pick<ConflictRecord, '_id' | 'holderAccountId'>[]): Promise<void>
}

/** A branch with the figures of its newest day, where there are any. */
export interface BranchWithFigures {
  branch: BranchRecord
  newest?: FiguresRecord
}

/** What the clock has counted, a document for each branch and day. */
export interface FiguresStore {
  /** With the figures of the last days. */
  branchWithFigures(id: string): Promise<{ branch: BranchRecord; figures: FiguresRecord[] } | null>
  /** All branches, at most 1,000. */
  branchesWithNewest(): Promise<BranchWithFigures[]>
  /** Of every day, the oldest first; at most 1,000. */
  figuresOf(branchId: string): Promise<FiguresRecord[]>
  /** A request for each. */
  putFigures(records: readonly FiguresRecord[]): Promise<void>
  /** How long the branch's answers usually take; moves no version. */
  noteUsualHours(branchId: string, hours: number): Promise<void>
  /** Figures of other days are the newest no longer, and those before the oldest no longer shown; two requests. */
  ageFigures(branchId: string, days: { newest: string; oldest: string }): Promise<void>
}

/** What the deployment's own commands look at. */
export interface DeploymentStore {
  /** Leaves word that the timer's function has run. */
  noteClockRun(at: Instant): Promise<void>
}

/** Who allowed to be told how many wait. */
export interface DigestStore {
  /** One message more for this branch and WeChat, of so many at most; at most two requests. */
  allowDigest(record: DigestRecord, atMost: number): Promise<void>
  digestsDue(now: Instant, limit: number): Promise<DigestRecord[]>
  /** False where another run was there first. */
  moveDigest(digest: DigestRecord, next: Pick<DigestRecord, 'left' | 'dueAt'>): Promise<boolean>
  dropDigest(id: string): Promise<void>
}

export interface ProvinceStore {
  provinceKey(code: string, kid: string): Promise<ProvinceKeyRecord | null>
  /** By the code of their systems; at most 1,000. */
  provinceKeys(): Promise<ProvinceKeyRecord[]>
  putProvinceKey(key: Omit<ProvinceKeyRecord, '_id'>): Promise<void>
  /** False where this request was seen before. */
  useJti(id: string, expiresAt: Instant): Promise<boolean>
  /** Newest first is not promised. */
  transfersByIdNumber(tokens: readonly Token[]): Promise<JoinedTransfer[]>
  /** Those of the accounts with this member number; two requests. */
  transfersByMemberNumber(tokens: readonly Token[]): Promise<JoinedTransfer[]>
}

/** The database as the operations need it; each method is one request unless it says otherwise. */
export type Store = RetentionStore &
  FiguresStore &
  DeploymentStore &
  DigestStore &
  ProvinceStore &
  PeopleStore &
  ConflictStore &
  StaffStore &
  BranchStore &
  TransferStore &
  LimitStore &
  RosterStore &
  UploadStore &
  SharedFileStore &
  DraftStore &
  RecoveryStore &
  AuditStore

/** Thrown by a store where the writes of others got in the way for too long; answered with `TRY_AGAIN`. */
export class Contention extends Error {
  override name = 'Contention'
}

/** Thrown by a store that is closed until then; answered with `TRY_AGAIN` and the instant. */
export class Closed extends Contention {
  override name = 'Closed'
  constructor(readonly until: Instant) {
    super()
  }
}

/** A message template of the deployment, and which of its fields take which part of a message. */
export interface ReminderTemplate {
  id: string
  fields: { [part in keyof Message]?: string }
}
export type ReminderTemplates = { [K in ReminderKind | DeskReminderKind]?: ReminderTemplate }

/**
 * What WeChat did with a message: sent it; `refused`, the person takes none; `invalid`, it will never take this one;
 * `later`, it may take it another time; `unavailable`, it takes none from us now.
 */
export type Sending = 'sent' | 'refused' | 'invalid' | 'later' | 'unavailable'

export interface Messenger {
  /** Sends one message to one WeChat; `page` is the page of the mini-program that it opens. Never throws. */
  send(message: { openid: string; template: ReminderTemplate; says: Message; page: string }): Promise<Sending>
}

export interface Ports {
  store: Store
  /** Empty where the deployment sends no messages. */
  templates: ReminderTemplates
  sealing: Sealing
  random: Randomness
  passwords: Passwords
  publicKeys: PublicKeys
  spreadsheets: Spreadsheets
  files: Files
}
