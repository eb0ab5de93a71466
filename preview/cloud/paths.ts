import { refused } from './storable'
import { isFields, type Fields, type Value } from './values'

/** Where a path of an update ends: the object or list that holds its last part. */
export interface Place {
  holder: Fields | Value[]
  key: string
}

/** The name of a value's type as the database says it. */
export function typeName(value: Value): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (value instanceof Date) return 'date'
  if (value instanceof RegExp) return 'regex'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double'
  return typeof value
}

export function partsOf(path: string): string[] {
  const parts = path.split('.')
  if (parts.includes('')) throw refused(`The update path '${path}' contains an empty field name, which is not allowed.`)
  for (const part of parts) {
    if (part === '$' || part.startsWith('$[')) throw refused(`not emulated: the position '${part}' in an update's path`)
    if (part === '__proto__') throw refused(`not emulated: the field '${part}'`)
    if (part.startsWith('$'))
      throw refused(`The dollar ($) prefixed field '${part}' in '${path}' is not valid for storage.`)
  }
  return parts
}

/**
 * The place of a path, with the objects on the way made where they are missing. A path through null, a scalar or a
 * list's field by name is refused; what lies there is not said, for it may be somebody's name.
 */
export function placeFor(document: Fields, path: string): Place {
  const parts = partsOf(path)
  const key = parts.pop() ?? ''
  let holder: Fields | Value[] = document
  let at = ''
  for (const part of parts) {
    const inner: Value | undefined = read({ holder, key: part })
    assertCanHold(holder, part, at)
    at = part
    if (inner === undefined) {
      const made: Fields = {}
      write({ holder, key: part }, made)
      holder = made
    } else if (Array.isArray(inner) || isFields(inner)) holder = inner
    else throw cannotCreate(parts[parts.indexOf(part) + 1] ?? key, part, inner)
  }
  assertCanHold(holder, key, at)
  return { holder, key }
}

/** The place of a path if everything on the way is there; nothing is made. */
export function placeOf(document: Fields, path: string): Place | null {
  const parts = partsOf(path)
  const key = parts.pop() ?? ''
  let holder: Fields | Value[] = document
  for (const part of parts) {
    const inner: Value | undefined = read({ holder, key: part })
    if (inner === undefined || !(Array.isArray(inner) || isFields(inner))) return null
    holder = inner
  }
  return read({ holder, key }) === undefined ? null : { holder, key }
}

function assertCanHold(holder: Fields | Value[], key: string, name: string): void {
  if (Array.isArray(holder) && !isIndex(key)) throw cannotCreate(key, name, holder)
}

function cannotCreate(key: string, name: string, value: Value): Error {
  return refused(`Cannot create field '${key}' in element {${name}: ${typeName(value)}}`)
}

function isIndex(part: string): boolean {
  return /^(?:0|[1-9]\d{0,5})$/.test(part)
}

export function read({ holder, key }: Place): Value | undefined {
  if (Array.isArray(holder)) return isIndex(key) ? holder[Number(key)] : undefined
  return Object.hasOwn(holder, key) ? holder[key] : undefined
}

export function write({ holder, key }: Place, value: Value): void {
  if (!Array.isArray(holder)) {
    holder[key] = value
    return
  }
  while (holder.length < Number(key)) holder.push(null)
  holder[Number(key)] = value
}

/** Takes a value out; in a list null stays in its place. */
export function erase({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder[Number(key)] = null
  else Reflect.deleteProperty(holder, key)
}
