import type { RosterMatch, Stage } from '../contract'
import type { Instant } from '../domain/beijing'
import type { TransferEvent, Transfer } from '../domain/transfer'
import type {
  AccountRecord,
  AttemptRecord,
  AuditRecord,
  BranchRecord,
  ConflictRecord,
  HolderRecord,
  Sealed,
  Token,
  TransferRecord,
  TransferWhole,
  WechatRecord,
} from './records'

/** Where a sealed value lies: moved anywhere else it cannot be opened. */
export interface Place {
  collection: 'accounts' | 'transfers' | 'drafts'
  id: string
  field: string
}

export interface Sealing {
  seal(plain: string, place: Place): Sealed
  /** Throws where the value was not sealed for this place, or the key is gone. */
  open(sealed: Sealed, place: Place): string
  /** Tokens of a value under the current key first, then under those that are being rotated out. */
  tokens(kind: 'idNumber' | 'phone' | 'memberNumber' | 'login', value: string): readonly [Token, ...Token[]]
}

export interface Randomness {
  /** An unguessable id of at most 64 characters. */
  id(): string
  digits(count: number): string
}

export interface Passwords {
  hash(password: string): Promise<string>
  /** Costs the same whether `hash` is there or not. */
  matches(password: string, hash: string | null): Promise<boolean>
}

/** What an accepted command changes on a transfer, in one conditional write. */
export interface TransferChange {
  events: TransferEvent[]
  state: Transfer
  /** Beside state and log: the sealed copy after an amendment, what is known of the roster after a move. */
  also?: Partial<
    Pick<TransferRecord, 'name' | 'copy' | 'idToken' | 'identity' | 'party' | 'studentNumber' | 'rosterMatch' | 'flags'>
  >
}

export interface QueueQuery {
  branchId: string
  stage?: Stage
  rosterMatch?: RosterMatch
  /** Only positions before, or after, this one. */
  before?: string
  after?: string
  limit: number
}

/** Writes that move together or not at all. The work may run more than once. */
export interface Transaction {
  wechat(openid: string): Promise<WechatRecord | null>
  putWechat(record: WechatRecord): Promise<void>
  account(id: string): Promise<AccountRecord | null>
  putAccount(record: AccountRecord): Promise<void>
  holder(kind: 'holders' | 'logins', token: Token): Promise<HolderRecord | null>
  putHolder(kind: 'holders' | 'logins', record: HolderRecord): Promise<void>
  dropHolder(kind: 'holders' | 'logins', token: Token): Promise<void>
  transfer(id: string): Promise<TransferRecord | null>
  putTransfer(record: TransferRecord): Promise<void>
}

/** Who somebody is: WeChats, accounts, and what moves together with them. */
export interface PeopleStore {
  wechat(openid: string): Promise<WechatRecord | null>
  account(id: string): Promise<AccountRecord | null>
  /** Whether another account has registered this member number. */
  numberElsewhere(tokens: readonly Token[], accountId: string): Promise<boolean>
  noteConflict(conflict: Omit<ConflictRecord, 'attempts' | 'firstAt'>): Promise<void>
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
}

export interface BranchStore {
  branch(id: string): Promise<BranchRecord | null>
  branches(ids: readonly string[]): Promise<BranchRecord[]>
  /** Joinable branches of a kind, at most 500, for search. */
  joinableBranches(kind: BranchRecord['kind']): Promise<BranchRecord[]>
}

export interface TransferStore {
  /** One transfer with branch and refused attempts. */
  transfer(id: string): Promise<TransferWhole | null>
  /** Newest first. */
  transfersOf(accountId: string): Promise<TransferWhole[]>
  transfers(ids: readonly string[]): Promise<TransferRecord[]>
  /** False where a slot, an id or a reference is taken. */
  addTransfer(record: TransferRecord): Promise<boolean>
  /**
   * One conditional write. `overtaken` where the version has moved on; `slotTaken` where it would be open again beside
   * another open transfer of the same person and kind.
   */
  changeTransfer(transfer: TransferRecord, change: TransferChange): Promise<'written' | 'overtaken' | 'slotTaken'>
  /** Longest waiting first. */
  queue(query: QueueQuery): Promise<TransferRecord[]>
  /** Those whose name or student number begins with the text; two requests, at most 1,000 each. */
  queueByText(branchId: string, prefix: string): Promise<TransferRecord[]>
  /** One more refused attempt; at most two requests. `known` bounds how many are kept. */
  noteAttempt(attempt: Omit<AttemptRecord, 'count'>, known: readonly AttemptRecord[]): Promise<void>
}

export interface LimitStore {
  /** Takes one of `max` until `expiresAt`; false where none is left. */
  takeLimit(key: string, max: number, expiresAt: Instant): Promise<boolean>
  giveBackLimit(key: string): Promise<void>
}

export interface AuditStore {
  /** Writes an entry; there is no way to change or remove one. */
  noteAudit(entry: AuditRecord): Promise<void>
  /** Newest first; all branches where none is named. `before` is the instant and id of the last entry seen. */
  audit(branchId: string | undefined, before: string | undefined, limit: number): Promise<AuditRecord[]>
}

/** The database as the operations need it; each method is one request unless it says otherwise. */
export type Store = PeopleStore & BranchStore & TransferStore & LimitStore & AuditStore

/** Thrown by a store where the writes of others got in the way for too long; answered with `TRY_AGAIN`. */
export class Contention extends Error {
  override name = 'Contention'
}

export interface Ports {
  store: Store
  sealing: Sealing
  random: Randomness
  passwords: Passwords
}
