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
  let found: Value[] = [document]
  for (const part of path.split('.')) found = found.flatMap((value) => step(value, part))
  const leaves = found.flatMap((value) => (Array.isArray(value) ? value : [value]))
  return leaves.length === 0 ? [null] : leaves
}

function step(value: Value, part: string): Value[] {
  if (Array.isArray(value)) {
    if (/^\d+$/.test(part)) return [value[Number(part)] ?? null]
    return value.flatMap((element) => step(element, part))
  }
  return isFields(value) ? [value[part] ?? null] : [null]
}
