import { beforeEach, describe, expect, it } from 'vitest'
import { limitStore } from '../../cloudfunctions/adapters/cloudbase/limits'
import { recoveryStore } from '../../cloudfunctions/adapters/cloudbase/recoveries'
import { Contention } from '../../cloudfunctions/app/store/ports'
import { WECHAT_LIMITS } from '../../cloudfunctions/app/store/records'
import { documentsOf } from '../support/documents'
import { localStore } from '../support/file-cloud'
import { Elsewhere } from '../support/meanwhile'

const NOW = 1_720_000_000_000
const HOUR = 3_600_000

describe('limits', () => {
  const { cloud, documents } = localStore()
  beforeEach(async () => {
    await cloud.empty()
  })
  const take = (now: number, renews = false, max = 3) =>
    limitStore(documents).takeTry({ key: 'k', max, now, until: now + HOUR, renews })
  const stored = () => documentsOf(cloud, 'limits')

  it('let so many through, then say until when, to the millisecond', async () => {
    for (let i = 0; i < 3; i += 1) expect(await take(NOW + i)).toBeUndefined()
    expect(await take(NOW + 3)).toBe(NOW + HOUR)
    expect(await take(NOW + HOUR - 1)).toBe(NOW + HOUR)
    expect(await take(NOW + HOUR)).toBeUndefined()
    expect(stored()).toMatchObject([{ _id: 'k', count: 1, expiresAt: NOW + 2 * HOUR }])
  })

  it('that renew count from the newest try, the others from the first', async () => {
    await take(NOW, true)
    await take(NOW + 1_000, true)
    expect(stored()).toMatchObject([{ count: 2, expiresAt: NOW + 1_000 + HOUR }])
    await take(NOW + 2_000)
    expect(stored()).toMatchObject([{ count: 3, expiresAt: NOW + 1_000 + HOUR }])
  })

  it('hold against forty at once, whatever is there before', async () => {
    for (const before of [undefined, NOW - 1]) {
      await cloud.empty()
      if (before !== undefined) await documents.add('limits', { _id: 'k', count: 3, expiresAt: before })
      const answers = await Promise.all(
        Array.from({ length: 40 }, () => take(NOW).catch((error: unknown) => (error instanceof Contention ? 0 : -1))),
      )
      expect(answers.filter((answer) => answer === undefined).length).toBeLessThanOrEqual(3)
      expect(answers).toContain(undefined)
      expect(answers).not.toContain(-1)
      expect(Number(stored()[0]?.['count'])).toBeLessThanOrEqual(3)
    }
  })

  it('given back let one more through', async () => {
    for (let i = 0; i < 3; i += 1) await take(NOW)
    await limitStore(documents).giveBackLimit('k')
    expect(await take(NOW)).toBeUndefined()
    expect(await take(NOW)).toBe(NOW + HOUR)
    await limitStore(documents).dropLimits(['k', 'unknown'])
    expect(await take(NOW)).toBeUndefined()
  })

  it('of a day let so many through and begin anew with the next', async () => {
    const day = (until: number) => limitStore(documents).takeLimit('d', 2, until)
    expect([await day(NOW), await day(NOW), await day(NOW)]).toEqual([true, true, false])
    expect(await day(NOW + 24 * HOUR)).toBe(true)
    expect(stored()).toMatchObject([{ _id: 'd', count: 1, expiresAt: NOW + 24 * HOUR }])
    expect([await day(NOW + 24 * HOUR), await day(NOW + 24 * HOUR)]).toEqual([true, false])
    const many = await Promise.all(Array.from({ length: 20 }, () => limitStore(documents).takeLimit('e', 5, NOW)))
    expect(many.filter(Boolean)).toHaveLength(5)
    const all = await Promise.all(Array.from({ length: 5 }, () => limitStore(documents).takeLimit('f', 5, NOW)))
    expect(all).toEqual([true, true, true, true, true])
    cloud.metrics.reset()
    expect(await limitStore(documents).takeLimit('e', 6, NOW)).toBe(true)
    expect(cloud.metrics.requests).toHaveLength(1)
  })

  it('of one WeChat lie together, and each is counted for itself', async () => {
    const [one, other] = WECHAT_LIMITS
    const ofWechat = (limit: (typeof WECHAT_LIMITS)[number], now: number) =>
      limitStore(documents).takeOfWechat(limit, { key: 'w', max: 2, now, until: now + HOUR })
    expect(await ofWechat(one, NOW)).toBeUndefined()
    const none = Object.fromEntries(WECHAT_LIMITS.map((limit) => [limit, { count: 0, until: 0 }]))
    const counted = { [one]: { count: 1, until: NOW + HOUR } }
    expect(stored()).toEqual([{ ...none, ...counted, _id: 'w', expiresAt: NOW + HOUR }])
    expect(await ofWechat(one, NOW + 1)).toBeUndefined()
    expect(await ofWechat(one, NOW + 2)).toBe(NOW + HOUR)
    expect(await ofWechat(other, NOW + 2)).toBeUndefined()
    expect(stored()).toHaveLength(1)
    expect(await ofWechat(one, NOW + HOUR - 1)).toBe(NOW + HOUR)
    expect(await ofWechat(one, NOW + HOUR)).toBeUndefined()
    await limitStore(documents).giveBackOfWechat(one, 'w')
    expect([await ofWechat(one, NOW + HOUR), await ofWechat(one, NOW + HOUR)]).toEqual([undefined, undefined])
    expect(await ofWechat(one, NOW + HOUR)).toBe(NOW + 2 * HOUR)
    // The document lives as long as the limit in it that ends last.
    expect(stored()).toMatchObject([{ _id: 'w', expiresAt: NOW + 2 * HOUR }])
  })

  it('of one WeChat hold against forty at once', async () => {
    const [one] = WECHAT_LIMITS
    const ask = () => limitStore(documents).takeOfWechat(one, { key: 'w', max: 3, now: NOW, until: NOW + HOUR })
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => ask().catch((error: unknown) => (error instanceof Contention ? 0 : -1))),
    )
    expect(answers.filter((answer) => answer === undefined).length).toBeLessThanOrEqual(3)
    expect(answers).not.toContain(-1)
  })

  it('are looked at five times where others always come first, and no more', async () => {
    const [limit] = WECHAT_LIMITS
    let others = 0
    const over = () => NOW - ++others
    const looks: [first: () => Promise<unknown>, come: () => void][] = [
      [() => take(NOW), () => new Elsewhere(cloud).set('limits', 'k', { expiresAt: over() })],
      [
        () => limitStore(documents).takeOfWechat(limit, { key: 'w', max: 3, now: NOW, until: NOW + HOUR }),
        () => new Elsewhere(cloud).set('limits', 'w', { [limit]: { count: 0, until: over() } }),
      ],
    ]
    for (const [ask, meanwhile] of looks) {
      await ask()
      meanwhile()
      const come = (times: number) => {
        cloud.clearFaults()
        cloud.fault({ kind: 'delay', action: 'database.modifyDocument', times, meanwhile })
      }
      come(4)
      expect(await ask()).toBeUndefined()
      meanwhile()
      come(5)
      await expect(ask()).rejects.toBeInstanceOf(Contention)
      come(20)
      await expect(ask()).rejects.toBeInstanceOf(Contention)
    }
    cloud.clearFaults()
  })

  it('of a recovery code are twenty tries, for this code alone and before its end', async () => {
    const store = recoveryStore(documents)
    const recovery = { _id: 'account', logins: ['l'], code: 'c', tries: 0, expiresAt: NOW }
    await store.putRecovery(recovery)
    expect(await store.takeRecoveryTry(recovery, 20, NOW)).toBe(false)
    expect(await store.takeRecoveryTry({ ...recovery, code: 'other' }, 20, NOW - 1)).toBe(false)
    const taken = await Promise.all(Array.from({ length: 30 }, () => store.takeRecoveryTry(recovery, 20, NOW - 1)))
    expect(taken.filter(Boolean)).toHaveLength(20)
    expect(await store.recoveriesFor(['l', 'm'])).toMatchObject([{ _id: 'account', tries: 20 }])
    for (let i = 0; i < 11; i += 1) await store.putRecovery({ ...recovery, _id: String(i), logins: ['shared'] })
    expect(await store.recoveriesFor(['shared'])).toHaveLength(10)
  })
})
