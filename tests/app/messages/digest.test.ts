import { beforeEach, describe, expect, it, vi } from 'vitest'
import {
  addStaff,
  administrator,
  aStudent,
  codeOf,
  LEAGUE,
  leagueSecretary,
  PARTY,
  valueOf,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { AMPLE_MS } from '../../support/local-cloud'
import { Elsewhere } from '../../support/meanwhile'

const cloud = localCloud()
beforeEach(() => cloud.reset())

const TEMPLATE = 'local-template-waiting'
const allow = async () => {
  cloud.wechat.allow('local-league-secretary', [TEMPLATE])
  return valueOf(await leagueSecretary(cloud).desk('desk.subscribe', { branchId: LEAGUE, templates: [TEMPLATE] }))
}
const said = () => cloud.wechat.messages.map(({ text }) => text.split('\n').at(-1)?.replace(/^.*：/u, ''))

/** How many messages the runs of the timer say that they sent. */
const sentByRuns = () =>
  cloud.said.entries
    .map((line) => JSON.parse(line) as { op?: string; did?: { sent: number } })
    .flatMap(({ op, did }) => (op === 'timer' && did !== undefined ? [did.sent] : []))

/** The permission, as long as there is one. */
const kept = () => documentsOf(cloud, 'digests')[0]

describe('who waits', () => {
  it('is told once for each time it was allowed, in the morning', async () => {
    expect(await allow()).toEqual({ allowed: ['waiting'] })
    await Promise.all([1, 2].map(async () => (await aStudent(cloud)).started()))
    await cloud.clock.advance('P2D')
    expect(said()).toEqual(['2 人待审核，最早已等 2 天'])
    expect(sentByRuns()).toEqual([1])
    await cloud.clock.advance('P2D')
    expect(said()).toHaveLength(1)
    await allow()
    await cloud.clock.advance('P1D')
    expect(said()).toEqual(['2 人待审核，最早已等 2 天', '2 人待审核，最早已等 5 天'])
  })

  it('is not told while nobody waits, and the permission is kept', async () => {
    await allow()
    await cloud.clock.advance('P1D')
    expect([said(), sentByRuns()]).toEqual([[], [0]])
    expect(kept()?.['left']).toBe(1)
    expect(Number(kept()?.['dueAt'])).toBeGreaterThan(cloud.clock.now())
    await (await aStudent(cloud)).started()
    await cloud.clock.advance('P1D')
    expect(said()).toEqual(['1 人待审核，最早已等 1 天'])
  })

  it('is not told of somebody who goes while the run is looking, and the permission is kept', async () => {
    await allow()
    // How many there are and who was first are two questions: of each is asked while the other was answered already.
    const questions = ['database.calculateDocument', 'database.getDocument'] as const
    for (const [action, other] of [questions, questions.toReversed()]) {
      const { id } = await (await aStudent(cloud)).started()
      const answered = () =>
        cloud.metrics.requests.filter((one) => one.action === other && one.collection === 'transfers').length
      const meanwhile = () => {
        const before = answered()
        const goes = async () => {
          await vi.waitFor(() => {
            expect(answered()).toBeGreaterThan(before)
          })
          new Elsewhere(cloud).drop('transfers', id)
        }
        cloud.fault({ kind: 'delay', action, collection: 'transfers', meanwhile: goes })
      }
      cloud.fault({ kind: 'delay', collection: 'digests', meanwhile })
      await cloud.clock.advance('P1D')
      expect(documentsOf(cloud, 'transfers')).toEqual([])
      expect([said(), kept()?.['left']]).toEqual([[], 1])
    }
  })

  it('is told to each WeChat that allowed it, and of each branch', async () => {
    const cadre = addStaff(cloud, 'a-cadre', LEAGUE, 'cadre')
    cloud.wechat.allow('a-cadre', [TEMPLATE])
    valueOf(await cadre.desk('desk.subscribe', { branchId: LEAGUE, templates: [TEMPLATE] }))
    await allow()
    cloud.wechat.allow('local-admin', [TEMPLATE, TEMPLATE])
    for (const branchId of [LEAGUE, PARTY])
      valueOf(await administrator(cloud).desk('desk.subscribe', { branchId, templates: [TEMPLATE] }))
    await (await aStudent(cloud)).started()
    const party = await aStudent(cloud, { party: 'full' })
    await party.announced(await party.started({ kind: 'party' }))
    await cloud.clock.advance('P1D')
    expect(cloud.wechat.messages.map(({ openid }) => openid).sort()).toEqual([
      'a-cadre',
      'local-admin',
      'local-admin',
      'local-league-secretary',
    ])
  })

  it('is answered without what this deployment does not send', async () => {
    const asked = { branchId: LEAGUE, templates: ['another'] }
    expect(valueOf(await leagueSecretary(cloud).desk('desk.subscribe', asked))).toEqual({ allowed: [] })
    expect(codeOf(await leagueSecretary(cloud).desk('desk.subscribe', { ...asked, branchId: 'unknown' }))).toBe(
      'NOT_FOUND',
    )
  })

  it('may be asked for by the kind too, leads to the branch’s desk, and is due at nine in the morning', async () => {
    cloud.wechat.allow('local-league-secretary', [TEMPLATE])
    const asked = { branchId: LEAGUE, templates: ['another', 'waiting'] }
    expect(valueOf(await leagueSecretary(cloud).desk('desk.subscribe', asked))).toEqual({ allowed: ['waiting'] })
    const dueAt = Number(kept()?.['dueAt'])
    expect(new Date(dueAt + 8 * 3_600_000).toISOString().slice(11)).toBe('09:00:00.000Z')
    expect(dueAt - cloud.clock.now()).toBeLessThanOrEqual(24 * 3_600_000)
    await (await aStudent(cloud)).started()
    await cloud.clock.advance('P1D')
    expect(cloud.wechat.messages).toMatchObject([
      { openid: 'local-league-secretary', page: `desk/queue/queue?branch=${LEAGUE}` },
    ])
    expect(kept()).toBeUndefined()
  })

  it('is told to nobody whose right has ended, and the permission goes', async () => {
    const cadre = addStaff(cloud, 'a-cadre', LEAGUE, 'cadre')
    cloud.wechat.allow('a-cadre', [TEMPLATE])
    valueOf(await cadre.desk('desk.subscribe', { branchId: LEAGUE, templates: [TEMPLATE] }))
    await (await aStudent(cloud)).started()
    valueOf(await leagueSecretary(cloud).desk('staff.remove', { branchId: LEAGUE, id: 'staff-a-cadre' }))
    await cloud.clock.advance('P1D')
    expect([said(), kept()]).toEqual([[], undefined])
  })

  it('is told to nobody whose right is found ended in the morning, whoever ended it, and the permission goes', async () => {
    const cadre = addStaff(cloud, 'a-cadre', LEAGUE, 'cadre')
    cloud.wechat.allow('a-cadre', [TEMPLATE])
    valueOf(await cadre.desk('desk.subscribe', { branchId: LEAGUE, templates: [TEMPLATE] }))
    await (await aStudent(cloud)).started()
    new Elsewhere(cloud).set('wechats', 'a-cadre', { staff: [] })
    await cloud.clock.advance('P1D')
    expect([said(), kept()]).toEqual([[], undefined])
    await allow()
    new Elsewhere(cloud).drop('wechats', 'local-league-secretary')
    await cloud.clock.advance('P1D')
    expect([said(), kept()]).toEqual([[], undefined])
    expect(sentByRuns()).toEqual([0, 0])
  })

  it('is found by a WeChat’s token, as logins are, which a change of keys makes anew', async () => {
    await allow()
    await aStudent(cloud, { username: 'local-league-secretary', password: 'correct horse 1' })
    const tokens = documentsOf(cloud, 'logins').map(({ _id }) => `${LEAGUE}:${_id as string}`)
    expect(tokens).toContain(kept()?.['_id'])
  })

  it('is kept for at most thirty mornings', async () => {
    for (let i = 0; i < 32; i += 1) await allow()
    expect(kept()?.['left']).toBe(30)
  })

  it('is tried again half an hour later where WeChat is busy, and given up where the person refuses it', async () => {
    for (let i = 0; i < 4; i += 1) await allow()
    await (await aStudent(cloud)).started()
    cloud.wechat.failNext(-1)
    await cloud.clock.advance('P1D')
    expect([said(), kept()?.['left']]).toEqual([[], 4])
    await cloud.clock.advance('PT29M')
    expect(said()).toEqual([])
    await cloud.clock.advance('PT2M')
    expect([said().length, kept()?.['left']]).toEqual([1, 3])
    // It takes nothing from us now.
    cloud.wechat.failNext(45009)
    const printed = vi.spyOn(console, 'error').mockReturnValue()
    await cloud.clock.advance('P1D')
    printed.mockRestore()
    expect([said().length, kept()?.['left']]).toEqual([1, 3])
    await cloud.clock.advance('PT31M')
    expect([said().length, kept()?.['left']]).toEqual([2, 2])
    cloud.wechat.failNext(43101)
    await cloud.clock.advance('P1D')
    expect([said().length, kept()]).toEqual([2, undefined])
    expect(sentByRuns()).toEqual([0, 0, 1, 0, 1, 0])
  })

  it('is told once by runs of the timer at once, and no more than it was allowed', async () => {
    await allow()
    await allow()
    await (await aStudent(cloud)).started()
    cloud.clock.pass(86_400_000)
    await Promise.all(Array.from({ length: 4 }, () => cloud.clock.tick()))
    await cloud.clock.tick()
    expect([said().length, kept()?.['left']]).toEqual([1, 1])
  })

  it('is left to the run that counted it off first', async () => {
    await allow()
    await allow()
    await (await aStudent(cloud)).started()
    const meanwhile = () => {
      new Elsewhere(cloud).set('digests', kept()?.['_id'] as string, { left: 1 })
    }
    cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'digests', meanwhile })
    await cloud.clock.advance('P1D')
    expect([said(), sentByRuns(), kept()?.['left']]).toEqual([[], [0], 1])
  })

  it('waits for another run where the database strikes, or where time is over', async () => {
    await allow()
    await (await aStudent(cloud)).started()
    cloud.clock.pass(86_400_000)
    const printed = vi.spyOn(console, 'error').mockReturnValue()
    cloud.fault({ kind: 'errorBefore', action: 'database.getDocument', collection: 'wechats' })
    await cloud.clock.tick()
    expect([said(), kept()?.['left'], printed.mock.calls.length]).toEqual([[], 1, 1])
    expect(JSON.parse(String(printed.mock.calls[0]?.[0]))).toMatchObject({ fault: 'clock' })
    printed.mockRestore()
    const meanwhile = () => {
      cloud.clock.pass(AMPLE_MS)
    }
    cloud.fault({ kind: 'delay', collection: 'digests', meanwhile })
    await cloud.clock.tick()
    expect([said(), kept()?.['left']]).toEqual([[], 1])
    await cloud.clock.tick()
    expect([said().length, kept()]).toEqual([1, undefined])
  })

  it('goes with its branch, and with every right that has ended, however many have', async () => {
    await allow()
    const [model] = documentsOf(cloud, 'digests')
    const made = Array.from({ length: 60 }, (_, i) => ({
      ...model,
      _id: `like-it-${String(i)}`,
      openid: `gone-${String(i)}`,
    }))
    cloud.store.insert(null, cloud.store.collection('digests'), made)
    new Elsewhere(cloud).drop('branches', LEAGUE)
    await cloud.clock.advance('P1D')
    expect(documentsOf(cloud, 'digests')).toEqual([])
  })
})

describe('a deployment that has no template for it', () => {
  const without = localCloud({ env: { REMINDER_TEMPLATES: '' } })

  it('lets nobody allow it, and ends what was allowed before', async () => {
    const asked = { branchId: LEAGUE, templates: ['waiting'] }
    expect(valueOf(await leagueSecretary(without).desk('desk.subscribe', asked))).toEqual({ allowed: [] })
    await (await aStudent(without)).started()
    const openid = 'local-league-secretary'
    new Elsewhere(without).add('digests', { _id: 'of-before', branchId: LEAGUE, openid, left: 3, dueAt: 1 })
    const printed = vi.spyOn(console, 'error').mockReturnValue()
    await without.clock.tick()
    expect([documentsOf(without, 'digests'), printed.mock.calls]).toEqual([[], []])
    printed.mockRestore()
  })
})
