/** What a document may hold once it has left the wire: JSON, dates and regular expressions. */
export type Value = null | boolean | number | string | Date | RegExp | Value[] | { [key: string]: Value }
export type Fields = { [key: string]: Value }

export function isFields(value: Value | undefined): value is Fields {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof RegExp)
  )
}

/** The values an index holds for a dotted path: one for each element of an array, null where the field is missing. */
export function valuesAt(document: Fields, path: string): Value[] {
  const single = singleAt(document, path)
  if (single !== undefined) return [single]
  let found: Value[] = [document]
  for (const part of path.split('.')) found = found.flatMap((value) => step(value, part))
  const leaves = found.flatMap((value) => (Array.isArray(value) ? value : [value]))
  return leaves.length === 0 ? [null] : leaves
}

/** The value at a path that meets no array, which is nearly every path; `undefined` where one is met. */
export function singleAt(document: Fields, path: string): Value | undefined {
  let value: Value = document
  for (let from = 0; from <= path.length;) {
    const dot = path.indexOf('.', from)
    const part = dot === -1 ? path.slice(from) : path.slice(from, dot)
    if (Array.isArray(value)) return undefined
    if (!isFields(value)) return null
    value = value[part] ?? null
    if (dot === -1) break
    from = dot + 1
  }
  return Array.isArray(value) ? undefined : value
}

/** The arrays that a dotted path leads to. */
export function listsAt(document: Fields, path: string): Value[][] {
  let found: Value[] = [document]
  for (const part of path.split('.')) found = found.flatMap((value) => step(value, part))
  return found.filter((value): value is Value[] => Array.isArray(value))
}

function step(value: Value, part: string): Value[] {
  if (Array.isArray(value)) {
    if (/^\d+$/.test(part)) return [value[Number(part)] ?? null]
    return value.flatMap((element) => step(element, part))
  }
  return isFields(value) ? [value[part] ?? null] : [null]
}
