import type {
  Claimed,
  DecideOutcome,
  Functions,
  InputOf,
  OpOf,
  PreparedKey,
  RegistrationFields,
  Reply,
  TransferCommand,
  TransferView,
  ValueOf,
} from '../../cloudfunctions/contract'
import type { BranchRecord, StaffRecord, WechatRecord } from '../../cloudfunctions/app/store/records'
import { searchFormsOf } from '../../cloudfunctions/app/branch/search-forms'
import type { Fields } from '../../preview/cloud/values'
import { branches } from '../../preview/seed/branches'
import type { TestCloud } from './local-cloud'
import { anIdNumber, claimOf, type MadeUpPerson, nextPerson } from './people'

export const LEAGUE = 'ustb-scce-2024-league'
export const PARTY = 'ustb-scce-2024-party'
export const CONSENT = { version: '1', terms: true, sensitive: true }

let commands = 0
/** A command id that no other call of the tests has. */
export const aCommandId = (): string => `command-${String(++commands)}`

/** The value of a reply that must not be a refusal. */
export const valueOf = <T>(reply: Reply<T>): T => {
  if (!reply.ok) throw new Error(`refused: ${reply.error.code} ${JSON.stringify(reply.error.detail ?? {})}`)
  return reply.value
}

/** `ok` or the code of the refusal. */
export const codeOf = (reply: Reply<unknown> | DecideOutcome): string => (reply.ok ? 'ok' : reply.error.code)

/** The `n`th made-up person, other than every other: joined in May 2018, so that the member number is compared. */
export const person = (n: number, given: Partial<RegistrationFields> = {}): MadeUpPerson => ({
  identity: 'member',
  name: `测试${String.fromCodePoint(0x4e00 + n)}`,
  idNumber: anIdNumber({
    region: '110101',
    birth: `2002-${pad(1 + (Math.floor(n / 1000) % 12), 2)}-${pad(1 + (n % 28), 2)}`,
    sequence: pad(n % 1000, 3),
  }),
  phone: `1990001${pad(n, 4)}`,
  joinedOn: '2018-05',
  memberNumber: `20180000${pad(n, 4)}`,
  ...given,
})
const pad = (n: number, length: number): string => String(n).padStart(length, '0')

export type Act = TransferCommand & { version?: number; commandId?: string }

/** Somebody in WeChat, or without `openid` somebody whom the platform does not know. */
export class Caller {
  constructor(
    readonly cloud: TestCloud,
    readonly openid?: string,
  ) {}

  /** Any operation with any input, however odd. */
  call(fn: keyof Functions, op: string, input: unknown): Promise<Reply<unknown>> {
    return this.cloud.call(fn, op, input, this.openid)
  }
  async member<O extends OpOf<'member'>>(op: O, input: InputOf<'member', O>) {
    return (await this.call('member', op, input)) as Reply<ValueOf<'member', O>>
  }
  async desk<O extends OpOf<'secretary'>>(op: O, input: InputOf<'secretary', O>) {
    return (await this.call('secretary', op, input)) as Reply<ValueOf<'secretary', O>>
  }

  async me() {
    return valueOf(await this.member('account.me', {}))
  }
  /** The own transfer as it is now; the newest where none is named. */
  async transfer(id?: string): Promise<TransferView> {
    const { transfers } = await this.me()
    const found = transfers.find((one) => id === undefined || one.id === id)
    if (found === undefined) throw new Error('no such transfer')
    return found
  }
  register(fields: RegistrationFields) {
    return this.member('account.register', { ...fields, consent: CONSENT })
  }
  start(given: Partial<InputOf<'member', 'transfer.start'>> = {}) {
    const kind = given.kind ?? 'league'
    const branchId = kind === 'league' ? LEAGUE : PARTY
    return this.member('transfer.start', { kind, origin: 'province', branchId, commandId: aCommandId(), ...given })
  }
  async started(given: Partial<InputOf<'member', 'transfer.start'>> = {}): Promise<TransferView> {
    return valueOf(await this.start(given))
  }
  act({ id, version }: Pick<TransferView, 'id' | 'version'>, command: Act) {
    return this.member('transfer.act', { id, version, commandId: aCommandId(), ...command })
  }
  request(transfer: Pick<TransferView, 'id' | 'version'>, claimed: Claimed, commandId = aCommandId()) {
    return this.act(transfer, { action: 'request', claimed, commandId })
  }

