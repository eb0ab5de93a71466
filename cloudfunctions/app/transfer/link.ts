import * as v from 'valibot'
import type { Claimed as ClaimedFields, InviteOutcome, InviteView } from '../../contract'
import { DAY, toIso } from '../../domain/beijing'
import { accepted, refused, type Outcome } from '../../domain/outcome'
import { maskName } from '../../domain/personal'
import { isOpen } from '../../domain/transfer'
import { comparedFields } from '../../domain/verification'
import { ownTransfer } from '../call/caller'
import type { LinkRecord, Token, TransferWhole } from '../store/records'
import { Claimed, CommandId, FreeText, Id } from '../call/schemas'
import { operation, type Call, type Failure } from '../call/serve'
import { changeBy } from './change'
import { registeredCopy } from './sealed-copy'
import { noteOutOfOrder } from './transfer'

const VALID_DAYS = 7
/** A link that was guessed at so often is at an end. */
const MISMATCHES_AT_MOST = 5
/** A secretary and the outside organisation may write at the same moment: the link looks again so often. */
const TRIES = 3

/** Like an id: one that is odd is simply not found. */
const Token = v.string('type')

const invite = operation(v.object({ id: Id }), async (call, { id }) => {
  const own = await ownTransfer(call, id)
  if (!own.ok) return own
  const { transfer } = own.value.whole
  const { kind, origin, stage } = transfer.state
  const notNow = refused({ code: 'NOT_NOW', detail: { stage } })
  if (kind !== 'league' || origin !== 'province' || !isOpen(stage)) return notNow
  const token = call.random.id()
  const expiresAt = call.now + VALID_DAYS * DAY
  const link: LinkRecord = { token: call.sealing.tokens('link', token)[0], state: 'open', expiresAt, mismatches: 0 }
  return (await call.store.putLink(transfer, link)) ? accepted({ token, expiresAt: toIso(expiresAt) }) : notNow
})

const revoke = operation(v.object({ id: Id }), async (call, { id }) => {
  const own = await ownTransfer(call, id)
  if (!own.ok) return own
  await call.store.endLink(own.value.whole.transfer._id)
  return accepted({})
})

/** A link as its holder has it: the transfer that it belongs to, and which of the transfer's links it is. */
interface Held {
  whole: TransferWhole
  token: Token
}

const holdLink = async (call: Call, token: string): Promise<Outcome<Held>> => {
  const tokens = call.sealing.tokens('link', token)
  const whole = await call.store.transferByLink(tokens)
  const mine = whole?.transfer.linkTokens.find((known) => tokens.includes(known))
  return whole === null || mine === undefined ? refused({ code: 'NOT_FOUND' }) : accepted({ whole, token: mine })
}

/** Why the link itself no longer serves, or undefined: used by a match, or replaced, called back, over its days. */
const linkFailure = ({ whole, token }: Held, now: number): Failure | undefined => {
  const { link, state } = whole.transfer
  if (link?.token !== token || link.state === 'ended' || state.erased || state.stage === 'withdrawn')
    return { code: 'LINK_EXPIRED' }
  if (link.state === 'used') return { code: 'LINK_USED' }
  return now >= link.expiresAt ? { code: 'LINK_EXPIRED' } : undefined
}

const open = operation(v.object({ token: Token }), async (call, { token }) => {
  const held = await holdLink(call, token)
  if (!held.ok) return held
  const failure = linkFailure(held.value, call.now)
  if (failure !== undefined) return refused(failure)
  const { transfer, branch } = held.value.whole
  const { fullName, shortName, systemId, systemIdConfirmed, contact, phone } = branch
  const { stage, readyAt } = transfer.state
  const view: InviteView = {
    name: maskName(transfer.name),
    branch: { fullName, shortName, systemId, systemIdConfirmed, contact, phone },
    fields: comparedFields(transfer.copy.joinedOn ?? undefined),
    stage,
    ...(readyAt === undefined ? {} : { readyAt: toIso(readyAt) }),
    expiresAt: toIso(transfer.link?.expiresAt ?? call.now),
    now: toIso(call.now),
  }
  return accepted(view)
})

/** What the link's holder was told when this command was first accepted. */
const firstOutcome = ({ whole, token }: Held, commandId: string): InviteOutcome | undefined => {
  const event = whole.transfer.events.find((one) => one.who === token && one.commandId === commandId)
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
  call: Call,
  held: Held,
  { claimed, organisation, commandId }: LinkRequest,
): Promise<Outcome<InviteOutcome> | undefined> => {
  const replayed = firstOutcome(held, commandId)
  if (replayed !== undefined) return accepted(replayed)
  const failure = linkFailure(held, call.now)
  if (failure !== undefined) return refused(failure)

  const { whole, token } = held
  const { transfer } = whole
  const registered = registeredCopy(call, transfer)
  const change = changeBy(
    transfer,
    { action: 'request', claimed, registered, organisation },
    { hand: 'link', by: 'link', who: token, commandId, now: call.now },
  )
  if (!change.ok) {
    await noteOutOfOrder(call, whole, 'link', change.error)
    return change
  }
  const [event] = change.value.events
  const matched = event?.type === 'matched'
  const mismatches = (transfer.link?.mismatches ?? 0) + (matched ? 0 : 1)
  const link: LinkRecord = {
    token,
    expiresAt: transfer.link?.expiresAt ?? call.now,
    state: matched ? 'used' : mismatches >= MISMATCHES_AT_MOST ? 'ended' : 'open',
    mismatches,
  }
  const written = await call.store.changeTransfer(transfer, { ...change.value, also: { link }, whileLink: token })
  if (written !== 'written') return undefined
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
    organisation: v.pipe(v.string('type'), v.trim(), v.minLength(1, 'required'), FreeText(100)),
    commandId: CommandId,
  }),
  async (call, { token, ...asked }) => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const held = await holdLink(call, token)
      if (!held.ok) return held
      const outcome = await requestOnce(call, held.value, asked)
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
