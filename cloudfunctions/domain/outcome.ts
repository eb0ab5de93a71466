import type { Failure } from '../contract'

/** What a rule answers: a value, or a refusal with its code. Rules never throw. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: Failure }

export const accepted = <T>(value: T): Outcome<T> => ({ ok: true, value })
export const refused = (error: Failure): { ok: false; error: Failure } => ({ ok: false, error })
