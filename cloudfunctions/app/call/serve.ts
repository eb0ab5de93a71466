import * as v from 'valibot'
import type { ContractVersion, Failure, FieldFault, Reply, Rule } from '../../contract'
import { accepted, refused } from '../../domain/reply'
import { Closed, Contention } from '../store/ports'
import type { Context } from './context'

/** An operation: the shape of its input, and what it does. */
export interface Operation {
  run(context: Context, input: unknown): Promise<Reply<unknown>>
}

/** Binds a schema to a handler, so that the handler sees well-shaped input only. */
export const operation = <S extends v.GenericSchema>(
  schema: S,
  handle: (context: Context, input: v.InferOutput<S>) => Promise<Reply<unknown>>,
): Operation => ({
  run: async (context, input) => {
    // To a schema a list is an object without fields.
    if (Array.isArray(input)) return badInput([{ path: '', rule: 'type' }])
    const parsed = v.safeParse(schema, input)
    return parsed.success ? handle(context, parsed.output) : badInput(faultsOf(parsed.issues))
  },
})

export const badInput = (fields: FieldFault[]) => refused({ code: 'BAD_INPUT', detail: { fields } })

/** The rules that a schema's checks may name; what is not among them is valibot's own text, and says only `type`. */
const SCHEMA_RULES = [
  'required',
  'length',
  'choice',
  'range',
  'date',
  'month.format',
  'consent',
  'personal',
  'cursor',
  'province.code',
] as const satisfies readonly Rule[]

const isRule = (message: string): message is (typeof SCHEMA_RULES)[number] =>
  SCHEMA_RULES.some((rule) => rule === message)

/** Valibot's issues in our words: the path with dots, the rule as named in the schema, else `required` or `type`. */
export const faultsOf = (issues: readonly v.BaseIssue<unknown>[]): FieldFault[] =>
  issues.map((issue) => ({
    path: v.getDotPath(issue) ?? '',
    rule: issue.input === undefined ? 'required' : isRule(issue.message) ? issue.message : 'type',
  }))

/** The newest version of the contract, which the pages send, and the oldest that is still served. */
const CONTRACT: { newest: ContractVersion; oldest: number } = { newest: 1, oldest: 1 }

const Request = v.object({ op: v.string(), input: v.optional(v.unknown(), {}) })

/** Whether the pages were built for a contract that is no longer served; those that name none are of today. */
const isTooOld = (event: unknown): boolean => {
  const contract = typeof event === 'object' && event !== null && 'contract' in event ? event.contract : CONTRACT.newest
  const version = typeof contract === 'string' ? Number(contract) : contract
  return !(typeof version === 'number' && version >= CONTRACT.oldest)
}

/** What a fault may say in a log: never its message, which can carry a key or a document. */
const traceOf = (error: unknown): Record<string, unknown> => {
  if (!(error instanceof Error)) return { kind: typeof error }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line))
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return { kind: error.name, code, at: frames.slice(0, 6).map((line) => line.trim()) }
}

/**
 * What a caller learns of something thrown: `TRY_AGAIN` where others were in the way, else `INTERNAL` with a trace id
 * that stands in the log beside the place it happened, without personal data.
 */
export const failureOf = (error: unknown, context: Pick<Context, 'traceId'>, op: string): Failure => {
  if (error instanceof Closed) return { code: 'TRY_AGAIN', detail: { until: new Date(error.until).toISOString() } }
  if (error instanceof Contention) return { code: 'TRY_AGAIN' }
  console.error(JSON.stringify({ fault: op, traceId: context.traceId, ...traceOf(error) }))
  return { code: 'INTERNAL', detail: { traceId: context.traceId } }
}

/**
 * Runs one call: parse, find the operation, handle, reply. Refusals are values; only bugs and outages throw.
 */
export const serve = async (
  operations: Readonly<Record<string, Operation>>,
  event: unknown,
  context: Context,
): Promise<Reply<unknown>> => {
  if (isTooOld(event)) return refused({ code: 'TOO_OLD' })
  const request = v.safeParse(Request, event)
  if (!request.success) return badInput(faultsOf(request.issues))
  const { op, input } = request.output
  const found = Object.hasOwn(operations, op) ? operations[op] : undefined
  if (found === undefined) return refused({ code: 'UNKNOWN_OP' })
  try {
    return await found.run(context, input)
  } catch (error) {
    return refused(failureOf(error, context, op))
  }
}

export type { Failure }
export { accepted, refused }
