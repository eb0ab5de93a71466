import type { Actor } from '../../contract'
import { DAY, type Instant } from '../../domain/beijing'
import { referenceKeys } from '../../domain/person-search'
import { fold, type EventBody, type TransferEvent } from '../../domain/transfer'
import type { ErasureRecord, TransferRecord } from '../store/records'
import { stored, outbox } from './change'

/** What happened without what anybody wrote or dated about the person; named one by one, so that nothing new slips through. */
const bareBody = (event: EventBody): EventBody => {
  switch (event.type) {
    case 'started':
      return { type: event.type, kind: event.kind, origin: event.origin, branchId: event.branchId }
    case 'amended':
      return { type: event.type, branchId: event.branchId }
    case 'copyAmended':
      return { type: event.type, idReplaced: event.idReplaced }
    case 'approved':
      return { type: event.type, ...(event.readyAt === undefined ? {} : { readyAt: event.readyAt }) }
    case 'returned':
    case 'released':
      return { type: event.type, reason: '' }
    case 'matched':
      return { type: event.type, way: event.way, variants: event.variants }
    case 'mismatched':
    case 'contradicted':
      return { type: event.type, way: event.way, differs: event.differs }
    case 'announced':
      return { type: event.type, channel: event.channel, prepared: event.prepared }
    case 'factsAdded':
      return { type: event.type, facts: event.facts, complete: event.complete }
    case 'factsCorrected':
      return {
        type: event.type,
        facts: event.facts,
        unchecked: event.unchecked,
        complete: event.complete,
        reason: '',
      }
    case 'submitted':
      return { type: event.type, way: event.way }
    case 'checked':
      return { type: event.type, matches: event.matches, differs: event.differs, variants: [], organisation: '' }
    case 'declared':
      return { type: event.type, said: event.said }
    case 'undone':
      return { type: event.type, step: event.step }
    case 'confirmed':
    case 'officiallyFailed':
    case 'withdrawn':
    case 'erased':
      return { type: event.type }
  }
}

/** So long it is known that somebody was erased: a backup that is older has long expired. */
const ERASURES_KEPT = 90 * DAY

/** That this account or transfer was erased now, for the journal that a restored backup is brought up to. */
export const erasureOf = (what: ErasureRecord['what'], id: string, at: Instant): ErasureRecord => ({
  _id: id,
  what,
  at,
  expiresAt: at + ERASURES_KEPT,
})

/** A command id is text of the caller's own; that of the desk stays, for its repetition is still answered. */
const bareEvent = (event: TransferEvent): TransferEvent => ({
  ...bareBody(event),
  at: event.at,
  by: event.by,
  who: event.who,
  ...(event.by === 'secretary' && event.commandId !== undefined ? { commandId: event.commandId } : {}),
})

/**
 * A transfer without its sealed copy: reference, branch, stages and instants, the bare fact that may be kept (contract.md,
 * `account.erase`; procedure.md, rule 15). An open one is withdrawn by it, and its link ends.
 */
export const bareFact = (transfer: TransferRecord, at: Instant, by: Actor): TransferRecord => {
  const latest = transfer.events.at(-1)?.at ?? at
  const erasure: TransferEvent = { type: 'erased', at: Math.max(at, latest), by, who: '' }
  const events = [...transfer.events.map(bareEvent), erasure]
  const { _id, reference, accountId, kind, identity, party, link, linkTokens, answeredAt, answeredAfter } = transfer
  // Field by field here too: one that is added to a transfer does not compile until it is decided on.
  return {
    _id,
    reference,
    accountId,
    kind,
    identity,
    party,
    events,
    ...stored(transfer, fold(events), at),
    name: '',
    copy: { idNumber: '', joinedOn: null, memberNumber: null },
    idToken: _id,
    studentNumber: null,
    searchKeys: referenceKeys(reference),
    studentKeys: [],
    rosterMatch: 'none',
    flags: { unusualJoiningAge: false, numberElsewhere: false, idConflict: false },
    answeredAt,
    answeredAfter,
    ...outbox(transfer, []),
    nudgedAt: null,
    linkTokens,
    link: link?.state === 'open' ? { ...link, state: 'ended' } : link,
  }
}

/**
 * A bare transfer that no longer leads to any account. `nobody` stands for it, the same for all of one person, so that
 * they are counted as one.
 */
export const withoutOwner = (transfer: TransferRecord, nobody: string): TransferRecord => ({
  ...transfer,
  accountId: nobody,
  ...stored({ ...transfer, accountId: nobody }, transfer.state, transfer.lastEventAt),
  events: transfer.events.map((event) => (event.who === transfer.accountId ? { ...event, who: '' } : event)),
})
