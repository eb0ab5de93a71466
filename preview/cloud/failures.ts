/** A refusal of the database, in the codes and wording that the SDK's callers meet on the platform. */
export class DatabaseFailure extends Error {
  override readonly name = 'DatabaseFailure'
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

/** The local cloud cannot open at all; the message is for the person who typed the command. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure'
}

export function notEmulated(what: string): never {
  throw new DatabaseFailure('INVALID_PARAM', `not emulated: ${what}`)
}

export function noCollection(name: string): DatabaseFailure {
  return new DatabaseFailure(
    'DATABASE_COLLECTION_NOT_EXIST',
    `[ResourceNotFound] Db or Table not exist: ${name}. Please check your request, but if the problem cannot be solved, contact us.`,
  )
}

/** A key is taken; how that is spelled on the wire is chosen there. */
export class DuplicateKey extends DatabaseFailure {
  constructor(collection: string, index: string) {
    super('DATABASE_REQUEST_FAILED', `E11000 duplicate key error collection: ${collection} index: ${index}`)
  }
}

/** The spellings that the service has been seen to use. */
export const duplicateSpellings = ['E11000', 'DATABASE_DUPLICATE_WRITE', 'multiple write'] as const
export type DuplicateSpelling = (typeof duplicateSpellings)[number]

export function spelled(failure: DuplicateKey, spelling: DuplicateSpelling): DatabaseFailure {
  const words = 'multiple write,duplicate key error collection'
  if (spelling === 'DATABASE_DUPLICATE_WRITE') {
    return new DatabaseFailure(spelling, `[FailedOperation.DuplicateWrite] ${words}`)
  }
  return spelling === 'multiple write' ? new DatabaseFailure('DATABASE_REQUEST_FAILED', words) : failure
}

/** How the service says that it has too much to do or that others came first, by a short name. */
export const busyRefusals = {
  conflict: ['DATABASE_TRANSACTION_CONFLICT', '[ResourceUnavailable.TransactionConflict] Transaction is conflict'],
  transactionGone: [
    'DATABASE_TRANSACTION_FAIL',
    '[ResourceUnavailable.TransactionNotExist] Transaction does not exist',
  ],
  transactionBusy: ['DATABASE_TRANSACTION_FAIL', '[ResourceUnavailable.TransactionBusy] Transaction is busy'],
  requests: ['EXCEED_REQUEST_LIMIT', 'request count exceeds limit'],
  atOnce: ['EXCEED_CONCURRENT_REQUEST_LIMIT', 'concurrent request limit exceeded'],
  rate: ['EXCEED_RATELIMIT', 'request frequency exceeds limit'],
  notReady: ['RESOURCE_NOT_INITIAL', 'resource not initialized or unavailable'],
  slow: ['SERVER_TIMEOUT', 'service response timeout'],
  quota: ['DATABASE_REQUEST_FAILED', '[LimitExceeded.OutOfReadRequestQuota] read request overrun'],
  overrun: ['DATABASE_REQUEST_FAILED', '[PutItem] Write request overrun'],
} as const satisfies { [name: string]: [code: string, message: string] }
export type BusyRefusal = keyof typeof busyRefusals

export function busy(name: BusyRefusal): DatabaseFailure {
  const [code, message] = busyRefusals[name]
  return new DatabaseFailure(code, message)
}

export function permissionDenied(): DatabaseFailure {
  return new DatabaseFailure('DATABASE_PERMISSION_DENIED', 'Permission denied')
}

export function transactionConflict(): DatabaseFailure {
  return new DatabaseFailure(
    'DATABASE_TRANSACTION_CONFLICT',
    '[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. Please check your request, but if the problem persists, contact us.',
  )
}

export function transactionGone(): DatabaseFailure {
  return new DatabaseFailure(
    'DATABASE_TRANSACTION_FAIL',
    '[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, transaction must be commit or abort in 30 seconds. Please check your request, but if the problem persists, contact us.',
  )
}
