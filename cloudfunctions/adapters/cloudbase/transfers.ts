import type { HeldTransfer, TransferChange, TransferStore } from '../../app/store/ports'
import type { TransferRecord, TransferWhole } from '../../app/store/records'
import { stored, toSay, toSayAfter } from '../../app/transfer/change'
import { wholeOf, WHOLE, type Joined } from './joined-transfer'
import { DuplicateKey, type Documents } from './documents'

/** After the position of any row: positions begin with digits. */
const AFTER_ALL = '~'
const TRANSFERS_OF_ONE = 50
const HELD_AT_MOST = 1_000
const BY_TEXT_AT_MOST = 1_000
/** The median is drawn from so many answers. */
const ANSWERS_AT_MOST = 1_000
/** So many refused attempts are kept of one transfer; further ones are counted on the newest. */
const ATTEMPTS_AT_MOST = 50

/** A condition that nobody has written since, neither an event nor what is to be said. */
const asSeen = ({ _id, version, remindersVersion }: TransferRecord) => ({ _id, version, remindersVersion })

/** Transfers and the refused attempts on them, over documents. */
export const transferStore = (documents: Documents): TransferStore => {
  const { command } = documents

  const changeOf = (transfer: TransferRecord, { events, state, also }: TransferChange) => {
    const fields = stored(transfer._id, transfer.accountId, state)
    const { reminders, ...outbox } = toSayAfter(transfer, events)
    const { copy, flags, link, ...plain } = also ?? {}
    return {
      ...fields,
      state: command.set(fields.state),
      events: command.push(events),
      reminders: command.set(reminders),
      ...outbox,
      ...plain,
      ...(copy === undefined ? {} : { copy: command.set(copy) }),
      ...(flags === undefined ? {} : { flags: command.set(flags) }),
      ...(link === undefined ? {} : { link: command.set(link) }),
    }
  }

  return {
    transfer: async (id) => {
      const found = await documents.join<Joined>('transfers', { _id: id }, WHOLE, 1)
      return found.flatMap(wholeOf)[0] ?? null
    },
    transfersOf: async (accountId) => {
      const newest = { accountId: 1, position: -1 } as const
      const found = await documents.join<Joined>('transfers', { accountId }, WHOLE, TRANSFERS_OF_ONE, newest)
      const startedAt = ({ transfer }: TransferWhole) => transfer.events[0]?.at ?? 0
      return found.flatMap(wholeOf).sort((a, b) => startedAt(b) - startedAt(a))
    },
    transfers: async (ids) =>
      ids.length === 0
        ? []
        : documents.find<TransferRecord>('transfers', { _id: command.in(ids) }, { limit: ids.length }),
    transfersHeldBy: async (accountIds) =>
      accountIds.length === 0
        ? []
        : documents.find<HeldTransfer>(
            'transfers',
            { accountId: command.in(accountIds) },
            { fields: ['_id', 'accountId', 'branchId', 'stage'], limit: HELD_AT_MOST },
          ),
    transfersWhole: async (ids) => {
      if (ids.length === 0) return []
      const found = await documents.join<Joined>('transfers', { _id: command.in(ids) }, WHOLE, ids.length)
      return found.flatMap(wholeOf)
    },
    addTransfer: (record) => documents.add('transfers', record),
    changeTransfer: async (transfer, change) => {
      const { whileLink } = change
      const whileOpen = whileLink === undefined ? {} : { 'link.token': whileLink, 'link.state': 'open' }
      let seen = transfer
      for (;;) {
        try {
          const updated = await documents.update('transfers', { ...asSeen(seen), ...whileOpen }, changeOf(seen, change))
          if (updated === 1) return 'written'
        } catch (error) {
          if (error instanceof DuplicateKey) return 'slotTaken'
          throw error
        }
        const present = await documents.get<TransferRecord>('transfers', transfer._id)
        if (present?.version !== seen.version || present.remindersVersion === seen.remindersVersion) return 'overtaken'
        // Only what is to be said has moved on: a permission never makes a decision fail, nor is it lost by one.
        seen = present
      }
    },
    changeReminders: async (transfer, { reminders, nudgedAt = transfer.nudgedAt }) => {
      const { reminders: left, ...outbox } = toSay(transfer, reminders)
      const change = { reminders: command.set(left), ...outbox, nudgedAt }
      return (await documents.update('transfers', asSeen(transfer), change)) === 1
    },
    dueMessages: (now, limit) =>
      documents.find<TransferRecord>(
        'transfers',
        { messageDueAt: command.between(0, now + 1) },
        { sort: ['messageDueAt', 'asc'], limit },
      ),
    transferByLink: async (tokens) => {
      const found = await documents.join<Joined>('transfers', { linkTokens: command.in(tokens) }, WHOLE, 1)
      return found.flatMap(wholeOf)[0] ?? null
    },
    putLink: async ({ _id, slot }, link) => {
      const change = { link: command.set(link), linkTokens: command.push([link.token]) }
      return (await documents.update('transfers', { _id, slot }, change)) === 1
    },
    endLink: async (id) => {
      await documents.update('transfers', { _id: id, 'link.state': 'open' }, { 'link.state': 'ended' })
    },
    queue: ({ branchId, stage, unanswered, rosterMatch, before, after, limit }) =>
      documents.find<TransferRecord>(
        'transfers',
        {
          branchId,
          ...(stage === undefined ? {} : { stage }),
          ...(unanswered === undefined ? {} : { unanswered }),
          ...(rosterMatch === undefined ? {} : { rosterMatch }),
          ...(before === undefined && after === undefined
            ? {}
            : { position: command.between(after ?? '', before ?? AFTER_ALL) }),
        },
        { sort: ['position', 'asc'], limit },
      ),
    countTransfers: (part) => {
      const { branchId } = part
      if ('confirmedBy' in part) return documents.count('transfers', { branchId, confirmedBy: part.confirmedBy })
      if ('unansweredBefore' in part) {
        const position = command.lt(part.unansweredBefore)
        return documents.count('transfers', { branchId, unanswered: true, position })
      }
      const { stage } = part
      if ('readyBy' in part)
        return documents.count('transfers', { branchId, stage, readyAt: command.lt(part.readyBy + 1) })
      return documents.count('transfers', { branchId, stage })
    },
    newestAnswers: async (branchId) => {
      const newest = await documents.find<Pick<TransferRecord, 'answeredAfter'>>(
        'transfers',
        { branchId, answeredAt: command.gt(0) },
        { sort: ['answeredAt', 'desc'], limit: ANSWERS_AT_MOST, fields: ['answeredAfter'] },
      )
      return newest.flatMap(({ answeredAfter }) => answeredAfter ?? [])
    },
    queueByText: async (branchId, prefix) => {
      const beginning = (field: string) =>
        documents.find<TransferRecord>(
          'transfers',
          { branchId, [field]: command.startsWith(prefix) },
          { sort: [field, 'asc'], limit: BY_TEXT_AT_MOST },
        )
      const found = await Promise.all([beginning('name'), beginning('studentNumber')])
      return [...new Map(found.flat().map((transfer) => [transfer._id, transfer])).values()]
    },
    noteAttempt: async (attempt, known) => {
      const counted = known.some(({ _id }) => _id === attempt._id)
      const full = known.length >= ATTEMPTS_AT_MOST
      if (!counted && !full && (await documents.add('attempts', { ...attempt, count: 1 }))) return
      const newest = known.reduce((late, one) => (one.at > late.at ? one : late), known[0] ?? attempt)
      const _id = full && !counted ? newest._id : attempt._id
      await documents.update('attempts', { _id }, { count: command.inc(1) })
    },
  }
}
