import { NOTHING } from './kinds'

/** Where a value stands in an input: keys and indexes from the outside in. */
export type Path = readonly (string | number)[]

/** A field that nobody asks for. */
const UNASKED = 'unasked'

const entries = (value: object): [string | number, unknown][] =>
  Array.isArray(value) ? value.map((one: unknown, i) => [i, one]) : Object.entries(value)

/** Every place of an input, the whole of it first, and in each object of it one more that nobody asks for. */
export const pathsOf = (value: unknown, at: Path = []): Path[] => {
  if (typeof value !== 'object' || value === null) return [at]
  const inside = entries(value).flatMap(([key, one]) => pathsOf(one, [...at, key]))
  return [at, ...inside, ...(Array.isArray(value) ? [] : [[...at, UNASKED]])]
}

/** The value that stands at a place. */
export const valueAt = (value: unknown, [key, ...rest]: Path): unknown => {
  if (key === undefined) return value
  return valueAt((value as Record<string | number, unknown>)[key], rest)
}

/** The same input with another value at a place; `NOTHING` leaves it out. */
export const withValue = (value: unknown, [key, ...rest]: Path, other: unknown): unknown => {
  if (key === undefined) return other
  if (Array.isArray(value))
    return value.flatMap((one: unknown, i) => {
      const now = i === key ? withValue(one, rest, other) : one
      return now === NOTHING ? [] : [now]
    })
  const fields = value as Record<string, unknown>
  const now = withValue(fields[key], rest, other)
  return Object.fromEntries([
    ...Object.entries(fields).filter(([name]) => name !== key),
    ...(now === NOTHING ? [] : [[String(key), now]]),
  ])
}
