import { beforeEach, describe, expect, it } from 'vitest'
import { aStudent, codeOf, LEAGUE, leagueSecretary, valueOf } from '../../support/client'
import { localCloud } from '../../support/file-cloud'

const cloud = localCloud()
beforeEach(() => cloud.reset())

const TEMPLATE = 'local-template-waiting'
const allow = async () => {
  cloud.wechat.allow('local-league-secretary', [TEMPLATE])
  return valueOf(await leagueSecretary(cloud).desk('desk.subscribe', { branchId: LEAGUE, templates: [TEMPLATE] }))
}
const said = () => cloud.wechat.messages.map(({ text }) => text.split('\n').at(-1)?.replace(/^.*：/u, ''))

describe('who waits', () => {
  it('is told once for each time it was allowed, in the morning', async () => {
    expect(await allow()).toEqual({ allowed: ['waiting'] })
    await Promise.all([1, 2].map(async () => (await aStudent(cloud)).started()))
    await cloud.clock.advance('P2D')
    expect(said()).toEqual(['2 人待审核，最早已等 2 天'])
    await cloud.clock.advance('P2D')
    expect(said()).toHaveLength(1)
    await allow()
    await cloud.clock.advance('P1D')
    expect(said()).toEqual(['2 人待审核，最早已等 2 天', '2 人待审核，最早已等 5 天'])
  })

  it('is not told while nobody waits, and the permission is kept', async () => {
    await allow()
    await cloud.clock.advance('P1D')
    expect(said()).toEqual([])
    await (await aStudent(cloud)).started()
    await cloud.clock.advance('P1D')
    expect(said()).toEqual(['1 人待审核，最早已等 1 天'])
  })

  it('is answered without what this deployment does not send', async () => {
    const asked = { branchId: LEAGUE, templates: ['another'] }
    expect(valueOf(await leagueSecretary(cloud).desk('desk.subscribe', asked))).toEqual({ allowed: [] })
    expect(codeOf(await leagueSecretary(cloud).desk('desk.subscribe', { ...asked, branchId: 'unknown' }))).toBe(
      'NOT_FOUND',
    )
  })
})
