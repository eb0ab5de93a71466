import * as v from 'valibot'
import type { CheckOutcome, InviteOutcome, InviteView, LinkBranch } from '../../contract'
import { LINK_MISMATCHES, LINK_VALID_DAYS, NAME_LENGTH } from '../../../miniprogram/limits'
import { DAY, toIso } from '../../domain/beijing'
import type { Command } from '../../domain/decide'
import { accepted, refused, type Reply } from '../../domain/reply'
import { maskName } from '../../domain/personal'
import { isOpen, type Transfer, type TransferEvent } from '../../domain/transfer'
import { comparedFields, type SealedCopy } from '../../domain/verification'
import { ownTransfer } from '../call/caller'
import type { BranchRecord, LinkRecord, Token, JoinedTransfer } from '../store/records'
import { Claimed, CommandId, Id, Required } from '../call/schemas'
import { operation, type Failure } from '../call/serve'
import type { Context } from '../call/context'
import { takeTry } from '../call/tries'
import { checkedIn } from '../store/views'
import { changeBy, writeChange, type Change } from './change'
import { registeredCopy } from './sealed-copy'
import { noteOutOfOrder } from './attempt'

/** A secretary and the outside organisation may write at the same moment: the link looks again so often. */
const TRIES = 5

/** Like an id: one that is odd is simply not found. */
const Token = v.string()

const invite = operation(v.object({ id: Id }), async (context, { id }) => {
  const own = await ownTransfer(context, id)
  if (!own.ok) return own
  const { transfer } = own.value.joined
  const { kind, origin, stage } = transfer.state
  const notNow = refused({ code: 'NOT_NOW', detail: { stage } })
  if (kind !== 'league' || origin !== 'province' || !isOpen(stage)) return notNow
  const token = context.random.id()
  const expiresAt = context.now + LINK_VALID_DAYS * DAY
  const link: LinkRecord = { token: context.sealing.tokens('link', token)[0], state: 'open', expiresAt, mismatches: 0 }
  return (await context.store.putLink(transfer, link)) ? accepted({ token, expiresAt: toIso(expiresAt) }) : notNow
})

const revoke = operation(v.object({ id: Id }), async (context, { id }) => {
  const own = await ownTransfer(context, id)
  if (!own.ok) return own
  await context.store.endLink(own.value.joined.transfer._id)
  return accepted({})
})

/** A link as its holder has it: the transfer that it belongs to with its newest link, and what the held one is known by. */
interface Held {
  joined: JoinedTransfer
  newest: LinkRecord
  tokens: readonly Token[]
}

const holdLink = async (context: Context, token: string): Promise<Reply<Held>> => {
  const tokens = context.sealing.tokens('link', token)
  const joined = await context.store.transferByLink(tokens)
  if (joined?.transfer.link) return accepted({ joined, newest: joined.transfer.link, tokens })
  // One that is unknown is a guess of whoever sends it.
  const tried = context.openid === undefined ? undefined : await takeTry(context, context.openid)
  return tried?.ok === false ? tried : refused({ code: 'NOT_FOUND' })
}

/** What every holder of a link learns of the branch, whether the link still serves or not. */
const linkBranch = ({
  fullName,
  shortName,
  systemId,
  systemIdConfirmed,
  letterTitle,
  contact,
  phone,
}: BranchRecord): LinkBranch => ({
  fullName,
  shortName,
  systemId,
  systemIdConfirmed,
  letterTitle,
  contact,
  phone,
})

/** Why the link itself no longer serves, or undefined: used by a match, or replaced, called back, over its days. */
const linkFailure = ({ joined, newest, tokens }: Held, now: number): Failure | undefined => {
  const { state } = joined.transfer
  const detail = { branch: linkBranch(joined.branch) }
  if (!tokens.includes(newest.token) || newest.state === 'ended' || state.erased || state.stage === 'withdrawn')
    return { code: 'LINK_EXPIRED', detail }
  if (newest.state === 'used') return { code: 'LINK_USED', detail }
  return now >= newest.expiresAt ? { code: 'LINK_EXPIRED', detail } : undefined
}

/** What the holder of the link is to do now. */
const todoOf = ({ stage, readyAt, requestedAt }: Transfer, now: number): InviteView['todo'] => {
  if (stage === 'registered' || stage === 'returned') return 'check'
  if (!isOpen(stage) || (stage === 'approved' && requestedAt !== undefined)) return 'nothing'
  return readyAt !== undefined && now < readyAt ? 'wait' : 'submit'
}

