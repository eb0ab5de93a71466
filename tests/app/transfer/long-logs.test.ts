import { expect, it } from 'vitest'
import type { TransferView } from '../../../cloudfunctions/contract'
import { APPROVE, aStudent, codeOf, leagueSecretary, valueOf, type Student } from '../../support/client'
import { localCloud } from '../../support/file-cloud'
import { amended, tomorrow } from '../../support/long-logs'

const cloud = localCloud()

it(
  'a log that has grown long, of many people in one reply, is cut, never said to be too large of what was done',
  { timeout: 120_000 },
  async () => {
    const many: { student: Student; transfer: TransferView }[] = []
    for (let i = 0; i < 40; i += 1) {
      const student = await aStudent(cloud)
      many.push({ student, transfer: await amended(student, await student.started(), 19) })
    }
    await cloud.clock.set(tomorrow(cloud))
    const grown = await Promise.all(
      many.map(async ({ student, transfer }) => ({ student, transfer: await amended(student, transfer, 19) })),
    )
    const items = grown.map(({ transfer: { id, version } }) => ({ id, version, ...APPROVE }))
    const { outcomes } = valueOf(await leagueSecretary(cloud).decideAll(items))
    expect(new Set(outcomes.map(codeOf))).toEqual(new Set(['ok']))
    for (const outcome of outcomes) {
      if (!outcome.ok) throw new Error('refused')
      const { log, logMore = 0 } = outcome.transfer
      expect(log.length + logMore).toBe(40)
      expect(log.length).toBeLessThan(40)
    }
    // Whoever has so much behind him can still go: withdraw, be returned, be erased.
    const [one, two, three] = grown
    if (one === undefined || two === undefined || three === undefined) throw new Error('nobody')
    const next = ({ transfer: { id, version } }: (typeof grown)[number]) => ({ id, version: version + 1 })
    expect(codeOf(await one.student.act(next(one), { action: 'withdraw' }))).toBe('ok')
    expect((await leagueSecretary(cloud).returned(next(two))).stage).toBe('returned')
    expect(codeOf(await three.student.member('account.erase', { confirm: true }))).toBe('ok')
  },
)
