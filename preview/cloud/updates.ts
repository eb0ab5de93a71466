import { queryOf, type Operator } from './operators'
import { arrayOperators } from './array-updates'
import { keyOf } from './key-order'
import { erase, partsOf, placeFor, placeOf, read, typeName, write, type Place } from './paths'
import { refused } from './storable'
import { isFields, type Fields, type Value } from './values'

/** The document after update operators; the one given stays as it is. */
export function updated(document: Fields, operators: Fields): Fields {
  const result = structuredClone(document)
  const changes = changesOf(operators)
  assertApart(changes.map(({ path }) => path))
  for (const { apply, path, argument } of changes) apply(result, path, structuredClone(argument))
  if (keyOf(result['_id'] ?? null) !== keyOf(document['_id'] ?? null)) {
    throw refused("Performing an update on the path '_id' would modify the immutable field '_id'")
  }
  return result
}

function changesOf(operators: Fields): { apply: Operator; path: string; argument: Value }[] {
  const changes = Object.entries(operators).flatMap(([name, paths]) => {
    const apply = known.get(name)
    if (apply === undefined) throw refused(`Unknown modifier: ${name}`)
    if (!isFields(paths)) throw refused(`Modifiers operate on fields but we found type ${typeName(paths)} instead.`)
    if (Object.keys(paths).length === 0) {
      throw refused(`'${name}' is empty. You must specify a field like so: {${name}: {<field>: ...}}`)
    }
    return Object.entries(paths).map(([path, argument]) => ({ apply, path, argument }))
  })
  if (changes.length === 0) throw refused('the update operation document must contain atomic operators')
  return changes
}

/** No path may be given twice, nor lie within another: which change came first would be chance. */
function assertApart(paths: string[]): void {
  const sorted = paths.map((path) => partsOf(path).join('.')).sort()
  for (const [i, path] of sorted.entries()) {
    for (const other of sorted.slice(i + 1)) {
      if (other !== path && !other.startsWith(`${path}.`)) continue
      throw refused(`Updating the path '${other}' would create a conflict at '${path}'`)
    }
  }
}

const add: Operator = arithmetic('$inc', 0, (a, b) => a + b)
const multiply: Operator = arithmetic('$mul', 0, (a, b) => a * b)

const known = new Map<string, Operator>([
  ['$set', (document, path, value) => write(placeFor(document, path), value)],
  [
    '$unset',
    (document, path) => {
      const place = placeOf(document, path)
      if (place !== null) erase(place)
    },
  ],
  ['$inc', add],
  ['$mul', multiply],
  ['$min', extreme((order) => order < 0)],
  ['$max', extreme((order) => order > 0)],
  ['$rename', rename],
  ...arrayOperators,
])

function arithmetic(name: string, missing: number, compute: (a: number, b: number) => number): Operator {
  return (document, path, by) => {
    if (typeof by !== 'number')
      throw refused(`Cannot ${verbs[name] ?? ''} with non-numeric argument: {${path}: ${typeName(by)}}`)
    const place = placeFor(document, path)
    const now = read(place) === undefined ? missing : read(place)
    if (typeof now !== 'number') {
      throw refused(
        `Cannot apply ${name} to a value of non-numeric type. The document has the field '${place.key}' of non-numeric type ${typeName(now ?? null)}`,
      )
    }
    write(place, compute(now, by))
  }
}

const verbs: { [operator: string]: string } = { $inc: 'increment', $mul: 'multiply' }

/** Writes where the value is missing, or where the argument comes before or after it in the order of all values. */
function extreme(wins: (order: number) => boolean): Operator {
  return (document, path, argument) => {
    const place = placeFor(document, path)
    const now = read(place)
    if (now === undefined || wins(keyOf(argument) < keyOf(now) ? -1 : keyOf(argument) > keyOf(now) ? 1 : 0)) {
      write(place, argument)
    }
  }
}

function rename(document: Fields, path: string, to: Value): void {
  if (typeof to !== 'string') throw refused(`The 'to' field for $rename must be a string: ${path}: ${typeName(to)}`)
  if (to === path) throw refused(`The source and target field for $rename must differ: ${path}`)
  const place = placeOf(document, path)
  if (place === null) return
  const value = read(place)
  assertNoList(place, path)
  erase(place)
  const target = placeFor(document, to)
  assertNoList(target, to)
  write(target, value ?? null)
}

function assertNoList({ holder }: Place, path: string): void {
  if (Array.isArray(holder)) throw refused(`The field of $rename cannot be an array element: '${path}'`)
}

/** The fields of a document that a projection asks for. */
export function projected(document: Fields, projection: Fields): Fields {
  return queryOf({}).find<Fields>([document], projection).all()[0] ?? {}
}
