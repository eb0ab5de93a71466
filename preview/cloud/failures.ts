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

export function duplicateKey(collection: string, index: string): DatabaseFailure {
  return new DatabaseFailure(
    'DATABASE_REQUEST_FAILED',
    `E11000 duplicate key error collection: ${collection} index: ${index}`,
  )
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
