import { keyOf } from './key-order'
import { isOfElement, queryOf, type Operator } from './operators'
import { placeFor, placeOf, read, typeName, write } from './paths'
import { refused } from './storable'
import { isFields, valuesAt, type Fields, type Value } from './values'

/** The update operators that change lists. */
export const arrayOperators: [name: string, operator: Operator][] = [
  ['$push', push],
  ['$addToSet', addToSet],
  ['$pull', pulling('$pull', (condition) => matcher(condition))],
  ['$pullAll', pulling('$pullAll', pullAllOf)],
  ['$pop', pop],
]

function push(document: Fields, path: string, argument: Value): void {
  const place = placeFor(document, path)
  const now = read(place)
  if (now !== undefined && !Array.isArray(now)) {
    throw refused(`The field '${path}' must be an array but is of type ${typeName(now)}`)
  }
  const { elements, position, slice, sort } = pushed(argument)
  const list = [...(now ?? [])]
  list.splice(position ?? list.length, 0, ...elements)
  if (sort !== undefined) list.sort(orderBy(sort))
  write(place, slice === undefined ? list : slice < 0 ? list.slice(slice) : list.slice(0, slice))
}

interface Pushed {
  elements: Value[]
  position?: number
  slice?: number
  sort?: Value
}

function pushed(argument: Value): Pushed {
  if (!isFields(argument) || !('$each' in argument)) return { elements: [argument] }
  const { $each, $position, $slice, $sort, ...more } = argument
  const [unknown] = Object.keys(more)
  if (unknown !== undefined) throw refused(`Unrecognized clause in $push: ${unknown}`)
  if (!Array.isArray($each)) throw refused('The argument to $each in $push must be an array')
  return {
    elements: $each,
    ...($position === undefined ? {} : { position: whole('$position', $position) }),
    ...($slice === undefined ? {} : { slice: whole('$slice', $slice) }),
    ...($sort === undefined ? {} : { sort: $sort }),
  }
}

function whole(name: string, value: Value): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value
  throw refused(`The value for ${name} must be an integer value but was given type: ${typeName(value)}`)
}

function orderBy(sort: Value): (a: Value, b: Value) => number {
  const by: [path: string, direction: Value][] = isFields(sort) ? Object.entries(sort) : [['', sort]]
  const directions = by.map(([, direction]) => direction)
  if (!directions.every((direction) => direction === 1 || direction === -1)) {
    throw refused('The $sort element value must be either 1 or -1')
  }
  const keyAt = (value: Value, path: string): string =>
    path === '' ? keyOf(value) : isFields(value) ? keyOf(valuesAt(value, path)[0] ?? null) : keyOf(null)
  return (a, b) => {
    for (const [path, direction] of by) {
      const [one, other] = [keyAt(a, path), keyAt(b, path)]
      if (one !== other) return (one < other ? -1 : 1) * Number(direction)
    }
    return 0
  }
}

function addToSet(document: Fields, path: string, argument: Value): void {
  const place = placeFor(document, path)
  const now = read(place)
  if (now !== undefined && !Array.isArray(now)) {
    throw refused(
      `Cannot apply $addToSet to non-array field. Field named '${path}' has non-array type ${typeName(now)}`,
    )
  }
  const each = isFields(argument) && '$each' in argument ? argument['$each'] : [argument]
  if (!Array.isArray(each)) throw refused('The argument to $each in $addToSet must be an array')
  const list = [...(now ?? [])]
  const present = new Set(list.map(keyOf))
  for (const value of each) {
    if (present.has(keyOf(value))) continue
    present.add(keyOf(value))
    list.push(value)
  }
  write(place, list)
}

function pulling(name: string, matching: (argument: Value) => (element: Value) => boolean): Operator {
  return (document, path, argument) => {
    const matches = matching(argument)
    const place = placeOf(document, path)
    if (place === null) return
    const now = read(place)
    if (!Array.isArray(now)) throw refused(`Cannot apply ${name} to a non-array value`)
    write(
      place,
      now.filter((element) => !matches(element)),
    )
  }
}

function pullAllOf(argument: Value): (element: Value) => boolean {
  if (!Array.isArray(argument))
    throw refused(`$pullAll requires an array argument but was given a ${typeName(argument)}`)
  const keys = new Set(argument.map(keyOf))
  return (element) => keys.has(keyOf(element))
}

/** What `$pull` says of an element: conditions on the element, a query on an object's fields, or the value itself. */
function matcher(condition: Value): (element: Value) => boolean {
  if (condition instanceof RegExp) return (element) => typeof element === 'string' && condition.test(element)
  if (!isFields(condition)) return (element) => keyOf(element) === keyOf(condition)
  const ofElement = isOfElement(condition)
  const query = queryOf(ofElement ? { element: condition } : condition)
  return (element) => (ofElement ? query.test({ element }) : isFields(element) && query.test(element))
}

function pop(document: Fields, path: string, end: Value): void {
  if (end !== 1 && end !== -1) throw refused('$pop expects 1 or -1')
  const place = placeOf(document, path)
  if (place === null) return
  const now = read(place)
  if (!Array.isArray(now))
    throw refused(`Path '${path}' contains an element of non-array type '${typeName(now ?? null)}'`)
  write(place, end === 1 ? now.slice(0, -1) : now.slice(1))
}
