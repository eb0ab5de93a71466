import type { Claimed, DecideOutcome, Reply, TransferView } from '../../cloudfunctions/contract'
import type { SeedContext } from '../cloud/seed-context'
import { madeUpPerson, type MadeUpPerson } from './made-up'
import { partyDeeds, type AuditNote } from './party'
import { people } from './people'

type Cohort = Pick<SeedContext, 'call' | 'setClock' | 'now'>

type Fate = 'asked' | 'waiting' | 'ready' | 'failed' | 'matched' | 'confirmed' | 'returned'

const HOUR = 3_600_000
const BRANCH = 'ustb-scce-2024-league'
const SECRETARY = 'local-league-secretary'
const LIVE: Fate[] = ['asked', 'waiting', 'ready', 'failed', 'matched', 'returned']
const OTHERS: Fate[] = ['asked', 'asked', 'asked', 'waiting', 'ready', 'matched', 'confirmed', 'failed', 'asked']
const COHORT = 48
/** When each fate's person asked, in hours before now. */
const ASKED_BEFORE: Record<Fate, number> = {
  asked: 3,
  waiting: 30,
  ready: 60,
  failed: 70,
  matched: 75,
  confirmed: 110,
  returned: 28,
}

const valueOf = (reply: Reply<unknown>): unknown => {
  if (!reply.ok) throw new Error(`the demo cohort was refused: ${reply.error.code}`)
  return reply.value
}

const claimed = (person: MadeUpPerson, name = person.name): Claimed => ({
  name,
  idNumber: person.idNumber,
  memberNumber: person.memberNumber,
})

const ask = async (cohort: Cohort, person: MadeUpPerson): Promise<TransferView> => {
  const { openid, ...fields } = person
  const consent = { version: '1', terms: true, sensitive: true }
  valueOf(await cohort.call('member', openid, 'account.register', { identity: 'member', ...fields, consent }))
  const input = { kind: 'league', origin: 'province', branchId: BRANCH, commandId: `demo-${openid}` }
  return valueOf(await cohort.call('member', openid, 'transfer.start', input)) as TransferView
}

const judge = async (cohort: Cohort, { id, version }: TransferView, verdict: object): Promise<TransferView> => {
  const input = { items: [{ id, version, ...verdict }], commandId: `demo-${id}-${String(version)}` }
  const reply = await cohort.call('secretary', SECRETARY, 'desk.decide', input)
  const { outcomes } = valueOf(reply) as { outcomes: DecideOutcome[] }
  const [outcome] = outcomes
  if (!outcome?.ok) throw new Error('the demo cohort was refused by its branch')
  return outcome.transfer
}

const request = async (cohort: Cohort, person: MadeUpPerson, transfer: TransferView, name?: string) => {
  const { id, version } = transfer
  const input = { id, version, commandId: `demo-request-${id}`, action: 'request', claimed: claimed(person, name) }
  return valueOf(await cohort.call('member', person.openid, 'transfer.act', input)) as TransferView
}

/** What happens to one person, each deed at its time before now. */
const deedsOf = (cohort: Cohort, person: MadeUpPerson, fate: Fate, now: number, shift: number): AuditNote[] => {
  let transfer: TransferView | undefined
  const known = (): TransferView => {
    if (transfer === undefined) throw new Error('a deed of the demo cohort came before its transfer')
    return transfer
  }
  const asked = now - ASKED_BEFORE[fate] * HOUR - shift
  const deeds: AuditNote[] = [{ at: asked, run: async () => void (transfer = await ask(cohort, person)) }]
  const then = (hours: number, run: () => Promise<TransferView>) =>
    deeds.push({ at: asked + hours * HOUR, run: async () => void (transfer = await run()) })
  if (fate === 'asked') return deeds
  if (fate === 'returned')
    then(5, () => judge(cohort, known(), { verdict: 'return', reason: '入团年月与档案不一致，请核对后重新申请' }))
  else then(22, () => judge(cohort, known(), { verdict: 'approve', officiallyApproved: true }))
  if (fate === 'failed') then(47, () => request(cohort, person, known(), `${person.name.slice(0, -1)}童`))
  if (fate === 'matched' || fate === 'confirmed') then(47, () => request(cohort, person, known()))
  if (fate === 'confirmed') then(70, () => judge(cohort, known(), { verdict: 'confirm', result: 'success' }))
  return deeds
}

/** Lets a made-up cohort live through the past days, in the order of time, through the same functions as everybody. */
export const seedCohort = async (cohort: Cohort): Promise<void> => {
  const now = cohort.now()
  const students = people.filter(({ openid }) => openid.startsWith('local-student-'))
  const deeds = [
    ...students.flatMap(({ openid, label }, i) =>
      deedsOf(cohort, madeUpPerson(i, { openid, name: label }), LIVE[i % LIVE.length] ?? 'asked', now, 0),
    ),
    ...Array.from({ length: COHORT }, (_, i) => {
      const fate = OTHERS[i % OTHERS.length] ?? 'asked'
      // Every ninth has been left waiting for days: overdue ones are part of a desk's life.
      const shift = (i % 9 === 8 ? 90 * HOUR : 0) + (fate === 'waiting' ? i * 60_000 : i * 11 * 60_000)
      return deedsOf(cohort, madeUpPerson(100 + i), fate, now, shift)
    }).flat(),
    ...partyDeeds(cohort, async (fn, openid, op, input) => valueOf(await cohort.call(fn, openid, op, input))),
  ].sort((a, b) => a.at - b.at)
  for (const entry of deeds) {
    await cohort.setClock(entry.at)
    await entry.run()
  }
  await cohort.setClock(now)
}
