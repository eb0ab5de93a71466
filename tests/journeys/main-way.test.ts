import { describe, expect, it } from 'vitest'
import { countTheWay, inAll } from './counted'
import { useStage } from './stage'

const stage = useStage()

describe("the student's main way", () => {
  it('asks no more than 15 taps, 8 screens and 1,300 characters, and folds nothing away', async () => {
    const screens = await countTheWay(await stage.phone('counted-student'))
    expect(screens).toHaveLength(8)
    const { taps, characters, folded } = inAll(screens)
    expect([taps, folded]).toEqual([15, 0])
    expect(characters).toBeLessThanOrEqual(1300)
  })
})
