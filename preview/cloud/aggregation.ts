import type { Collection } from './collection'
import { DatabaseFailure, notEmulated } from './failures'
import { grouped } from './grouping'
import { keyOf } from './key-order'
import type { Sort } from './planner'
import { runPipeline } from './operators'
import { isCovered, matching, sorted, type ReadCount } from './reader'
import { isFields, valuesAt, type Fields, type Value } from './values'

export interface Stage {
  name: string
  value: Value
}

/** How many rows a pipeline gives that does not end with a limit of its own, whatever limit it has further up. */
const unlimitedRows = 20

/** Stages that need nothing but the documents that come in. */
const local = new Set([
  '$addFields',
  '$bucket',
  '$bucketAuto',
  '$count',
  '$group',
  '$limit',
  '$match',
  '$project',
  '$replaceRoot',
  '$sample',
  '$skip',
  '$sortByCount',
  '$unwind',
])

/**
 * Runs a pipeline. Its first stage reads through an index as a query does, together with a `$sort`, `$skip` and
 * `$limit` that follow it where the index has that order; a `$lookup` goes by an index of the other collection.
 */
export function aggregate(
  collection: Collection,
  stages: Stage[],
  other: (name: string) => Collection | null,
  count: ReadCount,
): Fields[] {
  let { documents, rest } = leading(collection, stages, count)
  while (rest.length > 0) {
    const at = rest.findIndex(({ name }) => name === '$lookup' || name === '$sort')
    documents = run(documents, at === -1 ? rest : rest.slice(0, at))
    const stage = rest[at]
    if (stage === undefined) break
    if (stage.name === '$sort') documents = inOrder(documents, stage.value)
    else documents = lookUp(documents, stage.value, other, count)
    rest = rest.slice(at + 1)
  }
  return stages.at(-1)?.name === '$limit' ? documents : documents.slice(0, unlimitedRows)
}

/** In the order that an index of the database has, text by code points. */
function inOrder(documents: Fields[], order: Value): Fields[] {
  if (!isFields(order)) throw new DatabaseFailure('INVALID_PARAM', '$sort needs an object')
  return sorted(
    documents.map((document) => ({ document })),
    sortOf(order),
  ).map(({ document }) => document)
}

function run(documents: Fields[], stages: Stage[]): Fields[] {
  for (const { name } of stages) if (!local.has(name)) notEmulated(`aggregate stage ${name}`)
  const [first, ...others] = stages
  if (first === undefined) return documents
  const groups = first.name === '$group' ? grouped(documents, first.value) : null
  if (groups !== null) return run(groups, others)
  return runPipeline(
    documents,
    stages.map(({ name, value }) => ({ [name]: value })),
  )
}

function leading(collection: Collection, stages: Stage[], count: ReadCount): { documents: Fields[]; rest: Stage[] } {
  const [first, second] = stages
  const filter = first?.name === '$match' && isFields(first.value) ? first.value : {}
  const rest = first?.name === '$match' ? stages.slice(1) : stages
  const order = second?.name === '$sort' && isFields(second.value) ? sortOf(second.value) : []
  const byIndex = order.length > 0 && isCovered(collection, filter, order)
  const after = byIndex ? rest.slice(1) : rest
  const versions = matching(collection, filter, byIndex ? order : [], count)
  return { documents: taken(versions, enough(after)), rest: after }
}

function taken(versions: Iterable<{ document: Fields | null }>, most: number): Fields[] {
  const documents: Fields[] = []
  for (const { document } of versions) {
    if (document !== null) documents.push(document)
    if (documents.length >= most) break
  }
  return documents
}

/** How many documents the `$skip` and `$limit` at the beginning of these stages can use. */
function enough(stages: Stage[]): number {
  let skipped = 0
  for (const { name, value } of stages) {
    if (name === '$limit') return skipped + Number(value)
    if (name !== '$skip') break
    skipped += Number(value)
  }
  return Infinity
}

export function sortOf(order: Fields): Sort {
  return Object.entries(order).map(([path, direction]) => [path, direction === -1 ? -1 : 1])
}

function lookUp(
  documents: Fields[],
  value: Value,
  other: (name: string) => Collection | null,
  count: ReadCount,
): Fields[] {
  if (!isFields(value)) throw new DatabaseFailure('INVALID_PARAM', '$lookup needs an object')
  const { from, localField, foreignField, as, ...more } = value
  if (Object.keys(more).length > 0) notEmulated(`$lookup with ${Object.keys(more).join(', ')}`)
  if (
    typeof from !== 'string' ||
    typeof localField !== 'string' ||
    typeof foreignField !== 'string' ||
    typeof as !== 'string'
  ) {
    throw new DatabaseFailure('INVALID_PARAM', '$lookup needs from, localField, foreignField and as')
  }
  const foreign = other(from)
  const join = foreign === null ? () => [] : joiner(foreign, foreignField, count)
  return documents.map((document) => withField(document, as, join(valuesAt(document, localField))))
}

/** Answers which foreign documents hold one of the values, asking the index once for each set of values. */
function joiner(foreign: Collection, field: string, count: ReadCount): (values: Value[]) => Fields[] {
  const known = new Map<string, Fields[]>()
  const scanned = isCovered(foreign, { [field]: '' }, []) || foreign.guarded ? null : scan(foreign, field, count)
  return (values) => {
    const key = values.map(keyOf).join('')
    let found = known.get(key)
    if (found === undefined) {
      found =
        scanned === null
          ? taken(matching(foreign, { [field]: { $in: values } }, [], count), Infinity)
          : [...new Set(values.flatMap((value) => scanned.get(keyOf(value)) ?? []))]
      known.set(key, found)
    }
    return found
  }
}

function scan(foreign: Collection, field: string, count: ReadCount): Map<string, Fields[]> {
  const byKey = new Map<string, Fields[]>()
  for (const { document } of foreign.all()) {
    count.documents++
    if (document === null) continue
    for (const value of valuesAt(document, field)) {
      const sharing = byKey.get(keyOf(value)) ?? []
      sharing.push(document)
      byKey.set(keyOf(value), sharing)
    }
  }
  return byKey
}

function withField(document: Fields, path: string, value: Value): Fields {
  const [head = '', ...tail] = path.split('.')
  const inner = document[head]
  return {
    ...document,
    [head]: tail.length === 0 ? value : withField(isFields(inner) ? inner : {}, tail.join('.'), value),
  }
}
