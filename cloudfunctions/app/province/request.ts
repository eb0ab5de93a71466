import * as v from 'valibot'
import { nextBeijingDay } from '../../domain/beijing'
import type { ProvinceReply } from '../../contract'
import { isBlank, normaliseDigits, normaliseIdNumber, normaliseName, soughtForm } from '../../domain/normalise'
import { isOpen } from '../../domain/transfer'
import { noteOutOfOrder } from '../transfer/attempt'
import { registeredCopy } from '../transfer/sealed-copy'
import type { JoinedTransfer } from '../store/records'
import { Claimed, Text } from '../call/schemas'
import type { Failure } from '../call/serve'
import type { Context } from '../call/context'
import { changeBy, writeChange } from '../transfer/change'

/** What an outside system claims of a person who is to move into one of our branches. */
export const ProvinceClaims = v.pipe(
  v.object({
    ...Claimed.entries,
    branchSystemId: v.exactOptional(Text(100)),
    branchName: v.exactOptional(Text(100)),
  }),
  v.check(({ branchSystemId, branchName }) => !isBlank(branchSystemId ?? '') || !isBlank(branchName ?? '')),
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
const meant = (found: readonly JoinedTransfer[]): JoinedTransfer | undefined =>
  found.find(({ transfer }) => isOpen(transfer.stage)) ?? found.find(({ transfer }) => transfer.stage === 'transferred')

/** Found by ID number, else by name and member number; in both cases within the branch that is named. */
const findPerson = async (context: Context, claims: Claims): Promise<JoinedTransfer | undefined> => {
  const named = isBlank(claims.branchSystemId ?? '') ? claims.branchName : claims.branchSystemId
  const form = soughtForm(named ?? '')
  const within = (found: readonly JoinedTransfer[]) =>
    meant(
      found.filter(
        ({ transfer, branch }) =>
          // A number that was taken off its holder no longer leads to the holder's transfer.
          transfer.kind === 'league' && !transfer.state.idReleased && branch.searchForms.includes(form),
      ),
    )
  const byId = await context.store.transfersByIdNumber(
    context.sealing.tokens('idNumber', normaliseIdNumber(claims.idNumber)),
  )
  const known = within(byId)
  if (known !== undefined || !claims.memberNumber) return known
  const tokens = context.sealing.tokens('memberNumber', normaliseDigits(claims.memberNumber))
  const byNumber = await context.store.transfersByMemberNumber(tokens)
  const name = normaliseName(claims.name)
  return within(byNumber.filter(({ transfer }) => normaliseName(transfer.name) === name))
}

/** So many people whom nobody here knows may one system ask for in a Beijing day: it is no way to look for people. */
const UNKNOWN_A_DAY = 100

const unknownPerson = async (context: Context, province: string): Promise<ProvinceReply> => {
  const may = await context.store.takeLimit(`unknown:${province}`, UNKNOWN_A_DAY, nextBeijingDay(context.now))
  return { outcome: 'failed', code: may ? 'NOT_REGISTERED' : 'TOO_MANY' }
}

/**
 * The province request of an outside system, by the same rule as every request. A refusal is `failed` with its code;
 * for somebody already transferred a match confirms and a mismatch is noted, and the stage stays.
 */
export const provinceRequest = async (
  context: Context,
  province: string,
  commandId: string,
  claims: Claims,
): Promise<ProvinceReply> => {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const joined = await findPerson(context, claims)
    if (joined === undefined) return unknownPerson(context, province)
    const { transfer } = joined
    const command = { action: 'request' as const, claimed: claims, registered: registeredCopy(context, transfer) }
    const asker = { role: 'province' as const, who: province, commandId, now: context.now }
    const change = changeBy(transfer, command, asker)
    if (!change.ok) {
      await noteOutOfOrder(context, joined, 'province', change.error)
      return failed(change.error)
    }
    if (typeof (await writeChange(context, change.value)) !== 'object') continue
    const [event] = change.value.events
    if (event?.type === 'mismatched' || event?.type === 'contradicted')
      return { outcome: 'failed', code: 'MISMATCH', differs: event.differs }
    return { outcome: 'transferred', reference: transfer.reference }
  }
  return { outcome: 'failed', code: 'TRY_AGAIN' }
}
