import type { TransferView } from '../../cloudfunctions/contract'
import { valueOf, type Student } from './client'
import type { TestCloud } from './local-cloud'

/** The first instant of the Beijing day after today. */
export const tomorrow = ({ clock }: Pick<TestCloud, 'clock'>): string => {
  const day = new Date(clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  return new Date(Date.parse(`${day}T00:00:00+08:00`) + 24 * 3_600_000).toISOString()
}

/** Amends so often, each with the longest reason that there is. */
export const amended = async (student: Student, transfer: TransferView, times: number): Promise<TransferView> => {
  let now = transfer
  for (let i = 0; i < times; i += 1)
    now = valueOf(await student.act(now, { action: 'amend', reason: '因'.repeat(200) }))
  return now
}
