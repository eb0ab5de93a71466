import * as v from 'valibot'
import type { DecideOutcome, FieldFault, ReceiveFact as ReceiveFactName } from '../../contract'
import { COUNSELLOR_TICKS, PEOPLE_AT_ONCE, REASON_LENGTH, RECEIVE_FACTS } from '../../../miniprogram/limits'
import type { Command } from '../../domain/decide'
import { noteDecisions, type Decision } from '../audit/note'
import { mayEver, type DeskRole } from '../../domain/procedure'
import { ACTING, atCase, decides, rightAmong } from '../call/authority'
import type { Reply } from '../../domain/reply'
import { identifyAmong, identifyStaff, isPlausibleId, type Caller } from '../call/caller'
import type { BranchRecord, JoinedTransfer, StaffRecord, TransferRecord, WechatRecord } from '../store/records'
import { CommandId, Day, FreeText, Id, ReceiveFact, Version } from '../call/schemas'
import { accepted, badInput, failureOf, faultsOf, operation, type Failure } from '../call/serve'
import type { Context } from '../call/context'
import { changeBy, isReplay, writeChange } from '../transfer/change'
import { deskTransfer, transferView } from '../store/views'
import { isOpen, type TransferEvent } from '../../domain/transfer'
import { withinReply } from '../store/reply-room'
import { recoveryView } from '../account/recovery'
import { nameIn } from '../audit/names'
import { followAccount } from '../transfer/account-changes'
import { overtaken } from '../transfer/attempt'

const open = operation(v.object({ id: Id }), async (context, { id }) => {
  const at = await atCase(context, id, ACTING)
  if (!at.ok) return at
  const { joined, right } = at.value
  const { sealing, now } = context
  const code = decides(right) ? recoveryView(joined.recovery, now) : {}
  return accepted({ ...deskTransfer(joined, sealing, right.role, now, nameIn(joined.names)), ...code })
})

const Reason = FreeText(REASON_LENGTH)
const GivenFact = v.union([ReceiveFact, v.object({ fact: ReceiveFact, on: Day })], 'choice')
const item = { id: Id, version: Version }
const Item = v.variant(
  'verdict',
  [
    v.object({
      ...item,
      verdict: v.literal('approve'),
      officiallyApproved: v.exactOptional(v.boolean(), false),
    }),
    v.object({ ...item, verdict: v.literal('return'), reason: v.exactOptional(Reason, '') }),
    v.object({
      ...item,
      verdict: v.literal('confirm'),
      result: v.picklist(['success', 'failure'], 'choice'),
      reason: v.exactOptional(Reason),
    }),
    v.object({
      ...item,
      verdict: v.literal('receive'),
      checked: v.exactOptional(v.pipe(v.array(GivenFact), v.maxLength(RECEIVE_FACTS.length, 'length')), []),
      unchecked: v.exactOptional(v.pipe(v.array(ReceiveFact), v.maxLength(RECEIVE_FACTS.length, 'length')), []),
      reason: v.exactOptional(Reason),
    }),
    v.object({
      ...item,
      verdict: v.literal('undo'),
      officiallyApproved: v.exactOptional(v.boolean(), false),
    }),
  ],
  'choice',
)
/** What is wrong with the shape of an item; what is recorded names a fact at least. */
const parsedItem = (given: unknown): { output: DecideInput } | { faults: FieldFault[] } => {
  const parsed = v.safeParse(Item, given)
  if (!parsed.success) return { faults: faultsOf(parsed.issues) }
  const { output } = parsed
  const empty = output.verdict === 'receive' && output.checked.length + output.unchecked.length === 0
  return empty ? { faults: [{ path: 'checked', rule: 'required' }] } : { output }
}
type DecideInput = v.InferOutput<typeof Item>

const commandOf = (input: DecideInput, transfer: TransferRecord, branch: BranchRecord): Command => {
  switch (input.verdict) {
    case 'approve':
      return { action: 'approve', officiallyApproved: input.officiallyApproved, branch }
    case 'return':
      return { action: 'return', reason: input.reason }
    case 'confirm':
      return {
        action: 'confirm',
        result: input.result,
        ...(input.reason === undefined ? {} : { reason: input.reason }),
      }
    case 'receive':
      return {
        action: 'receive',
        checked: input.checked,
        unchecked: input.unchecked,
        party: transfer.party ?? 'full',
        ...(input.reason === undefined ? {} : { reason: input.reason }),
      }
    case 'undo':
      return { action: 'undo', officiallyApproved: input.officiallyApproved, branch }
  }
}

/** The facts that are named to come or to go. */
const factsNamed = (input: DecideInput): ReceiveFactName[] =>
  input.verdict === 'receive'
    ? [...input.checked.map((given) => (typeof given === 'string' ? given : given.fact)), ...input.unchecked]
    : []

/** The roles that may ever give this verdict: asked before anything of the transfer is looked at. */
const rolesFor = (input: DecideInput): DeskRole[] =>
  ACTING.filter(
    (role) =>
      mayEver(role, input.verdict) &&
      (role !== 'counsellor' || factsNamed(input).every((fact) => COUNSELLOR_TICKS.includes(fact))),
  )

// prettier-ignore
/** The verdict that an event of the desk came from. */
const VERDICT_OF: { [T in TransferEvent['type']]?: DecideInput['verdict'] } = {
  approved: 'approve', returned: 'return', confirmed: 'confirm', officiallyFailed: 'confirm',
  factsAdded: 'receive', factsCorrected: 'receive', undone: 'undo',
}

