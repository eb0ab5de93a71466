import { expect, it } from 'vitest'
import type { Reply, TransferView } from '../../../cloudfunctions/contract'
import { localCloud } from '../../support/file-cloud'
import { zhangMei as person } from '../../support/people'

const cloud = localCloud()

const valueOf = (reply: Reply<unknown>): unknown => {
  if (!reply.ok) throw new Error(reply.error.code)
  return reply.value
}

it('nothing in a log is older than what stands before it, where the next function’s clock is ten milliseconds behind', async () => {
  const member = async (op: string, input: unknown) => valueOf(await cloud.call('member', op, input, 'a'))
  await member('account.register', { ...person, consent: { version: '1', terms: true, sensitive: true } })
  const branchId = 'ustb-scce-2024-league'
  const start = { kind: 'league', origin: 'province', branchId, commandId: 'start' }
  const { id, version } = (await member('transfer.start', start)) as TransferView
  // Further back than the call before can have taken.
  cloud.clock.pass(-60_000)
  const items = [{ id, version, verdict: 'approve', officiallyApproved: true }]
  valueOf(await cloud.call('secretary', 'desk.decide', { items, commandId: 'approve' }, 'local-league-secretary'))
  const { transfers } = (await member('account.me', {})) as { transfers: TransferView[] }
  const times = transfers[0]?.log.map(({ at }) => at) ?? []
  expect(times).toHaveLength(2)
  expect(times).toEqual([...times].sort())
  expect(times[1]).toBe(times[0])
})
