import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { grouped } from '../../preview/cloud/grouping'
import { queryOf, runPipeline } from '../../preview/cloud/operators'
import { filterTest } from '../../preview/cloud/predicates'
import { projecting, updated } from '../../preview/cloud/updates'
import type { Fields, Value } from '../../preview/cloud/values'

/** What the local cloud does by itself instead of by the library that knows every operator gives what the library gives. */

const scalar = fc.constantFrom<Value>('', 'a', 'b', '张', 0, 1, -1.5, true, false)
const value: fc.Arbitrary<Value> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.constant<Value>(null) },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant<Value>({ c: 'a' }) },
)
const document: fc.Arbitrary<Fields> = fc
  .record(
    {
      a: value,
      b: fc.oneof(value, fc.record({ c: value, d: value }, { requiredKeys: [] }) as fc.Arbitrary<Value>),
      // Of lists within lists the library does not see the elements, as the database does.
      list: fc.array(fc.oneof(scalar, fc.record({ c: scalar }) as fc.Arbitrary<Value>), { maxLength: 3 }),
      c1: value,
    },
    { requiredKeys: [] },
  )
  // An object without a prototype is none that comes over the wire.
  .map((fields) => structuredClone({ _id: 'x', ...fields }) as Fields)

const path = fc.constantFrom('a', 'b', 'b.c', 'list', 'list.c', 'c1', 'none', 'list.0')
const operator = fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte', '$ne')
const condition: fc.Arbitrary<Value> = fc.oneof(
  value,
  fc.tuple(operator, value).map(([name, operand]): Value => ({ [name]: operand })),
  fc.tuple(operator, scalar, scalar).map(([name, one, other]): Value => ({ [name]: one, $lt: other })),
  fc.array(value, { maxLength: 4 }).map((operand): Value => ({ $in: operand })),
)
const simple = fc.tuple(path, condition).map(([at, asked]): Fields => ({ [at]: asked }))
const filter: fc.Arbitrary<Fields> = fc.oneof(
  simple,
  fc.tuple(simple, simple).map(([one, other]): Fields => ({ ...one, ...other })),
  fc.array(simple, { minLength: 1, maxLength: 3 }).map((all): Fields => ({ $and: all })),
  fc.tuple(simple, simple, simple).map(([one, two, three]): Fields => ({ ...one, $or: [two, three] })),
)

/** What something gives, or that it refuses. */
const outcome = <T>(work: () => T): T | 'refused' => {
  try {
    return work()
  } catch {
    return 'refused'
  }
}

describe('the short way', () => {
  it('of a filter finds what the library finds', () => {
    fc.assert(
      fc.property(filter, fc.array(document, { maxLength: 8 }), (asked, documents) => {
        const byLibrary = outcome(() => documents.map((one) => queryOf(asked).test(one)))
        expect(outcome(() => documents.map(filterTest(asked)))).toEqual(byLibrary)
      }),
      { numRuns: 3_000 },
    )
  })

  it('of a projection gives what the library gives', () => {
    const fields = fc.uniqueArray(fc.constantFrom('_id', 'a', 'b.c', 'list.c', 'c1', 'none.c'), { minLength: 1 })
    fc.assert(
      fc.property(fields, document, (names, one) => {
        const asked = Object.fromEntries(names.map((name) => [name, 1]))
        const byLibrary =
          queryOf({})
            .find<Fields>([structuredClone(one)], asked)
            .all()[0] ?? {}
        expect(projecting(asked)(one)).toEqual(byLibrary)
      }),
      { numRuns: 1_000 },
    )
  })

  it('of a group counts what the library counts, or leaves it to the library', () => {
    const row = fc.record({
      _id: fc.string(),
      who: fc.constantFrom('p', 'q', 'r'),
      stage: fc.constantFrom('one', 'two'),
      at: fc.oneof(fc.nat(9), fc.constant(null)),
      lists: fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
      state: fc.record({ by: fc.constantFrom('m', 's'), readyAt: fc.nat(9) }, { requiredKeys: [] }),
    }) as fc.Arbitrary<Fields>
    const both: Value = { $and: [{ $eq: ['$stage', 'one'] }, { $lte: ['$state.readyAt', 5] }] }
    const either: Value = { $or: [{ $eq: ['$state.by', 'm'] }, { $in: ['x', '$lists'] }] }
    const measures: Record<string, Value> = {
      all: { $sum: 1 },
      one_1: { $sum: { $cond: [{ $eq: ['$stage', 'one'] }, 1, 0] } },
      both: { $sum: { $cond: [both, 1, 0] } },
      either: { $sum: { $cond: [either, 1, 0] } },
      least: { $min: { $cond: [{ $lt: ['$at', 7] }, '$at', 99] } },
      free: { $sum: { $cond: [{ $eq: ['$at', null] }, 1, 0] } },
      each: { $push: '$at' },
    }
    const names = fc.subarray(Object.keys(measures), { minLength: 1 })
    const by = fc.constantFrom<Value>(null, '$who', '$state.by', '$lists', { $eq: ['$stage', 'one'] })
    let alone = 0
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), names, by, (documents, chosen, _id) => {
        const stage = { _id, ...Object.fromEntries(chosen.map((name) => [name, measures[name] ?? null])) }
        const found = grouped(documents, stage)
        if (found === null) return
        alone += 1
        expect(found).toEqual(runPipeline(structuredClone(documents), [{ $group: stage }]))
      }),
      { numRuns: 1_000 },
    )
    expect(alone).toBeGreaterThan(300)
  })

  it('of an update leaves the document before as it was', () => {
    const changes: Fields[] = [
      { $set: { 'b.c': 'new', a: ['new'] } },
      { $push: { list: { $each: ['new'] } } },
      { $rename: { a: 'b.moved' } },
      { $unset: { 'b.d': '' } },
      { $inc: { 'b.count': 1 } },
    ]
    fc.assert(
      fc.property(document, fc.constantFrom(...changes), (one, change) => {
        const before = structuredClone(one)
        outcome(() => updated(one, change))
        expect(one).toEqual(before)
      }),
    )
  })
})
