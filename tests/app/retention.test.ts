import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../cloudfunctions/contract'
import { BUNDLES } from '../support/build-functions'
import { aStudent, APPROVE, codeOf, leagueSecretary, setBranch, LEAGUE, valueOf } from '../support/client'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'

let cloud: TestCloud
beforeAll(async () => {
  cloud = await startLocalCloud({ functions: BUNDLES })
})
afterAll(() => cloud.close())
beforeEach(() => cloud.reset())

/** A transfer that ended, and its person. */
const transferred = async () => {
  const student = await aStudent(cloud)
  const secretary = leagueSecretary(cloud)
  await secretary.decided(await student.started(), APPROVE)
  await cloud.clock.advance('PT24H')
  valueOf(await student.request(await student.transfer(), student.claim))
  return { student, secretary }
}

describe('the function clock', () => {
  it('is refused to everybody but the timer, with an openid and without', async () => {
    for (const openid of ['anybody', undefined]) {
      const reply: Reply<unknown> = await cloud.call('clock', 'tidy', {}, openid)
      expect(codeOf(reply)).toBe('NO_IDENTITY')
    }
    const forged = await fetch(`${cloud.url}/functions/clock`, {
      method: 'POST',
      body: JSON.stringify({ Type: 'Timer', TriggerName: 'hourly', op: 'tidy' }),
    })
    expect(await forged.json()).toMatchObject({ ok: false, error: { code: 'NO_IDENTITY' } })
  })

  it('deletes the sealed copy 90 days after the end of a transfer and leaves the bare fact', async () => {
    const { student, secretary } = await transferred()
    const { id, reference } = await student.transfer()
    await cloud.clock.advance('P89D')
    expect(valueOf(await secretary.desk('desk.open', { id })).name).toBe(student.person.name)
    await cloud.clock.advance('P1D')
    await cloud.clock.advance('PT1S')
    const left = valueOf(await secretary.desk('desk.open', { id }))
    expect(left).toMatchObject({ name: '', idNumber: '', stage: 'transferred', reference })
    expect(left.allowedActions).toEqual([])
    const verdict = { verdict: 'confirm', result: 'failure' }
    expect(codeOf(await secretary.decide(await student.transfer(), verdict))).toBe('NOT_NOW')
  })

  it('takes who was on the roster off it together with the copy', async () => {
    const { student, secretary } = await transferred()
    const { name, idNumber } = student.person
    const rows = [
      { name, idNumber },
      { name: '未来者', studentNumber: '1' },
    ]
    valueOf(await secretary.desk('roster.import', { branchId: LEAGUE, importId: 'i', rows }))
    await cloud.clock.advance('P91D')
    const { rosterSize, notRegistered } = valueOf(await secretary.desk('desk.summary', { branchId: LEAGUE }))
    expect({ rosterSize, notRegistered }).toEqual({ rosterSize: 1, notRegistered: 1 })
  })

  it('keeps to the days that the branch has set, and never touches what is open', async () => {
    await setBranch(cloud, LEAGUE, { retentionDays: 10 })
    const { student, secretary } = await transferred()
    const open = await aStudent(cloud)
    await open.started()
    await cloud.clock.advance('P11D')
    const { items } = valueOf(await secretary.desk('desk.list', { branchId: LEAGUE }))
    expect(items.map(({ name }) => name).sort()).toEqual(['', open.person.name])
    expect((await student.transfer()).stage).toBe('transferred')
  })
})
