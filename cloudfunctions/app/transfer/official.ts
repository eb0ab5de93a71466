import * as v from 'valibot'
import { beijingDay, nextBeijingDay, toIso } from '../../domain/beijing'
import { DAILY_VERIFICATIONS } from '../../domain/decide'
import { isOpen } from '../../domain/transfer'
import { verify } from '../../domain/verification'
import { ownTransfer } from '../call/caller'
import type { Context } from '../call/context'
import { Claimed, Id } from '../call/schemas'
import { accepted, operation, refused } from '../call/serve'
import type { TransferRecord } from '../store/records'
import { transferView } from '../store/views'
import { untilTomorrow } from './asking'
import { changeBy, writeChange } from './change'
import { registeredCopy } from './sealed-copy'

export const precheck = operation(v.object({ id: Id, claimed: Claimed }), async (context, input) => {
  const own = await ownTransfer(context, input.id)
  if (!own.ok) return own
  const { transfer } = own.value.joined
  const { kind, origin, stage } = transfer.state
  if (kind !== 'league' || origin !== 'province' || !isOpen(stage))
    return refused({ code: 'NOT_NOW', detail: { stage } })
  const retryAt = nextBeijingDay(context.now)
  const key = `precheck:${transfer._id}:${beijingDay(context.now)}`
  if (!(await context.store.takeLimit(key, DAILY_VERIFICATIONS, retryAt)))
    return refused({ code: 'TOO_MANY', detail: { retryAt: toIso(retryAt) } })
  return accepted(verify(registeredCopy(context, transfer), input.claimed))
})

/** So many declarations of one transfer are written down a day: they stand in its log. */
const DAILY_DECLARATIONS = 20
/** Others may write at the same moment: it looks again so often. */
const TRIES = 5

/** What the member says of the official system: on every phone and at the desk from now on; it never moves the version. */
export const declare = operation(
  v.object({
    id: Id,
    officialRegistration: v.exactOptional(v.boolean()),
    submittedEarly: v.exactOptional(v.boolean()),
  }),
  async (context, { id, ...said }) => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const own = await ownTransfer(context, id)
      if (!own.ok) return own
      const { accountId, joined } = own.value
      const { transfer } = joined
      const asker = { role: 'member' as const, who: accountId, now: context.now }
      const change = changeBy(transfer, { action: 'declare', said }, asker)
      if (!change.ok) return change
      if (change.value.events.length > 0 && declaredToday(context, transfer) >= DAILY_DECLARATIONS)
        return refused(untilTomorrow(context))
      const written = await writeChange(context, change.value)
      if (typeof written === 'object')
        return accepted(transferView({ ...joined, transfer: written }, 'member', context.now))
    }
    return refused({ code: 'TRY_AGAIN' })
  },
)

const declaredToday = (context: Context, { events }: TransferRecord): number =>
  events.filter(({ type, at }) => type === 'declared' && beijingDay(at) === beijingDay(context.now)).length