/** What this command decided about a transfer, as its log says. */
const decisionsIn = ({ events, reference }: TransferRecord, right: StaffRecord, commandId: string) =>
  events.flatMap((event) => {
    const verdict = VERDICT_OF[event.type]
    if (event.who !== right.id || event.commandId !== commandId) return []
    if (verdict === undefined) return []
    const reason = 'reason' in event ? (event.reason ?? '') : ''
    return [{ right, commandId, reference, verdict, reason, at: event.at }]
  })

/** How many writes are under way at once: the platform's instance is small, and the database shared. */
const AT_ONCE = 16

const decideOne = async (
  context: Context,
  wechat: WechatRecord,
  input: DecideInput,
  commandId: string,
  joined: JoinedTransfer | undefined,
  decisions: Decision[],
): Promise<DecideOutcome> => {
  const { id } = input
  const refuse = (error: Failure): DecideOutcome => ({ id, ok: false, error })
  if (joined === undefined) return refuse({ code: 'NOT_FOUND' })
  const { transfer, branch } = joined
  const may = rightAmong(wechat, [transfer.branchId], rolesFor(input))
  if (!may.ok) return refuse(may.error)
  const right = may.value
  const { role } = right
  const view = (now: JoinedTransfer) => transferView(now, role, context.now)
  const decided = (written: TransferRecord, isReplay: boolean) => {
    decisions.push(...decisionsIn(written, right, commandId).map((one) => ({ ...one, branchId: branch._id, isReplay })))
  }
  if (isReplay(transfer, right.id, commandId)) {
    decided(transfer, true)
    return { id, ok: true, transfer: view(joined) }
  }
  if (input.version !== transfer.version)
    return refuse({ code: 'CHANGED_MEANWHILE', detail: { version: transfer.version } })
  const asker = { role, who: right.id, commandId, now: context.now }
  const change = changeBy(transfer, commandOf(input, transfer, branch), asker)
  if (!change.ok) return refuse(change.error)
  const written = await writeChange(context, change.value)
  if (typeof written === 'object') {
    decided(written, false)
    if (!isOpen(transfer.stage) && isOpen(written.stage)) {
      // What was closed kept the copy that the account had then.
      await followAccount(context, written.accountId, [id])
      const now = await context.store.transfer(id)
      if (now !== null) return { id, ok: true, transfer: view(now) }
    }
    return { id, ok: true, transfer: view({ ...joined, transfer: written }) }
  }
  if (written === 'slotTaken') return refuse({ code: 'ALREADY_OPEN' })
  const late = await overtaken(context, id, right.id, commandId, view)
  return late.ok ? { id, ok: true, transfer: late.value } : refuse(late.error)
}

/** Who decides, and about what: one transfer is read with who has a right at its branch. */
const readWith = async (
  context: Context,
  ids: readonly string[],
): Promise<{ caller: Reply<Caller>; present: JoinedTransfer[] }> => {
  const [only, ...others] = ids
  if (only === undefined || others.length > 0) {
    const [caller, present] = await Promise.all([identifyStaff(context), context.store.joinedTransfers(ids)])
    return { caller, present }
  }
  const joined = await context.store.deskedTransfer(only)
  const caller = await identifyAmong(context, joined?.staff ?? [])
  return { caller, present: joined === null ? [] : [joined] }
}

const decide = operation(
  v.object({
    items: v.pipe(v.array(v.unknown()), v.minLength(1, 'required'), v.maxLength(PEOPLE_AT_ONCE, 'length')),
    commandId: CommandId,
  }),
  async (context, { items, commandId }) => {
    const ids = items.map((one) => (typeof one === 'object' && one !== null && 'id' in one ? one.id : undefined))
    const repeated = ids.findIndex((id, i) => typeof id === 'string' && ids.indexOf(id) !== i)
    if (repeated >= 0) return badInput([{ path: `items.${String(repeated)}.id`, rule: 'duplicate' }])

    const parsed = items.map(parsedItem)
    const wanted = parsed.flatMap((one) => ('output' in one && isPlausibleId(one.output.id) ? [one.output.id] : []))
    const { caller, present } = await readWith(context, wanted)
    if (!caller.ok) return caller
    const found = new Map(present.map((joined) => [joined.transfer._id, joined]))

    const outcomes: DecideOutcome[] = []
    const decisions: Decision[] = []
    for (let i = 0; i < items.length; i += AT_ONCE) {
      const part = parsed.slice(i, i + AT_ONCE).map(async (one, j): Promise<DecideOutcome> => {
        const id = ids[i + j]
        const named = typeof id === 'string' ? id : ''
        if ('faults' in one)
          return { id: named, ok: false, error: { code: 'BAD_INPUT', detail: { fields: one.faults } } }
        if (context.clock() > context.deadline) return { id: named, ok: false, error: { code: 'TRY_AGAIN' } }
        try {
          const joined = found.get(one.output.id)
          return await decideOne(context, caller.value.wechat, one.output, commandId, joined, decisions)
        } catch (error) {
          // An outage that strikes one write says nothing of the others; repeating the command finds out.
          return { id: named, ok: false, error: failureOf(error, context, 'desk.decide') }
        }
      })
      outcomes.push(...(await Promise.all(part)))
    }
    await noteDecisions(context, decisions)
    const views = withinReply(outcomes.flatMap((one) => (one.ok ? [one.transfer] : [])))
    return accepted({
      outcomes: outcomes.map((one) => (one.ok ? { ...one, transfer: views.shift() ?? one.transfer } : one)),
    })
  },
)

export const deskOperations = { 'desk.open': open, 'desk.decide': decide }
