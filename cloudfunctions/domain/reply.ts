import type { Failure, Reply } from '../contract'

/** What a rule answers: a value, or a refusal with its code, as every operation does. Rules never throw. */
export type { Reply }

export const accepted = <T>(value: T): Reply<T> => ({ ok: true, value })
export const refused = (error: Failure): { ok: false; error: Failure } => ({ ok: false, error })
