import type { PartyIdentity, StepKey, StepView } from '../contract'
import { toIso, type Instant } from './beijing'
import { neededFacts } from './decide'
import type { Transfer } from './transfer'

/** One step of the way: when it was done, or whether it waits for something that is not there yet. */
interface Step {
  key: StepKey
  doneAt?: Instant | undefined
  /** Cannot start yet, whoever tries. */
  blocked?: boolean
}

const fromProvince = (transfer: Transfer, startedAt: Instant, now: Instant): Step[] => {
  const { stage, approvedAt, readyAt, requestedAt, confirmedAt, since } = transfer
  const matched = stage === 'transferred'
  const waited = readyAt !== undefined && now >= readyAt
  // After a failure it has to be submitted again.
  const submittedAt = stage === 'approved' ? requestedAt : undefined
  // What the official system said may be recorded before the wait is over: nobody waits any longer then.
  const waitEndedAt = matched ? Math.min(readyAt ?? since, since) : waited ? readyAt : undefined
  return [
    { key: 'join', doneAt: stage === 'returned' ? undefined : startedAt },
    { key: 'approval', doneAt: approvedAt },
    { key: 'wait', doneAt: waitEndedAt, blocked: true },
    { key: 'request', doneAt: matched ? (requestedAt ?? since) : submittedAt, blocked: !waited },
    { key: 'verification', doneAt: matched ? since : undefined },
    { key: 'confirmation', doneAt: matched ? confirmedAt : undefined },
  ]
}

/** The branch's approval is the result: nobody confirms anything after it. */
const insideBeijing = ({ stage, approvedAt }: Transfer, startedAt: Instant): Step[] => [
  { key: 'join', doneAt: stage === 'returned' ? undefined : startedAt },
  { key: 'approval', doneAt: approvedAt },
]

const party = (transfer: Transfer, identity: PartyIdentity): Step[] => {
  const { stage, announcedAt, facts, channel, since } = transfer
  const announced = stage === 'announced' || stage === 'received'
  const accept = channel === 'paper' ? 'letter' : 'online'
  return [
    { key: 'prepare', doneAt: announced ? announcedAt : undefined },
    { key: 'announce', doneAt: announced ? announcedAt : undefined },
    { key: 'accept', doneAt: announced ? facts[accept] : undefined },
    { key: 'materials', doneAt: announced ? facts.materials : undefined },
    ...(neededFacts(channel, identity).includes('probationPapers')
      ? [{ key: 'probation' as const, doneAt: announced ? facts.probationPapers : undefined }]
      : []),
    { key: 'receive', doneAt: stage === 'received' ? since : undefined },
  ]
}

/**
 * The whole way with where the person is: done steps carry their instant, exactly one step is current unless all is
 * done, received or withdrawn, and a step that cannot start yet is blocked.
 */
export const stepsOf = (
  transfer: Transfer,
  startedAt: Instant,
  identity: PartyIdentity | undefined,
  now: Instant,
): StepView[] => {
  const steps =
    transfer.kind === 'party'
      ? party(transfer, identity ?? 'full')
      : transfer.origin === 'province'
        ? fromProvince(transfer, startedAt, now)
        : insideBeijing(transfer, startedAt)
  const over = transfer.stage === 'withdrawn' || transfer.stage === 'received'
  const current = over ? undefined : steps.find((step) => step.doneAt === undefined)
  return steps.map((step) => {
    if (step.doneAt !== undefined) return { key: step.key, state: 'done', at: toIso(step.doneAt) }
    if (step === current) return { key: step.key, state: 'current' }
    return { key: step.key, state: step.blocked === true ? 'blocked' : 'todo' }
  })
}
