import * as v from 'valibot'

/**
 * What the service's refusals mean. Sources: its list of error codes (docs.cloudbase.net/error-code/basic) and messages
 * that others have met, which begin with the kind in brackets.
 */

const Refusal = v.fallback(v.object({ code: v.fallback(v.string(), ''), message: v.fallback(v.string(), '') }), {
  code: '',
  message: '',
})
const read = (error: unknown): v.InferOutput<typeof Refusal> => v.parse(Refusal, error)

/** A key is taken. Three spellings of it are known: a code, MongoDB's own number, and the words of a bulk write. */
export const isDuplicate = (error: unknown): boolean => {
  const { code, message } = read(error)
  return code === 'DATABASE_DUPLICATE_WRITE' || /E11000|multiple write,\s*duplicate key error/u.test(message)
}

const TRANSACTION = new Set(['DATABASE_TRANSACTION_CONFLICT', 'DATABASE_TRANSACTION_FAIL'])

/** The transaction met another one, or is gone: the whole of it may be tried again. */
export const isConflict = (error: unknown): boolean => TRANSACTION.has(read(error).code)

const BUSY = new Set([
  'EXCEED_REQUEST_LIMIT',
  'EXCEED_CONCURRENT_REQUEST_LIMIT',
  'EXCEED_RATELIMIT',
  'RESOURCE_NOT_INITIAL',
  'SERVER_TIMEOUT',
  'ECONNRESET',
  'ECONNREFUSED',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
])

/** The service has too much to do or cannot be reached just now: nothing is wrong with what was asked. */
export const isBusy = (error: unknown): boolean => {
  const { code, message } = read(error)
  return BUSY.has(code) || isConflict(error) || /\[(?:LimitExceeded|ResourceUnavailable)\b|\boverrun\b/u.test(message)
}
