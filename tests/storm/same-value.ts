import { isDeepStrictEqual } from 'node:util'

const asStored = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null)) as unknown

/** Whether two values are the same once they are stored: what is undefined is absent, and fields have no order. */
export const sameValue = (one: unknown, other: unknown): boolean => isDeepStrictEqual(asStored(one), asStored(other))
