import type { Claimed, InputOf, OpOf, RegistrationFields, RosterRow, TransferView } from '../../cloudfunctions/contract'
import { beijing } from '../support/builders'
import { type Act, Caller, CONSENT, leagueSecretary, partySecretary, Student, valueOf } from '../support/client'
import type { TestCloud } from '../support/local-cloud'
import type { MadeUpPerson } from '../support/people'

/** When all pictures are taken, by the Beijing clock; what happened before is told as `09-03 09:31`. */
const YEAR = '2024'
export const NOW = beijing(`${YEAR}-09-04 20:23:30`)
/** Things happen ten seconds after the minute, so that a slow machine does not reach the next one. */
const SECOND = ':10'

/** Tells what happened before a picture, through the real functions, each deed at its time. */
export class Story {
  constructor(readonly cloud: TestCloud) {}

  /** Moves the clock to a minute of that year. */
  async at(when: string): Promise<void> {
    await this.cloud.clock.set(new Date(beijing(`${YEAR}-${when}${SECOND}`)).toISOString())
  }
  async now(): Promise<void> {
    await this.cloud.clock.set(new Date(NOW).toISOString())
  }
  /** Somebody registers. */
  async registers(openid: string, person: RegistrationFields, when = '09-03 09:25'): Promise<Life> {
    await this.at(when)
    const student = new Student(this.cloud, openid, person as MadeUpPerson)
    valueOf(await student.register(person))
    return new Life(this, student)
  }
  /** Somebody registers and asks to join the League branch from outside Beijing, or what is given. */
  async asks(openid: string, person: RegistrationFields, when = '09-03 09:31', given: Start = {}): Promise<Life> {
    const life = await this.registers(openid, person, when)
    return life.asks(when, given)
  }
  /** Somebody tries something that is refused, the first to do so or after others. */
  async fails<O extends OpOf<'member'>>(
    openid: string,
    op: O,
    input: InputOf<'member', O>,
    place: 'first' | 'after' = 'first',
  ): Promise<void> {
    if (place === 'first') await this.now()
    await new Caller(this.cloud, openid).member(op, input)
  }
  /** Nothing that this WeChat filled in is kept: an earlier picture, or an earlier try at this one, left it. */
  async hasNoDraft(openid: string, form: string): Promise<void> {
    valueOf(await new Caller(this.cloud, openid).member('draft.save', { form, data: {}, consent: CONSENT }))
  }
  /** The branch's secretary imports a roster. */
  async imports(branchId: string, rows: readonly RosterRow[], when = '08-27 09:00'): Promise<void> {
    await this.at(when)
    const input = { branchId, importId: 'roster', rows: [...rows] }
    valueOf(await leagueSecretary(this.cloud).desk('roster.import', input))
  }
}

type Start = Partial<InputOf<'member', 'transfer.start'>>

/** One person, and one transfer once it is started. */
export class Life {
  #transfer: TransferView | null

  constructor(
    private readonly story: Story,
    readonly student: Student,
    transfer: TransferView | null = null,
  ) {
    this.#transfer = transfer
  }

  get openid(): string {
    return this.student.openid ?? ''
  }
  get transfer(): TransferView {
    if (this.#transfer === null) throw new Error('nothing was started yet')
    return this.#transfer
  }
  /** Starts a transfer; what is told from here on is about that one. */
  async asks(when: string, given: Start = {}): Promise<Life> {
    await this.story.at(when)
    return new Life(this.story, this.student, await this.student.started(given))
  }
  async acts(when: string, command: Act): Promise<this> {
    await this.story.at(when)
    this.#transfer = valueOf(await this.student.act(await this.#fresh(), command))
    return this
  }
  /** The outside organisation submitted this. */
  claims(when: string, claimed: Claimed = this.student.claim): Promise<this> {
    return this.acts(when, { action: 'request', claimed })
  }
  async decided(when: string, verdict: Record<string, unknown>): Promise<this> {
    await this.story.at(when)
    this.#transfer = await this.#secretary().decided(await this.#fresh(), verdict)
    return this
  }
  approved(when: string): Promise<this> {
    return this.decided(when, { verdict: 'approve', officiallyApproved: true })
  }
  returned(when: string, reason: string): Promise<this> {
    return this.decided(when, { verdict: 'return', reason })
  }
  confirmed(when: string, result: 'success' | 'failure', reason?: string): Promise<this> {
    return this.decided(when, { verdict: 'confirm', result, ...(reason === undefined ? {} : { reason }) })
  }

  /** Nothing that was filled in is kept. */
  async hasNoDraft(form: string): Promise<void> {
    await this.story.hasNoDraft(this.openid, form)
  }

  #fresh(): Promise<TransferView> {
    return this.student.transfer(this.transfer.id)
  }
  #secretary(): Caller {
    const { kind } = this.transfer
    return kind === 'league' ? leagueSecretary(this.story.cloud) : partySecretary(this.story.cloud)
  }
}
