import { describe, expect, it } from 'vitest'
import { eachInTime } from '../../../cloudfunctions/app/call/bulk'

const MANY = Array.from({ length: 25 }, (_, i) => i)

describe('work on many', () => {
  it('begins with the last millisecond of its time, and no later', async () => {
    const begun: number[] = []
    const work = (deadline: number) => eachInTime({ clock: () => begun.length, deadline }, MANY, begin)
    const begin = (one: number) => {
      begun.push(one)
      return Promise.resolve()
    }
    expect(await work(12)).toBe(false)
    expect(begun).toEqual(MANY.slice(0, 13))
    begun.length = 0
    expect(await work(MANY.length)).toBe(true)
    expect(begun).toEqual(MANY)
  })

  it('has sixteen under way at once, and begins nothing more once one has failed', async () => {
    const begun: number[] = []
    const work = async (one: number) => {
      begun.push(one)
      if (one === 3) throw new Error('struck')
      await new Promise(setImmediate)
    }
    await expect(eachInTime({ clock: () => 0, deadline: 1 }, MANY, work)).rejects.toThrow('struck')
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate)
    expect(begun).toEqual(MANY.slice(0, 16))
  })
})
