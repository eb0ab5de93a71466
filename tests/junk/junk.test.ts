import { describe, expect, it } from 'vitest'
import type { Functions } from '../../cloudfunctions/contract'
import { localCloud } from '../support/file-cloud'
import { changesSince, putBack, wholeState } from '../support/whole-state'
import { KINDS, NOTHING } from './kinds'
import { pathsOf, valueAt, withValue } from './paths'
import { makeSamples, type Sample } from './samples'
import { throwJws } from './throw-jws'
import { throwJunk } from './throw-junk'

/** What fits into a run of all tests; `npm run junk` throws all of it. */
const CALLS = 300

describe('junk', () => {
  const cloud = localCloud()

  it('is thrown at calls that are accepted as they stand, of every operation', async () => {
    const samples = await makeSamples(cloud)
    const world = wholeState(cloud)
    for (const fn of ['member', 'secretary'] satisfies (keyof Functions)[])
      for (const [op, many] of Object.entries(samples[fn]) as [string, readonly Sample[]][]) {
        expect(many.length, op).toBeGreaterThan(0)
        for (const { by, input } of many) {
          const reply = JSON.stringify(await by.call(fn, op, input))
          expect(reply, `${op} ${reply}`).not.toContain('"ok":false')
          await putBack(cloud, changesSince(cloud, world))
        }
      }
    expect(changesSince(cloud, world)).toEqual([])
  })

  it('is never INTERNAL, changes nothing where it is refused, and leaves what can be read where it is not', async () => {
    await cloud.reset()
    const { wrong, ops, kinds, refused } = await throwJunk(cloud, 1, CALLS)
    expect(wrong).toEqual([])
    expect(ops.size).toBe(55)
    expect(kinds.size).toBeGreaterThanOrEqual(85)
    expect(refused).toBeGreaterThan(CALLS / 3)
  })

  it('in a signed request of an outside system is never 500, and leaves nothing behind where it is refused', async () => {
    await cloud.reset()
    const { wrong, calls, statuses } = await throwJws(cloud, 1, CALLS)
    expect(wrong).toEqual([])
    expect(calls).toBe(CALLS)
    expect(Object.keys(statuses)).toEqual(['200', '401'])
  })

  it('comes in ninety kinds, and to every place of an input', () => {
    expect(Object.keys(KINDS).length).toBeGreaterThanOrEqual(90)
    const input = { a: 1, b: [{ c: 'x' }] }
    expect(pathsOf(input).map((path) => path.join('.'))).toEqual([
      '',
      'a',
      'b',
      'b.0',
      'b.0.c',
      'b.0.unasked',
      'unasked',
    ])
    expect(valueAt(input, ['b', 0, 'c'])).toBe('x')
    expect(withValue(input, ['b', 0, 'c'], null)).toEqual({ a: 1, b: [{ c: null }] })
    expect(withValue(input, ['b', 0], NOTHING)).toEqual({ a: 1, b: [] })
    expect(withValue(input, ['a'], NOTHING)).toEqual({ b: [{ c: 'x' }] })
    expect(withValue(input, ['unasked'], 5)).toEqual({ ...input, unasked: 5 })
  })
})
