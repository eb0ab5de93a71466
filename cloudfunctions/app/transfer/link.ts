import * as v from 'valibot'
import type { CheckOutcome, Claimed as ClaimedFields, InviteOutcome, InviteView, LinkBranch } from '../../contract'
import { LINK_MISMATCHES, LINK_VALID_DAYS, NAME_LENGTH } from '../../../miniprogram/limits'
import { DAY, toIso } from '../../domain/beijing'
import { accepted, refused, type Reply } from '../../domain/reply'
import { maskName } from '../../domain/personal'
import { isOpen, type Transfer, type TransferEvent } from '../../domain/transfer'
import { comparedFields } from '../../domain/verification'
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

/** A link as its holder has it: the transfer that it belongs to, and which of the transfer's links it is. */
interface Held {
  joined: JoinedTransfer
  token: Token
}

const holdLink = async (context: Context, token: string): Promise<Reply<Held>> => {
  const tokens = context.sealing.tokens('link', token)
  const joined = await context.store.transferByLink(tokens)
  const mine = joined?.transfer.linkTokens.find((known) => tokens.includes(known))
  if (joined !== null && mine !== undefined) return accepted({ joined, token: mine })
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
const linkFailure = ({ joined, token }: Held, now: number): Failure | undefined => {
  const { link, state } = joined.transfer
  const detail = { branch: linkBranch(joined.branch) }
  if (link?.token !== token || link.state === 'ended' || state.erased || state.stage === 'withdrawn')
    return { code: 'LINK_EXPIRED', detail }
  if (link.state === 'used') return { code: 'LINK_USED', detail }
  return now >= link.expiresAt ? { code: 'LINK_EXPIRED', detail } : undefined
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
  const { transfer, branch } = held.value.joined
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
    expiresAt: toIso(transfer.link?.expiresAt ?? context.now),
    now: toIso(context.now),
  }
  return accepted(view)
})

/** What a request by link came to. */
const requestOutcome = (event: TransferEvent | undefined): InviteOutcome | undefined => {
  if (event?.type === 'matched') return { outcome: 'transferred' }
  if (event?.type === 'submitted') return { outcome: 'submitted' }
  return event?.type === 'mismatched' ? { outcome: 'failed', code: 'MISMATCH', differs: event.differs } : undefined
}

/** What a check by link found. */
const checkOutcome = (event: TransferEvent | undefined): CheckOutcome | undefined => {
  if (event?.type !== 'checked') return undefined
  const variants = event.variants.length === 0 ? {} : { variants: event.variants }
  return event.matches
    ? { outcome: 'matches', ...variants }
    : { outcome: 'differs', differs: event.differs, ...variants }
}

interface LinkUse {
  /** Without it the holder says that it was submitted, not what. */
  claimed?: ClaimedFields
  organisation: string
  commandId: string
}

/** A way to use a link: what is asked, and how what happened is told. */
interface Use<O> {
  action: 'check' | 'request'
  outcomeOf: (event: TransferEvent | undefined) => O | undefined
  /** Where nothing had to be written. */
  otherwise: O
}

/** The link after its use: a matching request uses it up, and so many mismatches of either kind end it. */
const usedLink = ({ joined, token }: Held, { events }: Change, now: number): LinkRecord => {
  const { link } = joined.transfer
  const [event] = events
  const differs = event?.type === 'mismatched' || (event?.type === 'checked' && !event.matches)
  const mismatches = (link?.mismatches ?? 0) + Number(differs)
  return {
    token,
    expiresAt: link?.expiresAt ?? now,
    state: event?.type === 'matched' ? 'used' : mismatches >= LINK_MISMATCHES ? 'ended' : 'open',
    mismatches,
  }
}

/** One attempt over what the database says now; undefined where somebody else wrote in between. */
const useOnce = async <O>(
  context: Context,
  held: Held,
  { claimed, organisation, commandId }: LinkUse,
  { action, outcomeOf, otherwise }: Use<O>,
): Promise<Reply<O> | undefined> => {
  const { joined, token } = held
  const { transfer } = joined
  const said = transfer.events.filter((event) => event.who === token && event.commandId === commandId)
  const first = said.map(outcomeOf).find((outcome) => outcome !== undefined)
  if (first !== undefined) return accepted(first)
  const failure = linkFailure(held, context.now)
  if (failure !== undefined) return refused(failure)

  const registered = registeredCopy(context, transfer)
  const command =
    action === 'check' && claimed !== undefined
      ? { action, claimed, registered, organisation }
      : { action: 'request' as const, ...(claimed === undefined ? {} : { claimed }), registered, organisation }
  const change = changeBy(transfer, command, { role: 'link', who: token, commandId, now: context.now })
  if (!change.ok) {
    await noteOutOfOrder(context, joined, 'link', change.error)
    return change
  }
  const { after, events } = change.value
  const link = usedLink(held, change.value, context.now)
  const written = await writeChange(context, { ...change.value, after: { ...after, link } }, token)
  return typeof written === 'object' ? accepted(outcomeOf(events[0]) ?? otherwise) : undefined
}

/** Uses a link over what the database says, again where others came first. */
const useLink = async <O>(context: Context, token: string, asked: LinkUse, use: Use<O>): Promise<Reply<O>> => {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const held = await holdLink(context, token)
    if (!held.ok) return held
    const outcome = await useOnce(context, held.value, asked, use)
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
const check = operation(v.object({ ...by, claimed: Claimed }), (context, { token, ...asked }) =>
  useLink<CheckOutcome>(context, token, asked, {
    action: 'check',
    outcomeOf: checkOutcome,
    otherwise: { outcome: 'matches' },
  }),
)

/** "We have submitted it in our system": with what was submitted, or that it was alone. */
const request = operation(v.object({ ...by, claimed: v.exactOptional(Claimed) }), (context, { token, ...asked }) =>
  useLink<InviteOutcome>(context, token, asked, {
    action: 'request',
    outcomeOf: requestOutcome,
    otherwise: { outcome: 'submitted' },
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
