import { queryOf, type Operator } from './operators'
import { arrayOperators } from './array-updates'
import { keyOf } from './key-order'
import { erase, partsOf, placeFor, placeOf, read, typeName, write, type Place } from './paths'
import { refused } from './storable'
import { isFields, type Fields, type Value } from './values'

/** The document after update operators; the one given stays as it is. */
export function updated(document: Fields, operators: Fields): Fields {
  const changes = changesOf(operators)
  assertApart(changes.map(({ path }) => path))
  const result = { ...document }
  for (const { apply, path, argument } of changes) {
    for (const head of headsOf(path, argument)) {
      // Fields that no change is about stay the same value, by which an index knows that its entries stay.
      const value = Object.hasOwn(result, head) ? result[head] : undefined
      if (isShared(value)) result[head] = structuredClone(value)
    }
    apply(result, path, isShared(argument) ? structuredClone(argument) : argument)
  }
  if (keyOf(result['_id'] ?? null) !== keyOf(document['_id'] ?? null)) {
    throw refused("Performing an update on the path '_id' would modify the immutable field '_id'")
  }
  return result
}

function isShared(value: Value | undefined): value is Value[] | Fields | Date | RegExp {
  return typeof value === 'object' && value !== null
}

/** The fields of the document that a change is about: that of its path, and the one that `$rename` names. */
function headsOf(path: string, argument: Value): string[] {
  const headOf = (whole: string): string => whole.split('.', 1)[0] ?? ''
  return typeof argument === 'string' ? [headOf(path), headOf(argument)] : [headOf(path)]
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

/** The fields of documents that a projection asks for. */
export function projecting(projection: Fields): (document: Fields) => Fields {
  const wanted = wantedFields(projection)?.set('_id', ALL)
  if (wanted !== undefined) return (document) => fieldsOf(document, wanted)
  return (document) => queryOf({}).find<Fields>([document], projection).all()[0] ?? {}
}

const ALL = 'all'
/** Of an object the fields that are wanted, of each all or some of its own. */
type Wanted = Map<string, Wanted | typeof ALL>

/** A projection that only names fields, which is nearly every one; null for any other. */
function wantedFields(projection: Fields): Wanted | null {
  const wanted: Wanted = new Map()
  for (const [path, asked] of Object.entries(projection)) {
    if ((asked !== true && asked !== 1) || !/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(path)) return null
    const parts = path.split('.')
    const last = parts.pop() ?? ''
    let at: Wanted = wanted
    for (const part of parts) {
      const inner = at.get(part) ?? new Map<string, Wanted | typeof ALL>()
      // A field and a part of it together is refused by the database; the library says how.
      if (inner === ALL) return null
      at.set(part, inner)
      at = inner
    }
    if (at.has(last)) return null
    at.set(last, ALL)
  }
  return wanted
}

/** In the document's own order, as the database gives them. */
function fieldsOf(document: Fields, wanted: Wanted): Fields {
  const result: Fields = {}
  for (const key in document) {
    const part = wanted.get(key)
    if (part === undefined) continue
    const value = document[key]
    const inner = part === ALL || value === undefined ? value : partOf(value, part)
    if (inner !== undefined) result[key] = inner
  }
  return result
}

/** A part of a scalar there is not; of a list it is that of each element that has fields. */
function partOf(value: Value, wanted: Wanted): Value | undefined {
  if (Array.isArray(value)) {
    return value.map((element) => partOf(element, wanted)).filter((part) => part !== undefined)
  }
  return isFields(value) ? fieldsOf(value, wanted) : undefined
}
