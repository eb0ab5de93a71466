import { analyse, placeOf, type Condition, type Edge } from './conditions'
import { after, inverted, keyOf } from './key-order'
import { directed, type OrderedIndex } from './ordered-index'
import type { Fields, Value } from './values'

export type Sort = [path: string, direction: 1 | -1][]

/** One stretch of one index, walked in one direction. */
export interface Stretch {
  index: OrderedIndex
  from: string
  to: string
  backwards: boolean
}

/** How a filter and a sort are answered: by ids, or by walking stretches that are each in the sort's order. */
export type Plan = { by: 'ids'; ids: Value[] } | { by: 'index'; stretches: Stretch[]; distinct: boolean }

/** More stretches than this are a sign of a list that grew out of hand; the query is refused as not covered. */
const mostStretches = 1000

/**
 * Finds the index that covers a filter and a sort, as the platform needs to answer without reading a whole collection:
 * equality on leading keys, then at most one range, and the sort in the order of the keys after the equalities.
 * `null` when there is none.
 */
export function plan(indexes: readonly OrderedIndex[], filter: Fields, sort: Sort): Plan | null {
  const { fields, branches } = analyse(filter)
  const ids = fields.get('_id')
  if (ids !== undefined && 'points' in ids) return { by: 'ids', ids: ids.points }
  const candidates = indexes.flatMap((index) => candidate(index, fields, sort) ?? [])
  const best = candidates.reduce<Candidate | null>((a, b) => (a === null || b.score > a.score ? b : a), null)
  if (best !== null) {
    return { by: 'index', stretches: best.stretches, distinct: !best.stretches.some(({ index }) => index.multikey) }
  }
  return branches === null ? null : planBranches(indexes, filter, branches, sort)
}

/** `$or`: every branch needs an index of its own, in the same order. */
function planBranches(indexes: readonly OrderedIndex[], filter: Fields, branches: Fields[], sort: Sort): Plan | null {
  const { $or: _, ...rest } = filter
  const stretches: Stretch[] = []
  for (const branch of branches) {
    const part = plan(indexes, { $and: [rest, branch] }, sort)
    if (part === null || part.by === 'ids') return null
    stretches.push(...part.stretches)
  }
  return stretches.length === 0 ? null : { by: 'index', stretches, distinct: false }
}

interface Candidate {
  score: number
  stretches: Stretch[]
}

function candidate(index: OrderedIndex, fields: Map<string, Condition>, sort: Sort): Candidate | null {
  const { keys } = index.definition
  let prefixes = ['']
  let equal = 0
  for (const [path, direction] of keys) {
    const found = fields.get(path)
    if (found === undefined || !('points' in found)) break
    if (prefixes.length * found.points.length > mostStretches) break
    prefixes = prefixes.flatMap((prefix) => found.points.map((point) => prefix + directed(keyOf(point), direction)))
    equal++
  }
  const next = keys[equal]
  const range = next === undefined ? undefined : rangeOf(fields.get(next[0]), next[1], index.multikey)
  if (equal === 0 && range === undefined) return null
  const backwards = directionOf(index, equal, sort)
  if (backwards === null) return null
  const [from, to] = range ?? ['', after]
  const stretches = prefixes.map((prefix) => ({ index, from: prefix + from, to: prefix + to, backwards }))
  return { score: equal * 2 + (range === undefined ? 0 : 1), stretches }
}

function rangeOf(found: Condition | undefined, direction: 1 | -1, multikey: boolean): [string, string] | undefined {
  if (found === undefined || 'points' in found) return undefined
  // Of an array one element may meet one bound and another the other, so the bounds cannot be joined.
  const to = multikey ? { start: found.from.start.charAt(0), past: true } : found.to
  return direction === 1 ? [placeOf(found.from), placeOf(to)] : [placeOf(mirrored(to)), placeOf(mirrored(found.from))]
}

/** An edge among descending keys: what lay past all keys with a start now lies before them, and the reverse. */
function mirrored({ start, past }: Edge): Edge {
  return { start: inverted(start), past: !past }
}

/** Whether the index has to be walked backwards for the sort; `null` when neither direction gives its order. */
function directionOf(index: OrderedIndex, equal: number, sort: Sort): boolean | null {
  const { keys, unique } = index.definition
  const constant = new Set(keys.slice(0, equal).map(([path]) => path))
  if (unique === true && equal === keys.length) return false
  const wanted = sort.filter(([path]) => !constant.has(path))
  const given = keys.slice(equal)
  let backwards: boolean | null = null
  for (const [i, [path, direction]] of wanted.entries()) {
    const key = given[i]
    if (key === undefined || key[0] !== path) return null
    const opposite = key[1] !== direction
    if (backwards !== null && backwards !== opposite) return null
    backwards = opposite
  }
  return backwards ?? false
}
