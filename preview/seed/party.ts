import type { TransferView } from '../../cloudfunctions/contract'
import type { SeedContext } from '../cloud/seed-context'
import { madeUpPerson, type MadeUpPerson } from './made-up'

type Cohort = Pick<SeedContext, 'call' | 'now'>
/** What one call answers, or an error that stops the seed. */
type Ask = (fn: string, openid: string, op: string, input: object) => Promise<unknown>

const HOUR = 3_600_000
const DAY = 24 * HOUR
const LEAGUE = 'ustb-scce-2024-league'
const PARTY = 'ustb-scce-2024-party'
const SECRETARY = 'local-party-secretary'

/** Something that one person or a branch does at a time. */
export interface AuditNote {
  at: number
  run(): Promise<void>
}

interface PartyPerson {
  openid: string
  name: string
  party: 'full' | 'probationary'
  /** Keeps League membership, and moves it too. */
  keepsLeague: boolean
  announced: boolean
  /** What the Party branch has received. */
  facts: string[]
}

const PEOPLE: PartyPerson[] = [
  { openid: 'local-party-1', name: '王芳', party: 'full', keepsLeague: false, announced: false, facts: [] },
  { openid: 'local-party-2', name: '赵磊', party: 'full', keepsLeague: false, announced: true, facts: [] },
  {
    openid: 'local-party-3',
    name: '孙悦',
    party: 'probationary',
    keepsLeague: false,
    announced: true,
    facts: ['online', 'materials'],
  },
  { openid: 'local-both-1', name: '何静', party: 'probationary', keepsLeague: true, announced: false, facts: [] },
]

/** What the Party people and the one with both memberships did in the past days. */
export const partyDeeds = (cohort: Cohort, ask: Ask): AuditNote[] => {
  const now = cohort.now()
  return PEOPLE.flatMap((person, i) => deedsOf(ask, person, madeUpPerson(80 + i, person), now - (6 - i) * DAY))
}

const deedsOf = (ask: Ask, person: PartyPerson, made: MadeUpPerson, from: number): AuditNote[] => {
  const { openid, party, keepsLeague, announced, facts } = person
  let transfer: TransferView | undefined
  const known = (): TransferView => {
    if (transfer === undefined) throw new Error('a deed of the demo cohort came before its transfer')
    return transfer
  }
  const start = (kind: 'league' | 'party', branchId: string) =>
    ask('member', openid, 'transfer.start', { kind, origin: 'province', branchId, commandId: `demo-${kind}-${openid}` })
  const deeds: AuditNote[] = [
    {
      at: from,
      run: async () => {
        await ask('member', openid, 'account.register', registrationOf(made, party, keepsLeague))
        if (keepsLeague) await start('league', LEAGUE)
        transfer = (await start('party', PARTY)) as TransferView
      },
    },
  ]
  if (announced)
    deeds.push({
      at: from + 20 * HOUR,
      run: async () => void (transfer = await announce(ask, openid, known(), party, from)),
    })
  if (facts.length > 0) deeds.push({ at: from + 44 * HOUR, run: () => receive(ask, known(), facts) })
  return deeds
}

const registrationOf = (made: MadeUpPerson, party: string, keepsLeague: boolean) => {
  const { name, idNumber, phone, joinedOn, memberNumber } = made
  return {
    identity: keepsLeague ? 'member' : 'nonmember',
    name,
    idNumber,
    phone,
    ...(keepsLeague ? { joinedOn, memberNumber } : {}),
    party,
    consent: { version: '1', terms: true, sensitive: true },
  }
}

const announce = async (ask: Ask, openid: string, { id, version }: TransferView, party: string, from: number) => {
  const probation = party === 'probationary'
  const ends = new Date(from + 200 * DAY).toISOString().slice(0, 10)
  const input = {
    id,
    version,
    commandId: `demo-announce-${id}`,
    action: 'announce',
    channel: 'online',
    prepared: ['file', 'letterToCounsellor', ...(probation ? ['probationPapers'] : [])],
    ...(probation ? { probationEndsOn: ends } : {}),
  }
  return (await ask('member', openid, 'transfer.act', input)) as TransferView
}

const receive = async (ask: Ask, { id, version }: TransferView, checked: string[]): Promise<void> => {
  const items = [{ id, version, verdict: 'receive', checked }]
  await ask('secretary', SECRETARY, 'desk.decide', { items, commandId: `demo-receive-${id}` })
}
