import type { Collection, Version } from './collection'
import { DatabaseFailure } from './failures'
import { keyOf } from './key-order'
import { directed } from './ordered-index'
import { filterTest } from './predicates'
import { plan, type Plan, type Sort, type Stretch } from './planner'
import { valuesAt, type Fields } from './values'

/** Counts what a request has read, so that tests and the bench can hold a screen to its cost. */
export interface ReadCount {
  documents: number
}

/**
 * The documents of a collection that meet a filter, in the order of the sort, read one by one: whoever needs only the
 * first twenty stops there. A collection that is named in `indexes.json` is read through an index or not at all.
 */
export function* matching(
  collection: Collection,
  filter: Fields,
  sort: Sort,
  count: ReadCount,
): Generator<Version, void> {
  const found = plan(collection.indexes, filter, sort)
  if (found === null && collection.guarded) throw notCovered(collection.name, filter, sort)
  const meets = filterTest(filter)
  for (const version of candidates(collection, found, sort)) {
    count.documents++
    if (meets(version.document ?? {})) yield version
  }
}

/** A document with its text, as a query finds it. */
export interface Seen {
  document: Fields | null
  text: string
}

/** As `matching`, of documents that no index holds: what a transaction sees. Whether an index covers it is asked all the same. */
export function matchingAmong(
  collection: Collection,
  documents: Iterable<Seen>,
  filter: Fields,
  sort: Sort,
  count: ReadCount,
): Seen[] {
  if (collection.guarded && !isCovered(collection, filter, sort)) throw notCovered(collection.name, filter, sort)
  const meets = filterTest(filter)
  const found: Seen[] = []
  for (const seen of documents) {
    count.documents++
    if (meets(seen.document ?? {})) found.push(seen)
  }
  return sorted(found, sort)
}

/** Whether an index covers the filter and the sort together. */
export function isCovered(collection: Collection, filter: Fields, sort: Sort): boolean {
  return plan(collection.indexes, filter, sort) !== null
}

function candidates(collection: Collection, found: Plan | null, sort: Sort): Iterable<Version> {
  if (found === null) return sort.length === 0 ? collection.all() : sorted(collection.all(), sort)
  if (found.by === 'ids') {
    const ids = [...new Set(found.ids.map(String))]
    return sorted(
      ids.flatMap((id) => collection.read(id) ?? []),
      sort,
    )
  }
  const streams = found.stretches.map((stretch) => walk(collection, stretch))
  const [first] = streams
  if (streams.length === 1 && first !== undefined) return found.distinct ? first : distinct(first)
  return distinct(sort.length === 0 ? joined(streams) : merged(streams, sort))
}

function* walk(collection: Collection, { index, from, to, backwards }: Stretch): Generator<Version, void> {
  const entries = backwards ? index.entries.descending(from, to) : index.entries.ascending(from, to)
  for (const { id } of entries) {
    const version = collection.read(id)
    if (version !== null) yield version
  }
}

function* joined(streams: Iterable<Version>[]): Generator<Version, void> {
  for (const stream of streams) yield* stream
}

function* distinct(versions: Iterable<Version>): Generator<Version, void> {
  const seen = new Set<Version>()
  for (const version of versions) {
    if (seen.has(version)) continue
    seen.add(version)
    yield version
  }
}

/** Joins streams that are each in order into one that is. */
function* merged(streams: Generator<Version, void>[], sort: Sort): Generator<Version, void> {
  const heads = streams.flatMap((stream) => advance(stream, sort) ?? [])
  while (heads.length > 0) {
    let least = 0
    for (let i = 1; i < heads.length; i++) if ((heads[i]?.key ?? '') < (heads[least]?.key ?? '')) least = i
    const head = heads[least]
    if (head === undefined) return
    yield head.version
    const next = advance(head.stream, sort)
    if (next === null) heads.splice(least, 1)
    else heads[least] = next
  }
}

interface Head {
  stream: Generator<Version, void>
  version: Version
  key: string
}

function advance(stream: Generator<Version, void>, sort: Sort): Head | null {
  const { value } = stream.next()
  return value === undefined ? null : { stream, version: value, key: sortKey(value.document ?? {}, sort) }
}

/** Documents in the order of a sort. */
export function sorted<T extends { document: Fields | null }>(versions: Iterable<T>, sort: Sort): T[] {
  if (sort.length === 0) return [...versions]
  const keyed = [...versions].map((version) => ({ version, key: sortKey(version.document ?? {}, sort) }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return keyed.map(({ version }) => version)
}

/** Of an array the smallest element counts when ascending, the greatest when descending. */
function sortKey(document: Fields, sort: Sort): string {
  return sort
    .map(([path, direction]) =>
      valuesAt(document, path)
        .map((value) => directed(keyOf(value), direction))
        .reduce((a, b) => (b < a ? b : a)),
    )
    .join('')
}

/** The values of the filter stay out of the message: they may be somebody's name. */
function notCovered(collection: string, filter: Fields, sort: Sort): DatabaseFailure {
  const by = sort.map(([path, direction]) => (direction === 1 ? path : `-${path}`)).join(', ')
  return new DatabaseFailure(
    'DATABASE_REQUEST_FAILED',
    `no index covers ${collection} where ${shape(filter)} order by ${by === '' ? 'nothing' : by}: add one to cloudfunctions/indexes.json`,
  )
}

function shape(filter: Fields): string {
  return JSON.stringify(filter, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !(value instanceof RegExp) ? value : '?',
  )
}
