import * as v from 'valibot'
import type { Claimed as ClaimedFields, InviteOutcome, InviteView } from '../../contract'
import { DAY, toIso } from '../../domain/beijing'
import { accepted, refused, type Reply } from '../../domain/reply'
import { maskName } from '../../domain/personal'
import { isOpen } from '../../domain/transfer'
import { comparedFields } from '../../domain/verification'
import { ownTransfer } from '../call/caller'
import type { LinkRecord, Token, JoinedTransfer } from '../store/records'
import { Claimed, CommandId, Id, Required } from '../call/schemas'
import { operation, type Failure } from '../call/serve'
import type { Context } from '../call/context'
import { changeBy, writeChange } from './change'
import { registeredCopy } from './sealed-copy'
import { noteOutOfOrder } from './transfer'

const VALID_DAYS = 7
/** A link that was guessed at so often is at an end. */
const MISMATCHES_AT_MOST = 5
/** A secretary and the outside organisation may write at the same moment: the link looks again so often. */
const TRIES = 3

/** Like an id: one that is odd is simply not found. */
const Token = v.string('type')

const invite = operation(v.object({ id: Id }), async (context, { id }) => {
  const own = await ownTransfer(context, id)
  if (!own.ok) return own
  const { transfer } = own.value.joined
  const { kind, origin, stage } = transfer.state
  const notNow = refused({ code: 'NOT_NOW', detail: { stage } })
  if (kind !== 'league' || origin !== 'province' || !isOpen(stage)) return notNow
  const token = context.random.id()
  const expiresAt = context.now + VALID_DAYS * DAY
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
  return joined === null || mine === undefined ? refused({ code: 'NOT_FOUND' }) : accepted({ joined, token: mine })
}

/** Why the link itself no longer serves, or undefined: used by a match, or replaced, called back, over its days. */
const linkFailure = ({ joined, token }: Held, now: number): Failure | undefined => {
  const { link, state } = joined.transfer
  if (link?.token !== token || link.state === 'ended' || state.erased || state.stage === 'withdrawn')
    return { code: 'LINK_EXPIRED' }
  if (link.state === 'used') return { code: 'LINK_USED' }
  return now >= link.expiresAt ? { code: 'LINK_EXPIRED' } : undefined
}

const open = operation(v.object({ token: Token }), async (context, { token }) => {
  const held = await holdLink(context, token)
  if (!held.ok) return held
  const failure = linkFailure(held.value, context.now)
  if (failure !== undefined) return refused(failure)
  const { transfer, branch } = held.value.joined
  const { fullName, shortName, systemId, systemIdConfirmed, contact, phone } = branch
  const { stage, readyAt } = transfer.state
  const view: InviteView = {
    name: maskName(transfer.name),
    branch: { fullName, shortName, systemId, systemIdConfirmed, contact, phone },
    fields: comparedFields(transfer.copy.joinedOn ?? undefined),
    stage,
    ...(readyAt === undefined ? {} : { readyAt: toIso(readyAt) }),
    expiresAt: toIso(transfer.link?.expiresAt ?? context.now),
    now: toIso(context.now),
  }
  return accepted(view)
})

/** What the link's holder was told when this command was first accepted. */
const firstOutcome = ({ joined, token }: Held, commandId: string): InviteOutcome | undefined => {
  const event = joined.transfer.events.find((one) => one.who === token && one.commandId === commandId)
  if (event?.type === 'matched') return { outcome: 'transferred' }
  return event?.type === 'mismatched' ? { outcome: 'failed', code: 'MISMATCH', differs: event.differs } : undefined
}

interface LinkRequest {
  claimed: ClaimedFields
  organisation: string
  commandId: string
}

/** One attempt over what the database says now; undefined where somebody else wrote in between. */
const requestOnce = async (
  context: Context,
  held: Held,
  { claimed, organisation, commandId }: LinkRequest,
): Promise<Reply<InviteOutcome> | undefined> => {
  const replayed = firstOutcome(held, commandId)
  if (replayed !== undefined) return accepted(replayed)
  const failure = linkFailure(held, context.now)
  if (failure !== undefined) return refused(failure)

  const { joined, token } = held
  const { transfer } = joined
  const registered = registeredCopy(context, transfer)
  const change = changeBy(
    transfer,
    { action: 'request', claimed, registered, organisation },
    { role: 'link', who: token, commandId, now: context.now },
  )
  if (!change.ok) {
    await noteOutOfOrder(context, joined, 'link', change.error)
    return change
  }
  const [event] = change.value.events
  const matched = event?.type === 'matched'
  const mismatches = (transfer.link?.mismatches ?? 0) + (matched ? 0 : 1)
  const link: LinkRecord = {
    token,
    expiresAt: transfer.link?.expiresAt ?? context.now,
    state: matched ? 'used' : mismatches >= MISMATCHES_AT_MOST ? 'ended' : 'open',
    mismatches,
  }
  const { before, after, events } = change.value
  const written = await writeChange(context, { before, after: { ...after, link }, events }, token)
  if (typeof written !== 'object') return undefined
  return accepted(
    event?.type === 'mismatched'
      ? { outcome: 'failed', code: 'MISMATCH', differs: event.differs }
      : { outcome: 'transferred' },
  )
}

const request = operation(
  v.object({
    token: Token,
    claimed: Claimed,
    organisation: Required(100),
    commandId: CommandId,
  }),
  async (context, { token, ...asked }) => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const held = await holdLink(context, token)
      if (!held.ok) return held
      const outcome = await requestOnce(context, held.value, asked)
      if (outcome !== undefined) return outcome
    }
    return refused({ code: 'TRY_AGAIN' })
  },
)

/** The link for the outside organisation: made and called back by the member, opened and used without an account. */
export const inviteOperations = {
  'transfer.invite': invite,
  'invite.revoke': revoke,
  'invite.open': open,
  'invite.request': request,
}
