import * as v from 'valibot'
import type { ProvinceReply } from '../../contract'
import { normaliseDigits, normaliseIdNumber, normaliseName, searchForm } from '../../domain/normalise'
import { isOpen } from '../../domain/transfer'
import { noteOutOfOrder } from '../transfer/transfer'
import { registeredCopy } from '../transfer/sealed-copy'
import type { TransferWhole } from '../store/records'
import { Claimed, Text } from '../call/schemas'
import type { Call, Failure } from '../call/serve'
import { changeBy } from '../transfer/change'

/** What an outside system claims of a person who is to move into one of our branches. */
export const ProvinceClaims = v.pipe(
  v.object({
    ...Claimed.entries,
    branchSystemId: v.exactOptional(Text(100)),
    branchName: v.exactOptional(Text(100)),
  }),
  v.check(({ branchSystemId, branchName }) => (branchSystemId ?? branchName ?? '') !== '', 'required'),
)
type Claims = v.InferOutput<typeof ProvinceClaims>

/** A secretary and an outside system may write at the same moment: the request looks again so often. */
const TRIES = 3

const failed = (failure: Failure): ProvinceReply => ({
  outcome: 'failed',
  code: failure.code,
  ...(failure.code === 'WAIT_NOT_OVER' ? { readyAt: failure.detail.readyAt } : {}),
})

/** The transfer that is meant: the open one, else the newest that succeeded. */
const meant = (found: readonly TransferWhole[]): TransferWhole | undefined =>
  found.find(({ transfer }) => isOpen(transfer.stage)) ?? found.find(({ transfer }) => transfer.stage === 'transferred')

/** Found by ID number, else by name and member number; in both cases within the branch that is named. */
const findPerson = async (call: Call, claims: Claims): Promise<TransferWhole | undefined> => {
  const form = searchForm(claims.branchSystemId ?? claims.branchName ?? '')
  const within = (found: readonly TransferWhole[]) =>
    meant(
      found.filter(
        ({ transfer, branch }) =>
          // A number that was taken off its holder no longer leads to the holder's transfer.
          transfer.kind === 'league' && !transfer.state.idReleased && branch.searchForms.includes(form),
      ),
    )
  const byId = await call.store.transfersByIdNumber(call.sealing.tokens('idNumber', normaliseIdNumber(claims.idNumber)))
  const known = within(byId)
  if (known !== undefined || !claims.memberNumber) return known
  const tokens = call.sealing.tokens('memberNumber', normaliseDigits(claims.memberNumber))
  const byNumber = await call.store.transfersByMemberNumber(tokens)
  const name = normaliseName(claims.name)
  return within(byNumber.filter(({ transfer }) => normaliseName(transfer.name) === name))
}

/**
 * The province request of an outside system, by the same rule as every request. A refusal is `failed` with its code;
 * for somebody already transferred a match confirms and a mismatch is noted, and the stage stays.
 */
export const provinceRequest = async (
  call: Call,
  province: string,
  commandId: string,
  claims: Claims,
): Promise<ProvinceReply> => {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const whole = await findPerson(call, claims)
    if (whole === undefined) return { outcome: 'failed', code: 'NOT_REGISTERED' }
    const { transfer } = whole
    const command = { action: 'request' as const, claimed: claims, registered: registeredCopy(call, transfer) }
    const asking = { hand: 'province' as const, by: 'province' as const, who: province, commandId, now: call.now }
    const change = changeBy(transfer, command, asking)
    if (!change.ok) {
      await noteOutOfOrder(call, whole, 'province', change.error)
      return failed(change.error)
    }
    if ((await call.store.changeTransfer(transfer, change.value)) !== 'written') continue
    const [event] = change.value.events
    if (event?.type === 'mismatched' || event?.type === 'contradicted')
      return { outcome: 'failed', code: 'MISMATCH', differs: event.differs }
    return { outcome: 'transferred', reference: transfer.reference }
  }
  return { outcome: 'failed', code: 'TRY_AGAIN' }
}