  decideAll(items: readonly unknown[], commandId: unknown = aCommandId()) {
    return this.call('secretary', 'desk.decide', { items, commandId }) as Promise<Reply<{ outcomes: DecideOutcome[] }>>
  }
  /** One decision at the desk, as its outcome. */
  async decide(
    { id, version }: Pick<TransferView, 'id' | 'version'>,
    verdict: Record<string, unknown>,
    commandId = aCommandId(),
  ): Promise<DecideOutcome> {
    const [outcome] = valueOf(await this.decideAll([{ id, version, ...verdict }], commandId)).outcomes
    if (outcome === undefined) throw new Error('no outcome')
    return outcome
  }
  /** A decision that must be accepted. */
  async decided(transfer: Pick<TransferView, 'id' | 'version'>, verdict: Record<string, unknown>) {
    const outcome = await this.decide(transfer, verdict)
    if (!outcome.ok) throw new Error(`refused: ${outcome.error.code}`)
    return outcome.transfer
  }
  approved(transfer: Pick<TransferView, 'id' | 'version'>) {
    return this.decided(transfer, APPROVE)
  }
  returned(transfer: Pick<TransferView, 'id' | 'version'>, reason = '请写全名') {
    return this.decided(transfer, { verdict: 'return', reason })
  }
}

/** "I have approved this person in the official system." */
export const APPROVE = { verdict: 'approve', officiallyApproved: true } as const

/** Somebody who has registered. */
export class Student extends Caller {
  constructor(
    cloud: TestCloud,
    openid: string,
    readonly person: MadeUpPerson,
  ) {
    super(cloud, openid)
  }
  /** What an outside organisation would claim if its records agreed. */
  get claim(): Claimed {
    return claimOf(this.person)
  }
  /** A Party transfer on its way, with everything prepared; online unless it says otherwise. */
  async announced(
    transfer: Pick<TransferView, 'id' | 'version'>,
    given: Partial<Extract<TransferCommand, { action: 'announce' }>> = {},
  ): Promise<TransferView> {
    const prepared: PreparedKey[] = ['file', 'letterToCounsellor', 'probationPapers']
    return valueOf(await this.act(transfer, { action: 'announce', channel: 'online', prepared, ...given }))
  }
}

/** A new person who has registered, with these fields in place of the made-up ones. */
export const aStudent = async (cloud: TestCloud, given: Partial<RegistrationFields> = {}): Promise<Student> => {
  const n = nextPerson()
  const made = person(n, given)
  const student = new Student(cloud, `student-${String(n)}`, made)
  valueOf(await student.register(made))
  return student
}

export const leagueSecretary = (cloud: TestCloud) => new Caller(cloud, 'local-league-secretary')
export const partySecretary = (cloud: TestCloud) => new Caller(cloud, 'local-party-secretary')
export const administrator = (cloud: TestCloud) => new Caller(cloud, 'local-admin')

const fieldsOf = (record: object): Fields => JSON.parse(JSON.stringify(record)) as Fields

/** Another branch like one of the notice's, but for the given fields. */
export const addBranch = (
  cloud: TestCloud,
  id: string,
  given: Partial<Omit<BranchRecord, '_id'>> = {},
  like: string = LEAGUE,
): string => {
  const model = branches.find(({ _id }) => _id === like)
  if (model === undefined) throw new Error(`no such branch: ${like}`)
  const branch = { ...model, ...given }
  const { searchForms = searchFormsOf(branch) } = given
  cloud.store.insert(null, cloud.store.collection('branches'), [fieldsOf({ ...branch, searchForms, _id: id })])
  return id
}

/** Changes a branch behind the product's back, as a setting that was made before. */
export const setBranch = async (cloud: TestCloud, id: string, fields: Partial<BranchRecord>): Promise<void> => {
  const change = { $set: fieldsOf(fields) }
  await cloud.store.modify(
    null,
    cloud.store.collection('branches'),
    { id },
    { change, replace: false, upsert: false },
    { documents: 0 },
  )
}

/** Somebody with a right at a branch. */
export const addStaff = (cloud: TestCloud, openid: string, branchId: string, role: StaffRecord['role']): Caller => {
  const right = { id: `staff-${openid}`, branchId, role, name: openid }
  const wechat: WechatRecord = { _id: openid, accountId: null, staff: [right] }
  cloud.store.insert(null, cloud.store.collection('wechats'), [fieldsOf(wechat)])
  return new Caller(cloud, openid)
}
