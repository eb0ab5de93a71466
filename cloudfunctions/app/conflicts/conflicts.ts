import * as v from 'valibot'
import type { ConflictItem } from '../../contract'
import { toIso } from '../../domain/beijing'
import { mask, maskName } from '../../domain/personal'
import { isOpen } from '../../domain/transfer'
import { auditEntry } from '../audit/note'
import { atBranchOrAll, branchesSeen, DECIDING, rightAmong } from '../call/authority'
import { orRefused, Refusal } from '../call/refusal'
import { identifyStaff, isPlausibleId } from '../call/caller'
import type { HeldTransfer, Transaction } from '../store/ports'
import {
  ALL_BRANCHES,
  type AccountRecord,
  type ConflictRecord,
  type StaffRecord,
  type TransferRecord,
} from '../store/records'
import { Cursor, Id, Why } from '../call/schemas'
import { accepted, operation, refused } from '../call/serve'
import type { Context } from '../call/context'
import { changeBy } from '../transfer/change'

const PAGE = 20

const numberOf = ({ sealing }: Context, { _id, idNumber }: AccountRecord): string =>
  sealing.open(idNumber, { collection: 'accounts', id: _id, field: 'idNumber' })

/** Whether the holder still holds the number that was tried: it may have been amended or released since. */
const isStanding = (
  context: Context,
  conflict: ConflictRecord,
  holder: AccountRecord | null,
): holder is AccountRecord =>
  holder !== null &&
  !holder.idReleased &&
  context.sealing.tokens('idNumber', numberOf(context, holder)).includes(conflict.idToken)

const itemOf = (
  context: Context,
  conflict: ConflictRecord,
  holder: AccountRecord,
  transfer: HeldTransfer | undefined,
): ConflictItem => {
  // Whoever has to tell the two apart sees their names: the desks of the holder's branches (contract.md).
  const plain = conflict.branchIds.some((branchId) => branchId !== ALL_BRANCHES)
  return {
    id: conflict._id,
    at: toIso(conflict.at),
    holderName: plain ? holder.name : maskName(holder.name),
    claimantName: plain ? conflict.claimantName : maskName(conflict.claimantName),
    idNumber: mask(numberOf(context, holder)),
    attempts: conflict.attempts,
    ...(transfer === undefined ? {} : { holderTransferId: transfer._id }),
  }
}

/** Attempts on ID numbers that others hold, the newest first; numbers masked. */
const list = operation(
  v.object({ branchId: Id, cursor: v.exactOptional(Cursor) }),
  async (context, { branchId, cursor }) => {
    const at = await atBranchOrAll(context, branchId, DECIDING)
    if (!at.ok) return at
    const seen = branchesSeen(at.value.right, branchId)
    const found = await context.store.conflicts(seen, cursor, PAGE + 1)
    const page = found.slice(0, PAGE)
    const last = page.at(-1)
    const ids = [...new Set(page.map(({ holderAccountId }) => holderAccountId))]
    const [holders, held] = await Promise.all([context.store.accounts(ids), context.store.transfersHeldBy(ids)])
    const visible = held.filter((transfer) => seen?.includes(transfer.branchId) ?? true)
    const byId = new Map(holders.map((holder) => [holder._id, holder]))
    return accepted({
      items: page.flatMap((conflict) => {
        const holder = byId.get(conflict.holderAccountId) ?? null
        if (!isStanding(context, conflict, holder)) return []
        const own = visible.filter(({ accountId }) => accountId === holder._id)
        return [itemOf(context, conflict, holder, own.find(({ stage }) => isOpen(stage)) ?? own[0])]
      }),
      ...(found.length > PAGE && last !== undefined ? { next: last.position } : {}),
    })
  },
)

/** Somebody who decides, by that right. */
type Decider = StaffRecord & { role: (typeof DECIDING)[number] }

/** The holder's transfer after the release: an open one is returned, and nobody is warned of it any longer. */
const released = (
  context: Context,
  transfer: TransferRecord,
  right: Decider,
  reason: string,
): TransferRecord | undefined => {
  const flags = { ...transfer.flags, idConflict: false }
  if (!isOpen(transfer.stage)) return transfer.flags.idConflict ? { ...transfer, flags } : undefined
  const asker = { role: right.role, who: right.id, now: context.now }
  const change = changeBy(transfer, { action: 'release', reason }, asker, { flags })
  if (!change.ok) throw new Refusal(change.error)
  return change.value.after
}

const releaseIn = async (
  tx: Transaction,
  context: Context,
  what: { conflict: ConflictRecord; right: Decider; why: string; transferIds: string[]; conflictIds: string[] },
): Promise<void> => {
  const { conflict, right, why } = what
  const holder = await tx.account(conflict.holderAccountId)
  if (!isStanding(context, conflict, holder)) throw new Refusal({ code: 'NOT_FOUND' })
  const transfers: TransferRecord[] = []
  for (const id of what.transferIds) {
    const transfer = await tx.transfer(id)
    if (transfer !== null) transfers.push(transfer)
  }
  const done = transfers.find(({ stage }) => stage === 'transferred' || stage === 'received')
  if (done !== undefined) throw new Refusal({ code: 'NOT_NOW', detail: { stage: done.stage } })

  for (const token of context.sealing.tokens('idNumber', numberOf(context, holder)))
    if ((await tx.holder('holders', token))?.accountId === holder._id) await tx.dropHolder('holders', token)
  await tx.putAccount({ ...holder, version: holder.version + 1, idReleased: true, contested: false })
  for (const transfer of transfers) {
    const after = released(context, transfer, right, why)
    if (after !== undefined) await tx.putTransfer(after)
  }
  for (const id of what.conflictIds) await tx.dropConflict(id)
  const whom = transfers
    .filter(({ stage }) => isOpen(stage))
    .map(({ reference }) => reference)
    .join(' ')
  for (const branchId of conflict.branchIds)
    await tx.noteAudit(auditEntry(context, right, { what: 'release', whom, why, branchId }))
}

/**
 * Takes the ID number off its holder, so that the person whose number it is can register: account, open transfers and
 * audit move together. Errors: `NOT_NOW` once a transfer of the holder is through, `NOT_FOUND` where the holder no longer
 * holds the number.
 */
const release = operation(v.object({ conflictId: Id, why: Why }), async (context, { conflictId, why }) => {
  const [caller, conflict] = await Promise.all([
    identifyStaff(context),
    isPlausibleId(conflictId) ? context.store.conflict(conflictId) : null,
  ])
  if (!caller.ok) return caller
  if (conflict === null) return refused({ code: 'NOT_FOUND' })
  const right = rightAmong(caller.value.wechat, conflict.branchIds, DECIDING)
  if (!right.ok) return right
  const { holderAccountId } = conflict
  const [transfers, conflicts] = await Promise.all([
    context.store.transfersOf(holderAccountId),
    context.store.conflictsOf(holderAccountId),
  ])
  const what = {
    conflict,
    right: right.value,
    why,
    transferIds: transfers.map(({ transfer }) => transfer._id),
    conflictIds: conflicts.map(({ _id }) => _id),
  }
  const outcome = await orRefused(() => context.store.transaction((tx) => releaseIn(tx, context, what)))
  return outcome.ok ? accepted({}) : outcome
})

export const conflictOperations = { 'desk.conflicts': list, 'desk.release': release }