const open = operation(v.object({ token: Token }), async (context, { token }) => {
  const held = await holdLink(context, token)
  if (!held.ok) return held
  const failure = linkFailure(held.value, context.now)
  if (failure !== undefined) return refused(failure)
  const { joined, newest } = held.value
  const { transfer, branch } = joined
  const { state } = transfer
  const checked = checkedIn(state)
  const view: InviteView = {
    name: maskName(transfer.name),
    branch: linkBranch(branch),
    fields: comparedFields(transfer.copy.joinedOn ?? undefined),
    stage: state.stage,
    todo: todoOf(state, context.now),
    ...(state.readyAt === undefined ? {} : { readyAt: toIso(state.readyAt) }),
    ...(state.requestedAt === undefined ? {} : { submittedAt: toIso(state.requestedAt) }),
    ...(checked === undefined ? {} : { checked }),
    expiresAt: toIso(newest.expiresAt),
    now: toIso(context.now),
  }
  return accepted(view)
})

/** What a request by link came to; where nothing had to be written it was said before that it is submitted. */
const requestOutcome = (event: TransferEvent | undefined): InviteOutcome | undefined => {
  if (event === undefined || event.type === 'submitted') return { outcome: 'submitted' }
  if (event.type === 'matched') return { outcome: 'transferred' }
  return event.type === 'mismatched' ? { outcome: 'failed', code: 'MISMATCH', differs: event.differs } : undefined
}

/** What a check by link found. */
const checkOutcome = (event: TransferEvent | undefined): CheckOutcome | undefined => {
  if (event?.type !== 'checked') return undefined
  const variants = event.variants.length === 0 ? {} : { variants: event.variants }
  return event.matches
    ? { outcome: 'matches', ...variants }
    : { outcome: 'differs', differs: event.differs, ...variants }
}

/** A use of a link: what is asked, and how what happened is told. */
interface Use<O> {
  commandId: string
  command: (registered: SealedCopy) => Command & { action: 'check' | 'request' }
  outcomeOf: (event: TransferEvent | undefined) => O | undefined
}

/** The link after its use: a matching request uses it up, and so many mismatches of either kind end it. */
const usedLink = (newest: LinkRecord, { events: [event] }: Change): LinkRecord => {
  const differs = event?.type === 'mismatched' || (event?.type === 'checked' && !event.matches)
  const mismatches = newest.mismatches + Number(differs)
  const state = event?.type === 'matched' ? 'used' : mismatches >= LINK_MISMATCHES ? 'ended' : 'open'
  return { ...newest, state, mismatches }
}

/** One attempt over what the database says now; undefined where somebody else wrote in between. */
const useOnce = async <O>(
  context: Context,
  held: Held,
  { commandId, command, outcomeOf }: Use<O>,
): Promise<Reply<O> | undefined> => {
  const { joined, newest, tokens } = held
  const { transfer } = joined
  const said = transfer.events.filter((event) => tokens.includes(event.who) && event.commandId === commandId)
  const first = said.map(outcomeOf).find((outcome) => outcome !== undefined)
  if (first !== undefined) return accepted(first)
  const failure = linkFailure(held, context.now)
  if (failure !== undefined) return refused(failure)

  const asker = { role: 'link' as const, who: newest.token, commandId, now: context.now }
  const change = changeBy(transfer, command(registeredCopy(context, transfer)), asker)
  if (!change.ok) {
    await noteOutOfOrder(context, joined, 'link', change.error)
    return change
  }
  const { after, events } = change.value
  const link = usedLink(newest, change.value)
  const written = await writeChange(context, { ...change.value, after: { ...after, link } }, newest.token)
  const outcome = typeof written === 'object' ? outcomeOf(events[0]) : undefined
  return outcome === undefined ? undefined : accepted(outcome)
}

/** Uses a link over what the database says, again where others came first. */
const useLink = async <O>(context: Context, token: string, use: Use<O>): Promise<Reply<O>> => {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const held = await holdLink(context, token)
    if (!held.ok) return held
    const outcome = await useOnce(context, held.value, use)
    if (outcome !== undefined) return outcome
  }
  return refused({ code: 'TRY_AGAIN' })
}

const by = {
  token: Token,
  organisation: Required(NAME_LENGTH),
  commandId: CommandId,
}

/** The outside organisation compares its records with what is registered: no stage and no version moves. */
const check = operation(v.object({ ...by, claimed: Claimed }), (context, { token, commandId, ...asked }) =>
  useLink<CheckOutcome>(context, token, {
    commandId,
    command: (registered) => ({ action: 'check', ...asked, registered }),
    outcomeOf: checkOutcome,
  }),
)

/** "We have submitted it in our system": with what was submitted, or that it was alone. */
const request = operation(
  v.object({ ...by, claimed: v.exactOptional(Claimed) }),
  (context, { token, commandId, ...asked }) =>
    useLink<InviteOutcome>(context, token, {
      commandId,
      command: (registered) => ({ action: 'request', ...asked, registered }),
      outcomeOf: requestOutcome,
    }),
)

/** The link for the outside organisation: made and called back by the member, opened and used without an account. */
export const inviteOperations = {
  'transfer.invite': invite,
  'invite.revoke': revoke,
  'invite.open': open,
  'invite.check': check,
  'invite.request': request,
}
